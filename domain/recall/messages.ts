// Commands of a recall as they come in from people (zod, the only copy of their shape) and from the machine (types).
import { z } from 'zod';
import type { ItemOutcome } from '../owners-vote/count-types';
import type { VoteOutcome } from '../owners-vote/state';

const id = z.uuid().toLowerCase();
/** Free text: stored apart by the API, a SHA-256 from then on. */
const text = z.string().min(1).max(4000);

/** On what the proposal rests (指导规则 44; 北京 46, 47). */
export const GROUND_CODES = [
  'absentHalfYear',
  'lostConditions',
  'neglect',
  'selfDealing',
  'breachOfOwnerDuties',
  'infringement',
  'badActs',
  'other',
] as const;

export const PROPOSERS = ['petition', 'committee', 'street'] as const;

export const recallPeopleCommandSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('giveDefence'), memberId: id, defenceText: text }),
  z.strictObject({
    type: z.literal('stopRecall'),
    reasonText: text,
    basisText: text.describe('The article or order on which it rests.'),
  }),
]);

export type RecallPeopleCommand = z.infer<typeof recallPeopleCommandSchema>;
export type GroundCode = (typeof GROUND_CODES)[number];
export type Proposer = (typeof PROPOSERS)[number];

/** Given by the machine only: by time, and by the vote. */
export type RecallEngineCommand =
  | { type: 'recordNoDefence'; memberId: string }
  | { type: 'recordChildLaunched'; childKey: string; childId: string }
  | { type: 'recordAssemblyHeld'; voteId: string }
  | {
      type: 'recordVoteResult';
      voteId: string;
      outcome: VoteOutcome;
      /** Per item of the agenda: here one for each member, named by the member's id. Empty when the vote was voided. */
      items: { itemId: string; outcome: ItemOutcome }[];
    };
