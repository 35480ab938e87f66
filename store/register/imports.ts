// Reading dry runs: the imports of an estate, and the answers to their rows.
import type { Pool } from 'pg';
import type { Issue } from '../../domain/register/issues';
import type { Change, Verdict } from '../../domain/register/verdict';
import type { ImportSummary } from './dry-run';
import type { RegisterFormat } from './read-register';

export interface ImportView {
  importId: string;
  estateId: string;
  fileSha256: string;
  format: RegisterFormat;
  byAccountId: string;
  status: 'ready' | 'committed' | 'expired';
  summary: ImportSummary;
  createdAt: Date;
  committedAt: Date | null;
  committedBy: string | null;
  /** Nothing refused, not committed, and the estate's register as it was: a commit may still find a changed owner. */
  isCommittable: boolean;
}

const SELECT = `select i.id as "importId", i.estate_id as "estateId", file_sha256 as "fileSha256", format, by_account_id as "byAccountId",
    status, summary, created_at as "createdAt", committed_at as "committedAt", committed_by as "committedBy",
    status = 'ready' and summary->>'refused' = '0' and base_revision = coalesce(v.revision, 0) as "isCommittable"
  from register_import i left join register_revision v on v.estate_id = i.estate_id`;

export async function findImport(pool: Pool, estateId: string, importId: string): Promise<ImportView | null> {
  const { rows } = await pool.query<ImportView>(`${SELECT} where i.id = $1 and i.estate_id = $2`, [importId, estateId]);
  return rows[0] ?? null;
}

/** Newest first. */
export async function listImports(
  pool: Pool,
  estateId: string,
  page: { after: { at: string; id: string } | null; limit: number },
): Promise<ImportView[]> {
  const { rows } = await pool.query<ImportView>(
    `${SELECT} where i.estate_id = $1 and ($2::timestamptz is null or (i.created_at, i.id) < ($2, $3::uuid))
     order by i.created_at desc, i.id desc limit $4`,
    [estateId, page.after?.at ?? null, page.after?.id ?? null, page.limit],
  );
  return rows;
}

export interface ImportRowView {
  rowNo: number;
  verdict: Verdict;
  unit: string | null;
  holder: string | null;
  idMasked: string | null;
  phoneMasked: string | null;
  issues: Issue[];
  changes: Change[];
}

/** Rows in the order of the file; `after` is the number of the last one seen. */
export async function listImportRows(
  pool: Pool,
  importId: string,
  page: { verdict: Verdict | null; after: number | null; limit: number },
): Promise<ImportRowView[]> {
  const { rows } = await pool.query<ImportRowView>(
    `select row_no as "rowNo", verdict, building_name || entrance_name || room as unit, holder_name as holder, id_masked as "idMasked",
       phone_masked as "phoneMasked", issues, changes
     from register_import_row where import_id = $1 and row_no > $2 ${page.verdict === null ? '' : 'and verdict = $4'}
     order by row_no limit $3`,
    [importId, page.after ?? 0, page.limit, ...(page.verdict === null ? [] : [page.verdict])],
  );
  return rows;
}
