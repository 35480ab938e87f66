// What a statement says: money of one estate in one period, by fund, category and project. Fen, codes and ids only: nobody is named, and no
// household is in it. Pure; the rows come from store/disclosure.
import type { Instant } from '../calendar/types';
import type { Period } from './periods';

/** The estate's own money: common revenue (公共收益), and what a period of property fees left over. */
export const FUNDS = ['commonIncome', 'feeSurplus'] as const;
export type Fund = (typeof FUNDS)[number];

export const INCOME_CATEGORIES = ['parking', 'advertising', 'venue', 'other'] as const;
export type IncomeCategory = (typeof INCOME_CATEGORIES)[number];

/** What it may be spent on; all of it within the estate. */
export const SPENDING_PURPOSES = [
  'repair',
  'greening',
  'security',
  'cleaning',
  'activity',
  'repairFund',
  'audit',
  'other',
] as const;
export type SpendingPurpose = (typeof SPENDING_PURPOSES)[number];

/** One kind of account of a fund: what stood on it before the period, and what the period added; debits > 0. */
export interface FundRow {
  fund: Fund;
  kind: 'held' | 'income' | 'spent' | 'granted';
  /** Of what came in and went out; null: nobody has said, or it is held. */
  category: string | null;
  beforeFen: number;
  withinFen: number;
}

export interface Amount {
  category: string;
  fen: number;
}

export interface FundFigures {
  fund: Fund;
  /** Held at the end of the period before, by the books of now. */
  openingFen: number;
  /** The closing of the version that was published of the period before; null: none. */
  carriedFen: number | null;
  /** What was booked into earlier periods after they had been published: `openingFen` − `carriedFen`. */
  lateFen: number;
  income: Amount[];
  spent: Amount[];
  /** Given to projects, less what came back. */
  grantedFen: number;
  closingFen: number;
}

/** A project at the end of the period; `…Fen` of received, spent and refunded are of the period. */
export interface ProjectFigures {
  projectId: string;
  receivedFen: number;
  spentFen: number;
  refundedFen: number;
  heldFen: number;
}

export interface StatementBody {
  schemaVersion: 1;
  estateId: string;
  no: number;
  length: Period['length'];
  from: Instant;
  until: Instant;
  version: number;
  /** The instant of the snapshot. */
  asOf: Instant;
  funds: FundFigures[];
  projects: ProjectFigures[];
}

/** The figures of every fund, also of one that has no row. `carried`: closings that were published of the period before. */
export function fundFigures(rows: readonly FundRow[], carried: Partial<Record<Fund, number>> | null): FundFigures[] {
  return FUNDS.map((fund) => {
    const of = rows.filter((row) => row.fund === fund);
    const held = of.filter(({ kind }) => kind === 'held');
    const openingFen = sum(held, ({ beforeFen }) => beforeFen);
    const carriedFen = carried?.[fund] ?? null;
    return {
      ...{ fund, openingFen, carriedFen, lateFen: carriedFen === null ? 0 : openingFen - carriedFen },
      income: byCategory(of, 'income', -1),
      spent: byCategory(of, 'spent', 1),
      grantedFen: sum(
        of.filter(({ kind }) => kind === 'granted'),
        ({ withinFen }) => withinFen,
      ),
      closingFen: openingFen + sum(held, ({ withinFen }) => withinFen),
    };
  });
}

/** In the order of the codes. What nobody has classified is `other`, but for a surplus, which comes from nowhere but fees. */
function byCategory(rows: readonly FundRow[], kind: FundRow['kind'], sign: 1 | -1): Amount[] {
  const sums = new Map<string, number>();
  for (const { fund, category, withinFen } of rows.filter((row) => row.kind === kind && row.withinFen !== 0)) {
    const code = category ?? (kind === 'income' && fund === 'feeSurplus' ? 'feeSurplus' : 'other');
    sums.set(code, (sums.get(code) ?? 0) + sign * withinFen);
  }
  return [...sums].map(([category, fen]) => ({ category, fen })).sort((a, b) => (a.category < b.category ? -1 : 1));
}

const sum = <T>(items: readonly T[], of: (item: T) => number): number =>
  items.reduce((total, item) => total + of(item), 0);
