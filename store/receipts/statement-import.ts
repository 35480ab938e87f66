// A bank statement: the preview says of every line whose payment it is, and changes nothing; the commit books all lines that brought money, those
// of nobody known as waiting. A line is booked once, however often it comes.
import type { Holder } from '../../domain/cofunding/words';
import { matchLine, type AwaitedPayer, type Doubt, type MatchReason } from '../../domain/receipts/match';
import type { PaidBy } from '../../domain/receipts/classify';
import { isRefusedLine, type LineIssue, type StatementColumn } from '../../domain/receipts/statement';
import type { FieldCipher } from '../crypto/field-cipher';
import { uuidFrom } from '../ids';
import type { RegisterFormat } from '../register/read-register';
import type { Tx } from '../transaction';
import { awaitedAt } from './payers';
import type { StatementFile, StatementLine } from './statement-file';
import { hashOfPayer, sealPayer } from './payer-details';

/** How long a preview that nobody commits keeps its rows. */
const KEEP_DAYS = 7;

export type LineVerdict = 'matched' | 'unmatched' | 'outgoing' | 'alreadyIn' | 'refused';

export interface StatementSummary {
  schemaVersion: 1;
  source: string;
  columns: StatementColumn[];
  ignored: string[];
  rows: number;
  matched: number;
  unmatched: number;
  outgoing: number;
  alreadyIn: number;
  refused: number;
  /** Money that the lines bring, in fen. */
  incomingFen: number;
  balanceBreaks: number;
}

export interface Preview {
  importId: string;
  estateId: string;
  holder: Holder;
  byAccountId: string;
  format: RegisterFormat;
  fileSha256: string;
  at: Date;
}

export interface JudgedLine {
  row_no: number;
  verdict: LineVerdict;
  booked_on: string | null;
  amount_fen: number | null;
  line_key: string | null;
  sealed: string | null;
  payer_hash: string | null;
  process_id: string | null;
  right_no: number | null;
  why: MatchReason[];
  doubt: Doubt | null;
  paid_by: PaidBy | null;
  issues: LineIssue[];
}

/** What makes a line one piece of money; the money's id is made of it. */
export const lineBusinessKey = (estateId: string, holder: Holder, lineKey: string): string =>
  `bank:${estateId}:${holder}:${lineKey}`;

/** Stores the answer to every line of the file, and nothing else. */
export async function previewStatement(
  tx: Tx,
  cipher: FieldCipher,
  preview: Preview,
  file: StatementFile,
): Promise<StatementSummary> {
  const { importId, estateId, at } = preview;
  await dropOldRows(tx, estateId, at);
  const judged = await judge(tx, cipher, preview, file.lines);
  const count = (verdict: LineVerdict): number => judged.filter((row) => row.verdict === verdict).length;
  const incoming = judged.filter(({ verdict }) => verdict === 'matched' || verdict === 'unmatched');
  const summary: StatementSummary = {
    ...{ schemaVersion: 1, source: file.source, columns: file.columns, ignored: file.ignored, rows: judged.length },
    ...{ matched: count('matched'), unmatched: count('unmatched'), outgoing: count('outgoing') },
    ...{ alreadyIn: count('alreadyIn'), refused: count('refused'), balanceBreaks: file.balanceBreaks },
    incomingFen: incoming.reduce((sum, { amount_fen: fen }) => sum + (fen ?? 0), 0),
  };
  await tx.query(
    `insert into statement_import (id, estate_id, holder, file_sha256, format, by_account_id, status, summary, created_at)
     values ($1, $2, $3, $4, $5, $6, 'ready', $7, $8)`,
    [
      ...[importId, estateId, preview.holder, preview.fileSha256, preview.format, preview.byAccountId],
      ...[JSON.stringify(summary), at],
    ],
  );
  await tx.query(
    `insert into statement_row (import_id, row_no, verdict, booked_on, amount_fen, line_key, sealed, payer_hash, process_id, right_no, why, doubt,
       paid_by, issues)
     select $1, r.row_no, r.verdict, r.booked_on, r.amount_fen, r.line_key, r.sealed, r.payer_hash, r.process_id, r.right_no,
       array(select jsonb_array_elements_text(r.why)), r.doubt, r.paid_by, r.issues
     from jsonb_to_recordset($2::jsonb) as r (row_no int, verdict text, booked_on date, amount_fen bigint, line_key text, sealed text,
       payer_hash text, process_id uuid, right_no int, why jsonb, doubt text, paid_by text, issues jsonb)`,
    [importId, JSON.stringify(judged)],
  );
  return summary;
}

async function judge(
  tx: Tx,
  cipher: FieldCipher,
  { estateId, holder }: Preview,
  lines: readonly StatementLine[],
): Promise<JudgedLine[]> {
  const payers = await awaitedAt(tx, estateId);
  const known = await knownLines(tx, estateId, holder, lines);
  return lines.map((line) => {
    const base: JudgedLine = {
      ...{ row_no: line.rowNo, booked_on: line.bookedOn, amount_fen: line.amountFen, line_key: line.lineKey },
      ...{ sealed: null, payer_hash: null, process_id: null, right_no: null, why: [], doubt: null, paid_by: null },
      ...{ issues: line.issues, verdict: 'refused' },
    };
    if (isRefusedLine(line) || line.lineKey === null) return base;
    const before = known.get(line.lineKey);
    if (before !== undefined) {
      const isSame = before.amountFen === line.amountFen && before.on === line.bookedOn && line.direction === 'in';
      if (isSame) return { ...base, verdict: 'alreadyIn' };
      line.issues.push({ column: 'serial', code: 'serial-reused', value: line.serial });
      return base;
    }
    if (line.direction === 'out') return { ...base, verdict: 'outgoing' };
    return { ...base, ...matchedLine(cipher, line, payers) };
  });
}

function matchedLine(cipher: FieldCipher, line: StatementLine, payers: readonly AwaitedPayer[]): Partial<JudgedLine> {
  const { counterName, counterAccount, remark, amountFen } = line;
  const by = { name: counterName, account: counterAccount, remark: remark === '' ? null : remark };
  const match = matchLine({ amountFen: amountFen ?? 0, remark, counterName }, payers);
  const payer = match.kind === 'sure' ? match.payer : match.suggestion;
  return {
    verdict: match.kind === 'sure' ? 'matched' : 'unmatched',
    ...{ sealed: sealPayer(cipher, by), payer_hash: hashOfPayer(cipher, by), why: match.why },
    ...{ process_id: payer?.processId ?? null, right_no: payer?.rightNo ?? null },
    doubt: match.kind === 'doubtful' ? match.doubt : null,
    paid_by: match.kind === 'sure' ? match.paidBy : null,
  };
}

/** Lines of this account that were booked before, by their key. */
async function knownLines(
  tx: Tx,
  estateId: string,
  holder: Holder,
  lines: readonly StatementLine[],
): Promise<Map<string, { amountFen: number; on: string }>> {
  const keys = lines.flatMap(({ lineKey }) => lineKey ?? []);
  const keyOf = new Map(keys.map((key) => [uuidFrom(`money:${lineBusinessKey(estateId, holder, key)}`), key]));
  const { rows } = await tx.query<{ id: string; fen: string; on: string }>(
    `select id, amount_fen as fen, to_char(happened_on, 'YYYY-MM-DD') as "on" from money_in where id = any($1::uuid[])`,
    [[...keyOf.keys()]],
  );
  return new Map(rows.map(({ id, fen, on }) => [keyOf.get(id) ?? '', { amountFen: Number(fen), on }]));
}

/** Personal data is not kept for previews that nobody committed. */
async function dropOldRows(tx: Tx, estateId: string, at: Date): Promise<void> {
  await tx.query(
    `with expired as (update statement_import set status = 'expired'
       where estate_id = $1 and status = 'ready' and created_at < $2::timestamptz - make_interval(days => $3) returning id)
     delete from statement_row where import_id in (select id from expired)`,
    [estateId, at, KEEP_DAYS],
  );
}
