// Which command fits which phase and role, who must do what, what time decides, what the machine does: a co-funding as tables.
import { convenorAt, launchVote, runningVote, tellsVote } from '../child-vote';
import { dutiesSince, type MakeDuty } from '../duties';
import { openOnes } from '../objections';
import type { Policy } from '../policy/schema';
import type { CommandRule, Effect, LaunchChild, MachineryEvent, Obligation, Party, Role, Telling } from '../process';
import { householdOf, votedMatter } from './plan';
import type { CofundingCommand, CofundingCore, CofundingEvent, CofundingPhase, LaunchedCofunding } from './state';
import { milestoneClock, paymentClock } from './works';

/** Whoever lives or works there may propose (C0). */
export const PROPOSERS: readonly Role[] = [
  ...(['owner', 'resident', 'gridWorker', 'firmManager', 'committeeMember'] as const),
  ...(['communitySecretary', 'streetOfficer'] as const),
];
const COMMUNITY: readonly Role[] = ['communitySecretary', 'streetOfficer'];
const STREET: readonly Role[] = ['streetOfficer'];
/** Who runs a project day by day: the holder of its money, and the offices. */
const MANAGERS: readonly Role[] = ['committeeMember', 'communitySecretary', 'streetOfficer', 'firmManager'];
const APPROVERS: readonly Role[] = ['committeeMember', 'communitySecretary', 'streetOfficer'];
const NEIGHBOURS: readonly Role[] = ['owner', 'resident'];
const MACHINE: readonly Role[] = [];

const AFTER_CONTRACT: readonly CofundingPhase[] = ['working', 'varying', 'accepting', 'publishing', 'settling'];
const SPENDING: readonly CofundingPhase[] = [...AFTER_CONTRACT, 'contracting', 'refunding'];
const BEFORE_MONEY: readonly CofundingPhase[] = ['deliberating', 'classifying', 'reviewing', 'granting'];

export const cofundingRules: Record<CofundingCommand['type'], CommandRule<CofundingPhase>> = {
  launch: { phases: ['unlaunched'], roles: PROPOSERS },
  screenProposal: { phases: ['proposed'], roles: COMMUNITY },
  callDeliberation: { phases: ['deliberating'], roles: COMMUNITY },
  recordChildLaunched: { phases: ['handingOn', 'deliberating', 'voting', 'varying'], roles: MACHINE },
  recordMeetingEnded: { phases: ['deliberating'], roles: MACHINE },
  settlePlan: { phases: ['deliberating'], roles: COMMUNITY },
  shelveProject: { phases: BEFORE_MONEY, roles: COMMUNITY },
  confirmClass: { phases: ['classifying'], roles: STREET },
  recordPartyReview: { phases: ['reviewing'], roles: ['communitySecretary'] },
  recordAssemblyHeld: { phases: ['voting', 'varying'], roles: MACHINE },
  recordVoteResult: { phases: ['voting', 'varying'], roles: MACHINE },
  recordSplitting: { phases: ['granting'], roles: MACHINE },
  decideGrant: { phases: ['granting'], roles: STREET },
  objectToProject: { phases: ['granting', 'publishing'], roles: NEIGHBOURS },
  answerProjectObjection: { phases: ['granting', 'publishing'], roles: STREET },
  endGrantNotice: { phases: ['granting'], roles: MACHINE },
  recordSharesPrepared: { phases: ['preparing'], roles: MACHINE },
  recordPledgeTarget: { phases: ['pledging'], roles: MACHINE },
  closePledging: { phases: ['pledging'], roles: COMMUNITY },
  endPledging: { phases: ['pledging', 'countingPledges'], roles: MACHINE },
  recordPledges: { phases: ['countingPledges'], roles: MACHINE },
  extendPledging: { phases: ['deciding'], roles: COMMUNITY },
  rescopeProject: { phases: ['deciding'], roles: COMMUNITY },
  lapseProject: { phases: ['deciding'], roles: COMMUNITY },
  lapseBySilence: { phases: ['deciding'], roles: MACHINE },
  recordAllPaid: { phases: ['collecting'], roles: MACHINE },
  closeCollecting: { phases: ['collecting', 'bridging'], roles: MANAGERS },
  endCollecting: { phases: ['collecting', 'countingReceipts'], roles: MACHINE },
  recordReceipts: { phases: ['countingReceipts'], roles: MACHINE },
  extendCollecting: { phases: ['bridging'], roles: MANAGERS },
  bridgeShortfall: { phases: ['bridging'], roles: COMMUNITY },
  abandonProject: { phases: ['bridging', 'contracting', 'working', 'varying'], roles: COMMUNITY },
  abandonBySilence: { phases: ['bridging'], roles: MACHINE },
  addQuote: { phases: ['contracting'], roles: MANAGERS },
  withdrawQuote: { phases: ['contracting'], roles: MANAGERS },
  signContract: { phases: ['contracting'], roles: APPROVERS },
  reportMilestone: { phases: ['working', 'varying'], roles: MANAGERS },
  requestPayment: { phases: AFTER_CONTRACT, roles: MANAGERS },
  approvePayment: { phases: AFTER_CONTRACT, roles: APPROVERS },
  refusePayment: { phases: AFTER_CONTRACT, roles: APPROVERS },
  recordSpendingPosted: { phases: SPENDING, roles: MACHINE },
  recordSpendingRefused: { phases: SPENDING, roles: MACHINE },
  proposeVariation: { phases: ['working'], roles: MANAGERS },
  decideVariation: { phases: ['varying'], roles: STREET },
  recordContractorQuit: { phases: ['working'], roles: COMMUNITY },
  finishWorks: { phases: ['working'], roles: MANAGERS },
  recordAcceptance: { phases: ['accepting'], roles: ['committeeMember', 'communitySecretary'] },
  confirmAcceptance: { phases: ['accepting'], roles: STREET },
  publishAccounts: { phases: ['publishing'], roles: MANAGERS },
  endAccountsNotice: { phases: ['publishing'], roles: MACHINE },
  recordSourceReceived: {
    phases: ['collecting', 'countingReceipts', 'bridging', 'contracting', ...AFTER_CONTRACT],
    roles: MACHINE,
  },
  recordGrantRefused: { phases: ['settling'], roles: STREET },
  recordRefundsListed: { phases: ['settling', 'refunding'], roles: MACHINE },
  recordRefundsPaid: { phases: ['settling', 'refunding'], roles: MACHINE },
  disposeHeldRefunds: { phases: ['settling', 'refunding'], roles: STREET },
};

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
          : ofVote(core, community, 'variation', cofunding.varyWithin.basis, make)),
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

export function cofundingWhenDue(core: CofundingCore, clock: string): CofundingCommand | undefined {
  switch (clock) {
    case 'grantNotice':
      return { type: 'endGrantNotice' };
    case 'pledging':
      return { type: 'endPledging' };
    case 'pledgeDecision':
      return core.phase === 'deciding' ? { type: 'lapseBySilence' } : undefined;
    case 'collecting':
      return { type: 'endCollecting' };
    case 'arrears':
      return core.phase === 'bridging' ? { type: 'abandonBySilence' } : undefined;
    case 'accountsNotice':
      return { type: 'endAccountsNotice' };
    default:
      return undefined;
  }
}

export type CofundingEffect =
  | LaunchChild
  | { type: 'checkSplitting'; processId: string }
  | ({ type: 'prepareShares'; processId: string; targetFen: number } & Pick<
      NonNullable<LaunchedCofunding['plan']>,
      'version' | 'scope' | 'shareRule' | 'exemptions'
    >)
  | { type: 'countPledges'; processId: string; version: number }
  | { type: 'countReceipts'; processId: string }
  | { type: 'postSpending'; processId: string; paymentId: string; amountFen: number; payeeText: string }
  | { type: 'listRefunds'; processId: string; of: 'surplus' | 'all' };

export function cofundingEffect(core: CofundingCore, policy: Policy): (CofundingEffect & Effect) | undefined {
  if (core.phase === 'unlaunched' || core.phase === 'closed') return undefined;
  const { projectId: processId, plan, payments } = core;
  // What is spent is no surplus, so payments come first.
  const approved = payments.find(({ status }) => status === 'approved');
  if (approved) {
    const { paymentId, amountFen, payeeText } = approved;
    return { type: 'postSpending', processId, paymentId, amountFen, payeeText };
  }
  switch (core.phase) {
    case 'handingOn':
      return launchProblem(core);
    case 'deliberating': {
      const called = core.meetings.find(({ meetingId, outcome }) => meetingId === null && outcome === null);
      return called && launchMeeting(core, called);
    }
    case 'voting':
    case 'varying':
      return core.projectClass === 'none' || runningVote(core.attempts) ? undefined : launchNext(core, policy);
    case 'granting':
      return core.splitting ? undefined : { type: 'checkSplitting', processId };
    case 'preparing': {
      if (!plan) return undefined;
      const { version, scope, shareRule, exemptions } = plan;
      const targetFen = householdOf(plan)?.amountFen ?? 0;
      return { type: 'prepareShares', processId, version, scope, shareRule, exemptions, targetFen };
    }
    case 'countingPledges':
      return { type: 'countPledges', processId, version: plan?.version ?? 0 };
    case 'countingReceipts':
      return { type: 'countReceipts', processId };
    case 'settling': {
      const isSettled = core.claims.length === 0 && payments.every(({ status }) => status !== 'requested');
      return core.refunds || !isSettled ? undefined : { type: 'listRefunds', processId, of: 'surplus' };
    }
    case 'refunding':
      return core.refunds ? undefined : { type: 'listRefunds', processId, of: 'all' };
    default:
      return undefined;
  }
}

const launchProblem = ({ place, handedOn, needText }: LaunchedCofunding): LaunchChild => ({
  ...{ type: 'launchChild', kind: 'problem', childKey: 'problem', place },
  command: {
    ...{ type: 'launch', category: handedOn?.category, channel: 'committee', reporterId: null, complaintOf: null },
    ...{ spot: { placeId: place.estateId, spotText: null }, reportText: needText },
    ...{ desk: handedOn?.isFirms ? 'firmManager' : null, recurrenceOf: null, isSupervised: false },
  },
});

function launchMeeting(
  { place, meetings }: LaunchedCofunding,
  meeting: LaunchedCofunding['meetings'][number],
): LaunchChild {
  const { form, heldAt, convenorRole } = meeting;
  const convenor = convenorAt(place, convenorRole);
  return {
    ...{ type: 'launchChild', kind: 'meeting', childKey: `meeting:${meetings.length}`, place },
    command: { type: 'launch', form, heldAt, convenor, topicCodes: ['cofunding'] },
  };
}

function launchNext(
  { place, plan, projectClass, attempts, titleText }: LaunchedCofunding,
  policy: Policy,
): LaunchChild | undefined {
  if (!plan || !projectClass) return undefined;
  const matter = votedMatter(plan, projectClass, policy);
  const agenda = [{ kind: 'yesNo' as const, itemId: `plan${plan.version}`, matter, titleText }];
  const convenor = convenorAt(place, 'communitySecretary');
  return launchVote(attempts, place, { convenor, agenda, meeting: 'extraordinary', scope: plan.scope });
}

/** A vote or meeting shares every standstill, and ends when the project is given up. */
export function cofundingTells(core: CofundingCore, event: CofundingEvent | MachineryEvent): Telling[] {
  if (core.phase === 'unlaunched') return [];
  return tellsVote(core.attempts, event, 'projectGivenUp');
}
