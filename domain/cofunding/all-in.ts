// Whether what was promised to a project before its works has come in. The process asks it when money is counted, the payments when one more has
// come: both by this one rule, so that neither says "all is here" where the other says no.
import type { PlanSource } from './messages';
import { isPaidInFirst } from './plan';

/** Fen. What a source of the plan bridges is asked of that source, beside its own part, and of the households no longer. */
export interface Promised {
  sources: readonly PlanSource[];
  /** By the households together, as counted when pledging was over. */
  pledgedFen: number;
  /** By source. */
  bridgedFen: Readonly<Record<string, number>>;
}

/** All of it, to the fen. */
export const ALL = { num: 1, den: 1 };

/**
 * `received`: fen of the households together and of each source. Of the households the fraction `enough` will do, the bound included; every
 * other source that pays before the works must be in, in full.
 */
export function isAllIn(
  { sources, pledgedFen, bridgedFen }: Promised,
  { householdFen, bySource }: { householdFen: number; bySource: Readonly<Record<string, number>> },
  enough: { num: number; den: number },
): boolean {
  const bridged = Object.values(bridgedFen).reduce((sum, fen) => sum + fen, 0);
  const owedFen = Math.max(0, pledgedFen - bridged);
  if (BigInt(householdFen) * BigInt(enough.den) < BigInt(owedFen) * BigInt(enough.num)) return false;
  return sources
    .filter(isPaidInFirst)
    .every(({ sourceId, amountFen }) => (bySource[sourceId] ?? 0) >= amountFen + (bridgedFen[sourceId] ?? 0));
}
