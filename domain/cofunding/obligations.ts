// Who must do what in a co-funding, phase by phase.
import { runningVote } from '../child-vote';
import { dutiesSince, type MakeDuty } from '../duties';
import { openOnes } from '../objections';
import type { Policy } from '../policy/schema';
import type { Obligation, Party } from '../process';
import type { CofundingCore, LaunchedCofunding } from './state';
import { isHalted } from './vote';
import { milestoneClock, paymentClock } from './works';

/** Whoever holds the money runs the project. */
function managerOf({ plan, place }: LaunchedCofunding): Party {
  if (plan?.holder === 'committee') return { kind: 'role', role: 'committeeMember', placePath: place.estatePath };
  if (plan?.holder === 'firmEscrow') return { kind: 'role', role: 'firmManager', placePath: place.estatePath };
  return { kind: 'role', role: 'streetOfficer', placePath: place.streetPath };
}

export function cofundingObligations(core: CofundingCore, policy: Policy): Obligation[] {
  if (core.phase === 'unlaunched' || core.phase === 'closed') return [];
  const make = dutiesSince(core.phaseSince);
  return [...ofPhase(core, policy, make), ...ofPayments(core, policy, make)];
}

function ofPhase(core: LaunchedCofunding, { cofunding }: Policy, make: MakeDuty): Obligation[] {
  const community: Party = { kind: 'role', role: 'communitySecretary', placePath: core.place.communityPath };
  const street: Party = { kind: 'role', role: 'streetOfficer', placePath: core.place.streetPath };
  const manager = managerOf(core);
  if (isHalted(core)) {
    const clock = core.phase === 'varying' ? 'variation' : 'vote';
    return ofVote(core, community, clock, cofunding.voteWithin.basis, make);
  }
  switch (core.phase) {
    case 'proposed':
      return [make('screenProposal', community, 'screening', cofunding.screenWithin.basis)];
    case 'deliberating': {
      const { basis } = cofunding.deliberateWithin;
      const isCalled = core.meetings.some(({ outcome }) => outcome !== 'missed' && outcome !== 'stopped');
      const duty = isCalled ? 'settlePlan' : 'callDeliberation';
      return [make(duty, community, 'deliberation', basis, [duty, 'shelveProject'])];
    }
    case 'classifying':
      return [make('confirmClass', street, 'classification', cofunding.classifyWithin.basis)];
    case 'reviewing':
      return [make('recordPartyReview', community, 'review', cofunding.reviewWithin.basis)];
    case 'voting':
      return ofVote(core, community, 'vote', cofunding.voteWithin.basis, make);
    case 'granting': {
      if (core.grantedFen === null) return [make('decideGrant', street, 'grant', cofunding.grant.reviewWithin.basis)];
      return ofObjections(core, street, cofunding.grant.notice.basis, make);
    }
    case 'deciding': {
      const by = ['extendPledging', 'rescopeProject', 'lapseProject'];
      return [make('decideShortPledges', community, 'pledgeDecision', cofunding.pledge.decideWithin.basis, by)];
    }
    case 'bridging': {
      const by = ['extendCollecting', 'closeCollecting', 'abandonProject'];
      return [make('decideArrears', community, 'arrears', cofunding.collect.decideWithin.basis, by)];
    }
    case 'contracting':
      return [make('signContract', manager, 'contract', cofunding.contractWithin.basis)];
    case 'working':
      return ofWorks(core, manager, cofunding, make);
    case 'varying':
      return [
        ...(core.projectClass === 'none'
          ? [make('decideVariation', street, 'variation', cofunding.varyWithin.basis)]
          : ofVote(core, community, 'variation', cofunding.voteWithin.basis, make)),
        ...ofMilestones(core, manager, cofunding, make),
      ];
    case 'accepting':
      return core.acceptance
        ? [make('confirmAcceptance', street, 'acceptance', cofunding.acceptWithin.basis)]
        : [make('recordAcceptance', community, 'acceptance', cofunding.acceptWithin.basis)];
    case 'publishing':
      return [
        ...(core.isShown ? [] : [make('publishAccounts', manager, 'publish', cofunding.publishWithin.basis)]),
        ...ofObjections(core, street, cofunding.accountsNotice.basis, make),
      ];
    case 'settling':
    case 'refunding':
      return ofSettling(core, street, manager, cofunding, make);
    default:
      return [];
  }
}

const ofObjections = ({ objections }: LaunchedCofunding, street: Party, basis: string, make: MakeDuty): Obligation[] =>
  openOnes(objections).map(({ objectionId }) =>
    make(`answerProjectObjection:${objectionId}`, street, null, basis, ['answerProjectObjection']),
  );

/** Held, it is counted and certified by rules of its own. */
const ofVote = (
  { attempts }: LaunchedCofunding,
  community: Party,
  clock: string,
  basis: string,
  make: MakeDuty,
): Obligation[] =>
  runningVote(attempts)?.isHeld
    ? [make('awaitVoteResult', community, null, basis, [])]
    : [make('holdAssembly', community, clock, basis, [])];

const ofMilestones = (
  { contract }: LaunchedCofunding,
  manager: Party,
  { milestone }: Policy['cofunding'],
  make: MakeDuty,
): Obligation[] =>
  (contract?.milestones ?? [])
    .filter(({ isReached }) => !isReached)
    .map(({ milestoneId }) =>
      make(`reportMilestone:${milestoneId}`, manager, milestoneClock(milestoneId), milestone.basis, [
        'reportMilestone',
      ]),
    );

function ofWorks(
  core: LaunchedCofunding,
  manager: Party,
  cofunding: Policy['cofunding'],
  make: MakeDuty,
): Obligation[] {
  const open = ofMilestones(core, manager, cofunding, make);
  if (open.length > 0) return open;
  const clock = core.rectifications > 0 ? 'rectification' : null;
  return [make('finishWorks', manager, clock, cofunding.rectifyWithin.basis)];
}

function ofSettling(
  core: LaunchedCofunding,
  street: Party,
  manager: Party,
  cofunding: Policy['cofunding'],
  make: MakeDuty,
): Obligation[] {
  const claims = core.claims.map((sourceId) =>
    make(`payGrant:${sourceId}`, street, 'claim', cofunding.claimWithin.basis, ['recordGrantRefused']),
  );
  const { refunds } = core;
  if (!refunds || refunds.payers === 0) return claims;
  if (!refunds.isPaid) return [...claims, make('payRefunds', manager, 'refund', cofunding.refundWithin.basis)];
  return refunds.held > 0 ? [...claims, make('disposeHeldRefunds', street, 'hold', cofunding.holdFor.basis)] : claims;
}

/** Approvals are asked of the offices above whoever asked. */
const ofPayments = (core: LaunchedCofunding, { cofunding }: Policy, make: MakeDuty): Obligation[] =>
  core.payments
    .filter(({ status }) => status === 'requested')
    .map(({ paymentId }) =>
      make(
        `approvePayment:${paymentId}`,
        { kind: 'role', role: 'communitySecretary', placePath: core.place.communityPath },
        paymentClock(paymentId),
        cofunding.approveWithin.basis,
        ['approvePayment', 'refusePayment'],
      ),
    );
