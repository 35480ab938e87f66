// What a payment provider tells of an order: paid, failed, refunded. Told twice it is once; out of order it comes to the same; with another amount
// than was asked for it is refused and nothing is booked.
import { localDateOf } from '../../domain/calendar/instant';
import type { FieldCipher } from '../crypto/field-cipher';
import { lockEstates } from '../ledger/write';
import { refused } from '../refused';
import type { Tx } from '../transaction';
import { tellIfAllPaid } from './all-paid';
import { findOrder, type PaymentOrderRow } from './orders';
import { readPlan } from './project-plan';
import { receiveFor } from './receive-money';
import { refundByProvider } from './refund-by-provider';

export interface ProviderEvent {
  /** The provider's own number of the message. */
  eventId: string;
  orderId: string;
  kind: 'paid' | 'failed' | 'refunded';
  amountFen: number;
  currency: string;
  /** Of a refund: ours, where we asked for it. */
  refundId: string | null;
  happenedAt: Date;
}

/** `stale`: a later one had overtaken it. `waiting`: a refund whose payment has not been told yet. */
export type EventResult = 'taken' | 'stale' | 'waiting';

/**
 * Takes an event once; what it came to is answered again when it is told again. Refuses `order-not-found` (also another provider's),
 * `currency-not-cny`, `amount-changed` (another amount than the order's, or the same message with another one), `refund-exceeds-paid`.
 */
export async function takeEvent(
  tx: Tx,
  cipher: FieldCipher,
  sourceId: string,
  event: ProviderEvent,
  at: Date,
): Promise<{ result: EventResult }> {
  const found = await findOrder(tx, event.orderId);
  if (found?.sourceId !== sourceId) throw refused('order-not-found', { orderId: event.orderId });
  if (event.currency !== 'CNY') throw refused('currency-not-cny', { currency: event.currency });
  await lockEstates(tx, [found.estateId]);
  const { rows } = await tx.query<{ kind: string; amountFen: string; result: EventResult }>(
    'select kind, amount_fen as "amountFen", result from payment_event where order_id = $1 and event_id = $2',
    [event.orderId, event.eventId],
  );
  const [before] = rows;
  if (before !== undefined) {
    if (before.kind !== event.kind || Number(before.amountFen) !== event.amountFen)
      throw refused('amount-changed', { orderId: event.orderId });
    return { result: before.result };
  }
  // Read again under the lock.
  const order = (await findOrder(tx, event.orderId)) ?? found;
  if (event.kind !== 'refunded' && event.amountFen !== order.amountFen)
    throw refused('amount-changed', { orderId: order.orderId, orderedFen: order.amountFen });
  const result = await take(tx, cipher, order, event, at);
  await tx.query(
    `insert into payment_event (order_id, event_id, kind, amount_fen, refund_id, happened_at, received_at, result)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [order.orderId, event.eventId, event.kind, event.amountFen, event.refundId, event.happenedAt, at, result],
  );
  return { result };
}

async function take(
  tx: Tx,
  cipher: FieldCipher,
  order: PaymentOrderRow,
  event: ProviderEvent,
  at: Date,
): Promise<EventResult> {
  const { orderId, state } = order;
  switch (event.kind) {
    case 'failed': {
      // Paid after all, and the failure of an earlier try comes late.
      if (state !== 'created') return 'stale';
      await tx.query(`update payment_order set state = 'failed' where id = $1`, [orderId]);
      return 'taken';
    }
    case 'paid': {
      if (state === 'paid') return 'stale';
      const paid = { ...order, moneyId: await takePaid(tx, cipher, order, event, at) };
      await takeWaiting(tx, paid, at);
      await tellIfAllPaid(tx, order.processId, at);
      return 'taken';
    }
    case 'refunded': {
      if (state === 'paid') return refundByProvider(tx, order, { ...event, at });
      const refundedFen = await waitingFen(tx, orderId);
      if (refundedFen + event.amountFen > order.amountFen)
        throw refused('refund-exceeds-paid', { orderId, paidFen: order.amountFen, refundedFen });
      return 'waiting';
    }
  }
}

async function takePaid(
  tx: Tx,
  cipher: FieldCipher,
  order: PaymentOrderRow,
  event: ProviderEvent,
  at: Date,
): Promise<string> {
  const { orderId, estateId, processId, rightNo, amountFen } = order;
  const plan = await readPlan(tx, processId);
  const incoming = {
    ...({
      estateId,
      holder: plan?.holder ?? 'street',
      way: 'online',
      businessKey: `order:${orderId}`,
      amountFen,
      at,
    } as const),
    ...{
      happenedOn: localDateOf(event.happenedAt.toISOString()),
      by: null,
      byAccounts: [order.byAccount],
      documentHash: null,
    },
  };
  // The provider's word on when it was paid decides nothing beyond our own clock.
  const paidAt = event.happenedAt < at ? event.happenedAt : at;
  const to = { processId, rightNo, why: ['order'], paidBy: 'self' as const, paid: { at: paidAt } };
  const { moneyId } = await receiveFor(tx, cipher, incoming, to);
  await tx.query(`update payment_order set state = 'paid', money_id = $2 where id = $1`, [orderId, moneyId]);
  return moneyId;
}

/** What the provider says it has given back of a payment that it has not told yet. */
async function waitingFen(tx: Tx, orderId: string): Promise<number> {
  const { rows } = await tx.query<{ fen: string }>(
    `select coalesce(sum(amount_fen), 0) as fen from payment_event where order_id = $1 and kind = 'refunded' and result = 'waiting'`,
    [orderId],
  );
  return Number(rows[0]?.fen ?? 0);
}

/** Refunds that were told before their payment. */
async function takeWaiting(tx: Tx, order: PaymentOrderRow, at: Date): Promise<void> {
  const { rows } = await tx.query<{ eventId: string; amountFen: string; refundId: string | null; happenedAt: Date }>(
    `select event_id as "eventId", amount_fen as "amountFen", refund_id as "refundId", happened_at as "happenedAt" from payment_event
     where order_id = $1 and kind = 'refunded' and result = 'waiting' order by happened_at, event_id`,
    [order.orderId],
  );
  let refundedFen = order.refundedFen;
  for (const { amountFen, ...waiting } of rows) {
    const told = { ...waiting, amountFen: Number(amountFen), at };
    await refundByProvider(tx, { ...order, refundedFen }, told);
    refundedFen += told.amountFen;
  }
}
