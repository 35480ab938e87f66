// The section of a policy on owners' votes.
import { z } from 'zod';
import { doubleFractionSchema, durationRuleSchema, sourced } from './parts';

export const votePolicySchema = z.strictObject({
  participation: doubleFractionSchema,
  ordinary: doubleFractionSchema,
  special: doubleFractionSchema,
  /** Numbers of Civil Code 278 para. 1 that need the special majority. */
  specialMatters: sourced(z.array(z.int().min(1).max(9))),
  /** One ballot per owner (a head with all its units), or one per unit. */
  ballotPer: sourced(z.enum(['owner', 'unit'])),
  /** Developer's unsold and undelivered parts together are one head (Interp. art. 9). */
  developerIsOneHead: sourced(z.boolean()),
  /** Units held by exactly the same set of right holders merge into one head. */
  sameHoldersMerge: sourced(z.boolean()),
  /** Whether parking spaces and storage count in area and in heads. */
  parkingCounts: sourced(z.strictObject({ area: z.boolean(), heads: z.boolean() })),
  storageCounts: sourced(z.strictObject({ area: z.boolean(), heads: z.boolean() })),
  /** Anything but notCounted needs the estate's own rules as its basis, and never governs special matters (law.md 4.4). */
  nonReturn: sourced(z.enum(['notCounted', 'deliveredIsParticipation', 'followMajority'])),
  /** A void ballot: as if it had not come back, or taking part without a choice. */
  voidBallots: sourced(z.enum(['notParticipating', 'participatingOnly'])),
  /** An item left blank on a valid ballot: an abstention, or not taking part in that item. */
  blankItems: sourced(z.enum(['abstain', 'notParticipating'])),
  /** How candidates who have both majorities are ranked when there are more of them than seats. */
  electionRank: sourced(z.enum(['headsThenArea', 'areaThenHeads'])),
  /** Which ballot of one right counts when several channels brought one. */
  precedence: sourced(z.enum(['lastValid', 'paperPrevails', 'electronicPrevails', 'firstValid'])),
  /** How often an electronic ballot may be changed before the close. */
  changes: sourced(z.int().min(0).max(100)),
  /** Owners one proxy may act for. */
  proxyCap: sourced(z.int().min(0).max(100)),
  /** Reminders that one right may get on one day. */
  remindersPerDay: sourced(z.int().min(1).max(5)),
  /** Help at the desk and at the door, and how it is checked. */
  assistance: z.strictObject({
    /** Times that one person may help on one day. */
    perDay: sourced(z.int().min(1).max(1000)),
    /** How long the code on a slip is good. */
    slip: durationRuleSchema,
    /** Per cent of the assisted and the door-collected ballots whose owners are called. */
    callBackPercent: sourced(z.int().min(0).max(100)),
    /** Calls without an answer until the owner counts as unreachable. */
    callBackAttempts: sourced(z.int().min(1).max(10)),
  }),
  /** While ballots come in, a checkpoint is signed at least this often. */
  checkpointEvery: durationRuleSchema,
  /** From the launch (or from an upheld objection to the roll) until the roll is frozen. */
  freezeRollWithin: durationRuleSchema,
  rollObjection: durationRuleSchema,
  rollAnswer: durationRuleSchema,
  /** From the settled roll (or from a notice taken back) until notice of the vote is given. */
  publishNoticeWithin: durationRuleSchema,
  /** Ahead of the vote (regular meeting). */
  notice: durationRuleSchema,
  /** Ahead of an extraordinary meeting, where the local rule has a figure of its own (杭州 19); absent: as `notice`. */
  noticeExtraordinary: durationRuleSchema.optional(),
  /** All three in days. */
  window: z.strictObject({ default: durationRuleSchema, min: durationRuleSchema, max: durationRuleSchema }),
  extension: z.strictObject({ times: sourced(z.int().min(0).max(5)), length: durationRuleSchema }),
  /** From the close until the count must be signed. */
  count: durationRuleSchema,
  countersMin: sourced(z.int().min(1).max(15)),
  publishResult: durationRuleSchema,
  resultObjection: durationRuleSchema,
  objectionAnswer: durationRuleSchema,
  /** How long owners may ask a court to revoke the decision; the vote stays open for the contested flag that long. */
  revocation: durationRuleSchema,
});
