// Reading a hotline's imports: the dry runs of a place, and the answers to their rows.
import type { Pool } from 'pg';
import type { TicketIssue } from '../../domain/intake/tickets';
import type { RegisterFormat } from '../register/read-register';
import type { HotlineSummary, TicketVerdict } from './hotline-import';

export interface HotlineImportView {
  importId: string;
  source: string;
  fileSha256: string;
  format: RegisterFormat;
  status: 'ready' | 'committed' | 'expired';
  summary: HotlineSummary;
  byAccountId: string;
  createdAt: Date;
  committedAt: Date | null;
}

/** One import of the place; undefined: there is none. */
export async function findHotlineImport(
  pool: Pool,
  placeId: string,
  importId: string,
): Promise<HotlineImportView | undefined> {
  const { rows } = await pool.query<HotlineImportView>(
    `select i.id as "importId", s.code as source, i.file_sha256 as "fileSha256", i.format, i.status, i.summary, i.by_account_id as "byAccountId",
       i.created_at as "createdAt", i.committed_at as "committedAt"
     from hotline_import i join intake_source s on s.id = i.source_id where i.place_id = $1 and i.id = $2`,
    [placeId, importId],
  );
  return rows[0];
}

export interface TicketRowView {
  rowNo: number;
  verdict: TicketVerdict;
  ticketNo: string | null;
  estateId: string | null;
  spotPlaceId: string | null;
  category: string | null;
  phoneMasked: string | null;
  issues: TicketIssue[];
  problemId: string | null;
}

/** In the order of the file. */
export async function listTicketRows(
  pool: Pool,
  importId: string,
  page: { verdict: TicketVerdict | null; after: number; limit: number },
): Promise<TicketRowView[]> {
  const { rows } = await pool.query<TicketRowView>(
    `select row_no as "rowNo", verdict, ticket_no as "ticketNo", estate_id as "estateId", spot_place_id as "spotPlaceId", category,
       phone_masked as "phoneMasked", issues, problem_id as "problemId" from hotline_import_row
     where import_id = $1 and row_no > $2 and ($3::text is null or verdict = $3) order by row_no limit $4`,
    [importId, page.after, page.verdict, page.limit],
  );
  return rows;
}
