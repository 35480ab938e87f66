// What a payment is to its household: both sides of every bound.
import fc from 'fast-check';
import { classify, outstandingFen, type PaymentSituation } from '../../domain/receipts/classify';

const paid = (more: Partial<PaymentSituation>): PaymentSituation => ({
  ...{ amountFen: 10_000, dueFen: 10_000, paidFen: 0, refundedFen: 0 },
  ...{ state: 'open', isLate: false, isContracted: false, paidBy: 'self', ...more },
});

test('what was pledged, to the fen, is exact; a fen less is too little, a fen more too much', () => {
  expect(classify(paid({}))).toMatchObject({ amount: 'exact', excessFen: 0, leftFen: 0 });
  expect(classify(paid({ amountFen: 9_999 }))).toMatchObject({ amount: 'underpaid', excessFen: 0, leftFen: 1 });
  expect(classify(paid({ amountFen: 10_001 }))).toMatchObject({ amount: 'overpaid', excessFen: 1, leftFen: 0 });
});

test('the rest of an underpayment makes it exact', () => {
  expect(classify(paid({ amountFen: 4_000, paidFen: 6_000 }))).toMatchObject({ amount: 'exact', leftFen: 0 });
});

test('the same amount once more is paid twice; another is overpaid', () => {
  expect(classify(paid({ paidFen: 10_000 }))).toMatchObject({ amount: 'paidTwice', excessFen: 10_000 });
  expect(classify(paid({ paidFen: 10_000, amountFen: 5_000 }))).toMatchObject({ amount: 'overpaid', excessFen: 5_000 });
});

test('what was given back is owed again', () => {
  expect(classify(paid({ paidFen: 10_000, refundedFen: 10_000 }))).toMatchObject({ amount: 'exact', excessFen: 0 });
  expect(outstandingFen({ dueFen: 10_000, paidFen: 12_000, refundedFen: 1_000 })).toBe(0);
});

test('a relative who pays is noted, and it counts', () => {
  expect(classify(paid({ paidBy: 'relative' }))).toMatchObject({
    paidBy: 'relative',
    returnedFor: null,
    amount: 'exact',
  });
});

test('late money is taken until the works are contracted, and sent back afterwards', () => {
  expect(classify(paid({ isLate: true, state: 'closed' }))).toMatchObject({ timing: 'late', returnedFor: null });
  expect(classify(paid({ isLate: true, state: 'closed', isContracted: true }))).toMatchObject({
    ...{ timing: 'late', returnedFor: 'late', leftFen: 10_000, excessFen: 0 },
  });
});

test('what was paid in time and is only told after the contract counts', () => {
  expect(classify(paid({ state: 'closed', isContracted: true }))).toMatchObject({
    timing: 'inTime',
    returnedFor: null,
  });
});

test('a project that lapsed takes nothing, in time or not', () => {
  for (const isLate of [false, true])
    expect(classify(paid({ state: 'lapsed', isLate }))).toMatchObject({ returnedFor: 'lapsed', leftFen: 10_000 });
});

test('what is taken is what was owed and what is beyond it: no fen is lost between them', () => {
  const fen = fc.integer({ min: 0, max: 10_000_000_000_000 });
  fc.assert(
    fc.property(
      fen.filter((n) => n > 0),
      fen,
      fen,
      (amountFen, dueFen, paidFen) => {
        const before = outstandingFen({ dueFen, paidFen, refundedFen: 0 });
        const { excessFen, leftFen } = classify(paid({ amountFen, dueFen, paidFen }));
        expect(before - leftFen + excessFen).toBe(amountFen);
      },
    ),
  );
});
