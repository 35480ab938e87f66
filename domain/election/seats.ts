// How large a committee of this estate may be, and how few elected still make one.
import type { ElectionPolicy } from '../policy/schema';

/** An estate's size at the launch of its election. */
export interface EstateSize {
  unitCount: number;
  /** All exclusive areas together, in 0.01 m². */
  areaDm2: number;
}

/** Smallest lawful committee of this estate: the small-estate rule where its units (北京 39, 杭州 27) or its area (上海 20) allow it. */
export function legalMinimum(policy: ElectionPolicy, { unitCount, areaDm2 }: EstateSize): number {
  const { min, smallMin, smallUpToUnits, smallUpToAreaDm2 = 0 } = policy.committeeSize.value;
  return unitCount <= smallUpToUnits || areaDm2 <= smallUpToAreaDm2 ? smallMin : min;
}

/** A committee exists when it has its lawful minimum and more than half of the seats put to the vote (Hangzhou art. 27, taken as default). */
export const minimumSeats = (legalMin: number, seats: number): number => Math.max(legalMin, Math.floor(seats / 2) + 1);
