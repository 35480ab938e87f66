// What a fee schedule says (zod, the only copy of its shape). 包干制 lump sum, 酬金制 cost plus, 信托制 trust: 物业服务收费管理办法
// (发改价格〔2003〕1864号) 9 for the first two; the trust form is a practice of 北京, 成都, 武汉南湖 without a statute of its own.
import { z } from 'zod';

export const FEE_FORMS = ['lumpSum', 'costPlus', 'trust'] as const;
export type FeeForm = (typeof FEE_FORMS)[number];

const use = z.enum(['dwelling', 'shop', 'office', 'parking', 'storage', 'other']);
/** 10,000 yuan a month for one m²: above it an amount has lost its decimal point, and the product with an area would leave the safe integers. */
const perAreaFen = z.int().min(0).max(1_000_000);
const perUnitFen = z.int().min(0).max(100_000_000);

const feeRateSchema = z.discriminatedUnion('rule', [
  z.strictObject({
    use,
    rule: z.literal('perArea').describe('For each m² of the exclusive part, a month.'),
    rateFen: perAreaFen,
  }),
  z.strictObject({
    use,
    rule: z.literal('perUnit').describe('For the unit as a whole, a month.'),
    rateFen: perUnitFen,
  }),
]);

export const feeTermsSchema = z
  .strictObject({
    form: z.enum(FEE_FORMS),
    rates: z.array(feeRateSchema).min(1).max(12).describe('Units of a use that is not named owe nothing.'),
    parkingFen: perUnitFen
      .nullable()
      .describe('For each parking space that a unit has on common ground, a month; null: no such fee.'),
    firmShare: z
      .strictObject({ num: z.int().min(0), den: z.int().min(1).max(10_000) })
      .nullable()
      .describe(
        'Of the fees paid, what the firm may take as its reward; null in the lump-sum form, where all is its own.',
      ),
  })
  .refine(({ rates }) => new Set(rates.map((rate) => `${rate.use} ${rate.rule}`)).size === rates.length, {
    path: ['rates'],
    message: 'a use has each rule once',
  })
  .refine(({ form, firmShare }) => (form === 'lumpSum') === (firmShare === null), {
    path: ['firmShare'],
    message: 'a share of the firm belongs to the cost-plus and the trust form',
  })
  .refine(({ firmShare }) => firmShare === null || firmShare.num <= firmShare.den, {
    path: ['firmShare'],
    message: 'no share is larger than the whole',
  });

export type FeeTerms = z.infer<typeof feeTermsSchema>;
export type FeeRate = FeeTerms['rates'][number];

/** In these the fee account is the owners' and open to them; in the lump-sum form the money is the firm's. */
export const isOwnersAccount = (form: FeeForm): boolean => form !== 'lumpSum';

export const SPENDING_CATEGORIES = [
  'staff',
  'cleaning',
  'security',
  'greening',
  'repair',
  'energy',
  'firmReward',
  /** Put aside as a fund of the estate's own, which is spent and disclosed like common revenue. */
  'surplus',
  'other',
] as const;
export type SpendingCategory = (typeof SPENDING_CATEGORIES)[number];
