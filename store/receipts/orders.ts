// Orders: what a household is about to pay through a payment provider. Nothing is booked before the provider says that it was paid.
import type { Db } from '../ballots/vote-window';
import { refused } from '../refused';
import type { Tx } from '../transaction';
import { lockCollecting } from './collect-window';
import { findPayer } from './payers';

export interface PaymentOrderRow {
  orderId: string;
  sourceId: string;
  estateId: string;
  processId: string;
  rightNo: number;
  amountFen: number;
  byAccount: string;
  state: 'created' | 'failed' | 'paid';
  moneyId: string | null;
  refundedFen: number;
}

/**
 * Keeps the order before the provider is asked. `ownerId`: a holder of the right. Refuses `not-collecting`, `payer-not-found`, `not-your-right`,
 * `project-takes-no-money`, `collecting-over`, `id-already-used`.
 */
export async function keepOrder(
  tx: Tx,
  order: {
    orderId: string;
    sourceId: string;
    processId: string;
    rightNo: number;
    amountFen: number;
    ownerId: string;
    byAccount: string;
    at: Date;
  },
): Promise<void> {
  const { orderId, processId, rightNo, amountFen, at } = order;
  const locked = await lockCollecting(tx, processId);
  if (!locked) throw refused('not-collecting', { processId });
  const { window, now } = locked;
  const payer = await findPayer(tx, processId, rightNo);
  if (!payer) throw refused('payer-not-found', { rightNo });
  if (!payer.holderOwnerIds.includes(order.ownerId)) throw refused('not-your-right', { rightNo });
  if (window.state === 'lapsed') throw refused('project-takes-no-money', { processId });
  if (window.state === 'closed' || now >= window.closesAt)
    throw refused('collecting-over', { at: now.toISOString(), closesAt: window.closesAt.toISOString() });
  const { rowCount } = await tx.query(
    `insert into payment_order (id, source_id, estate_id, process_id, right_no, amount_fen, by_account, created_at, state)
     values ($1, $2, $3, $4, $5, $6, $7, $8, 'created') on conflict (id) do nothing`,
    [orderId, order.sourceId, window.estateId, processId, rightNo, amountFen, order.byAccount, at],
  );
  if (rowCount === 0) throw refused('id-already-used', { id: orderId });
}

const COLUMNS = `id as "orderId", source_id as "sourceId", estate_id as "estateId", process_id as "processId", right_no as "rightNo",
  amount_fen as "amountFen", by_account as "byAccount", state, money_id as "moneyId", refunded_fen as "refundedFen"`;

type Raw = Omit<PaymentOrderRow, 'amountFen' | 'refundedFen'> & { amountFen: string; refundedFen: string };

const orderOf = (row: Raw): PaymentOrderRow => ({
  ...row,
  ...{ amountFen: Number(row.amountFen), refundedFen: Number(row.refundedFen) },
});

export async function findOrder(db: Db, orderId: string): Promise<PaymentOrderRow | undefined> {
  const { rows } = await db.query<Raw>(`select ${COLUMNS} from payment_order where id = $1`, [orderId]);
  return rows[0] && orderOf(rows[0]);
}

/** The order by which this money came. */
export async function orderOfMoney(db: Db, moneyId: string): Promise<PaymentOrderRow | undefined> {
  const { rows } = await db.query<Raw>(`select ${COLUMNS} from payment_order where money_id = $1`, [moneyId]);
  return rows[0] && orderOf(rows[0]);
}
