// A voting platform's own totals against ours, over the ballots that it brought: every figure in which they differ. Pure; what follows
// from a difference (an official's explanation before the count may be signed) is in store/evote/totals.ts.
import type { ItemTotals, Weight } from './count-types';

/** What was counted of a platform's ballots: one per right, the newest of each. */
export interface PlatformTotals {
  ballotCount: number;
  /** Answers as in a ballot, and `blank` for items left open; an answer that is not named has nothing. */
  items: { itemId: string; answers: Record<string, Weight> }[];
}

export interface TotalsDifference {
  /** Null: the number of ballots. */
  itemId: string | null;
  answer: string | null;
  measure: 'ballots' | 'heads' | 'areaDm2';
  ours: number;
  theirs: number;
}

/** Our side, from the totals that the count makes of the platform's ballots alone. Answers that nobody gave are left out. */
export function platformTotals(ballotCount: number, items: readonly ItemTotals[]): PlatformTotals {
  return {
    ballotCount,
    items: items.map(({ itemId, choices, blank }) => ({
      itemId,
      answers: Object.fromEntries(
        Object.entries({ ...choices, blank }).filter(([, { heads, areaDm2 }]) => heads > 0 || areaDm2 > 0),
      ),
    })),
  };
}

/** In the order of our items; empty: they agree. */
export function totalsDifferences(ours: PlatformTotals, theirs: PlatformTotals): TotalsDifference[] {
  const differences: TotalsDifference[] = [];
  const compare = (
    where: Pick<TotalsDifference, 'itemId' | 'answer' | 'measure'>,
    own: number,
    other: number,
  ): void => {
    if (own !== other) differences.push({ ...where, ours: own, theirs: other });
  };
  compare({ itemId: null, answer: null, measure: 'ballots' }, ours.ballotCount, theirs.ballotCount);
  const itemIds = new Set([...ours.items, ...theirs.items].map(({ itemId }) => itemId));
  for (const itemId of itemIds) {
    const [own, other] = [answersOf(ours, itemId), answersOf(theirs, itemId)];
    for (const answer of [...new Set([...Object.keys(own), ...Object.keys(other)])].sort())
      for (const measure of ['heads', 'areaDm2'] as const)
        compare({ itemId, answer, measure }, own[answer]?.[measure] ?? 0, other[answer]?.[measure] ?? 0);
  }
  return differences;
}

const answersOf = ({ items }: PlatformTotals, itemId: string): Record<string, Weight | undefined> =>
  items.find((item) => item.itemId === itemId)?.answers ?? {};
