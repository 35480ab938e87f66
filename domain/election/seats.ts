// How large a committee of this estate may be, and how few elected still make one.
import type { ElectionPolicy } from '../policy/schema';

/** Smallest lawful committee of this estate: the small-estate rule where its size allows. */
export const legalMinimum = (policy: ElectionPolicy, unitCount: number): number => {
  const { min, smallMin, smallUpToUnits } = policy.committeeSize.value;
  return unitCount <= smallUpToUnits ? smallMin : min;
};

/** A committee exists when it has its lawful minimum and more than half of the seats put to the vote (Hangzhou art. 27, taken as default). */
export const minimumSeats = (legalMin: number, seats: number): number => Math.max(legalMin, Math.floor(seats / 2) + 1);
