// Which bills a payment pays: the one that it names, or the oldest that are open. It never exceeds what is owed: the API refuses the rest, so
// that nobody's money lies without a bill.
import type { Rejection } from '../process';
import type { Month } from './months';

export interface OpenBill {
  billId: string;
  month: Month;
  /** Billed and not yet paid. */
  openFen: number;
}

export interface PaymentPart {
  billId: string;
  amountFen: number;
}

/** Bills of one unit in any order. Refuses `payment-beyond-bill` with what is open. `month` null: the oldest first. */
export function allocatePayment(
  bills: readonly OpenBill[],
  amountFen: number,
  month: Month | null,
): { parts: PaymentPart[] } | { rejection: Rejection } {
  const meant = bills
    .filter((bill) => bill.openFen > 0 && (month === null || bill.month === month))
    .sort((a, b) => (a.month < b.month ? -1 : 1));
  const openFen = meant.reduce((sum, bill) => sum + bill.openFen, 0);
  if (amountFen > openFen) return { rejection: { code: 'payment-beyond-bill', params: { amountFen, openFen } } };
  let left = amountFen;
  const parts: PaymentPart[] = [];
  for (const { billId, openFen: most } of meant) {
    const paid = Math.min(left, most);
    if (paid > 0) parts.push({ billId, amountFen: paid });
    left -= paid;
  }
  return { parts };
}
