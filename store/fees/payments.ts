// Payments of property fees: taken down once by their reference, put to bills, posted in the ledger, and undone only by a reversal.
import { randomUUID } from 'node:crypto';
import { allocatePayment, type OpenBill } from '../../domain/fees/allocate';
import { isOwnersAccount, type FeeForm } from '../../domain/fees/messages';
import type { Month } from '../../domain/fees/months';
import type { PaymentChannel } from '../../domain/fees/payment-rows';
import { instantOf, localDateOf } from '../../domain/calendar/instant';
import type { LocalDate } from '../../domain/calendar/types';
import { lockEstates } from '../ledger/write';
import { Refused, refused } from '../refused';
import { storeText } from '../texts';
import type { Tx } from '../transaction';
import { assertHeld, postPayment, reversePosted } from './post-fees';

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

/**
 * Refuses, before anything is written, `payment-in-future`, `fee-unit-unknown`, `payment-beyond-bill`; and `payment-reference-reused` for a
 * reference that stands for another payment.
 */
export async function takePayment(tx: Tx, asked: PaymentToTake): Promise<TakenPayment> {
  const { estateId, unitId, reference, month, amountFen, paidOn, channel, importId, byAccount, at } = asked;
  if (paidOn > localDateOf(instantOf(at.getTime()))) throw refused('payment-in-future', { paidOn });
  // Payments of an estate come one after the other, as their postings must.
  await lockEstates(tx, [estateId]);
  const bills = await openBills(tx, estateId, unitId);
  const earlier = await earlierPayment(tx, asked);
  if (earlier) return earlier;
  const found = allocatePayment(bills, amountFen, month);
  if ('rejection' in found) throw new Refused(found.rejection);
  const formOf = new Map(bills.map(({ billId, form }) => [billId, form]));
  const firmFen = found.parts
    .filter(({ billId }) => !isOwnersAccount(formOf.get(billId) ?? 'lumpSum'))
    .reduce((sum, part) => sum + part.amountFen, 0);
  const { transactionId, passedOnId } = await postPayment(tx, {
    ...{ reference, estateId, unitId, amountFen, firmFen, paidOn, byAccount, at },
  });
  const paymentId = randomUUID();
  await tx.query(
    `insert into fee_payment (id, estate_id, unit_id, reference, month, amount_fen, paid_on, channel, import_id, transaction_id, passed_on_id,
       by_account, at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
    [
      ...[paymentId, estateId, unitId, reference, month, amountFen, paidOn, channel, importId],
      ...[transactionId, passedOnId, byAccount, at],
    ],
  );
  await tx.query(
    `insert into fee_payment_part (payment_id, bill_id, amount_fen)
     select $1, p."billId", p."amountFen" from jsonb_to_recordset($2) as p ("billId" uuid, "amountFen" bigint)`,
    [paymentId, JSON.stringify(found.parts)],
  );
  await movePaid(tx, paymentId, 1);
  return { paymentId, isNew: true };
}

const movePaid = (tx: Tx, paymentId: string, sign: 1 | -1): Promise<unknown> =>
  tx.query(
    `update fee_bill b set paid_fen = b.paid_fen + $2 * p.amount_fen from fee_payment_part p where p.payment_id = $1 and p.bill_id = b.id`,
    [paymentId, sign],
  );

/** Refuses `fee-unit-unknown` for a unit of another estate. */
async function openBills(tx: Tx, estateId: string, unitId: string): Promise<(OpenBill & { form: FeeForm })[]> {
  const { rowCount } = await tx.query('select from unit where id = $1 and estate_id = $2', [unitId, estateId]);
  if (!rowCount) throw refused('fee-unit-unknown', { unitId });
  const { rows } = await tx.query<OpenBill & { form: FeeForm }>(
    `select b.id as "billId", b.month, (b.amount_fen - b.paid_fen)::float8 as "openFen", s.form from fee_bill b
     join fee_run r on r.id = b.run_id join fee_schedule s on s.estate_id = r.estate_id and s.version = r.schedule_version
     where b.unit_id = $1 and b.paid_fen < b.amount_fen`,
    [unitId],
  );
  return rows;
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

async function earlierPayment(tx: Tx, asked: PaymentToTake): Promise<TakenPayment | undefined> {
  const { estateId, reference } = asked;
  const known = (await knownPayments(tx, estateId, [reference])).get(reference);
  if (!known) return undefined;
  if (!isSamePayment(known, asked)) throw refused('payment-reference-reused', { paymentId: known.paymentId });
  return { paymentId: known.paymentId, isNew: false };
}

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
  await movePaid(tx, paymentId, -1);
}
