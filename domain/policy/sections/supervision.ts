// The sections of a policy on supervision: when a process is stuck, and the means against a duty left undone.
import { z } from 'zod';
import { SANCTION_STEPS } from '../../process';
import { basis, durationRuleSchema, roleSchema, sourced } from './parts';

export const sanctionSchema = z.strictObject({
  step: z.enum(SANCTION_STEPS),
  by: z.array(roleSchema).min(1).max(5),
  /** The step that must have been taken before. */
  after: z.enum(SANCTION_STEPS).nullable(),
  /** Who must answer for it: whoever has the duty, or the office that carries the step out. */
  answeredBy: z.union([z.literal('addressee'), roleSchema]),
  /** The longest time that may be given, in days; 0 for a reminder, which gives none. */
  maxDays: z.int().min(0).max(365),
  times: z.int().min(1).max(100),
  ...basis,
});

/** When a process counts as stuck, beside what is overdue. */
export const supervisionPolicySchema = z.strictObject({
  /** Duties of one kind that must have been closed in a district before their median and ninetieth percentile are spoken of. */
  normalMinimum: sourced(z.int().min(1).max(100_000)),
  /** Without such figures: nothing has happened for this share of the time that a deadline gives, in per cent, … */
  silentPercent: sourced(z.int().min(1).max(100)),
  /** … or, for a duty without a deadline, for this long. */
  silentAfter: durationRuleSchema,
  /** Returned this often, a case is thrown to and fro. */
  pingPong: sourced(z.int().min(1).max(10)),
});
