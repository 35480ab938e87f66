// How the households' part of a project is shared out, and who is exempt: as it stands in a plan (zod, the only copy of the shape). What
// comes out of it is worked out in shares.ts.
import { z } from 'zod';

/** A hundred thousand million yuan: far above any project, far below where whole numbers end. */
const fen = z.int().min(0).max(10_000_000_000_000);
const part = z.int().min(0).max(10_000);
const whole = z.int().min(1).max(10_000);
/** Of letters and digits, since plans are events and events hold no names: the unit's id in the register, or `1-2-301`. */
const unitLabel = z
  .string()
  .regex(/^[0-9A-Za-z-]{1,60}$/)
  .describe('The unit: building, entrance and room as `1-2-301` (without entrance `1-301`), or its id in the register');
const isOnce = <T>(values: readonly T[]): boolean => new Set(values).size === values.length;

export const shareRuleSchema = z.discriminatedUnion('rule', [
  z.strictObject({ rule: z.literal('equal') }),
  z.strictObject({ rule: z.literal('area') }),
  z.strictObject({ rule: z.literal('perArea'), fenPerM2: fen.min(1) }),
  z.strictObject({
    rule: z.literal('floor'),
    coefficients: z
      .array(z.strictObject({ floor: z.int().min(-9).max(200), num: part }))
      .min(1)
      .max(210)
      .refine((all) => isOnce(all.map(({ floor }) => floor)), 'a floor stands there twice')
      .describe('`num` / `den` for each floor, as agreed; a floor that pays nothing stands there with 0.'),
    den: whole,
    byArea: z.boolean().describe('True: the coefficient is multiplied by the area of the unit.'),
  }),
  z.strictObject({
    rule: z.literal('benefit'),
    weights: z
      .array(z.strictObject({ unitLabel, num: part }))
      .min(1)
      .max(5_000)
      .refine((all) => isOnce(all.map((weight) => weight.unitLabel)), 'a unit stands there twice')
      .describe('One weight for each household, as agreed; one that has no benefit stands there with 0.'),
  }),
  z
    .strictObject({ rule: z.literal('voluntary'), minFen: fen.min(1), maxFen: fen.min(1) })
    .refine(({ minFen, maxFen }) => minFen <= maxFen, 'minFen is above maxFen'),
]);
export type ShareRule = z.infer<typeof shareRuleSchema>;

/** A unit that pays `num` / `den` of what its share would be, 0 / 1 for nothing; the others pay the rest. */
export const exemptionSchema = z
  .strictObject({ unitLabel, num: part, den: whole, reasonText: z.string().min(1).max(4000) })
  .refine(({ num, den }) => num < den, 'an exempt unit pays less than its share');
export type Exemption = z.infer<typeof exemptionSchema>;
