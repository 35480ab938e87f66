// Cash taken in at a door or a desk: entered under a number of the estate's receipts, and booked only when a second person has counted it too.
import type { LocalDate } from '../../domain/calendar/types';
import type { PaymentClass } from '../../domain/receipts/classify';
import { paidByOf } from '../../domain/receipts/match';
import type { FieldCipher } from '../crypto/field-cipher';
import { lockEstates } from '../ledger/write';
import { refused } from '../refused';
import type { Tx } from '../transaction';
import type { Db } from '../ballots/vote-window';
import { tellIfAllPaid } from './all-paid';
import { lockCollecting } from './collect-window';
import { findPayer, holderNames } from './payers';
import { readPlan } from './project-plan';
import { receiveFor } from './receive-money';
import { hashOfPayer, openPayer, sealPayer } from './payer-details';

export interface CashEntry {
  receiptId: string;
  processId: string;
  rightNo: number;
  amountFen: number;
  receivedOn: LocalDate;
  /** Who handed it over, where that was not the owner. */
  payerName: string | null;
  byAccount: string;
  at: Date;
}

/**
 * Gives the receipt its number. Refuses `not-collecting`, `payer-not-found`, `project-takes-no-money`, `payment-too-late` (nobody takes what would
 * have to be carried back), `received-in-future`, `id-already-used`.
 */
export async function enterCash(
  tx: Tx,
  cipher: FieldCipher,
  entry: CashEntry & { today: LocalDate },
): Promise<{ receiptId: string; receiptNo: number }> {
  const { receiptId, processId, rightNo, amountFen, receivedOn, payerName, byAccount, at } = entry;
  const locked = await lockCollecting(tx, processId);
  if (!locked) throw refused('not-collecting', { processId });
  const { window } = locked;
  if (!(await findPayer(tx, processId, rightNo))) throw refused('payer-not-found', { rightNo });
  if (window.state === 'lapsed') throw refused('project-takes-no-money', { processId });
  if (window.state === 'closed' && window.isContracted) throw refused('payment-too-late', { processId });
  if (receivedOn > entry.today) throw refused('received-in-future', { receivedOn });
  const { rowCount } = await tx.query('select from cash_receipt where id = $1', [receiptId]);
  if (rowCount) throw refused('id-already-used', { id: receiptId });
  const by = payerName === null ? null : { name: payerName, account: null, remark: null };
  // The counter's row makes the next number wait for this one: none is given twice, and one that is rolled back is given again.
  const { rows } = await tx.query<{ receiptNo: number }>(
    `insert into cash_counter (estate_id, last_no) values ($1, 1)
     on conflict (estate_id) do update set last_no = cash_counter.last_no + 1 returning last_no as "receiptNo"`,
    [window.estateId],
  );
  const receiptNo = rows[0]?.receiptNo ?? 0;
  await tx.query(
    `insert into cash_receipt (id, estate_id, receipt_no, process_id, right_no, amount_fen, received_on, sealed, payer_hash, entered_by, entered_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      ...[receiptId, window.estateId, receiptNo, processId, rightNo, amountFen, receivedOn],
      ...[sealPayer(cipher, by), hashOfPayer(cipher, by), byAccount, at],
    ],
  );
  return { receiptId, receiptNo };
}

interface OpenReceipt {
  estateId: string;
  processId: string;
  rightNo: number;
  amountFen: number;
  receivedOn: LocalDate;
  sealed: string | null;
  enteredBy: string;
}

/** Under the estate's lock. Refuses `not-found`, `cash-already-confirmed`, `cash-void`. */
async function openReceipt(tx: Tx, processId: string, receiptId: string): Promise<OpenReceipt> {
  const { rows: estates } = await tx.query<{ id: string }>(
    'select estate_id as id from cash_receipt where id = $1 and process_id = $2',
    [receiptId, processId],
  );
  const [estate] = estates;
  if (!estate) throw refused('not-found');
  await lockEstates(tx, [estate.id]);
  const { rows } = await tx.query<Omit<OpenReceipt, 'amountFen'> & { amountFen: string; end: string | null }>(
    `select r.estate_id as "estateId", r.process_id as "processId", r.right_no as "rightNo", r.amount_fen as "amountFen",
       to_char(r.received_on, 'YYYY-MM-DD') as "receivedOn", r.sealed, r.entered_by as "enteredBy", e.kind as "end"
     from cash_receipt r left join cash_receipt_end e on e.receipt_id = r.id where r.id = $1`,
    [receiptId],
  );
  const [row] = rows;
  if (!row) throw refused('not-found');
  if (row.end !== null) throw refused(row.end === 'void' ? 'cash-void' : 'cash-already-confirmed', { receiptId });
  return { ...row, amountFen: Number(row.amountFen) };
}

const endReceipt = (
  tx: Tx,
  end: {
    receiptId: string;
    kind: 'confirmed' | 'void';
    byAccount: string;
    at: Date;
    reasonText: string | null;
    moneyId: string | null;
  },
) =>
  tx.query(
    'insert into cash_receipt_end (receipt_id, kind, by_account, at, reason_text, money_id) values ($1, $2, $3, $4, $5, $6)',
    [end.receiptId, end.kind, end.byAccount, end.at, end.reasonText, end.moneyId],
  );

/**
 * The second person has counted it: it is booked. Refuses `not-found`, `cash-void`, `cash-already-confirmed`, `second-person-needed`, and as
 * `receiveFor` does.
 */
export async function confirmCash(
  tx: Tx,
  cipher: FieldCipher,
  asked: { processId: string; receiptId: string; byAccount: string; at: Date },
): Promise<PaymentClass> {
  const { processId, receiptId, byAccount, at } = asked;
  const receipt = await openReceipt(tx, processId, receiptId);
  if (receipt.enteredBy === byAccount) throw refused('second-person-needed');
  const { estateId, rightNo, amountFen, receivedOn } = receipt;
  const by = openPayer(cipher, receipt.sealed);
  const payer = await findPayer(tx, processId, rightNo);
  // Who brings it and gives no other name is the owner.
  const paidBy = by === null ? 'self' : paidByOf(by.name, await holderNames(tx, payer?.holderOwnerIds ?? []));
  const plan = await readPlan(tx, processId);
  const incoming = {
    ...({
      estateId,
      holder: plan?.holder ?? 'street',
      way: 'cash',
      businessKey: `cash:${receiptId}`,
      amountFen,
      at,
      by,
    } as const),
    ...{ happenedOn: receivedOn, byAccounts: [receipt.enteredBy, byAccount], documentHash: null },
  };
  const to = { processId, rightNo, why: ['receipt'], paidBy, paid: { on: receivedOn } };
  const { moneyId, class: paymentClass } = await receiveFor(tx, cipher, incoming, to);
  await endReceipt(tx, { receiptId, kind: 'confirmed', byAccount, at, reasonText: null, moneyId });
  await tellIfAllPaid(tx, processId, at);
  return paymentClass;
}

/**
 * A slip of the pen, or money that went back at once: the number stays used. By a second person too, or one alone could take cash in and make it
 * disappear. Refuses as `openReceipt` does, and `second-person-needed`.
 */
export async function voidCash(
  tx: Tx,
  asked: { processId: string; receiptId: string; byAccount: string; reasonText: string; at: Date },
): Promise<void> {
  const { receiptId, byAccount, reasonText, at } = asked;
  const { enteredBy } = await openReceipt(tx, asked.processId, receiptId);
  if (enteredBy === byAccount) throw refused('second-person-needed');
  await endReceipt(tx, { receiptId, kind: 'void', byAccount, at, reasonText, moneyId: null });
}

export interface CashReceiptView {
  receiptId: string;
  receiptNo: number;
  rightNo: number;
  label: string;
  amountFen: number;
  receivedOn: LocalDate;
  enteredAt: Date;
  enteredBy: string;
  state: 'entered' | 'confirmed' | 'void';
}

/** By number, after `afterNo`, at most `limit`. */
export async function listCash(
  db: Db,
  processId: string,
  page: { afterNo: number; limit: number },
): Promise<CashReceiptView[]> {
  const { rows } = await db.query<Omit<CashReceiptView, 'amountFen'> & { amountFen: string }>(
    `select r.id as "receiptId", r.receipt_no as "receiptNo", r.right_no as "rightNo", p.label, r.amount_fen as "amountFen",
       to_char(r.received_on, 'YYYY-MM-DD') as "receivedOn", r.entered_at as "enteredAt", r.entered_by as "enteredBy",
       coalesce(e.kind, 'entered') as state
     from cash_receipt r join collect_payer p using (process_id, right_no) left join cash_receipt_end e on e.receipt_id = r.id
     where r.process_id = $1 and r.receipt_no > $2 order by r.receipt_no limit $3`,
    [processId, page.afterNo, page.limit],
  );
  return rows.map((row) => ({ ...row, amountFen: Number(row.amountFen) }));
}
