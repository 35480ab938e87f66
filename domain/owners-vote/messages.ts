// Commands of an owners' vote as they come in from people (zod, the only copy of their shape) and from the machine (types).
import { z } from 'zod';
import type { VoteTotals } from './count-types';

const id = z.uuid().toLowerCase();
/** Free text: stored apart by the API, a SHA-256 from then on. */
const text = z.string().min(1).max(4000);
const optionId = z.string().regex(/^[A-Za-z0-9_-]{1,40}$/);
/** Why a decision of the owners is before a court (建筑物区分所有权解释 12): rights of an owner, or the procedure that the law prescribes. */
export const CONTEST_GROUNDS = ['rights', 'procedure'] as const;
export type ContestGround = (typeof CONTEST_GROUNDS)[number];

/** Who may revoke a certified decision: a court (Civil Code 280), or the county's department or the street (物业管理条例 19). */
export const REVOKERS = ['court', 'office'] as const;
export type Revoker = (typeof REVOKERS)[number];

const matter = z.int().min(1).max(9).describe('Which of the nine matters of Civil Code art. 278 para. 1.');

export const agendaItemSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('yesNo'), itemId: optionId, matter, titleText: text }),
  z.strictObject({
    kind: z.literal('choice'),
    itemId: optionId,
    matter,
    titleText: text,
    optionIds: z.array(optionId).min(2).max(20),
  }),
  z.strictObject({
    kind: z.literal('election'),
    itemId: optionId,
    matter,
    titleText: text,
    candidateIds: z.array(id).min(1).max(60),
    seats: z.int().min(1).max(30),
    minSeats: z.int().min(1).max(30),
  }),
]);

export const scopeSchema = z.strictObject({
  kind: z.enum(['estate', 'building', 'entrance']),
  placeId: id,
});

export const votePeopleCommandSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('recordLegalityCheck'), isFit: z.boolean(), reasonText: text }),
  z.strictObject({ type: z.literal('freezeRoll') }),
  z.strictObject({ type: z.literal('objectToRoll'), objectionId: id, reasonText: text }),
  z.strictObject({ type: z.literal('answerRollObjection'), objectionId: id, isUpheld: z.boolean(), reasonText: text }),
  z.strictObject({
    type: z.literal('publishNotice'),
    windowDays: z.int().min(1).max(365).describe('How many days owners may vote, within the bounds of the policy.'),
    noticeText: text,
  }),
  z.strictObject({ type: z.literal('restartNotice'), reasonText: text }),
  z.strictObject({ type: z.literal('extendWindow'), reasonText: text }),
  z.strictObject({
    type: z.literal('nameCounters'),
    counterIds: z.array(id).min(1).max(15).describe('Accounts of those who count and sign (计票人、监票人).'),
  }),
  z.strictObject({ type: z.literal('finishCounting') }),
  z.strictObject({ type: z.literal('signCount') }),
  z.strictObject({ type: z.literal('disputeCount'), reasonText: text }),
  z.strictObject({
    type: z.literal('drawLot'),
    itemId: optionId,
    electedIds: z.array(id).min(1).max(30),
    reasonText: text,
  }),
  z.strictObject({ type: z.literal('publishResult') }),
  z.strictObject({ type: z.literal('objectToResult'), objectionId: id, reasonText: text }),
  z.strictObject({
    type: z.literal('answerResultObjection'),
    objectionId: id,
    remedy: z.enum(['dismissed', 'recount', 'void']),
    reasonText: text,
  }),
  z.strictObject({ type: z.literal('orderRecount'), reasonText: text, basisText: text }),
  z.strictObject({ type: z.literal('voidVote'), reasonText: text, basisText: text }),
  z.strictObject({ type: z.literal('markContested'), ground: z.enum(CONTEST_GROUNDS), reasonText: text }),
  z.strictObject({ type: z.literal('endContest'), reasonText: text }),
  z.strictObject({ type: z.literal('recordRevocation'), by: z.enum(REVOKERS), reasonText: text, basisText: text }),
]);

export type VotePeopleCommand = z.infer<typeof votePeopleCommandSchema>;
export type AgendaItemInput = z.infer<typeof agendaItemSchema>;
export type VoteScope = z.infer<typeof scopeSchema>;

/** What a frozen roll amounts to; the rows are in store/rolls. */
export interface FrozenRoll {
  rollId: string;
  version: number;
  rollHash: string;
  heads: number;
  areaDm2: number;
  rightCount: number;
  problemCount: number;
}

/** Given by the machine only: by the launch, by time, by effects. */
export type VoteEngineCommand =
  | { type: 'recordRollFrozen'; roll: FrozenRoll }
  | { type: 'settleRollObjections' }
  | { type: 'openVoting' }
  | { type: 'closeVoting' }
  | {
      type: 'recordTally';
      totals: VoteTotals;
      ballotRoot: string;
      unresolvedPaperCount: number;
      /** Platforms whose totals differ from ours without a recorded reason. */
      unexplainedDifferences?: number | undefined;
      /** Ballots that their owner denies and nobody has ruled on. */
      deniedBallots?: number | undefined;
    }
  | { type: 'settleResultObjections' }
  | { type: 'endRevocationPeriod' };
