// The shape of a policy: every number of law, local rule or custom that the processes use, each with its article and confidence.
// A published version is never edited. What the law forbids a policy to say is in floor.ts.
import { z } from 'zod';
import { SANCTION_STEPS } from '../process';
import {
  auditPolicySchema,
  electionPolicySchema,
  foundingPolicySchema,
  handoverPolicySchema,
  termPolicySchema,
} from './sections/committee';
import { meetingsPolicySchema, rhythmPolicySchema, visitsPolicySchema } from './sections/meetings';
import { cofundingPolicySchema, disclosurePolicySchema } from './sections/money';
import { demandPolicySchema, petitionPolicySchema, recallPolicySchema } from './sections/owners';
import {
  basis,
  durationRuleSchema,
  type fractionSchema,
  noticeLadderSchema,
  sourced,
  type thresholdSchema,
  timeOfDay,
} from './sections/parts';
import { problemPolicySchema } from './sections/problem';
import { sanctionSchema, supervisionPolicySchema } from './sections/supervision';
import { votePolicySchema } from './sections/vote';
import { workTimesFaults } from '../calendar/working-time';

/** When a worked day is worked: periods in order, none over another. What is counted in working time runs only then. */
const workTimes = z
  .array(z.strictObject({ from: z.string(), until: z.string() }))
  .max(6)
  .superRefine((times, context) => {
    for (const message of workTimesFaults(times)) context.addIssue({ code: 'custom', message });
  });

export const policySchema = z.strictObject({
  schemaVersion: z.literal(1),
  id: z.string().regex(/^[a-z][a-z0-9-]{1,39}$/),
  version: z.string().regex(/^\d{4}-\d{2}(\.\d+)?$/),
  title: z.string().min(1).max(80),
  jurisdiction: z.string().regex(/^\d{6}$/),
  effectiveOn: z.iso.date(),
  source: z.string().min(1).max(400),
  night: z.strictObject({ from: timeOfDay, until: timeOfDay, ...basis }),
  workTimes: sourced(workTimes),
  /** Set only in rehearsal variants: milliseconds that a day lasts. */
  rehearsalDayMs: z.int().min(10).max(86_400_000).optional(),
  suspension: z.strictObject({ maxDays: sourced(z.int().min(1).max(365)), maxTimes: sourced(z.int().min(0).max(10)) }),
  /** What officers may do about any duty: how often they may push, and how much time they may give. */
  motions: z.strictObject({
    nudgeEvery: durationRuleSchema,
    extension: z.strictObject({ times: sourced(z.int().min(0).max(5)), length: durationRuleSchema }),
    /** How often one duty may be sent back by those to whom it was handed (第二次不得退回). */
    sendBacks: sourced(z.int().min(0).max(3)),
  }),
  /** The ladder of means against a duty left undone, in its order (催办 → 督办函 → 责令限期 → …); a step that is missing cannot be taken. */
  sanctions: z.array(sanctionSchema).min(1).max(SANCTION_STEPS.length),
  supervision: supervisionPolicySchema,
  notices: z.strictObject({
    default: noticeLadderSchema,
    /** By duty code, where it differs. */
    byDuty: z.record(z.string(), noticeLadderSchema),
  }),
  vote: votePolicySchema,
  election: electionPolicySchema,
  term: termPolicySchema,
  founding: foundingPolicySchema,
  handover: handoverPolicySchema,
  audit: auditPolicySchema,
  petition: petitionPolicySchema,
  recall: recallPolicySchema,
  demand: demandPolicySchema,
  visits: visitsPolicySchema,
  meetings: meetingsPolicySchema,
  rhythm: rhythmPolicySchema,
  disclosure: disclosurePolicySchema,
  problem: problemPolicySchema,
  cofunding: cofundingPolicySchema,
});

export type Policy = z.infer<typeof policySchema>;
export type VotePolicy = Policy['vote'];
export type ElectionPolicy = Policy['election'];
export type Threshold = z.infer<typeof thresholdSchema>;
export type Fraction = z.infer<typeof fractionSchema>;
export type NoticeLadder = z.infer<typeof noticeLadderSchema>;
