// Money that a payment provider has given back: one of our refunds, or one that it made of its own accord (a disputed payment).
import { uuidFrom } from '../ids';
import { localDateOf } from '../../domain/calendar/instant';
import { refused } from '../refused';
import type { Tx } from '../transaction';
import { lockCollecting } from './collect-window';
import type { PaymentOrderRow } from './orders';
import { insertRefunds, lockRefund, moveRefund, postRefund, tellIfRefundsOver, type RefundRow } from './refund-rows';
import { standingMatch } from './keep-matches';
import { readMoney } from './take-money';

export interface ToldRefund {
  eventId: string;
  amountFen: number;
  refundId: string | null;
  happenedAt: Date;
  at: Date;
}

/**
 * Books it once. Refuses `order-not-found` for a refund of another estate, `refund-exceeds-paid`; `amount-changed` where the provider gave back another sum than we asked for. A refund of ours that
 * is paid already changes nothing and answers `stale`.
 */
export async function refundByProvider(tx: Tx, order: PaymentOrderRow, told: ToldRefund): Promise<'taken' | 'stale'> {
  const { orderId, processId, amountFen: orderedFen } = order;
  // In the order in which everybody takes them: the refund, then the window.
  const ours = told.refundId === null ? undefined : await lockRefund(tx, told.refundId);
  await lockCollecting(tx, processId);
  if (ours && ours.estateId !== order.estateId) throw refused('order-not-found', { orderId });
  if (ours?.state === 'paid') return 'stale';
  if (ours && ours.amountFen !== told.amountFen)
    throw refused('amount-changed', { orderId, orderedFen: ours.amountFen });
  if (order.refundedFen + told.amountFen > orderedFen)
    throw refused('refund-exceeds-paid', { orderId, paidFen: orderedFen, refundedFen: order.refundedFen });
  const refund = ours ?? (await ownAccord(tx, order, told));
  const happenedOn = localDateOf(told.happenedAt.toISOString());
  const transactionId = await postRefund(tx, refund, { happenedOn, byAccounts: [], at: told.at });
  await moveRefund(tx, refund.refundId, { state: 'paid', transactionId, at: told.at });
  await tx.query('update payment_order set refunded_fen = refunded_fen + $2 where id = $1', [orderId, told.amountFen]);
  await tellIfRefundsOver(tx, processId, told.at);
  return 'taken';
}

async function ownAccord(tx: Tx, { orderId, moneyId }: PaymentOrderRow, told: ToldRefund): Promise<RefundRow> {
  const money = moneyId === null ? undefined : await readMoney(tx, moneyId);
  if (!money) throw new Error(`the paid order ${orderId} has no money`);
  const match = await standingMatch(tx, money.moneyId);
  const refundId = uuidFrom(`refund:${orderId}:${told.eventId}`);
  const { estateId, payerHash, sealed } = money;
  const of = match ? ('excess' as const) : ('unmatched' as const);
  const whose = { processId: match?.processId ?? null, sourceId: match?.sourceId ?? null, payer: match?.payer ?? null };
  const refund = {
    refundId,
    estateId,
    of,
    ...whose,
    rightNo: match?.rightNo ?? null,
    moneyId: money.moneyId,
    payerHash,
    sealed,
  };
  await insertRefunds(tx, [{ ...refund, amountFen: told.amountFen }], told.at);
  const kept = await lockRefund(tx, refundId);
  if (!kept) throw new Error(`the refund ${refundId} was not kept`);
  return kept;
}
