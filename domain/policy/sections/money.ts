// The sections of a policy on common money: disclosure of accounts, and co-funding (law.md 6.3, 9.3). Amounts in fen.
import { z } from 'zod';
import { PERIOD_LENGTHS } from '../../disclosure/periods';
import { durationRuleSchema, sourced } from './parts';

export const disclosurePolicySchema = z.strictObject({
  /** How often the estate's common revenue is disclosed (law.md 6.2). */
  period: sourced(z.enum(PERIOD_LENGTHS)),
  /** From the end of the period until it is drafted; after a silence, for each office that drafts instead. */
  draftWithin: durationRuleSchema,
  standInWithin: durationRuleSchema,
  /** Who looks at what committee or firm have drafted: another member, or the community. */
  reviewer: sourced(z.enum(['committeeMember', 'communitySecretary'])),
  reviewWithin: durationRuleSchema,
  signWithin: durationRuleSchema,
  /** From the publication online until the photo of the notice board is there. */
  boardWithin: durationRuleSchema,
  /** How long it is shown in both places; objections are taken until then. */
  display: durationRuleSchema,
  answerWithin: durationRuleSchema,
  /** Until a draft that was sent back, or a version that is corrected, is drafted anew. */
  correctWithin: durationRuleSchema,
  /** Fen that the committee may spend of common revenue without an owners' vote. */
  spendingLimitFen: sourced(z.int().min(0).max(10_000_000_000)),
});

/** Micro-project co-funding (law.md 6.3, 9.3). Amounts in fen. */
export const cofundingPolicySchema = z.strictObject({
  screenWithin: durationRuleSchema,
  deliberateWithin: durationRuleSchema,
  classifyWithin: durationRuleSchema,
  /** The party organisation reviews before a decision on fees, projects or funds takes effect. */
  partyReview: sourced(z.boolean()),
  reviewWithin: durationRuleSchema,
  voteWithin: durationRuleSchema,
  maxAttempts: sourced(z.int().min(1).max(5)),
  grant: z.strictObject({
    reviewWithin: durationRuleSchema,
    /** The most public money for one project; null: the place names no limit. */
    capFen: sourced(z.strictObject({ works: z.int().min(1).nullable(), service: z.int().min(1).nullable() })),
    /** Projects of the same scope within this time count as one: splitting lifts no limit. */
    splitWithin: durationRuleSchema,
    notice: durationRuleSchema,
  }),
  pledge: z.strictObject({
    window: durationRuleSchema,
    extension: z.strictObject({ times: sourced(z.int().min(0).max(3)), length: durationRuleSchema }),
    decideWithin: durationRuleSchema,
  }),
  collect: z.strictObject({
    window: durationRuleSchema,
    extension: z.strictObject({ times: sourced(z.int().min(0).max(3)), length: durationRuleSchema }),
    /** Of what was pledged, how much must have come in before works begin. */
    enough: sourced(z.strictObject({ num: z.int().min(1).max(100), den: z.int().min(1).max(100) })),
    decideWithin: durationRuleSchema,
  }),
  /** Quotes that are compared, unless reasons are given. */
  quotes: sourced(z.int().min(1).max(10)),
  contractWithin: durationRuleSchema,
  /** Added to the day on which a milestone of the contract is due. */
  milestone: durationRuleSchema,
  /** People who approve each payment, besides whoever asks for it. */
  approvals: sourced(z.int().min(2).max(5)),
  approveWithin: durationRuleSchema,
  /** Per cent of the decided cost by which works may exceed it without a new decision. */
  overrunPercent: sourced(z.int().min(0).max(50)),
  varyWithin: durationRuleSchema,
  acceptWithin: durationRuleSchema,
  representatives: sourced(z.int().min(1).max(30)),
  rectifyWithin: durationRuleSchema,
  publishWithin: durationRuleSchema,
  accountsNotice: durationRuleSchema,
  claimWithin: durationRuleSchema,
  refundWithin: durationRuleSchema,
  /** How long the money of payers who cannot be reached is held for them, and shown. */
  holdFor: durationRuleSchema,
});
