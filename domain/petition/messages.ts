// Commands of a petition as they come in from people (zod, the only copy of their shape) and from the machine (types). Signatures are
// rows, judged where they are stored (store/petitions).
import { z } from 'zod';
import type { FrozenRoll } from '../owners-vote/messages';

const id = z.uuid().toLowerCase();
/** Free text: stored apart by the API, a SHA-256 from then on. */
const text = z.string().min(1).max(4000);

/** What owners can demand together (业主联名). */
export const PURPOSES = ['foundAssembly', 'renewCommittee', 'recallMembers', 'extraordinaryMeeting'] as const;
export type Purpose = (typeof PURPOSES)[number];

export const petitionPeopleCommandSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('verifyPetition'),
    decision: z
      .enum(['confirmed', 'refused'])
      .describe(
        'Confirmed: the signatures were checked, and the machine counts those that stand. Refused: the demand itself cannot be met.',
      ),
    defectiveIds: z.array(id).max(2000).default([]).describe('Signatures that do not stand; with `confirmed` only.'),
    reasonText: text,
  }),
  z.strictObject({ type: z.literal('withdrawPetition'), reasonText: text }),
]);

export type PetitionPeopleCommand = z.infer<typeof petitionPeopleCommandSchema>;

/** Signatures that stand, as heads (owners) and 0.01 m². */
export interface Signed {
  heads: number;
  areaDm2: number;
}

/** Given by the machine only: by effects, by time, and by the signature that reached the threshold. */
export type PetitionEngineCommand =
  | { type: 'recordRollFrozen'; roll: FrozenRoll }
  | { type: 'recordThresholdReached'; signed: Signed }
  | { type: 'closeCollection' }
  | { type: 'recordCount'; signed: Signed }
  | { type: 'confirmBySilence' };
