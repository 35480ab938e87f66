// Payments of property fees: taken down once by their reference, put to bills, posted in the ledger, and undone only by a reversal.
import { randomUUID } from 'node:crypto';
import { allocatePayment, type OpenBill, type PaymentPart } from '../../domain/fees/allocate';
import { isOwnersAccount, type FeeForm } from '../../domain/fees/messages';
import type { Month } from '../../domain/fees/months';
import type { PaymentChannel } from '../../domain/fees/payment-rows';
import { instantOf, localDateOf } from '../../domain/calendar/instant';
import type { LocalDate } from '../../domain/calendar/types';
import type { Rejection } from '../../domain/process';
import { lockEstates } from '../ledger/write';
import { Refused, refused } from '../refused';
import { storeText } from '../texts';
import type { Tx } from '../transaction';
import { assertHeld, postPayments, reversePosted } from './post-fees';

export interface PaymentToTake {
  estateId: string;
  unitId: string;
  reference: string;
  /** Null: the oldest bills first. */
  month: Month | null;
  amountFen: number;
  paidOn: LocalDate;
  channel: PaymentChannel;
  importId: string | null;
  byAccount: string;
  at: Date;
}

export interface TakenPayment {
  paymentId: string;
  /** False: this reference was taken down before, with the same content. */
  isNew: boolean;
}

/** A payment that was taken down, or why it was not. */
export type PaymentAnswer = TakenPayment | { rejection: Rejection };

/**
 * One payment, as `takePayments`. Refuses, before anything is written, `payment-in-future`, `fee-unit-unknown`, `payment-beyond-bill`; and
 * `payment-reference-reused` for a reference that stands for another payment.
 */
export async function takePayment(tx: Tx, asked: PaymentToTake): Promise<TakenPayment> {
  const [answer] = await takePayments(tx, [asked]);
  if (!answer) throw new Error('a payment was neither taken nor refused');
  if ('rejection' in answer) throw new Refused(answer.rejection);
  return answer;
}

/** What is to be written of a payment that pays. */
interface NewPayment extends PaymentToTake {
  paymentId: string;
  parts: PaymentPart[];
  firmFen: number;
}

/**
 * Payments of one estate in their order, each judged by those before it and answered in its place; one that is refused leaves no trace. The
 * number of statements does not grow with theirs: the estate's ledger stands still until the transaction ends.
 */
export async function takePayments(tx: Tx, asked: readonly PaymentToTake[]): Promise<PaymentAnswer[]> {
  const [first] = asked;
  if (!first) return [];
  const { estateId } = first;
  // Payments of an estate come one after the other, as their postings must.
  await lockEstates(tx, [estateId]);
  const unitIds = [...new Set(asked.map(({ unitId }) => unitId))];
  const bills = await openBills(tx, estateId, unitIds);
  const references = asked.map(({ reference }) => reference);
  const known = await knownPayments(tx, estateId, references);
  const taken: NewPayment[] = [];
  const answers = asked.map((payment): PaymentAnswer => {
    const refusal = (code: string, params: Rejection['params']) => ({ rejection: { code, params } });
    const { unitId, reference, month, amountFen, paidOn } = payment;
    if (paidOn > localDateOf(instantOf(payment.at.getTime()))) return refusal('payment-in-future', { paidOn });
    const open = bills.get(unitId);
    if (!open) return refusal('fee-unit-unknown', { unitId });
    const earlier = known.get(reference);
    if (earlier)
      return isSamePayment(earlier, payment)
        ? { paymentId: earlier.paymentId, isNew: false }
        : refusal('payment-reference-reused', { paymentId: earlier.paymentId });
    const found = allocatePayment(open, amountFen, month);
    if ('rejection' in found) return found;
    const paymentId = randomUUID();
    let firmFen = 0;
    for (const part of found.parts)
      for (const bill of open.filter(({ billId }) => billId === part.billId)) {
        bill.openFen -= part.amountFen;
        if (!isOwnersAccount(bill.form)) firmFen += part.amountFen;
      }
    known.set(reference, { paymentId, unitId, reference, month, amountFen, paidOn });
    taken.push({ ...payment, paymentId, firmFen, parts: found.parts });
    return { paymentId, isNew: true };
  });
  if (taken.length > 0) await write(tx, taken);
  return answers;
}

async function write(tx: Tx, taken: readonly NewPayment[]): Promise<void> {
  const posted = await postPayments(tx, taken);
  const rows = taken.map((payment, index) => ({ ...payment, ...posted[index] }));
  await tx.query(
    `insert into fee_payment (id, estate_id, unit_id, reference, month, amount_fen, paid_on, channel, import_id, transaction_id, passed_on_id,
       by_account, at)
     select "paymentId", "estateId", "unitId", reference, month, "amountFen", "paidOn", channel, "importId", "transactionId", "passedOnId",
       "byAccount", at
     from jsonb_to_recordset($1) as p ("paymentId" uuid, "estateId" uuid, "unitId" uuid, reference text, month text, "amountFen" bigint,
       "paidOn" date, channel text, "importId" uuid, "transactionId" uuid, "passedOnId" uuid, "byAccount" uuid, at timestamptz)`,
    [JSON.stringify(rows)],
  );
  await tx.query(
    `insert into fee_payment_part (payment_id, bill_id, amount_fen)
     select p."paymentId", p."billId", p."amountFen" from jsonb_to_recordset($1) as p ("paymentId" uuid, "billId" uuid, "amountFen" bigint)`,
    [JSON.stringify(taken.flatMap(({ paymentId, parts }) => parts.map((part) => ({ paymentId, ...part }))))],
  );
  await movePaid(
    tx,
    taken.map(({ paymentId }) => paymentId),
    1,
  );
}

/** A bill that several of the payments pay is moved by their sum. */
const movePaid = (tx: Tx, paymentIds: readonly string[], sign: 1 | -1): Promise<unknown> =>
  tx.query(
    `update fee_bill b set paid_fen = b.paid_fen + $2 * p.fen
     from (select bill_id, sum(amount_fen)::bigint as fen from fee_payment_part where payment_id = any ($1::uuid[]) group by bill_id) p
     where p.bill_id = b.id`,
    [paymentIds, sign],
  );

type OpenBillOfForm = OpenBill & { form: FeeForm };

/** By unit, also of those that owe nothing; a unit of another estate is not among them. */
async function openBills(tx: Tx, estateId: string, unitIds: readonly string[]): Promise<Map<string, OpenBillOfForm[]>> {
  const { rows: units } = await tx.query<{ id: string }>(
    'select id from unit where id = any ($1::uuid[]) and estate_id = $2',
    [unitIds, estateId],
  );
  const open = new Map<string, OpenBillOfForm[]>(units.map(({ id }) => [id, []]));
  const { rows } = await tx.query<OpenBillOfForm & { unitId: string }>(
    `select b.id as "billId", b.unit_id as "unitId", b.month, (b.amount_fen - b.paid_fen)::float8 as "openFen", s.form from fee_bill b
     join fee_run r on r.id = b.run_id join fee_schedule s on s.estate_id = r.estate_id and s.version = r.schedule_version
     where b.unit_id = any ($1::uuid[]) and b.paid_fen < b.amount_fen`,
    [[...open.keys()]],
  );
  for (const { unitId, ...bill } of rows) open.get(unitId)?.push(bill);
  return open;
}

export type KnownPayment = Pick<PaymentToTake, 'unitId' | 'reference' | 'month' | 'amountFen' | 'paidOn'> & {
  paymentId: string;
};

/** Those of the references that are taken down already. */
export async function knownPayments(
  tx: Tx,
  estateId: string,
  references: readonly string[],
): Promise<Map<string, KnownPayment>> {
  const { rows } = await tx.query<KnownPayment>(
    `select id as "paymentId", unit_id as "unitId", reference, month, amount_fen::float8 as "amountFen", paid_on::text as "paidOn"
     from fee_payment where estate_id = $1 and reference = any ($2)`,
    [estateId, references],
  );
  return new Map(rows.map((row) => [row.reference, row]));
}

/** The channel may be told otherwise: it says nothing about whose money it is. */
export const isSamePayment = (known: KnownPayment, asked: Omit<KnownPayment, 'paymentId'>): boolean =>
  known.unitId === asked.unitId &&
  known.month === asked.month &&
  known.amountFen === asked.amountFen &&
  known.paidOn === asked.paidOn;

/**
 * Undoes a payment that was taken down wrongly. Refuses `not-found`, `payment-already-reversed`, and
 * `fee-account-overdrawn` where the money has been spent since.
 */
export async function reversePayment(
  tx: Tx,
  asked: { estateId: string; paymentId: string; reasonText: string; commandId: string; byAccount: string; at: Date },
): Promise<void> {
  const { estateId, paymentId, commandId, byAccount, at } = asked;
  await lockEstates(tx, [estateId]);
  const { rows } = await tx.query<{ transactionId: string; passedOnId: string | null; ownersFen: number }>(
    `select p.transaction_id as "transactionId", p.passed_on_id as "passedOnId", coalesce(sum(a.amount_fen) filter (where s.form <> 'lumpSum'), 0)::float8
       as "ownersFen" from fee_payment p join fee_payment_part a on a.payment_id = p.id join fee_bill b on b.id = a.bill_id
     join fee_run r on r.id = b.run_id join fee_schedule s on s.estate_id = r.estate_id and s.version = r.schedule_version
     where p.id = $1 and p.estate_id = $2 group by p.id`,
    [paymentId, estateId],
  );
  const [payment] = rows;
  if (!payment) throw refused('not-found');
  const { rowCount } = await tx.query('select from fee_payment_reversal where payment_id = $1', [paymentId]);
  if (rowCount) throw refused('payment-already-reversed', { paymentId });
  await assertHeld(tx, estateId, payment.ownersFen);
  const reasonText = await storeText(tx, asked.reasonText, { commandId, field: 'reasonText', at });
  const { transactionId } = await reversePosted(tx, { ...payment, paymentId, reasonText, byAccount, at });
  await tx.query(
    'insert into fee_payment_reversal (payment_id, reason_text, transaction_id, by_account, at) values ($1, $2, $3, $4, $5)',
    [paymentId, reasonText, transactionId, byAccount, at],
  );
  await movePaid(tx, [paymentId], -1);
}
