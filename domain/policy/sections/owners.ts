// The sections of a policy on what owners may demand: petitions, recalls, meetings on demand.
import { z } from 'zod';
import { anyOf, durationRuleSchema, sourced } from './parts';

export const petitionPolicySchema = z.strictObject({
  thresholds: z.strictObject({
    foundAssembly: anyOf,
    renewCommittee: anyOf,
    recallMembers: anyOf,
    extraordinaryMeeting: anyOf,
  }),
  /** From the frozen roll until the last signature can be given. */
  collectFor: durationRuleSchema,
  /** From the threshold until the street has checked the signatures. */
  verifyWithin: durationRuleSchema,
  /** When the street says nothing: its duty stays due, or the signatures stand as they are. */
  onSilence: sourced(z.enum(['staysDue', 'confirmed'])),
});

export const recallPolicySchema = z.strictObject({
  /** From the owners' accepted demand until the street has launched the recall. */
  launchWithin: durationRuleSchema,
  /** For each member to answer before the owners vote. */
  defence: durationRuleSchema,
  /** From the last defence until the vote's window has closed. */
  voteWithin: durationRuleSchema,
  isSuspendedUntilVote: sourced(z.boolean()),
  voteMatter: sourced(z.int().min(1).max(9)),
  convenor: sourced(z.enum(['streetOfficer', 'communitySecretary'])),
  /** Votes in which too few took part are held again, up to so many in all. */
  maxAttempts: sourced(z.int().min(1).max(5)),
});

/** What follows a demand for a meeting: the committee convenes, and after its silence the street. */
export const demandPolicySchema = z.strictObject({ convene: durationRuleSchema, conveneByStreet: durationRuleSchema });
