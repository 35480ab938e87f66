// Sharing whole fen out in proportion, exactly: rounded down, and what is left over goes one fen each to the largest remainders.
import { byLargestRemainder } from '../largest-remainder';

/** One part of an amount: who gets it, and in proportion to what. */
export interface Weighted {
  key: string;
  /** Whole number from 0. */
  weight: number;
}

/**
 * Shares `amountFen` (whole, from 0) out by weight; the parts sum exactly to it, and none is above its fair share by a fen or more. Among
 * equal remainders the lower key is first, so that the order of the parts changes nothing. Throws a RangeError where all weights are 0 and
 * there is something to share out.
 */
export function proRata(parts: readonly Weighted[], amountFen: number): Map<string, number> {
  const whole = parts.reduce((sum, { weight }) => sum + BigInt(weight), 0n);
  if (amountFen === 0) return new Map(parts.map(({ key }) => [key, 0]));
  if (whole === 0n) throw new RangeError(`${amountFen} fen, and nobody to share them out to`);
  const rounded = byLargestRemainder(parts, { fen: amountFen, of: whole }, amountFen, (one, other) =>
    one.key < other.key ? -1 : 1,
  );
  return new Map(rounded.map(({ part, wholeFen, extraFen }) => [part.key, wholeFen + extraFen]));
}

export type SpendingAllocation =
  | { ok: true; /** By source; those that give nothing are left out. */ bySource: Record<string, number> }
  | { ok: false; code: 'not-enough-held'; heldFen: number };

/**
 * From which sources of a project a spending is paid: in proportion to what is held of each, exactly, and never more than is held. Refuses
 * `not-enough-held` when all together are too little. Amounts are whole fen, `amountFen` from 1.
 */
export function allocateSpending(
  heldBySource: Readonly<Record<string, number>>,
  amountFen: number,
): SpendingAllocation {
  if (!Number.isSafeInteger(amountFen) || amountFen < 1) throw new RangeError(`no amount to spend: ${amountFen}`);
  const parts = Object.entries(heldBySource).map(([key, weight]) => ({ key, weight }));
  const heldFen = parts.reduce((sum, { weight }) => sum + weight, 0);
  if (amountFen > heldFen) return { ok: false, code: 'not-enough-held', heldFen };
  // Not above what is held: the share is at most held, so rounded up it is as well, since held is whole.
  const shares = [...proRata(parts, amountFen)].filter(([, fen]) => fen > 0);
  return { ok: true, bySource: Object.fromEntries(shares) };
}
