// Which command fits which phase and role, who must do what, and what time decides: the handover as tables.
import { dutiesSince } from '../duties';
import type { Policy } from '../policy/schema';
import type { CommandRule, MachineryEvent, Obligation, Party, ProcessPlace, Role, Telling } from '../process';
import type { HandoverCommand, HandoverCore, HandoverEvent, HandoverPhase, SidePeople } from './state';

const STREET: readonly Role[] = ['streetOfficer'];
const OFFICIALS: readonly Role[] = ['streetOfficer', 'communitySecretary'];
/** Everybody who may stand at the table; for which side is decide's. */
const AT_THE_TABLE: readonly Role[] = [...OFFICIALS, 'committeeMember', 'owner', 'firmManager', 'departmentOfficer'];
/** Whoever comes after all is taken at his word, however late. */
const OPEN_LIST: readonly HandoverPhase[] = ['handingOver', 'refused', 'urged', 'ignored', 'assisted'];

export const handoverRules: Record<HandoverCommand['type'], CommandRule<HandoverPhase>> = {
  launch: { phases: ['unlaunched'], roles: [] },
  addItem: { phases: OPEN_LIST, roles: AT_THE_TABLE },
  recordItem: { phases: OPEN_LIST, roles: AT_THE_TABLE },
  sign: { phases: OPEN_LIST, roles: AT_THE_TABLE },
  reportRefusal: { phases: ['handingOver'], roles: OFFICIALS },
  recordNotHandedOver: { phases: ['handingOver'], roles: [] },
  urge: { phases: ['refused'], roles: STREET },
  recordUrgeIgnored: { phases: ['urged'], roles: [] },
  requestAssistance: { phases: ['refused', 'urged', 'ignored'], roles: STREET },
  recordAssistance: { phases: ['assisted'], roles: STREET },
  holdJointMeeting: { phases: ['settling'], roles: OFFICIALS },
  settleItem: { phases: ['settling'], roles: OFFICIALS },
  stopHandover: { phases: [...OPEN_LIST, 'settling'], roles: ['streetOfficer', 'districtSupervisor'] },
};

export function handoverObligations(core: HandoverCore, policy: Policy): Obligation[] {
  if (core.phase === 'unlaunched') return [];
  const street: Party = { kind: 'role', role: 'streetOfficer', placePath: core.place.streetPath };
  const duty = dutiesSince(core.phaseSince);
  const rules = policy.handover;
  switch (core.phase) {
    case 'handingOver':
      return [
        duty('handOver', partyOf(core.sides.from, core.place), 'handover', rules.within.basis, ['recordItem', 'sign']),
      ];
    case 'refused':
      return [duty('urge', street, 'urge', rules.urge.basis)];
    case 'urged':
      return [
        duty('handOver', partyOf(core.sides.from, core.place), 'urgeAnswer', rules.urgeAnswer.basis, [
          'recordItem',
          'sign',
        ]),
      ];
    case 'ignored':
      return [duty('requestAssistance', street, 'requestAssistance', rules.requestAssistance.basis)];
    case 'assisted':
      return [duty('recordAssistance', street, 'assistance', rules.assistance.basis)];
    case 'settling':
      return core.isMeetingHeld
        ? [duty('settleItems', street, 'settleItems', rules.settleItems.basis, ['settleItem'])]
        : [duty('holdJointMeeting', street, 'jointMeeting', rules.jointMeeting.basis)];
    case 'closed':
      return [];
  }
}

/** Where people of a side hold their office. */
function partyOf({ roles, ownerIds, department }: SidePeople, place: ProcessPlace): Party {
  if (department !== undefined) return { kind: 'department', department, placePath: place.districtPath };
  const [role = 'committeeMember'] = roles;
  const [ownerId] = ownerIds ?? [];
  if (role === 'owner' && ownerId !== undefined) return { kind: 'owner', ownerId, placePath: place.estatePath };
  const placePath =
    role === 'streetOfficer'
      ? place.streetPath
      : role === 'communitySecretary'
        ? place.communityPath
        : place.estatePath;
  return { kind: 'role', role, placePath };
}

/** A side that signed has come; what is left then is the others', and their ladder's. */
export function handoverWhenDue(core: HandoverCore, clock: string): HandoverCommand | undefined {
  if (core.phase === 'unlaunched') return undefined;
  switch (clock) {
    case 'handover':
      return core.signedBy.some(({ side }) => side === 'from') ? undefined : { type: 'recordNotHandedOver' };
    case 'urgeAnswer':
      return { type: 'recordUrgeIgnored' };
    default:
      return undefined;
  }
}

export function handoverTells(core: HandoverCore, event: HandoverEvent | MachineryEvent): Telling[] {
  if (core.phase === 'unlaunched' || core.parentId === null) return [];
  if (event.type !== 'handoverClosed' && event.type !== 'handoverStopped') return [];
  const { handoverId, occasion, outcome } = core;
  return [{ to: core.parentId, command: { type: 'recordHandoverEnded', handoverId, occasion, outcome } }];
}
