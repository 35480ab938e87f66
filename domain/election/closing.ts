// After the filing: the takeover of seals, books and money, and the audit of the old term, side by side. The last of them ends the election.
import { startClock, stopAllClocks, stopClocks } from '../clocks';
import { accept, refuse, type Moment } from '../process';
import type { HandoverLaunch, SidePeople } from '../handover/state';
import type { Policy } from '../policy/schema';
import type {
  ElectionCommandOf as Of,
  ElectionDecision,
  ElectionEvents,
  ElectionOutcome,
  LaunchedElection,
} from './state';
import { hasOldCommittee } from './variants';

export const closed = (moment: Moment, outcome: Exclude<ElectionOutcome, 'stopped'>): ElectionEvents => [
  ...stopAllClocks(moment.clocks),
  { type: 'electionClosed', at: moment.now, outcome },
];

/** The committee is on file. Where nobody hands over to it, the election is done. */
export function filed(core: LaunchedElection, reasonText: string, moment: Moment): ElectionEvents {
  const granted: ElectionEvents = [{ type: 'filingGranted', at: moment.now, reasonText }];
  if (!hasOldCommittee(core.variant)) return [...granted, ...closed(moment, seatedAs(core))];
  const { audit } = moment.policy;
  return audit.isMandatory.value
    ? [...granted, { type: 'auditDue' }, startClock('commissionAudit', audit.commission, moment)]
    : granted;
}

const seatedAs = ({ electedIds, seats }: LaunchedElection): 'seated' | 'partlySeated' =>
  electedIds.length === seats ? 'seated' : 'partlySeated';

const isAuditDone = ({ audit }: LaunchedElection): boolean => audit === 'notDue' || audit === 'done';

/** Done is done: refused and incomplete handovers stand on the record of their own process, with whoever they were passed on to. */
const closedWhenDone = (core: LaunchedElection, moment: Moment): ElectionEvents =>
  core.takeover?.outcome && isAuditDone(core) ? closed(moment, seatedAs(core)) : [];

/** A handover may speak before the machine has noted that it launched it, as a vote may. */
export function recordHandoverEnded(
  core: LaunchedElection,
  command: Of<'recordHandoverEnded'>,
  moment: Moment,
): ElectionDecision {
  const { handoverId, outcome, occasion } = command;
  if (occasion === 'firm') return refuse('handover-not-awaited', { handoverId });
  const known = core[occasion];
  const isAwaited = known ? known.handoverId === handoverId && known.outcome === null : isFrom(handoverId, moment);
  if (!isAwaited) return refuse('handover-not-awaited', { handoverId });
  const ended = { ...core, [occasion]: { handoverId, outcome } };
  return accept(
    { type: 'handoverEnded', occasion, handoverId, outcome },
    ...(occasion === 'takeover' ? closedWhenDone(ended, moment) : []),
  );
}

const isFrom = (processId: string, { actor }: Moment): boolean => actor.kind === 'process' && actor.id === processId;

/** The committee commissions; when its time is over, the residents' committee does (杭州 37). */
export function commissionAudit(
  core: LaunchedElection,
  { auditorText }: Of<'commissionAudit'>,
  moment: Moment,
): ElectionDecision {
  if (core.audit !== 'due' && core.audit !== 'fallen') return refuse('audit-not-due');
  const isCommittee = moment.actor.kind === 'account' && moment.actor.role === 'committeeMember';
  if (isCommittee !== (core.audit === 'due')) return refuse('audit-by-another', { state: core.audit });
  return accept(
    { type: 'auditCommissioned', auditorText },
    ...stopClocks(moment.clocks, 'commissionAudit', 'commissionAuditInstead'),
    startClock('publishAudit', moment.policy.audit.report, moment),
  );
}

export const recordNoAudit = (moment: Moment): ElectionDecision =>
  accept(
    { type: 'auditFellToCommunity' },
    ...stopClocks(moment.clocks, 'commissionAudit'),
    startClock('commissionAuditInstead', moment.policy.audit.commission, moment),
  );

export const publishAudit = (
  core: LaunchedElection,
  { reportText }: Of<'publishAudit'>,
  moment: Moment,
): ElectionDecision =>
  core.audit === 'commissioned'
    ? accept(
        { type: 'auditPublished', reportText },
        ...stopClocks(moment.clocks, 'publishAudit'),
        startClock('auditShown', moment.policy.audit.publish, moment),
      )
    : refuse('audit-not-commissioned');

export const endAuditNotice = (core: LaunchedElection, moment: Moment): ElectionDecision =>
  accept(
    { type: 'auditNoticeOver' },
    ...stopClocks(moment.clocks, 'auditShown'),
    ...closedWhenDone({ ...core, audit: 'done' }, moment),
  );

type HandoverAsked = Omit<HandoverLaunch, 'processId' | 'place' | 'parentId'>;

/** The handover that is to be launched now: custody once the group stands, the takeover once the committee is on file. */
export function handoverDue(core: LaunchedElection, policy: Policy): HandoverAsked | undefined {
  if (!hasOldCommittee(core.variant)) return undefined;
  const { custody, items } = policy.handover;
  const list = { type: 'launch' as const, items: items.value };
  const oldCommittee: SidePeople = { who: 'oldCommittee', roles: ['committeeMember'], ownerIds: null };
  const witness: SidePeople = { who: 'witness', roles: ['streetOfficer', 'communitySecretary'], ownerIds: null };
  if (core.phase === 'handover') {
    if (core.takeover !== null) return undefined;
    const isInCustody = core.custody?.outcome === 'complete' || core.custody?.outcome === 'withGaps';
    const from = isInCustody ? custodian(custody.value) : oldCommittee;
    const ownerIds = core.candidates
      .filter(({ candidateId }) => core.electedIds.includes(candidateId))
      .map(({ ownerId }) => ownerId);
    const to: SidePeople = { who: 'newCommittee', roles: ['committeeMember', 'owner'], ownerIds };
    return { ...list, occasion: 'takeover', sides: { from, to, witness } };
  }
  if (custody.value === 'none' || core.custody !== null || !isGroupStanding(core)) return undefined;
  return { ...list, occasion: 'custody', sides: { from: oldCommittee, to: custodian(custody.value), witness } };
}

/** From the confirmed group until the committee is on file. */
export const isGroupStanding = ({ phase }: LaunchedElection): boolean =>
  !['groupForming', 'groupNotice', 'handover', 'closed'].includes(phase);

function custodian(kind: Policy['handover']['custody']['value']): SidePeople {
  switch (kind) {
    case 'residentsCommittee':
      return { who: kind, roles: ['communitySecretary'], ownerIds: null };
    case 'housingOffice':
      return { who: kind, roles: ['departmentOfficer'], ownerIds: null, department: 'housing' };
    case 'group':
      return { who: kind, roles: ['communitySecretary', 'streetOfficer'], ownerIds: null };
    case 'street':
    case 'none':
      return { who: kind, roles: ['streetOfficer'], ownerIds: null };
  }
}
