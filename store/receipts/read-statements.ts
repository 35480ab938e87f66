// Reading bank statements that were brought: the previews of an estate, and the answers to their lines.
import type { LocalDate } from '../../domain/calendar/types';
import type { Holder } from '../../domain/cofunding/words';
import type { Doubt, MatchReason } from '../../domain/receipts/match';
import type { LineIssue } from '../../domain/receipts/statement';
import type { Db } from '../ballots/vote-window';
import type { RegisterFormat } from '../register/read-register';
import type { LineVerdict, StatementSummary } from './statement-import';

export interface StatementImportView {
  importId: string;
  holder: Holder;
  fileSha256: string;
  format: RegisterFormat;
  status: 'ready' | 'committed' | 'expired';
  summary: StatementSummary;
  byAccountId: string;
  createdAt: Date;
  committedAt: Date | null;
}

/** One import of the estate; undefined: there is none. */
export async function findStatement(
  db: Db,
  estateId: string,
  importId: string,
): Promise<StatementImportView | undefined> {
  const { rows } = await db.query<StatementImportView>(
    `select id as "importId", holder, file_sha256 as "fileSha256", format, status, summary, by_account_id as "byAccountId",
       created_at as "createdAt", committed_at as "committedAt"
     from statement_import where estate_id = $1 and id = $2`,
    [estateId, importId],
  );
  return rows[0];
}

export interface StatementRowView {
  rowNo: number;
  verdict: LineVerdict;
  bookedOn: LocalDate | null;
  amountFen: number | null;
  processId: string | null;
  rightNo: number | null;
  label: string | null;
  why: MatchReason[];
  doubt: Doubt | null;
  issues: LineIssue[];
  moneyId: string | null;
}

/** In the order of the file. */
export async function listStatementRows(
  db: Db,
  importId: string,
  page: { verdict: LineVerdict | null; after: number; limit: number },
): Promise<StatementRowView[]> {
  const { rows } = await db.query<Omit<StatementRowView, 'amountFen'> & { amountFen: string | null }>(
    `select s.row_no as "rowNo", s.verdict, to_char(s.booked_on, 'YYYY-MM-DD') as "bookedOn", s.amount_fen as "amountFen",
       s.process_id as "processId", s.right_no as "rightNo", p.label, s.why, s.doubt, s.issues, s.money_id as "moneyId"
     from statement_row s left join collect_payer p on p.process_id = s.process_id and p.right_no = s.right_no
     where s.import_id = $1 and s.row_no > $2 and ($3::text is null or s.verdict = $3) order by s.row_no limit $4`,
    [importId, page.after, page.verdict, page.limit],
  );
  return rows.map((row) => ({ ...row, amountFen: row.amountFen === null ? null : Number(row.amountFen) }));
}
