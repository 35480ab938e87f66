// What is issued is kept: one row for each hash, from the first time on. A paper that is printed again is the same paper.
import type { Pool } from 'pg';
import type { Sheet } from '../../papers/blocks';
import { kindOf } from '../../papers/kinds';
import { sayInstant } from '../../papers/say';
import { inTransaction, type Tx } from '../transaction';
import { currentHash, type PreparedPaper } from './prepare';
import { readProcessRecord } from './read-record';

export interface IssuedPaper {
  prepared: PreparedPaper;
  issuedAt: Date;
  sheet: Sheet;
}

/** Papers that are recorded in one go: others are let in between. */
const AT_ONCE = 200;

/** Records the papers as issued and gives the sheets to print, each with the instant at which it was first issued. */
export async function issuePapers(
  tx: Tx,
  papers: readonly PreparedPaper[],
  by: { at: Date; byAccount: string },
): Promise<IssuedPaper[]> {
  const issued: IssuedPaper[] = [];
  for (let from = 0; from < papers.length; from += AT_ONCE)
    issued.push(...(await issueSome(tx, papers.slice(from, from + AT_ONCE), by)));
  return issued;
}

async function issueSome(
  tx: Tx,
  papers: readonly PreparedPaper[],
  { at, byAccount }: { at: Date; byAccount: string },
): Promise<IssuedPaper[]> {
  const rows = papers.map(({ hash, paper, templateSha256, seq }) => ({
    ...{ hash, process_id: paper.processId, kind: paper.kind, part: paper.part, article: paper.article },
    ...{ template_sha256: templateSha256, seq },
  }));
  await tx.query(
    `insert into printed_paper (hash, process_id, kind, part, article, template_sha256, seq, issued_at, issued_by)
     select hash, process_id, kind, part, article, template_sha256, seq, $2, $3 from json_to_recordset($1) as r (
       hash text, process_id uuid, kind text, part text, article text, template_sha256 text, seq int)
     on conflict (hash) do nothing`,
    [JSON.stringify(rows), at, byAccount],
  );
  const { rows: issued } = await tx.query<{ hash: string; issuedAt: Date }>(
    'select hash, issued_at as "issuedAt" from printed_paper where hash = any($1::text[])',
    [papers.map(({ hash }) => hash)],
  );
  const issuedAt = new Map(issued.map((row) => [row.hash, row.issuedAt]));
  return papers.map((prepared) => {
    const first = issuedAt.get(prepared.hash) ?? at;
    const { hash, title, blocks, paper } = prepared;
    const footer = {
      ...{ hash, title, processId: paper.processId, article: paper.article },
      issuedAt: sayInstant(first.toISOString()),
    };
    return { prepared, issuedAt: first, sheet: { blocks, footer } };
  });
}

export interface VerifiedPaper {
  hash: string;
  kind: string;
  processId: string;
  part: string;
  estate: string;
  article: string;
  issuedAt: string;
  /** The hash that the same paper carries today; null where it would not be printed any more. */
  currentHash: string | null;
}

/** What the hash on a paper stands for; undefined: no paper with it was ever issued here. */
export const verifyPaper = (pool: Pool, hash: string): Promise<VerifiedPaper | undefined> =>
  inTransaction(
    pool,
    async (tx) => {
      const { rows } = await tx.query<Omit<VerifiedPaper, 'issuedAt' | 'currentHash'> & { issuedAt: Date }>(
        `select i.hash, i.kind, i.process_id as "processId", i.part, e.name as estate, i.article, i.issued_at as "issuedAt"
         from printed_paper i join process p on p.id = i.process_id join place e on e.id = p.place_id where i.hash = $1`,
        [hash],
      );
      const row = rows[0];
      if (row === undefined) return undefined;
      const kind = kindOf(row.kind);
      const record = kind && (await readProcessRecord(tx, row.processId));
      return {
        ...row,
        issuedAt: row.issuedAt.toISOString(),
        currentHash: kind && record ? await currentHash(tx, record, kind, row.part) : null,
      };
    },
    { isolation: 'repeatable read' },
  );
