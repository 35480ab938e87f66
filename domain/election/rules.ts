// Which command fits which phase and role, and what time decides: the procedure of an election as tables.
import type { CommandRule, Role } from '../process';
import type { ElectionCommand, ElectionCore, ElectionPhase } from './state';

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
