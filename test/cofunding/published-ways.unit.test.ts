// The ways of paying that places have published, each worked through by hand: what everybody pays, when it is enough, from which source the works
// are paid, and what goes back to whom. Amounts in fen.
import { fractionOfFen } from '../../domain/cofunding/plan';
import { targetOf } from '../../domain/cofunding/pledging';
import { allocateSpending } from '../../domain/ledger/pro-rata';
import { surplusRefunds, type StandingPayment } from '../../domain/receipts/refunds';
import { workOutShares } from '../../domain/shares/shares';
import { isTargetReached } from '../../domain/shares/target';
import type { ShareRule } from '../../domain/shares/messages';
import type { ShareUnit } from '../../domain/shares/types';
import { aPlan } from '../support/a-cofunding';
import { aShareUnit } from '../support/a-share-unit';

const flats = (count: number, of: (n: number) => Partial<ShareUnit> = () => ({})): ShareUnit[] =>
  Array.from({ length: count }, (_, index) => aShareUnit(index + 1, of(index + 1)));
function sharesOf(rule: ShareRule, units: ShareUnit[], totalFen: number): number[] {
  const worked = workOutShares(rule, units, totalFen, []);
  if (!worked.ok) throw new Error(JSON.stringify(worked.faults));
  return worked.shares.map(({ fen }) => fen ?? 0);
}
const sum = (amounts: readonly number[]): number => amounts.reduce((all, fen) => all + fen, 0);
const paid = (amounts: readonly number[]): StandingPayment[] =>
  amounts.map((amountFen, index) => ({ payerKey: `p${index + 1}`, household: `h${index + 1}`, amountFen }));
const backTo = (heldFen: number, amounts: readonly number[]): number[] => {
  const due = new Map(paid(amounts).map(({ household, amountFen }) => [household, amountFen]));
  return surplusRefunds(heldFen, paid(amounts), (household) => due.get(household) ?? 0).map(
    ({ amountFen }) => amountFen,
  );
};

describe('twenty yuan for each square metre, and seventy per cent of the households must join', () => {
  // Ten flats of 90 m²: 1,800.00 yuan each, 18,000.00 from all, 12,600.00 from seven.
  const shares = sharesOf(
    { rule: 'perArea', fenPerM2: 2_000 },
    flats(10, () => ({ areaDm2: 9_000 })),
    0,
  );
  const plan = {
    ...aPlan({ costFen: 1_260_000, participation: { num: 70, den: 100 } }),
    ...{ version: 1, sources: [{ sourceId: 'household', kind: 'household', amountFen: 1_260_000, timing: 'before' }] },
  } as Parameters<typeof targetOf>[0];
  const isReached = (pledgedHouseholds: number, amountFen: number) =>
    isTargetReached(targetOf(plan), { version: 1, households: 10, pledgedHouseholds, amountFen } as never);

  it('asks 1,800.00 yuan of each', () => {
    expect(shares).toEqual(Array.from({ length: 10 }, () => 180_000));
  });

  it('is enough with seven, and neither with six nor with seven and a fen too little', () => {
    expect(isReached(7, sum(shares.slice(0, 7)))).toBe(true);
    expect(isReached(6, sum(shares.slice(0, 6)))).toBe(false);
    // Money alone is no bar, and the bar alone no money.
    expect(isReached(6, 1_800_000)).toBe(false);
    expect(isReached(7, 1_259_999)).toBe(false);
  });
});

describe('residents pay first, and a part of the cost comes back after acceptance', () => {
  // 100.01 yuan by three equal shares.
  const shares = sharesOf({ rule: 'equal' }, flats(3), 10_001);

  it.each([
    // 80 % of 10,001 are 8,000.8: 8,000. Of it 3,334/10,001 are 2,666.93 and 3,333/10,001 are 2,666.13: two fen are left, for the larger two.
    [80, 8_000, [2_667, 2_667, 2_666]],
    // 50 % are 5,000.5: 5,000. 1,666.83, 1,666.83 and 1,666.33.
    [50, 5_000, [1_667, 1_667, 1_666]],
  ])('%d per cent, rounded down, go to those who paid, to the last fen', (percent, rewardFen, back) => {
    expect(shares).toEqual([3_334, 3_334, 3_333]);
    expect(fractionOfFen(10_001, { num: percent, den: 100 })).toBe(rewardFen);
    expect(backTo(rewardFen, shares)).toEqual(back);
    expect(sum(back)).toBe(rewardFen);
  });
});

describe('five sources side by side', () => {
  // 1,400.00 yuan: the firm takes 100.00 off the price, so 1,300.00 are held.
  const held = { household: 30_000, grant: 50_000, sponsor: 30_000, commonIncome: 20_000 };

  it('pay each payment in proportion to what is held of them, and the discount pays nothing', () => {
    // 1,000.01 yuan of 1,300.00: 23,077.15, 38,461.92, 23,077.15 and 15,384.77; the two fen that are left go to grant and common revenue.
    const allocated = allocateSpending(held, 100_001);
    expect(allocated).toEqual({
      ...{ ok: true, bySource: { household: 23_077, grant: 38_462, sponsor: 23_077, commonIncome: 15_385 } },
    });
  });

  it('have what is left given back source by source: the households theirs by what each paid', () => {
    // 6,923 fen of the households', who paid 100.00 each: 2,307.67 each.
    expect(backTo(30_000 - 23_077, [10_000, 10_000, 10_000])).toEqual([2_308, 2_308, 2_307]);
  });

  it('are spent to the last fen and not beyond it', () => {
    expect(allocateSpending(held, 130_000)).toEqual({ ok: true, bySource: held });
    expect(allocateSpending(held, 130_001)).toEqual({ ok: false, code: 'not-enough-held', heldFen: 130_000 });
  });
});

it('a lift by floor coefficients of 0, 0, 0.7, 0.8, 0.9 and 1.0 costs its six floors exactly what it costs, when that does not come out even', () => {
  // 1,000.00 yuan in 34 tenths: 20,588.24, 23,529.41, 26,470.59 and 29,411.76; the two fen that are left go to the fifth and sixth floor.
  const rule: ShareRule = {
    ...{ rule: 'floor', den: 10, byArea: false },
    coefficients: [0, 0, 7, 8, 9, 10].map((num, index) => ({ floor: index + 1, num })),
  };
  const shares = sharesOf(
    rule,
    flats(6, (n) => ({ floor: n })),
    100_000,
  );
  expect(shares).toEqual([0, 0, 20_588, 23_529, 26_471, 29_412]);
  expect(sum(shares)).toBe(100_000);
});
