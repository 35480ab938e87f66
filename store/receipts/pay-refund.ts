// Refunds on their way: asked for, paid by two people or by the provider, held where nobody can be reached.
import type { LocalDate } from '../../domain/calendar/types';
import { lockEstates } from '../ledger/write';
import { refused } from '../refused';
import type { Tx } from '../transaction';
import { lockCollecting } from './collect-window';
import { orderOfMoney, type PaymentOrderRow } from './orders';
import {
  assertFree,
  insertRefunds,
  lockRefund,
  moveRefund,
  postRefund,
  tellIfRefundsOver,
  type RefundRow,
  type RefundState,
} from './refund-rows';
import { standingMatch, waitingMoney } from './keep-matches';
import { readMoney } from './take-money';

interface Asked {
  estateId: string;
  refundId: string;
  byAccount: string;
  at: Date;
}

/** Under the locks. Refuses `not-found`, `refund-already-paid`. */
async function openRefund(tx: Tx, { estateId, refundId }: Asked): Promise<RefundRow> {
  await lockEstates(tx, [estateId]);
  const refund = await lockRefund(tx, refundId);
  if (refund?.estateId !== estateId) throw refused('not-found');
  if (refund.processId !== null) await lockCollecting(tx, refund.processId);
  if (refund.transactionId !== null) throw refused('refund-already-paid', { refundId });
  return refund;
}

/**
 * One person says that it was paid, a second one confirms, and it is booked. Money that the street has disposed of is confirmed the same way when
 * it went. Refuses `not-found`, `refund-already-paid`, `refund-sent`, `second-person-needed`, `received-in-future`, and what the ledger refuses.
 */
export async function payRefund(
  tx: Tx,
  asked: Asked & { paidOn: LocalDate; today: LocalDate },
): Promise<{ state: RefundState }> {
  const { refundId, byAccount, paidOn, at } = asked;
  const refund = await openRefund(tx, asked);
  if (refund.state === 'sent') throw refused('refund-sent', { refundId });
  if (paidOn > asked.today) throw refused('received-in-future', { receivedOn: paidOn });
  const isDisposed = refund.state === 'disposed';
  if (refund.firstBy === null) {
    const state = isDisposed ? 'disposed' : 'confirmed';
    await moveRefund(tx, refundId, { state, firstBy: byAccount, at });
    return { state };
  }
  if (refund.firstBy === byAccount) throw refused('second-person-needed');
  const byAccounts = [refund.firstBy, byAccount];
  const transactionId = await postRefund(tx, refund, { happenedOn: paidOn, byAccounts, at });
  const state = isDisposed ? 'disposed' : 'paid';
  await moveRefund(tx, refundId, { state, secondBy: byAccount, transactionId, at });
  if (refund.processId !== null) await tellIfRefundsOver(tx, refund.processId, at);
  return { state };
}

/** Nobody to pay it to: it is held and shown. Refuses `not-found`, `refund-already-paid`, `refund-sent`, `refund-held`, `refund-disposed`. */
export async function holdRefund(tx: Tx, asked: Asked & { reasonText: string }): Promise<void> {
  const { refundId, reasonText, at } = asked;
  const refund = await openRefund(tx, asked);
  if (refund.state === 'sent') throw refused('refund-sent', { refundId });
  if (refund.state === 'held') throw refused('refund-held', { refundId });
  if (refund.state === 'disposed') throw refused('refund-disposed', { refundId });
  await moveRefund(tx, refundId, { state: 'held', firstBy: null, heldText: reasonText, at });
  if (refund.processId !== null) await tellIfRefundsOver(tx, refund.processId, at);
}

/**
 * Part or all of one payment is to go back: what was paid twice or too much. Refuses `not-found`, `money-not-matched`, `refund-exceeds-paid`
 * (with what is on its way already), `not-enough-held` where it was spent since, `refund-already-listed` once the whole project is being given back, `id-already-used`.
 */
export async function requestRefund(
  tx: Tx,
  asked: { estateId: string; moneyId: string; refundId: string; amountFen: number; at: Date },
): Promise<void> {
  const { estateId, moneyId, refundId, amountFen, at } = asked;
  await lockEstates(tx, [estateId]);
  const money = await readMoney(tx, moneyId);
  if (money?.estateId !== estateId) throw refused('not-found');
  const match = await standingMatch(tx, moneyId);
  if (!match) throw refused('money-not-matched', { moneyId });
  const { processId, sourceId, rightNo, payer } = match;
  const { rowCount: isListed } = await tx.query('select from refund_list where process_id = $1', [processId]);
  if (isListed) throw refused('refund-already-listed', { processId });
  const { rows } = await tx.query<{ fen: string }>(
    'select coalesce(sum(amount_fen), 0) as fen from refund where money_id = $1',
    [moneyId],
  );
  const promisedFen = Number(rows[0]?.fen ?? 0);
  if (promisedFen + amountFen > money.amountFen)
    throw refused('refund-exceeds-paid', { moneyId, paidFen: money.amountFen, refundedFen: promisedFen });
  // What cannot be paid would be waited for without end.
  await assertFree(tx, { processId, sourceId, amountFen });
  const { payerHash, sealed } = money;
  const refund = {
    refundId,
    estateId,
    processId,
    of: 'excess' as const,
    sourceId,
    rightNo,
    payer,
    moneyId,
    payerHash,
    sealed,
  };
  if (!(await insertRefunds(tx, [{ ...refund, amountFen }], at))) throw refused('id-already-used', { id: refundId });
}

/** Money that nobody can be found for, or that came too late, goes back to whoever sent it. Refuses as `waitingMoney`, and `id-already-used`. */
export async function returnMoney(
  tx: Tx,
  asked: { estateId: string; moneyId: string; refundId: string; at: Date },
): Promise<void> {
  const { estateId, moneyId, refundId, at } = asked;
  const { payerHash, sealed, amountFen } = await waitingMoney(tx, estateId, moneyId);
  const none = { processId: null, sourceId: null, rightNo: null, payer: null };
  const refund = { refundId, estateId, of: 'unmatched' as const, ...none, moneyId, payerHash, sealed, amountFen };
  if (!(await insertRefunds(tx, [refund], at))) throw refused('id-already-used', { id: refundId });
}

/**
 * Marks it as asked of the provider; the caller then asks it, with the order that brought the money. Asking again is harmless. Refuses `not-found`,
 * `refund-already-paid` (also where a first person has said that it was: the provider would pay it once more), `refund-disposed`,
 * `not-paid-online`.
 */
export async function sendRefund(tx: Tx, asked: Asked): Promise<{ order: PaymentOrderRow; amountFen: number }> {
  const { refundId, byAccount, at } = asked;
  const refund = await openRefund(tx, asked);
  if (refund.state === 'disposed') throw refused('refund-disposed', { refundId });
  if (refund.state === 'confirmed') throw refused('refund-already-paid', { refundId });
  const order = await orderFor(tx, refund);
  if (!order) throw refused('not-paid-online', { refundId });
  await moveRefund(tx, refundId, { state: 'sent', firstBy: byAccount, at });
  return { order, amountFen: refund.amountFen };
}

/** The provider has said no: it is to be paid in another way. One that was paid meanwhile stays paid. */
export async function unsendRefund(tx: Tx, { estateId, refundId, at }: Omit<Asked, 'byAccount'>): Promise<void> {
  await lockEstates(tx, [estateId]);
  if ((await lockRefund(tx, refundId))?.state === 'sent')
    await moveRefund(tx, refundId, { state: 'listed', firstBy: null, at });
}

/** The order whose money it gives back; for a share of a surplus, one of the household's that is large enough. */
async function orderFor(
  tx: Tx,
  { moneyId, processId, rightNo, amountFen }: RefundRow,
): Promise<PaymentOrderRow | undefined> {
  if (moneyId !== null) return orderOfMoney(tx, moneyId);
  const { rows } = await tx.query<{ moneyId: string }>(
    `select money_id as "moneyId" from payment_order where process_id = $1 and right_no = $2 and state = 'paid' and amount_fen - refunded_fen >= $3
     order by created_at, id limit 1`,
    [processId, rightNo, amountFen],
  );
  return rows[0] && orderOfMoney(tx, rows[0].moneyId);
}
