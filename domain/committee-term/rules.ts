// Which command fits which phase and role, who must do what, and what time decides: the watch on a committee's term as tables.
import { dutiesSince } from '../duties';
import { demandObligations } from './demand';
import type { Policy } from '../policy/schema';
import type { CommandRule, Obligation, Role } from '../process';
import type { LaunchedTerm, TermCommand, TermCore, TermPhase } from './state';

const STREET: readonly Role[] = ['streetOfficer'];
const IN_OFFICE: readonly TermPhase[] = ['serving', 'reportDue', 'renewalDue', 'renewing'];
const OPEN: readonly TermPhase[] = [...IN_OFFICE, 'vacant', 'substituted'];

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
  recordElectionEnded: { phases: ['renewing'], roles: [] },
  expireTerm: { phases: IN_OFFICE, roles: [] },
  formSubstitute: { phases: ['vacant'], roles: STREET },
  endSubstitute: { phases: OPEN, roles: [] },
  endWatch: { phases: OPEN, roles: ['streetOfficer', 'districtSupervisor'] },
};

export function termObligations(core: TermCore, policy: Policy): Obligation[] {
  if (core.phase === 'unlaunched') return [];
  return [...phaseObligations(core, policy), ...demandObligations(core, policy)];
}

function phaseObligations(core: LaunchedTerm, policy: Policy): Obligation[] {
  const street = { kind: 'role', role: 'streetOfficer', placePath: core.place.streetPath } as const;
  const committee = { kind: 'role', role: 'committeeMember', placePath: core.place.estatePath } as const;
  const duty = dutiesSince(core.phaseSince);
  const { launchWithin, substituteForm } = policy.term;
  switch (core.phase) {
    case 'reportDue':
      return [duty('reportTerm', committee, 'termReport', policy.election.reportLead.basis)];
    case 'renewalDue':
    case 'substituted':
      return [duty('launchElection', street, 'launchElection', launchWithin.basis)];
    case 'renewing':
      return [duty('awaitElection', street, null, policy.election.reportLead.basis)];
    case 'vacant':
      return [duty('formSubstitute', street, 'substituteForm', substituteForm.basis)];
    case 'serving':
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
    default:
      return undefined;
  }
}
