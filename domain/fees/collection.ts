// The collection rate (收缴率): what was paid of what was billed, in fen and in households. Formulas are told with every answer.
import { rateOf, type Rate } from '../supervision/rates';

export interface FeeCounts {
  billedFen: number;
  paidFen: number;
  /** Units with a bill in the period. */
  billedHouseholds: number;
  /** Of these, where every bill of the period is paid in full. */
  paidHouseholds: number;
}

export interface CollectionRates {
  money: Rate;
  households: Rate;
}

export const collectionRates = (counts: FeeCounts): CollectionRates => ({
  money: rateOf(counts.paidFen, counts.billedFen),
  households: rateOf(counts.paidHouseholds, counts.billedHouseholds),
});

export const addCounts = (all: readonly FeeCounts[]): FeeCounts =>
  all.reduce(
    (sum, one) => ({
      billedFen: sum.billedFen + one.billedFen,
      paidFen: sum.paidFen + one.paidFen,
      billedHouseholds: sum.billedHouseholds + one.billedHouseholds,
      paidHouseholds: sum.paidHouseholds + one.paidHouseholds,
    }),
    { billedFen: 0, paidFen: 0, billedHouseholds: 0, paidHouseholds: 0 },
  );

/** As readers are told them; the code above and store/fees/collection.ts are their meaning. */
export const COLLECTION_FORMULAS = {
  money: {
    zh: '收缴率（金额）= 账期内各期账单截至查询时已缴金额 ÷ 账期内各期账单应缴金额；冲正的缴费不计',
    en: 'Collection rate in money = what was paid by now on bills of the period ÷ what they amount to; reversed payments do not count',
  },
  households: {
    zh: '收缴率（户数）= 账期内账单已全部缴清的户数 ÷ 账期内有账单的户数；欠任何一期即不算缴清',
    en: 'Collection rate in households = units whose bills of the period are all paid in full ÷ units with a bill in the period',
  },
} as const;

/** What the firm may take as its reward out of the fees paid: `firmShare` of them, rounded down, so that it never exceeds its share. */
export const firmRewardFen = (paidFen: number, { num, den }: { num: number; den: number }): number =>
  Number((BigInt(paidFen) * BigInt(num)) / BigInt(den));
