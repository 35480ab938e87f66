// Shares as the law states them, compared exactly: cross-multiplied integers, never a division or a float.
// Which fraction applies to which matter is decided in owners-vote/count.ts from the policy.
import type { FractionCheck } from './owners-vote/count-types';

/** `isStrict`: 过半数 and 超过, the bound itself is not enough. Otherwise 以上, the bound is enough (Civil Code 1259). */
export interface ExactFraction {
  num: number;
  den: number;
  isStrict: boolean;
}

/** The smallest whole amount of `whole` that satisfies the fraction; may exceed `whole` where the fraction cannot be met. */
export function amountNeeded(whole: number, fraction: ExactFraction): number {
  assertAmount(whole, 'whole');
  assertFraction(fraction);
  const product = BigInt(whole) * BigInt(fraction.num);
  const den = BigInt(fraction.den);
  const needed = fraction.isStrict ? product / den + 1n : (product + den - 1n) / den;
  // A share of nothing is never reached: an empty electorate decides nothing, nobody's silence is three quarters of it.
  return Number(needed === 0n ? 1n : needed);
}

/** Whether `part` of `whole` reaches the fraction. `part` and `whole` are whole numbers of one unit (heads, 0.01 m², fen). */
export function isReached(part: number, whole: number, fraction: ExactFraction): boolean {
  return shortfall(part, whole, fraction) === 0;
}

/** The smallest whole amount that `part` lacks while `whole` stays as it is; 0 when the fraction is reached. */
export function shortfall(part: number, whole: number, fraction: ExactFraction): number {
  assertAmount(part, 'part');
  if (part > whole) throw new RangeError(`a part of ${part} is more than its whole of ${whole}`);
  return Math.max(0, amountNeeded(whole, fraction) - part);
}

/** The comparison with everything that is needed to follow it by hand. */
export function checkFraction(part: number, whole: number, { num, den, isStrict }: ExactFraction): FractionCheck {
  const missing = shortfall(part, whole, { num, den, isStrict });
  return { part, whole, num, den, isStrict, isReached: missing === 0, shortfall: missing };
}

function assertAmount(amount: number, name: string): void {
  if (!Number.isSafeInteger(amount) || amount < 0)
    throw new RangeError(`${name} must be a whole number from 0: ${amount}`);
}

function assertFraction({ num, den }: ExactFraction): void {
  if (!Number.isSafeInteger(num) || !Number.isSafeInteger(den) || num < 1 || den < num)
    throw new RangeError(`not a share: ${num}/${den}`);
}
