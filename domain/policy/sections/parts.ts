// What the sections of a policy are made of: numbers, times and shares, each with its article and confidence.
import { z } from 'zod';
import { DURATION_UNITS } from '../../calendar/types';
import { ROLES } from '../../process';

export const basis = { basis: z.string().min(1).max(200), confidence: z.enum(['V', 'X', 'S', 'G', 'D', 'custom']) };

export const durationRuleSchema = z.strictObject({
  n: z.int().min(0).max(100_000),
  unit: z.enum(DURATION_UNITS),
  rollover: z.enum(['none', 'nextWorkingDay']).optional(),
  ...basis,
});

/** A number, choice or flag with its source: `{ value, basis, confidence }`. */
export const sourced = <T extends z.ZodType>(value: T) => z.strictObject({ value, ...basis });

/** A share as an exact fraction; `isStrict` for 过半数 (the half itself is not enough), false for 以上 (the bound is). */
export const fractionSchema = z.strictObject({
  num: z.int().positive(),
  den: z.int().positive(),
  isStrict: z.boolean(),
  ...basis,
});

export const doubleFractionSchema = z.strictObject({ area: fractionSchema, heads: fractionSchema });

export const share = z.strictObject({ num: z.int().positive(), den: z.int().positive(), isStrict: z.boolean() });

export const roleSchema = z.enum(ROLES);

export const noticeLadderSchema = z.strictObject({
  /** Reminders before the due instant. */
  remindBefore: z.array(durationRuleSchema).max(5),
  /** After the due instant, each rung measured from the one before. */
  ladder: z.array(z.strictObject({ after: durationRuleSchema, tell: roleSchema })).max(6),
});

/** One way to be enough: a share of all owners (heads) or of the whole area, the bound itself included; or a plain number of owners. */
export const thresholdSchema = z.discriminatedUnion('of', [
  z.strictObject({ of: z.enum(['owners', 'area']), num: z.int().positive(), den: z.int().positive() }),
  z.strictObject({ of: z.literal('ownerCount'), count: z.int().min(1).max(100_000) }),
]);

/** Any one of them is enough. */
export const anyOf = sourced(z.array(thresholdSchema).min(1).max(4));

export const code = z.string().regex(/^[a-z][a-zA-Z]{1,39}$/);

export const codes = sourced(z.array(code).min(1).max(30));

export const levelSchema = z.enum(['estate', 'community', 'street', 'district']);

/** HH:MM, China time. */
export const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
