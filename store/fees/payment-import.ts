// A file of payments: the dry run says of every row whether it pays, is already in or is refused, and changes nothing; the commit takes all that
// pay. A payment is taken down once by its reference, however often its row comes.
import type { Pool } from 'pg';
import { allocatePayment, type OpenBill } from '../../domain/fees/allocate';
import type { Month } from '../../domain/fees/months';
import type { Rejection } from '../../domain/process';
import type { ParsedPayment, PaymentChannel, PaymentColumn, PaymentIssue } from '../../domain/fees/payment-rows';
import { Refused, refused } from '../refused';
import type { RegisterFormat } from '../register/read-register';
import type { Tx } from '../transaction';
import type { PaymentFile } from './payment-file';
import { isSamePayment, knownPayments, takePayments } from './payments';

export type PaymentVerdict = 'pays' | 'alreadyIn' | 'refused';

export interface PaymentImportSummary {
  schemaVersion: 1;
  source: string;
  columns: PaymentColumn[];
  ignored: string[];
  rows: number;
  pays: number;
  alreadyIn: number;
  refused: number;
  /** What those that pay come to. */
  paysFen: number;
}

interface JudgedPayment {
  rowNo: number;
  verdict: PaymentVerdict;
  reference: string | null;
  unitId: string | null;
  month: Month | null;
  amountFen: number | null;
  paidOn: string | null;
  channel: PaymentChannel;
  issues: PaymentIssue[];
  paymentId: string | null;
}

export interface PaymentDryRun {
  importId: string;
  estateId: string;
  format: RegisterFormat;
  fileSha256: string;
  byAccount: string;
  at: Date;
}

/** Stores the answer to every row of the file, and nothing else. */
export async function dryRunPayments(tx: Tx, run: PaymentDryRun, file: PaymentFile): Promise<void> {
  const { importId, estateId, at } = run;
  const judged = await judgeAll(tx, estateId, file.payments);
  const of = (verdict: PaymentVerdict) => judged.filter((row) => row.verdict === verdict);
  const summary: PaymentImportSummary = {
    schemaVersion: 1,
    ...{ source: file.source, columns: file.columns, ignored: file.ignored, rows: judged.length },
    ...{ pays: of('pays').length, alreadyIn: of('alreadyIn').length, refused: of('refused').length },
    paysFen: of('pays').reduce((sum, { amountFen }) => sum + (amountFen ?? 0), 0),
  };
  await tx.query(
    `insert into fee_import (id, estate_id, file_sha256, format, summary, by_account, created_at) values ($1, $2, $3, $4, $5, $6, $7)`,
    [importId, estateId, run.fileSha256, run.format, JSON.stringify(summary), run.byAccount, at],
  );
  await tx.query(
    `insert into fee_import_row (import_id, row_no, verdict, reference, unit_id, month, amount_fen, paid_on, channel, issues, payment_id)
     select $1, r."rowNo", r.verdict, r.reference, r."unitId", r.month, r."amountFen", r."paidOn", r.channel, r.issues, r."paymentId"
     from jsonb_to_recordset($2) as r ("rowNo" int, verdict text, reference text, "unitId" uuid, month text, "amountFen" bigint, "paidOn" date,
       channel text, issues jsonb, "paymentId" uuid)`,
    [importId, JSON.stringify(judged)],
  );
}

async function judgeAll(tx: Tx, estateId: string, payments: readonly ParsedPayment[]): Promise<JudgedPayment[]> {
  const units = await unitsByKey(tx, estateId);
  const known = await knownPayments(
    tx,
    estateId,
    payments.flatMap(({ reference }) => reference ?? []),
  );
  const open = await openBillsOf(tx, estateId);
  return payments.map(({ unitKey, doorKey, issues, ...row }) => {
    const unitId = units.get(unitKey ?? '') ?? (doorKey === null ? undefined : units.get(doorKey)) ?? null;
    const judged = (verdict: PaymentVerdict, paymentId: string | null = null): JudgedPayment => ({
      ...{ ...row, unitId, issues, verdict, paymentId },
    });
    if (unitKey !== null && unitId === null) issues.push({ column: 'room', code: 'unit-unknown', value: null });
    const { reference, month, amountFen, paidOn } = row;
    if (issues.length > 0 || unitId === null || reference === null || amountFen === null || paidOn === null)
      return judged('refused');
    const earlier = known.get(reference);
    if (earlier) {
      if (isSamePayment(earlier, { unitId, reference, month, amountFen, paidOn }))
        return judged('alreadyIn', earlier.paymentId);
      issues.push({ column: 'reference', code: 'payment-reference-reused', value: reference });
      return judged('refused');
    }
    const bills = open.get(unitId) ?? [];
    const found = allocatePayment(bills, amountFen, month);
    if ('rejection' in found) {
      issues.push({ column: 'amount', code: 'payment-beyond-bill', value: null });
      return judged('refused');
    }
    // The rows below it find less open.
    for (const { billId, amountFen: paid } of found.parts)
      for (const bill of bills) if (bill.billId === billId) bill.openFen -= paid;
    return judged('pays');
  });
}

/** By unit key, and by door key where one unit alone has it. */
async function unitsByKey(tx: Tx, estateId: string): Promise<Map<string, string>> {
  const { rows } = await tx.query<{ id: string; unitKey: string; doorKey: string }>(
    'select id, unit_key as "unitKey", door_key as "doorKey" from unit where estate_id = $1',
    [estateId],
  );
  const doors = new Map<string, string | null>();
  for (const { id, doorKey } of rows) doors.set(doorKey, doors.has(doorKey) ? null : id);
  const found = new Map<string, string>();
  for (const [doorKey, id] of doors) if (id !== null) found.set(doorKey, id);
  for (const { id, unitKey } of rows) found.set(unitKey, id);
  return found;
}

async function openBillsOf(tx: Tx, estateId: string): Promise<Map<string, OpenBill[]>> {
  const { rows } = await tx.query<OpenBill & { unitId: string }>(
    `select id as "billId", unit_id as "unitId", month, (amount_fen - paid_fen)::float8 as "openFen" from fee_bill
     where estate_id = $1 and paid_fen < amount_fen`,
    [estateId],
  );
  const open = new Map<string, OpenBill[]>();
  for (const { unitId, ...bill } of rows) open.set(unitId, [...(open.get(unitId) ?? []), bill]);
  return open;
}

export interface PaymentCommit {
  paid: number;
  alreadyIn: number;
  refused: number;
  paidFen: number;
}

/**
 * Takes every row that pays; one that cannot be paid any more (somebody was quicker) is refused with its reason and the others go on. Refuses
 * `not-found`, `import-already-committed`.
 */
export async function commitPayments(
  tx: Tx,
  { importId, estateId, byAccount, at }: { importId: string; estateId: string; byAccount: string; at: Date },
): Promise<PaymentCommit> {
  const { rows: imports } = await tx.query<{ isCommitted: boolean }>(
    'select committed_at is not null as "isCommitted" from fee_import where id = $1 and estate_id = $2 for update',
    [importId, estateId],
  );
  const [found] = imports;
  if (!found) throw refused('not-found');
  if (found.isCommitted) throw refused('import-already-committed', { importId });
  const { rows } = await tx.query<Omit<JudgedPayment, 'issues'>>(
    `select row_no as "rowNo", verdict, reference, unit_id as "unitId", month, amount_fen::float8 as "amountFen", paid_on::text as "paidOn", channel,
       payment_id as "paymentId" from fee_import_row where import_id = $1 order by row_no`,
    [importId],
  );
  const pays = rows.flatMap((row) => {
    const { verdict, reference, unitId, amountFen, paidOn } = row;
    const isWhole = reference !== null && unitId !== null && amountFen !== null && paidOn !== null;
    return verdict === 'pays' && isWhole
      ? [{ ...row, reference, unitId, amountFen, paidOn, estateId, importId, byAccount, at }]
      : [];
  });
  const alreadyIn = rows.filter(({ verdict }) => verdict === 'alreadyIn').length;
  const counts: PaymentCommit = { paid: 0, alreadyIn, refused: rows.length - pays.length - alreadyIn, paidFen: 0 };
  const taken = await takePayments(tx, pays);
  const answered = pays.map(({ rowNo, amountFen }, index): AnsweredRow => {
    const answer = taken[index];
    if (!answer) throw new Error(`row ${rowNo} was neither taken nor refused`);
    if ('rejection' in answer) {
      counts.refused += 1;
      return { rowNo, verdict: 'refused', paymentId: null, issues: [issueOf(answer.rejection)] };
    }
    const { paymentId, isNew } = answer;
    counts[isNew ? 'paid' : 'alreadyIn'] += 1;
    if (isNew) counts.paidFen += amountFen;
    return { rowNo, verdict: isNew ? 'pays' : 'alreadyIn', paymentId, issues: [] };
  });
  await answerRows(tx, importId, answered);
  await tx.query('update fee_import set committed_at = $2, committed_by = $3 where id = $1', [importId, at, byAccount]);
  return counts;
}

/** Of a row that the dry run found good; anything but these two is a bug of ours. */
function issueOf(rejection: Rejection): PaymentIssue {
  const { code } = rejection;
  if (code === 'payment-beyond-bill') return { column: 'amount', code, value: null };
  if (code === 'payment-reference-reused') return { column: 'reference', code, value: null };
  throw new Refused(rejection);
}

type AnsweredRow = Pick<JudgedPayment, 'rowNo' | 'verdict' | 'paymentId' | 'issues'>;

const answerRows = (tx: Tx, importId: string, answered: readonly AnsweredRow[]): Promise<unknown> =>
  tx.query(
    `update fee_import_row r set verdict = a.verdict, payment_id = a."paymentId", issues = a.issues
     from jsonb_to_recordset($2) as a ("rowNo" int, verdict text, "paymentId" uuid, issues jsonb)
     where r.import_id = $1 and r.row_no = a."rowNo"`,
    [importId, JSON.stringify(answered)],
  );

export interface PaymentImportView {
  importId: string;
  fileSha256: string;
  format: RegisterFormat;
  summary: PaymentImportSummary;
  createdAt: Date;
  committedAt: Date | null;
}

/** One import of the estate; undefined: there is none. */
export async function findPaymentImport(
  pool: Pool,
  estateId: string,
  importId: string,
): Promise<PaymentImportView | undefined> {
  const { rows } = await pool.query<PaymentImportView>(
    `select id as "importId", file_sha256 as "fileSha256", format, summary, created_at as "createdAt", committed_at as "committedAt"
     from fee_import where estate_id = $1 and id = $2`,
    [estateId, importId],
  );
  return rows[0];
}

export type PaymentRowView = JudgedPayment;

/** In the order of the file. */
export async function listPaymentRows(
  pool: Pool,
  importId: string,
  page: { verdict: PaymentVerdict | null; after: number; limit: number },
): Promise<PaymentRowView[]> {
  const { rows } = await pool.query<PaymentRowView>(
    `select row_no as "rowNo", verdict, reference, unit_id as "unitId", month, amount_fen::float8 as "amountFen", paid_on::text as "paidOn", channel,
       issues, payment_id as "paymentId" from fee_import_row
     where import_id = $1 and row_no > $2 and ($3::text is null or verdict = $3) order by row_no limit $4`,
    [importId, page.after, page.verdict, page.limit],
  );
  return rows;
}
