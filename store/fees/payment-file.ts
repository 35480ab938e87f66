// From the bytes of a cashier's file to judged payments: the header, each row by itself, and rows against one another. What the bills make of
// them is payment-import.ts.
import { instantOf, localDateOf } from '../../domain/calendar/instant';
import {
  findPaymentHeader,
  judgePayment,
  PAYMENT_COLUMNS,
  type ParsedPayment,
  type PaymentColumn,
} from '../../domain/fees/payment-rows';
import { FileProblem } from '../../domain/register/file-problem';
import { HEAD_ROWS } from '../../domain/register/header';
import { readRowsInWorker } from '../register/read-in-worker';
import type { RegisterFormat } from '../register/read-register';

/** A month of a large estate; above it a file is a mistake, or should be several. */
const MAX_PAYMENTS = 5_000;

export interface PaymentFile {
  /** The worksheet that was read, or the encoding of a CSV. */
  source: string;
  columns: PaymentColumn[];
  /** Headers that were not understood; their columns are not read. */
  ignored: string[];
  payments: ParsedPayment[];
}

/** Throws FileProblem for a file that cannot be read as payments. */
export async function readPayments(bytes: Buffer, format: RegisterFormat, now: Date): Promise<PaymentFile> {
  const { source, rows } = await readRowsInWorker(bytes, format, MAX_PAYMENTS + HEAD_ROWS);
  const head = rows.slice(0, HEAD_ROWS);
  const found = findPaymentHeader(head.map(({ cells }) => cells.map((cell) => (typeof cell === 'string' ? cell : ''))));
  if ('problem' in found) {
    if (found.problem.code === 'header-not-found') throw new FileProblem('payment-header-not-found');
    throw new FileProblem(found.problem.code, { labels: found.problem.columns.map((id) => PAYMENT_COLUMNS[id].label) });
  }
  const { columns, ignored, rows: used } = found.header;
  const below = rows.slice(used);
  if (below.length === 0) throw new FileProblem('no-rows');
  if (below.length > MAX_PAYMENTS) throw new FileProblem('too-many-rows', { limit: MAX_PAYMENTS });
  const today = localDateOf(instantOf(now.getTime()));
  const seen = new Set<string>();
  const payments = below.map((row) => {
    const payment = judgePayment(row, columns, today);
    const { reference } = payment;
    if (reference === null) return payment;
    if (seen.has(reference))
      payment.issues.push({ column: 'reference', code: 'reference-twice-in-file', value: reference });
    seen.add(reference);
    return payment;
  });
  return { source, columns: Object.keys(columns) as PaymentColumn[], ignored, payments };
}
