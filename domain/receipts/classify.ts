// What a payment is to the household it is for: enough, too little, too much, twice, from somebody else of the household, too late, or for a
// project that lapsed. Money that cannot be taken is not lost: it waits for a person to send it back.

/** `closed`: collecting is over. `lapsed`: the project takes no money any more. */
export type CollectState = 'open' | 'closed' | 'lapsed';

/** Whether who paid is on the roll for the household, as far as the bank or the desk says. */
export type PaidBy = 'self' | 'relative' | 'unknown';

export interface PaymentSituation {
  amountFen: number;
  /** Pledged, or the share that was agreed upon. */
  dueFen: number;
  /** Received for the household so far, less what was reversed. */
  paidFen: number;
  /** Given back to the household so far. */
  refundedFen: number;
  state: CollectState;
  /** Paid at or after the end of collecting; a bank's date counts as a whole day. */
  isLate: boolean;
  /** The works are contracted: what comes late is not counted on any more. */
  isContracted: boolean;
  paidBy: PaidBy;
}

export interface PaymentClass {
  amount: 'exact' | 'underpaid' | 'overpaid' | 'paidTwice';
  timing: 'inTime' | 'late';
  paidBy: PaidBy;
  /** Null: it is taken. */
  returnedFor: 'lapsed' | 'late' | null;
  /** What the household has paid beyond what it owed. */
  excessFen: number;
  /** What it still owes. */
  leftFen: number;
}

/** What a household still owes: never below zero. */
export const outstandingFen = (of: { dueFen: number; paidFen: number; refundedFen: number }): number =>
  Math.max(0, of.dueFen - of.paidFen + of.refundedFen);

export function classify(payment: PaymentSituation): PaymentClass {
  const { amountFen, dueFen, paidFen, state, isLate, isContracted, paidBy } = payment;
  const before = outstandingFen(payment);
  const left = Math.max(0, before - amountFen);
  const excess = Math.max(0, amountFen - before);
  const isAgain = before === 0 && paidFen > 0 && amountFen === dueFen;
  const returnedFor = state === 'lapsed' ? 'lapsed' : isLate && isContracted ? 'late' : null;
  return {
    amount: isAgain ? 'paidTwice' : excess > 0 ? 'overpaid' : left > 0 ? 'underpaid' : 'exact',
    timing: isLate ? 'late' : 'inTime',
    paidBy,
    returnedFor,
    excessFen: returnedFor === null ? excess : 0,
    leftFen: returnedFor === null ? left : before,
  };
}
