// The households of a project as a payment finds them: under the lock of the window, with what each has paid; and what a payment is to one of them.
import type { LocalDate } from '../../domain/calendar/types';
import { classify, type PaidBy, type PaymentClass } from '../../domain/receipts/classify';
import { refused } from '../refused';
import type { Tx } from '../transaction';
import { isLateFor, lockCollecting, type CollectWindowRow } from './collect-window';
import { payersOf, type PayerRow } from './payers';
import { readPlan } from './project-plan';

export interface HouseholdTarget {
  processId: string;
  rightNo: number;
}

/** When it was paid: to the instant where that is known. */
export type PaidAt = { at: Date } | { on: LocalDate };

export interface Household {
  window: CollectWindowRow;
  sourceId: string;
  payer: PayerRow;
}

/**
 * The households with what they have paid, under the windows' locks and in the order of their projects. Refuses `not-collecting` and
 * `payer-not-found`.
 */
export async function lockHouseholds(
  tx: Tx,
  targets: readonly HouseholdTarget[],
): Promise<(to: HouseholdTarget) => Household> {
  const found = new Map<string, Household>();
  for (const processId of [...new Set(targets.map((to) => to.processId))].sort()) {
    const window = (await lockCollecting(tx, processId))?.window;
    const source = (await readPlan(tx, processId))?.sources.find(({ kind }) => kind === 'household');
    if (!window || !source) throw refused('not-collecting', { processId });
    const rights = targets.filter((to) => to.processId === processId).map(({ rightNo }) => rightNo);
    for (const payer of await payersOf(tx, processId, rights))
      found.set(`${processId}:${payer.rightNo}`, { window, payer, sourceId: source.sourceId });
  }
  return ({ processId, rightNo }) => {
    const household = found.get(`${processId}:${rightNo}`);
    if (!household) throw refused('payer-not-found', { rightNo });
    return household;
  };
}

/** What the payment is to the household as it stands; one that is taken counts for the next. */
export function judge({ window, payer }: Household, amountFen: number, paid: PaidAt, paidBy: PaidBy): PaymentClass {
  const { dueFen, paidFen, refundedFen } = payer;
  const isLate = isLateFor(window.closesAt, paid);
  const { state, isContracted } = window;
  const paymentClass = classify({ amountFen, dueFen, paidFen, refundedFen, state, isLate, isContracted, paidBy });
  if (paymentClass.returnedFor === null) payer.paidFen += amountFen;
  return paymentClass;
}

/** The match of a payment that is taken. */
export const matchOf = (
  { payer, sourceId }: Household,
  { amount, timing, paidBy, excessFen }: PaymentClass,
  { processId, rightNo }: HouseholdTarget,
) => ({ processId, rightNo, sourceId, payer: payer.payer, amountClass: amount, timing, paidBy, excessFen });
