// Which command fits which phase and role, who must do what, and what time decides: the procedure of an election as tables.
import { tellsVote } from '../child-vote';
import type { CommitteeMember } from '../committee-term/messages';
import { dutiesSince, type MakeDuty } from '../duties';
import { openOnes } from '../objections';
import type { Policy } from '../policy/schema';
import type { AgendaItem } from '../owners-vote/count-types';
import type { VoteLaunch } from '../owners-vote/state';
import type { CommandRule, LaunchChild, MachineryEvent, Obligation, Party, Role, Telling } from '../process';
import type { ElectionCommand, ElectionCore, ElectionEvent, ElectionPhase, LaunchedElection } from './state';
import { hasAdverse } from './vetting';

const STREET: readonly Role[] = ['streetOfficer'];
const GROUP: readonly Role[] = ['streetOfficer', 'communitySecretary'];
const AFTER_LAUNCH: readonly ElectionPhase[] = [
  'groupForming',
  'groupNotice',
  'nominating',
  'shortSlate',
  'vetting',
  'slateNotice',
  'voting',
  'retrying',
  'seating',
  'filing',
  'handover',
];

export const electionRules: Record<ElectionCommand['type'], CommandRule<ElectionPhase>> = {
  launch: { phases: ['unlaunched'], roles: STREET },
  formGroup: { phases: ['groupForming'], roles: STREET },
  objectToGroup: { phases: ['groupNotice'], roles: ['owner'] },
  answerObjection: { phases: ['groupNotice', 'slateNotice'], roles: GROUP },
  settleGroupNotice: { phases: ['groupNotice'], roles: [] },
  extendAssembly: {
    phases: ['nominating', 'shortSlate', 'vetting', 'slateNotice', 'voting', 'retrying'],
    roles: STREET,
  },
  nominate: { phases: ['nominating'], roles: ['owner', 'streetOfficer', 'communitySecretary', 'committeeMember'] },
  withdrawCandidate: {
    phases: ['nominating', 'vetting', 'slateNotice'],
    roles: ['owner', 'streetOfficer', 'communitySecretary'],
  },
  closeNomination: { phases: ['nominating'], roles: [] },
  reduceSeats: { phases: ['shortSlate'], roles: STREET },
  reopenNomination: { phases: ['shortSlate'], roles: STREET },
  giveOpinion: { phases: ['vetting'], roles: ['departmentOfficer'] },
  recordSilence: { phases: ['vetting'], roles: [] },
  answerOpinion: { phases: ['vetting'], roles: ['owner', 'communitySecretary'] },
  recordNoDefence: { phases: ['vetting'], roles: [] },
  decideCandidate: { phases: ['vetting'], roles: STREET },
  objectToCandidate: { phases: ['slateNotice'], roles: ['owner'] },
  settleSlateNotice: { phases: ['slateNotice'], roles: [] },
  recordChildLaunched: { phases: ['voting'], roles: [] },
  recordAssemblyHeld: { phases: ['voting'], roles: [] },
  recordVoteResult: { phases: ['voting'], roles: [] },
  startRetry: { phases: ['retrying'], roles: STREET },
  recordFirstMeeting: { phases: ['seating'], roles: ['streetOfficer', 'communitySecretary', 'committeeMember'] },
  publishOffices: { phases: ['seating'], roles: ['streetOfficer', 'communitySecretary', 'committeeMember'] },
  applyFiling: { phases: ['filing'], roles: ['communitySecretary', 'committeeMember'] },
  decideFiling: { phases: ['filing'], roles: STREET },
  recordHandoverItem: { phases: ['handover'], roles: ['streetOfficer', 'communitySecretary', 'committeeMember'] },
  signHandover: { phases: ['handover'], roles: ['streetOfficer', 'communitySecretary', 'committeeMember', 'owner'] },
  stopElection: { phases: AFTER_LAUNCH, roles: ['streetOfficer', 'districtSupervisor'] },
};

export function electionObligations(core: ElectionCore, policy: Policy): Obligation[] {
  if (core.phase === 'unlaunched') return [];
  const street: Party = { kind: 'role', role: 'streetOfficer', placePath: core.place.streetPath };
  const community: Party = { kind: 'role', role: 'communitySecretary', placePath: core.place.communityPath };
  const leader = policy.election.groupLeader.value === 'streetOfficer' ? street : community;
  const duty = dutiesSince(core.phaseSince);
  const rules = policy.election;
  switch (core.phase) {
    case 'groupForming':
      return [duty('formGroup', street, 'groupForm', rules.groupForm.basis)];
    case 'groupNotice':
    case 'slateNotice':
      return openOnes(core.objections).map(({ objectionId }) =>
        duty(`answerObjection:${objectionId}`, leader, `objection:${objectionId}`, rules.objectionAnswer.basis),
      );
    case 'nominating':
      return [duty('collectNominations', leader, 'nomination', rules.nomination.basis)];
    case 'shortSlate':
      return [duty('mendShortSlate', street, 'shortSlate', rules.committeeSize.basis)];
    case 'vetting':
      return vettingObligations(core, policy, duty, street);
    case 'voting':
      return core.attempts.some(({ isHeld, outcome }) => isHeld && outcome === null)
        ? [duty('awaitVoteResult', leader, null, rules.voteMatter.basis)]
        : [duty('holdAssembly', leader, 'assembly', rules.assemblyDue.basis)];
    case 'retrying':
      return [duty('startRetry', street, 'retry', rules.retryWithin.basis)];
    case 'seating':
      return core.offices
        ? [duty('publishOffices', community, 'publishOffices', rules.publishOffices.basis)]
        : [duty('recordFirstMeeting', community, 'firstMeeting', rules.firstMeeting.basis)];
    case 'filing':
      return core.filing === 'applied'
        ? [duty('decideFiling', street, 'filingDecide', rules.filingDecide.basis)]
        : [duty('applyFiling', community, 'filingApply', rules.filingApply.basis)];
    case 'handover':
      return [duty('handOver', community, 'handover', rules.handover.basis)];
    case 'closed':
      return [];
  }
}

function vettingObligations(core: LaunchedElection, policy: Policy, duty: MakeDuty, street: Party): Obligation[] {
  const standing = core.candidates.filter(({ status }) => status === 'nominated');
  const bodies = policy.election.vettingBodies
    .filter(({ body }) => standing.some(({ opinions }) => opinions.every((opinion) => opinion.body !== body)))
    .map(({ body, answerWithin }) =>
      duty(
        `answerVetting:${body}`,
        { kind: 'department', department: body, placePath: core.place.districtPath },
        `vetting:${body}`,
        answerWithin.basis,
      ),
    );
  const defences = standing.flatMap(({ candidateId, ownerId, opinions }) =>
    opinions
      .filter(({ defence }) => defence === 'awaited')
      .map(({ body }) =>
        duty(
          `answerOpinion:${body}:${candidateId}`,
          { kind: 'owner', ownerId, placePath: core.place.estatePath },
          `defence:${body}:${candidateId}`,
          policy.election.vettingDefence.basis,
        ),
      ),
  );
  if (bodies.length > 0 || defences.length > 0) return [...bodies, ...defences];
  return standing
    .filter(hasAdverse)
    .map(({ candidateId }) =>
      duty(`decideCandidate:${candidateId}`, street, 'vettingDecision', policy.election.vettingDecision.basis),
    );
}

export function electionWhenDue(_core: ElectionCore, clock: string): ElectionCommand | undefined {
  const [name, first, second] = clock.split(':');
  switch (name) {
    case 'groupNotice':
      return { type: 'settleGroupNotice' };
    case 'nomination':
      return { type: 'closeNomination' };
    case 'vetting':
      return { type: 'recordSilence', body: first ?? '' };
    case 'defence':
      return { type: 'recordNoDefence', body: first ?? '', candidateId: second ?? '' };
    case 'slateNotice':
      return { type: 'settleSlateNotice' };
    default:
      return undefined;
  }
}

/** The vote is due and not yet launched: the machine launches it as a process of its own. */
export function electionEffect(core: ElectionCore, policy: Policy): LaunchChild | undefined {
  if (core.phase !== 'voting' || core.attempts.some(({ outcome }) => outcome === null)) return undefined;
  const { place, seats, minSeats } = core;
  const { groupLeader, voteMatter } = policy.election;
  const role = groupLeader.value;
  const item: AgendaItem = {
    kind: 'election',
    itemId: 'committee',
    matter: voteMatter.value,
    titleText: 'label:committeeElection',
    candidateIds: core.candidates.filter(({ status }) => status === 'admitted').map(({ candidateId }) => candidateId),
    seats,
    minSeats,
  };
  const vote: Omit<VoteLaunch, 'processId' | 'place' | 'parentId'> = {
    type: 'launch',
    scope: { kind: 'estate', placeId: place.estateId },
    convenor: { role, placePath: role === 'streetOfficer' ? place.streetPath : place.communityPath },
    agenda: [item],
    meeting: 'regular',
  };
  const childKey = `vote:${core.attempts.length + 1}`;
  return { type: 'launchChild', kind: 'ownersVote', childKey, place, command: { ...vote } };
}

/** A standstill or an end of the election is one of its running vote too; the watch on the term hears that it began and how it ended. */
export function electionTells(core: ElectionCore, event: ElectionEvent | MachineryEvent): Telling[] {
  if (core.phase === 'unlaunched') return [];
  return [...tellsVote(core.attempts, event, 'electionStopped'), ...tellsWatch(core, event)];
}

function tellsWatch(core: LaunchedElection, event: ElectionEvent | MachineryEvent): Telling[] {
  const { parentId, electionId, outcome, seats } = core;
  if (parentId === null) return [];
  switch (event.type) {
    case 'electionLaunched':
      return [{ to: parentId, command: { type: 'recordElectionLaunched', electionId } }];
    case 'electionClosed':
    case 'electionStopped': {
      const members = outcome === 'seated' || outcome === 'partlySeated' ? membersOf(core) : [];
      return [{ to: parentId, command: { type: 'recordElectionEnded', electionId, outcome, members, seats } }];
    }
    default:
      return [];
  }
}

/** The elected with their offices, as owners. */
function membersOf(core: LaunchedElection): CommitteeMember[] {
  return core.candidates
    .filter(({ candidateId }) => core.electedIds.includes(candidateId))
    .map(({ candidateId, ownerId }) => ({ memberId: ownerId, office: officeOf(core, candidateId) }));
}

function officeOf({ offices }: LaunchedElection, candidateId: string): CommitteeMember['office'] {
  if (offices?.chairId === candidateId) return 'chair';
  return offices?.viceChairIds.includes(candidateId) ? 'viceChair' : 'member';
}
