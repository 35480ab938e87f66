// Which command fits which phase and role, who must do what, and what time decides: the procedure of an election as tables.
import { tellsVote } from '../child-vote';
import type { CommitteeMember } from '../committee-term/messages';
import { dutiesSince, type MakeDuty } from '../duties';
import { LOCKS, type Lock } from '../locks';
import { openOnes } from '../objections';
import type { Policy } from '../policy/schema';
import type { VoteLaunch } from '../owners-vote/state';
import type { CommandRule, LaunchChild, MachineryEvent, Obligation, Party, Role, Telling } from '../process';
import { appealBody, appealClock } from './appeal';
import { handoverDue, isGroupStanding } from './closing';
import type {
  Candidate,
  ElectionCommand,
  ElectionCore,
  ElectionEvent,
  ElectionOutcome,
  ElectionPhase,
  LaunchedElection,
} from './state';
import { agendaOf, hasOldCommittee } from './variants';
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

/** While drafts for a first assembly can still be published. */
const BEFORE_RESULT: readonly ElectionPhase[] = ['nominating', 'shortSlate', 'vetting', 'slateNotice', 'voting'];

export const electionRules: Record<ElectionCommand['type'], CommandRule<ElectionPhase>> = {
  launch: { phases: ['unlaunched'], roles: STREET },
  formGroup: { phases: ['groupForming'], roles: STREET },
  callForMembers: { phases: ['groupForming'], roles: STREET },
  publishDrafts: { phases: BEFORE_RESULT, roles: GROUP },
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
  decideCandidate: { phases: ['vetting'], roles: GROUP },
  appealExclusion: { phases: ['vetting'], roles: ['owner'] },
  recordNoAppeal: { phases: ['vetting'], roles: [] },
  decideAppeal: { phases: ['vetting'], roles: ['streetOfficer', 'districtSupervisor'] },
  objectToCandidate: { phases: ['slateNotice'], roles: ['owner'] },
  settleSlateNotice: { phases: ['slateNotice'], roles: [] },
  recordChildLaunched: { phases: AFTER_LAUNCH, roles: [] },
  recordAssemblyHeld: { phases: ['voting'], roles: [] },
  recordVoteResult: { phases: ['voting'], roles: [] },
  startRetry: { phases: ['retrying'], roles: STREET },
  recordFirstMeeting: { phases: ['seating'], roles: ['streetOfficer', 'communitySecretary', 'committeeMember'] },
  publishOffices: { phases: ['seating'], roles: ['streetOfficer', 'communitySecretary', 'committeeMember'] },
  applyFiling: { phases: ['filing'], roles: ['communitySecretary', 'committeeMember'] },
  decideFiling: { phases: ['filing'], roles: STREET },
  recordFilingSilence: { phases: ['filing'], roles: [] },
  orderFiling: { phases: ['filing'], roles: ['districtSupervisor'] },
  recordHandoverEnded: { phases: AFTER_LAUNCH, roles: [] },
  commissionAudit: { phases: ['handover'], roles: ['committeeMember', 'communitySecretary'] },
  recordNoAudit: { phases: ['handover'], roles: [] },
  publishAudit: { phases: ['handover'], roles: ['committeeMember', 'communitySecretary', 'auditor'] },
  endAuditNotice: { phases: ['handover'], roles: [] },
  stopElection: { phases: AFTER_LAUNCH, roles: ['streetOfficer', 'districtSupervisor'] },
};

export function electionObligations(core: ElectionCore, policy: Policy): Obligation[] {
  if (core.phase === 'unlaunched') return [];
  const street: Party = { kind: 'role', role: 'streetOfficer', placePath: core.place.streetPath };
  const community: Party = { kind: 'role', role: 'communitySecretary', placePath: core.place.communityPath };
  const district: Party = { kind: 'role', role: 'districtSupervisor', placePath: core.place.districtPath };
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
      return [
        duty('mendShortSlate', street, 'shortSlate', rules.committeeSize.basis, ['reduceSeats', 'reopenNomination']),
      ];
    case 'vetting':
      return vettingObligations(core, policy, duty, {
        leader,
        appealTo: street.role === appealBody(policy) ? street : district,
      });
    case 'voting':
      if (isWaitingForDrafts(core)) return [duty('publishDrafts', leader, 'assembly', rules.assemblyDue.basis)];
      return core.attempts.some(({ isHeld, outcome }) => isHeld && outcome === null)
        ? [duty('awaitVoteResult', leader, null, rules.voteMatter.basis)]
        : [duty('holdAssembly', leader, 'assembly', rules.assemblyDue.basis)];
    case 'retrying':
      return [duty('startRetry', street, 'retry', rules.retryWithin.basis)];
    case 'seating':
      return core.offices || core.variant === 'byElection'
        ? [duty('publishOffices', community, 'publishOffices', rules.publishOffices.basis)]
        : [duty('recordFirstMeeting', community, 'firstMeeting', rules.firstMeeting.basis)];
    case 'filing':
      if (core.filing === 'silent')
        return [
          duty('decideFiling', street, 'filingInaction', rules.filingDecide.basis),
          duty('orderFiling', district, 'filingInaction', rules.filingInaction.basis),
        ];
      return core.filing === 'applied'
        ? [duty('decideFiling', street, 'filingDecide', rules.filingDecide.basis)]
        : [duty('applyFiling', community, 'filingApply', rules.filingApply.basis)];
    case 'handover':
      return [
        ...(core.takeover?.outcome ? [] : [duty('awaitHandover', community, null, policy.handover.within.basis)]),
        ...auditObligations(core, policy, duty, community),
      ];
    case 'closed':
      return [];
  }
}

/** The outgoing committee commissions the audit; after its silence the community does. Whoever commissioned it publishes the report. */
function auditObligations(core: LaunchedElection, policy: Policy, duty: MakeDuty, community: Party): Obligation[] {
  const committee: Party = { kind: 'role', role: 'committeeMember', placePath: core.place.estatePath };
  const { commission, report } = policy.audit;
  switch (core.audit) {
    case 'due':
      return [duty('commissionAudit', committee, 'commissionAudit', commission.basis)];
    case 'fallen':
      return [duty('commissionAudit', community, 'commissionAuditInstead', commission.basis)];
    case 'commissioned':
      return [duty('publishAudit', community, 'publishAudit', report.basis)];
    case 'notDue':
    case 'shown':
    case 'done':
      return [];
  }
}

/** A first assembly decides on its rules and covenant, so their drafts must lie before the owners when it is called. */
const isWaitingForDrafts = ({ variant, hasDrafts }: LaunchedElection): boolean => variant === 'founding' && !hasDrafts;

function vettingObligations(
  core: LaunchedElection,
  policy: Policy,
  duty: MakeDuty,
  { leader, appealTo }: { leader: Party; appealTo: Party },
): Obligation[] {
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
  const decisions = standing
    .filter(hasAdverse)
    .map(({ candidateId }) =>
      duty(`decideCandidate:${candidateId}`, leader, 'vettingDecision', policy.election.vettingDecision.basis),
    );
  return [...decisions, ...core.candidates.flatMap((candidate) => appealDuty(candidate, core, policy, duty, appealTo))];
}

function appealDuty(
  { candidateId, ownerId, appeal }: Candidate,
  { place }: LaunchedElection,
  policy: Policy,
  duty: MakeDuty,
  appealTo: Party,
): Obligation[] {
  const { vettingAppeal, vettingAppealAnswer } = policy.election;
  const candidate: Party = { kind: 'owner', ownerId, placePath: place.estatePath };
  const clock = appealClock(candidateId);
  switch (appeal) {
    case 'possible':
      return [duty(`appealExclusion:${candidateId}`, candidate, clock, vettingAppeal.basis)];
    case 'made':
      return [duty(`decideAppeal:${candidateId}`, appealTo, clock, vettingAppealAnswer.basis)];
    case 'none':
    case 'settled':
      return [];
  }
}

export function electionWhenDue(core: ElectionCore, clock: string): ElectionCommand | undefined {
  if (core.phase === 'unlaunched') return undefined;
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
    case 'appeal':
      return core.candidates.some(({ candidateId, appeal }) => candidateId === first && appeal === 'possible')
        ? { type: 'recordNoAppeal', candidateId: first ?? '' }
        : undefined;
    case 'slateNotice':
      return { type: 'settleSlateNotice' };
    case 'filingDecide':
      return { type: 'recordFilingSilence' };
    case 'commissionAudit':
      return { type: 'recordNoAudit' };
    case 'auditShown':
      return { type: 'endAuditNotice' };
    default:
      return undefined;
  }
}

/** What is due and not yet launched: a handover, or the vote. The machine launches each as a process of its own. */
export function electionEffect(core: ElectionCore, policy: Policy): LaunchChild | undefined {
  if (core.phase === 'unlaunched') return undefined;
  const { place } = core;
  const due = handoverDue(core, policy);
  if (due) return { type: 'launchChild', kind: 'handover', childKey: due.occasion, place, command: { ...due } };
  const isVoteDue = core.phase === 'voting' && core.attempts.every(({ outcome }) => outcome !== null);
  if (!isVoteDue || isWaitingForDrafts(core)) return undefined;
  const role = policy.election.groupLeader.value;
  const vote: Omit<VoteLaunch, 'processId' | 'place' | 'parentId'> = {
    type: 'launch',
    scope: { kind: 'estate', placeId: place.estateId },
    convenor: { role, placePath: role === 'streetOfficer' ? place.streetPath : place.communityPath },
    agenda: agendaOf(core, policy),
    meeting: core.variant === 'byElection' ? 'extraordinary' : 'regular',
    locks: [],
  };
  const childKey = `vote:${core.attempts.length + 1}`;
  return { type: 'launchChild', kind: 'ownersVote', childKey, place, command: { ...vote } };
}

/** What an outgoing committee may no longer bring to a vote, from the standing group to the filed successor (上海 28, 宁波 36). */
export const electionLocks = (core: ElectionCore, policy: Policy): Lock[] =>
  core.phase !== 'unlaunched' &&
  policy.election.freezesOldCommittee.value &&
  hasOldCommittee(core.variant) &&
  isGroupStanding(core)
    ? [...LOCKS]
    : [];

/** A standstill or an end of the election is one of its running vote too; a custody ends with the filing; the watch on the term hears that it began and how it ended. */
export function electionTells(core: ElectionCore, event: ElectionEvent | MachineryEvent): Telling[] {
  if (core.phase === 'unlaunched') return [];
  return [
    ...tellsVote(core.attempts, event, 'electionStopped'),
    ...tellsCustody(core, event),
    ...tellsWatch(core, event),
  ];
}

/** The new committee takes over from whoever has the things: a custody that has not come about by then is moot. */
function tellsCustody({ custody }: LaunchedElection, event: ElectionEvent | MachineryEvent): Telling[] {
  if (event.type !== 'filingGranted' || custody === null || custody.outcome !== null) return [];
  const { reasonText } = event;
  return [{ to: custody.handoverId, command: { type: 'stopHandover', reasonText, basisText: reasonText } }];
}

function tellsWatch(core: LaunchedElection, event: ElectionEvent | MachineryEvent): Telling[] {
  const { parentId, electionId, variant, seats } = core;
  if (parentId === null) return [];
  const ended = (outcome: ElectionOutcome): Telling[] => {
    const isSeated = outcome === 'seated' || outcome === 'partlySeated';
    const members = isSeated ? membersOf(core) : [];
    const alternateIds = isSeated ? ownersOf(core, core.reserveIds) : [];
    const command = { type: 'recordElectionEnded', electionId, variant, outcome, members, alternateIds, seats };
    return [{ to: parentId, command }];
  };
  switch (event.type) {
    case 'electionLaunched':
      return [{ to: parentId, command: { type: 'recordElectionLaunched', electionId, variant } }];
    case 'filingGranted':
      // The committee stands from here on; handover and audit are matters of the one that goes.
      return ended(core.electedIds.length === seats ? 'seated' : 'partlySeated');
    case 'electionClosed':
    case 'electionStopped':
      return core.filing === 'granted' ? [] : ended(core.outcome ?? 'stopped');
    default:
      return [];
  }
}

/** Candidates as owners, in the order of the list. */
const ownersOf = ({ candidates }: LaunchedElection, candidateIds: readonly string[]): string[] =>
  candidateIds.flatMap((id) => candidates.find(({ candidateId }) => candidateId === id)?.ownerId ?? []);

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
