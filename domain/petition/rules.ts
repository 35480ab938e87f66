// Which command fits which phase and role, who must do what, what time decides, what the machine does: a petition as tables.
import { dutiesSince } from '../duties';
import type { VoteScope } from '../owners-vote/messages';
import type { Policy } from '../policy/schema';
import type { CommandRule, Effect, MachineryEvent, Obligation, Role, Telling } from '../process';
import type { PetitionCommand, PetitionCore, PetitionEvent, PetitionPhase } from './state';

/** Whoever lives or works there may begin one: a demand needs nobody's leave. */
export const PETITIONERS: readonly Role[] = ['owner', 'communitySecretary', 'streetOfficer', 'committeeMember'];

export const petitionRules: Record<PetitionCommand['type'], CommandRule<PetitionPhase>> = {
  launch: { phases: ['unlaunched'], roles: PETITIONERS },
  recordRollFrozen: { phases: ['preparing'], roles: [] },
  recordThresholdReached: { phases: ['collecting'], roles: [] },
  closeCollection: { phases: ['collecting', 'counting', 'verifying'], roles: [] },
  recordCount: { phases: ['counting'], roles: [] },
  verifyPetition: { phases: ['verifying'], roles: ['streetOfficer'] },
  confirmBySilence: { phases: ['verifying'], roles: [] },
  withdrawPetition: { phases: ['preparing', 'collecting', 'verifying'], roles: PETITIONERS },
};

export function petitionObligations(core: PetitionCore, policy: Policy): Obligation[] {
  if (core.phase !== 'verifying') return [];
  const street = { kind: 'role', role: 'streetOfficer', placePath: core.place.streetPath } as const;
  const { basis } = policy.petition.verifyWithin;
  return [dutiesSince(core.phaseSince)('verifyPetition', street, 'verification', basis)];
}

export function petitionWhenDue(core: PetitionCore, clock: string, policy: Policy): PetitionCommand | undefined {
  if (clock === 'collection') return { type: 'closeCollection' };
  if (clock === 'verification' && core.phase === 'verifying' && policy.petition.onSilence.value === 'confirmed')
    return { type: 'confirmBySilence' };
  return undefined;
}

export type PetitionEffect =
  | { type: 'freezeRoll'; processId: string; version: number; scope: VoteScope }
  | { type: 'countSignatures'; petitionId: string };

export function petitionEffect(core: PetitionCore): (PetitionEffect & Effect) | undefined {
  switch (core.phase) {
    case 'preparing': {
      const scope = { kind: 'estate', placeId: core.place.estateId } as const;
      return { type: 'freezeRoll', processId: core.petitionId, version: 1, scope };
    }
    case 'counting':
      return { type: 'countSignatures', petitionId: core.petitionId };
    default:
      return undefined;
  }
}

/** The watch on the committee's term hears what the owners demand. */
export function petitionTells(core: PetitionCore, event: PetitionEvent | MachineryEvent): Telling[] {
  if (core.phase === 'unlaunched' || event.type !== 'petitionAccepted') return [];
  const { petitionId, purpose, memberIds } = core;
  const to = core.parentId ?? `committeeTerm:${core.place.estateId}`;
  return [{ to, command: { type: 'recordDemand', petitionId, purpose, memberIds } }];
}

/**
 * Owners sign one demand, not several beside each other. Meetings may be demanded for different subjects, and recalls of different
 * members: one demand must not bar another.
 */
export function petitionExclusiveKey(core: PetitionCore): string | null {
  if (core.phase === 'unlaunched' || core.purpose === 'extraordinaryMeeting') return null;
  const about = [...core.memberIds].sort();
  return ['petition', core.place.estateId, core.purpose, ...about].join(':');
}
