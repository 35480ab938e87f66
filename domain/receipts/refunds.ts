// Who gets what back. A surplus goes to those who paid, by what they paid, not to the flats: first what somebody paid beyond what was owed,
// then the rest in proportion, shared out by largest remainder so that nothing is left over and nobody gets more than was paid.
import { proRata } from '../ledger/pro-rata';

/** A payment that stands. Who paid is not always the household: a daughter gets back what she paid. */
export interface StandingPayment {
  /** Who paid, whatever the caller tells them apart by. */
  payerKey: string;
  /** For which household; null: none (a grant, a sponsor). */
  household: string | null;
  amountFen: number;
}

export interface PayerShare {
  payerKey: string;
  amountFen: number;
}

/**
 * What of `heldFen` each payer gets back. `payments` in the order in which they came, less what was given back already; `dueFen` says what a
 * household owed. Payers in the order in which they first paid; those who get nothing are left out. Throws RangeError where more is held than
 * was paid: the ledger would not balance.
 */
export function surplusRefunds(
  heldFen: number,
  payments: readonly StandingPayment[],
  dueFen: (household: string) => number,
): PayerShare[] {
  const paidFen = payments.reduce((sum, { amountFen }) => sum + amountFen, 0);
  if (heldFen > paidFen) throw new RangeError(`${heldFen} held of ${paidFen} paid`);
  const owed = new Map<string, number>();
  const base = new Map<string, number>();
  const excess = new Map<string, number>();
  for (const { payerKey, household, amountFen } of payments) {
    const stillOwed = household === null ? amountFen : (owed.get(household) ?? dueFen(household));
    const within = Math.min(amountFen, stillOwed);
    if (household !== null) owed.set(household, stillOwed - within);
    base.set(payerKey, (base.get(payerKey) ?? 0) + within);
    excess.set(payerKey, (excess.get(payerKey) ?? 0) + amountFen - within);
  }
  const allExcess = sumOf(excess);
  const excessFen = Math.min(heldFen, allExcess);
  const first = proRata(weighted(excess), excessFen);
  const rest = proRata(weighted(base), heldFen - excessFen);
  return [...base.keys()]
    .map((payerKey) => ({ payerKey, amountFen: (first.get(payerKey) ?? 0) + (rest.get(payerKey) ?? 0) }))
    .filter(({ amountFen }) => amountFen > 0);
}

const sumOf = (amounts: ReadonlyMap<string, number>): number =>
  [...amounts.values()].reduce((sum, fen) => sum + fen, 0);

const weighted = (amounts: ReadonlyMap<string, number>): { key: string; weight: number }[] =>
  [...amounts].map(([key, weight]) => ({ key, weight }));
