// Who gets what back: by what they paid, exact to the last fen, never more than was paid.
import fc from 'fast-check';
import { surplusRefunds, type StandingPayment } from '../../domain/receipts/refunds';

const pays = (payerKey: string, amountFen: number, household: string | null = payerKey): StandingPayment => ({
  ...{ payerKey, household, amountFen },
});
const sum = (amounts: readonly { amountFen: number }[]) => amounts.reduce((all, { amountFen }) => all + amountFen, 0);

test('a surplus goes back in proportion to what was paid, not to the flats', () => {
  const shares = surplusRefunds(1_000, [pays('a', 6_000), pays('b', 3_000), pays('daughter', 1_000, 'b')], () => 6_000);
  expect(shares).toEqual([
    { payerKey: 'a', amountFen: 600 },
    { payerKey: 'b', amountFen: 300 },
    { payerKey: 'daughter', amountFen: 100 },
  ]);
});

test('what was paid beyond what was owed goes back first, and whole', () => {
  const shares = surplusRefunds(1_100, [pays('a', 1_000), pays('b', 1_000), pays('b', 1_000)], () => 1_000);
  expect(shares).toEqual([
    { payerKey: 'a', amountFen: 50 },
    { payerKey: 'b', amountFen: 1_050 },
  ]);
});

test('a project given up gives everybody back exactly what they paid', () => {
  const payments = [pays('a', 1), pays('b', 2), pays('a', 3), pays('street', 1_000_000, null)];
  expect(surplusRefunds(1_000_006, payments, () => 2)).toEqual([
    { payerKey: 'a', amountFen: 4 },
    { payerKey: 'b', amountFen: 2 },
    { payerKey: 'street', amountFen: 1_000_000 },
  ]);
});

test('of 997 equal households a surplus of 1 000 fen gives three a second fen, and one of 996 leaves one with nothing', () => {
  const payments = Array.from({ length: 997 }, (_, index) => pays(`h${index}`, 35_000));
  const more = surplusRefunds(1_000, payments, () => 35_000);
  expect([sum(more), more.filter(({ amountFen }) => amountFen === 2).length]).toEqual([1_000, 3]);
  const less = surplusRefunds(996, payments, () => 35_000);
  expect([sum(less), less.length]).toEqual([996, 996]);
});

test('more than was paid is never shared out', () => {
  expect(() => surplusRefunds(11, [pays('a', 10)], () => 10)).toThrow(RangeError);
  expect(surplusRefunds(0, [pays('a', 10)], () => 10)).toEqual([]);
  expect(surplusRefunds(0, [], () => 10)).toEqual([]);
});

test('whatever was paid by whom, the shares sum to the surplus, and nobody gets more than was paid', () => {
  const payment = fc.record({
    payerKey: fc.constantFrom('a', 'b', 'c', 'd'),
    household: fc.constantFrom('1', '2', '3', null),
    amountFen: fc.integer({ min: 1, max: 1_000_000_000_000 }),
  });
  fc.assert(
    fc.property(
      fc.array(payment, { minLength: 1, maxLength: 20 }),
      fc.nat(2_000_000_000_000),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (payments, due, part) => {
        const paid = sum(payments);
        const held = Math.floor(paid * part);
        const shares = surplusRefunds(held, payments, () => due);
        expect(sum(shares)).toBe(held);
        for (const { payerKey, amountFen } of shares)
          expect(amountFen).toBeLessThanOrEqual(sum(payments.filter((one) => one.payerKey === payerKey)));
      },
    ),
  );
});
