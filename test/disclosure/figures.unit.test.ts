// How rows of the ledger become the figures of a statement.
import fc from 'fast-check';
import { FUNDS, fundFigures, type FundRow } from '../../domain/disclosure/figures';

const row = (more: Partial<FundRow>): FundRow => ({
  ...{ fund: 'commonIncome', kind: 'held', category: null, beforeFen: 0, withinFen: 0 },
  ...more,
});

describe('the figures of a fund', () => {
  it('add up: opening, income by category, spending by purpose, what projects got, closing', () => {
    const rows = [
      row({ beforeFen: 1_000, withinFen: 550 }),
      row({ kind: 'income', category: 'parking', beforeFen: -1_000, withinFen: -700 }),
      row({ kind: 'income', category: null, withinFen: -100 }),
      row({ kind: 'spent', category: 'repair', withinFen: 200 }),
      row({ kind: 'granted', withinFen: 50 }),
    ];
    expect(fundFigures(rows, null)[0]).toEqual({
      ...{ fund: 'commonIncome', openingFen: 1_000, carriedFen: null, lateFen: 0 },
      income: [
        { category: 'other', fen: 100 },
        { category: 'parking', fen: 700 },
      ],
      ...{ spent: [{ category: 'repair', fen: 200 }], grantedFen: 50, closingFen: 1_550 },
    });
  });

  it('say what was booked into earlier periods after they had been published', () => {
    const [common, surplus] = fundFigures([row({ beforeFen: 1_000 })], { commonIncome: 900 });
    expect(common).toMatchObject({ openingFen: 1_000, carriedFen: 900, lateFen: 100 });
    expect(surplus).toMatchObject({ fund: 'feeSurplus', carriedFen: null, lateFen: 0, closingFen: 0 });
  });

  it('call what came from fees a surplus, and not other income', () => {
    const [, surplus] = fundFigures([row({ fund: 'feeSurplus', kind: 'income', withinFen: -5 })], null);
    expect(surplus?.income).toEqual([{ category: 'feeSurplus', fen: 5 }]);
  });

  it('balance for any rows that balance in themselves', () => {
    const amount = fc.integer({ min: 0, max: 1_000_000 });
    const move = fc.record({ fund: fc.constantFrom(...FUNDS), income: amount, spent: amount, granted: amount });
    fc.assert(
      fc.property(fc.array(move), (moves) => {
        const rows = moves.flatMap(({ fund, income, spent, granted }) => [
          row({ fund, withinFen: income - spent - granted }),
          row({ fund, kind: 'income', category: 'venue', withinFen: -income }),
          row({ fund, kind: 'spent', category: 'audit', withinFen: spent }),
          row({ fund, kind: 'granted', withinFen: granted }),
        ]);
        for (const figures of fundFigures(rows, null)) {
          const total = (items: { fen: number }[]) => items.reduce((sum, { fen }) => sum + fen, 0);
          const { openingFen, income, spent, grantedFen, closingFen } = figures;
          expect(openingFen + total(income) - total(spent) - grantedFen).toBe(closingFen);
        }
      }),
    );
  });
});
