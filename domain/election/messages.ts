// Commands of a committee election as they come in from people (zod, the only copy of their shape) and from the machine (types).
import { z } from 'zod';
import type { ChildLaunched } from '../process';
import type { HandoverOccasion, HandoverOutcome } from '../handover/state';
import type { ItemOutcome } from '../owners-vote/count-types';
import type { VoteOutcome } from '../owners-vote/state';

const id = z.uuid().toLowerCase();
/** Free text: stored apart by the API, a SHA-256 from then on. */
const text = z.string().min(1).max(4000);
const code = z.string().regex(/^[a-z][a-zA-Z]{1,39}$/);

export const MEMBER_CAPACITIES = [
  'owner',
  'street',
  'community',
  'party',
  'police',
  'developer',
  'oldCommittee',
] as const;
export const groupMemberSchema = z.strictObject({
  memberId: id.describe('Id of the owner, or of the account of an official.'),
  capacity: z.enum(MEMBER_CAPACITIES),
  namedBy: z
    .enum(['owners', 'residentsCommittee', 'street'])
    .optional()
    .describe('Who proposed this owner. The street may only when too few were willing.'),
});

/** A first assembly founds a committee; an early re-election comes before the term's end; a by-election fills vacant seats. */
export const VARIANTS = ['founding', 'reelection', 'early', 'byElection'] as const;
export type Variant = (typeof VARIANTS)[number];

/** Only the first three can exclude a candidate; advice is shown on the record and excludes nobody (law.md 4.1). */
export const BASIS_KINDS = ['statute', 'localRule', 'estateRules', 'advice'] as const;
const basisKind = z.enum(BASIS_KINDS);

export const electionPeopleCommandSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('formGroup'), members: z.array(groupMemberSchema).min(1).max(31), leaderId: id }),
  z.strictObject({ type: z.literal('callForMembers'), reasonText: text.describe('Too few owners are willing.') }),
  z.strictObject({ type: z.literal('publishDrafts'), rulesText: text, covenantText: text }),
  z.strictObject({ type: z.literal('objectToGroup'), objectionId: id, reasonText: text }),
  z.strictObject({ type: z.literal('answerObjection'), objectionId: id, isUpheld: z.boolean(), reasonText: text }),
  z.strictObject({ type: z.literal('extendAssembly'), reasonText: text }),
  z.strictObject({
    type: z.literal('nominate'),
    candidateId: id,
    ownerId: id,
    nominatedBy: z.enum(['self', 'owners', 'residentsCommittee', 'partyOrganisation', 'group']),
  }),
  z.strictObject({ type: z.literal('withdrawCandidate'), candidateId: id, reasonText: text }),
  z.strictObject({ type: z.literal('reduceSeats'), seats: z.int().min(1).max(30), reasonText: text }),
  z.strictObject({ type: z.literal('reopenNomination'), reasonText: text }),
  z.strictObject({
    type: z.literal('giveOpinion'),
    body: code,
    candidateId: id,
    isAdverse: z.boolean(),
    basisKind,
    basisText: text,
    reasonText: text,
  }),
  z.strictObject({ type: z.literal('answerOpinion'), body: code, candidateId: id, reasonText: text }),
  z.strictObject({
    type: z.literal('decideCandidate'),
    candidateId: id,
    isAdmitted: z.boolean(),
    basisText: text,
    reasonText: text,
  }),
  z.strictObject({ type: z.literal('appealExclusion'), candidateId: id, reasonText: text }),
  z.strictObject({ type: z.literal('decideAppeal'), candidateId: id, isUpheld: z.boolean(), reasonText: text }),
  z.strictObject({ type: z.literal('objectToCandidate'), objectionId: id, candidateId: id, reasonText: text }),
  z.strictObject({ type: z.literal('startRetry'), reasonText: text }),
  z.strictObject({
    type: z.literal('recordFirstMeeting'),
    chairId: id.describe('candidateId of the elected chair'),
    viceChairIds: z.array(id).max(5),
    minutesText: text,
  }),
  z.strictObject({ type: z.literal('publishOffices') }),
  z.strictObject({ type: z.literal('applyFiling'), documentsText: text }),
  z.strictObject({
    type: z.literal('decideFiling'),
    decision: z.enum(['granted', 'returned', 'refused']),
    reasonText: text.describe('For a return: the one complete list of what to put right.'),
  }),
  z.strictObject({ type: z.literal('orderFiling'), reasonText: text }),
  z.strictObject({
    type: z.literal('commissionAudit'),
    auditorText: text.describe('Who audits, and for how much.'),
  }),
  z.strictObject({ type: z.literal('publishAudit'), reportText: text }),
  z.strictObject({ type: z.literal('stopElection'), reasonText: text, basisText: text }),
]);

export type ElectionPeopleCommand = z.infer<typeof electionPeopleCommandSchema>;
export type GroupMember = z.infer<typeof groupMemberSchema>;
export type BasisKind = (typeof BASIS_KINDS)[number];

/** Given by the machine only: by time, by effects, by the vote. */
export type ElectionEngineCommand =
  | { type: 'settleGroupNotice' }
  | { type: 'closeNomination' }
  | { type: 'recordSilence'; body: string }
  | { type: 'recordNoDefence'; body: string; candidateId: string }
  | { type: 'recordNoAppeal'; candidateId: string }
  | { type: 'recordFilingSilence' }
  | { type: 'recordNoAudit' }
  | { type: 'endAuditNotice' }
  | { type: 'recordHandoverEnded'; handoverId: string; occasion: HandoverOccasion; outcome: HandoverOutcome }
  | { type: 'settleSlateNotice' }
  | ChildLaunched
  | { type: 'recordAssemblyHeld'; voteId: string }
  | {
      type: 'recordVoteResult';
      voteId: string;
      outcome: VoteOutcome;
      electedIds: string[];
      reserveIds: string[];
      /** By item of the agenda: a first assembly decides on several. */
      items: { itemId: string; outcome: ItemOutcome }[];
    };
