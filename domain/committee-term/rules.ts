// Which command fits which phase and role, who must do what, and what time decides: the watch on a committee's term as tables.
import { dutiesSince } from '../duties';
import { demandObligations } from './demand';
import { isSeatFillable } from './state';
import type { Policy } from '../policy/schema';
import type { CommandRule, Obligation, Role } from '../process';
import type { LaunchedTerm, TermCommand, TermCore, TermPhase } from './state';

const STREET: readonly Role[] = ['streetOfficer'];
const IN_OFFICE: readonly TermPhase[] = ['serving', 'reportDue', 'renewalDue', 'renewing'];
const BEFORE_FIRST: readonly TermPhase[] = ['unfounded', 'foundingDue'];
const OPEN: readonly TermPhase[] = [...BEFORE_FIRST, ...IN_OFFICE, 'vacant', 'substituted'];
/** A substitute body goes on acting while the election runs. */
const ACTED_FOR: readonly TermPhase[] = ['substituted', 'renewing'];

export const termRules: Record<TermCommand['type'], CommandRule<TermPhase>> = {
  launch: { phases: ['unlaunched'], roles: STREET },
  openReport: { phases: ['serving'], roles: [] },
  reportTerm: { phases: ['serving', 'reportDue'], roles: ['committeeMember'] },
  missReport: { phases: ['reportDue'], roles: [] },
  recordMemberLeft: { phases: IN_OFFICE, roles: ['streetOfficer', 'communitySecretary', 'committeeMember'] },
  recordDemand: { phases: OPEN, roles: [] },
  missConvening: { phases: OPEN, roles: [] },
  recordMeetingConvened: { phases: IN_OFFICE, roles: ['streetOfficer', 'communitySecretary', 'committeeMember'] },
  recordRecallLaunched: { phases: OPEN, roles: [] },
  recordRecallEnded: { phases: OPEN, roles: [] },
  seatAlternate: { phases: IN_OFFICE, roles: ['streetOfficer', 'communitySecretary', 'committeeMember'] },
  renewEarly: { phases: ['serving', 'reportDue'], roles: STREET },
  recordElectionLaunched: { phases: OPEN, roles: [] },
  recordElectionEnded: { phases: OPEN, roles: [] },
  expireTerm: { phases: IN_OFFICE, roles: [] },
  formSubstitute: { phases: ['vacant'], roles: STREET },
  endSubstitute: { phases: OPEN, roles: [] },
  recordSubstituteAct: { phases: ACTED_FOR, roles: ['streetOfficer', 'communitySecretary'] },
  revokeSubstituteAct: { phases: OPEN, roles: STREET },
  revokeSubstitute: { phases: ACTED_FOR, roles: STREET },
  recordDelivery: { phases: ['unfounded'], roles: ['streetOfficer', 'communitySecretary'] },
  reviewFounding: { phases: ['unfounded'], roles: [] },
  recordDeveloperReport: { phases: ['foundingDue'], roles: ['streetOfficer', 'communitySecretary'] },
  recordDeveloperSilent: { phases: ['foundingDue'], roles: [] },
  recordRegistryList: { phases: ['foundingDue'], roles: STREET },
  endWatch: { phases: OPEN, roles: ['streetOfficer', 'districtSupervisor'] },
};

export function termObligations(core: TermCore, policy: Policy): Obligation[] {
  if (core.phase === 'unlaunched') return [];
  return [...phaseObligations(core, policy), ...demandObligations(core, policy)];
}

function phaseObligations(core: LaunchedTerm, policy: Policy): Obligation[] {
  const street = { kind: 'role', role: 'streetOfficer', placePath: core.place.streetPath } as const;
  const community = { kind: 'role', role: 'communitySecretary', placePath: core.place.communityPath } as const;
  const committee = { kind: 'role', role: 'committeeMember', placePath: core.place.estatePath } as const;
  const duty = dutiesSince(core.phaseSince);
  const { launchWithin, substituteForm, seatAlternate } = policy.term;
  const { review, developerReport, registryList } = policy.founding;
  const seat = isSeatFillable(core.term)
    ? [duty('seatAlternate', committee, 'seatAlternate', seatAlternate.basis)]
    : [];
  switch (core.phase) {
    case 'unfounded':
      return [duty('recordDelivery', community, 'deliveryReview', review.basis)];
    case 'foundingDue':
      return core.isDeveloperSilent
        ? [duty('recordRegistryList', street, 'registryList', registryList.basis)]
        : [duty('recordDeveloperReport', street, 'developerReport', developerReport.basis)];
    case 'reportDue':
      return [duty('reportTerm', committee, 'termReport', policy.election.reportLead.basis), ...seat];
    case 'renewalDue':
      return [duty('launchElection', street, 'launchElection', launchWithin.basis), ...seat];
    case 'substituted':
      return [duty('launchElection', street, 'launchElection', launchWithin.basis)];
    case 'renewing':
      return [duty('awaitElection', street, null, policy.election.reportLead.basis), ...seat];
    case 'vacant':
      return [duty('formSubstitute', street, 'substituteForm', substituteForm.basis)];
    case 'serving':
      return seat;
    case 'closed':
      return [];
  }
}

export function termWhenDue(_core: TermCore, clock: string): TermCommand | undefined {
  const [name, petitionId = ''] = clock.split(':');
  switch (name) {
    case 'convene':
      return { type: 'missConvening', petitionId };
    case 'reportOpens':
      return { type: 'openReport' };
    case 'termReport':
      return { type: 'missReport' };
    case 'termEnd':
      return { type: 'expireTerm' };
    case 'substituteEnd':
      return { type: 'endSubstitute' };
    case 'foundingAge':
      return { type: 'reviewFounding' };
    case 'developerReport':
      return { type: 'recordDeveloperSilent' };
    default:
      return undefined;
  }
}
