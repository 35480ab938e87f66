// What a unit owes, which schedule rules a month, and which bills a payment pays.
import fc from 'fast-check';
import { allocatePayment } from '../../domain/fees/allocate';
import { workOutFee, type FeeUnit } from '../../domain/fees/bill';
import { addCounts, collectionRates, firmRewardFen } from '../../domain/fees/collection';
import { feeTermsSchema, type FeeTerms } from '../../domain/fees/messages';
import { addMonths, monthOf, monthsBetween } from '../../domain/fees/months';
import { inForce, refuseSchedule, scheduleOf } from '../../domain/fees/schedule';

const lumpSum = (rates: FeeTerms['rates'], parkingFen: number | null = null): FeeTerms => ({
  ...{ form: 'lumpSum', rates, parkingFen, firmShare: null },
});
const dwelling = (more: Partial<FeeUnit> = {}): FeeUnit => ({ use: 'dwelling', areaDm2: 9_000, spaces: 0, ...more });
const perArea = (rateFen: number) => ({ use: 'dwelling', rule: 'perArea', rateFen }) as const;
const perUnit = (rateFen: number) => ({ use: 'dwelling', rule: 'perUnit', rateFen }) as const;

describe('a bill', () => {
  it('of 1.85 yuan for each m² and 90.00 m² is 166.50 yuan, with its line', () => {
    expect(workOutFee(dwelling(), lumpSum([perArea(185)]))).toEqual({
      lines: [{ item: 'perArea', quantity: 9_000, rateFen: 185, hundredths: 1_665_000 }],
      ...{ hundredths: 1_665_000, amountFen: 16_650 },
    });
  });

  it('is a base fee for the unit with a fee for each parking space (娄底乐坪)', () => {
    const terms = lumpSum([perUnit(3_000)], 5_000);
    expect(workOutFee(dwelling({ spaces: 2 }), terms).amountFen).toBe(13_000);
    expect(workOutFee(dwelling(), terms).lines.map(({ item }) => item)).toEqual(['perUnit']);
  });

  it.each([
    [49, 0, 'below half a fen: down'],
    [50, 1, 'half a fen: up'],
    [51, 1, 'above half a fen: up'],
  ])('of %i hundredths of a fen is %i fen (%s)', (areaDm2, amountFen) => {
    expect(workOutFee(dwelling({ areaDm2 }), lumpSum([perArea(1)])).amountFen).toBe(amountFen);
  });

  it('is rounded once at its foot and not line by line', () => {
    // 0.50 and 0.50 fen: one fen, and not two.
    const terms = lumpSum([perArea(1), { ...perUnit(0) }]);
    const shop: FeeTerms = { ...terms, rates: [perArea(1), perUnit(1)] };
    expect(workOutFee(dwelling({ areaDm2: 50 }), shop)).toMatchObject({ hundredths: 150, amountFen: 2 });
    expect(workOutFee(dwelling({ areaDm2: 49 }), shop)).toMatchObject({ hundredths: 149, amountFen: 1 });
  });

  it('is nothing for a unit whose use the schedule does not name', () => {
    expect(workOutFee(dwelling({ use: 'storage' }), lumpSum([perArea(185)]))).toEqual({
      ...{ lines: [], hundredths: 0, amountFen: 0 },
    });
  });

  it('is the sum of its lines to less than a fen, whatever area, rates and spaces (property)', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100_000_000 }),
        fc.integer({ min: 0, max: 1_000_000 }),
        fc.integer({ min: 0, max: 100_000_000 }),
        fc.integer({ min: 0, max: 100 }),
        (areaDm2, areaFen, unitFen, spaces) => {
          const terms = lumpSum([perArea(areaFen), perUnit(unitFen)], unitFen);
          const { lines, hundredths, amountFen } = workOutFee(dwelling({ areaDm2, spaces }), terms);
          const exact = lines.reduce((sum, line) => sum + BigInt(line.hundredths), 0n);
          const wanted = BigInt(areaDm2) * BigInt(areaFen) + 100n * BigInt(unitFen) * BigInt(1 + spaces);
          expect([exact, BigInt(hundredths), BigInt(amountFen)]).toEqual([wanted, wanted, (wanted + 50n) / 100n]);
        },
      ),
    );
  });
});

describe('the terms of a schedule', () => {
  const terms = { form: 'trust', rates: [perArea(200)], parkingFen: null, firmShare: { num: 1, den: 10 } };

  it.each([
    ['half a fen', { ...terms, rates: [{ ...perArea(1), rateFen: 1.5 }] }],
    ['a rate below zero', { ...terms, rates: [{ ...perArea(1), rateFen: -1 }] }],
    ['a rule twice for one use', { ...terms, rates: [perArea(1), perArea(2)] }],
    ['a trust without the share of the firm', { ...terms, firmShare: null }],
    ['a lump sum with one', { ...terms, form: 'lumpSum' }],
    ['a share above the whole', { ...terms, firmShare: { num: 11, den: 10 } }],
    ['no rate at all', { ...terms, rates: [] }],
  ])('are refused with %s', (_what, wrong) => {
    expect(feeTermsSchema.safeParse(wrong).success).toBe(false);
  });

  it('are taken for each form', () => {
    expect(feeTermsSchema.safeParse(terms).success).toBe(true);
    expect(feeTermsSchema.safeParse({ ...terms, form: 'costPlus', firmShare: { num: 10, den: 10 } }).success).toBe(
      true,
    );
    expect(feeTermsSchema.safeParse(lumpSum([perUnit(0)])).success).toBe(true);
  });
});

describe('schedules', () => {
  const span = (version: number, fromMonth: string, untilMonth: string | null) => ({ version, fromMonth, untilMonth });
  const known = [span(1, '2025-01', '2025-12'), span(2, '2026-01', null)];

  it('rule each month once: an open one ends where the next begins', () => {
    const all = [...known, span(3, '2026-07', '2026-12')];
    expect(inForce(all).map(({ untilMonth }) => untilMonth)).toEqual(['2025-12', '2026-06', '2026-12']);
    expect(
      ['2024-12', '2025-12', '2026-01', '2026-06', '2026-07', '2026-12', '2027-01'].map(
        (month) => scheduleOf(all, month)?.version,
      ),
    ).toEqual([...[undefined, 1, 2, 2, 3, 3, undefined]]);
  });

  it.each([
    [known, '2026-01', null, 'fee-schedule-overlap'],
    [known, '2026-02', null, undefined],
    [[known[0]], '2025-12', null, 'fee-schedule-overlap'],
    [[known[0]], '2026-01', null, undefined],
    [[known[0]], '2026-02', null, 'fee-schedule-gap'],
    [[], '2020-01', null, undefined],
    [known, '2026-05', '2026-05', 'fee-schedule-billed'],
    [known, '2026-06', '2026-05', undefined],
  ])('after %j one from %s, billed through %s: %s', (before, fromMonth, lastBilled, code) => {
    expect(refuseSchedule(before as typeof known, { fromMonth }, lastBilled)?.code).toBe(code);
  });

  it('months are counted over the turn of the year and by the clock of China', () => {
    expect([addMonths('2026-01', -1), addMonths('2026-12', 1), addMonths('2026-03', 24)]).toEqual([
      ...['2025-12', '2027-01', '2028-03'],
    ]);
    expect([monthsBetween('2025-12', '2026-01'), monthsBetween('2026-01', '2025-12')]).toEqual([2, 0]);
    expect([monthOf('2026-10-31T15:59:59.999Z'), monthOf('2026-10-31T16:00:00.000Z')]).toEqual(['2026-10', '2026-11']);
  });
});

describe('a payment', () => {
  const bills = [
    { billId: 'b', month: '2026-02', openFen: 100 },
    { billId: 'a', month: '2026-01', openFen: 50 },
    { billId: 'c', month: '2026-03', openFen: 0 },
  ];

  it('pays the oldest bill first, and the month that it names where it names one', () => {
    expect(allocatePayment(bills, 60, null)).toEqual({
      parts: [
        { billId: 'a', amountFen: 50 },
        { billId: 'b', amountFen: 10 },
      ],
    });
    expect(allocatePayment(bills, 60, '2026-02')).toEqual({ parts: [{ billId: 'b', amountFen: 60 }] });
  });

  it('of all that is open is taken, and of a fen more is refused', () => {
    expect(allocatePayment(bills, 150, null)).toHaveProperty('parts');
    expect(allocatePayment(bills, 151, null)).toEqual({
      rejection: { code: 'payment-beyond-bill', params: { amountFen: 151, openFen: 150 } },
    });
    expect(allocatePayment(bills, 1, '2026-03')).toHaveProperty('rejection');
  });
});

it('rates count fen and households, and the whole of nothing is no rate', () => {
  const counts = { billedFen: 10_000, paidFen: 9_200, billedHouseholds: 10, paidHouseholds: 9 };
  expect(collectionRates(addCounts([counts, counts]))).toEqual({
    money: { part: 18_400, whole: 20_000, percent: 92 },
    households: { part: 18, whole: 20, percent: 90 },
  });
  expect(collectionRates(addCounts([])).money.percent).toBeNull();
});

it('the firm’s reward is its share of what was paid, rounded down', () => {
  expect([firmRewardFen(999, { num: 1, den: 10 }), firmRewardFen(1_000, { num: 1, den: 10 })]).toEqual([99, 100]);
  expect(firmRewardFen(9_007_199_254_740_991, { num: 9_999, den: 10_000 })).toBe(9_006_298_534_815_516);
});
