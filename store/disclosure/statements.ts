// Statements as they were frozen: one row for each version, written once, its hash on the record of the process.
import type { Pool } from 'pg';
import { fundFigures, type Fund, type StatementBody } from '../../domain/disclosure/figures';
import type { Period } from '../../domain/disclosure/periods';
import type { LaunchedDisclosure, Publication } from '../../domain/disclosure/state';
import { canonicalJson, sha256Hex, type CanonicalValue } from '../ballots/ballot-canon';
import { inTransaction, type Tx } from '../transaction';
import { readFundRows, readProjectFigures } from './figures';

/** What the hash of a statement stands for. */
export const statementHash = (body: StatementBody): string =>
  sha256Hex(canonicalJson(body as unknown as CanonicalValue));

export interface Draft {
  disclosureId: string;
  estateId: string;
  version: number;
  period: Period;
}

/** Freezes the figures of a period from the ledger, all of one moment; done twice, the first time counts. */
export async function draftStatement(pool: Pool, draft: Draft, now: Date): Promise<{ sha256: string }> {
  const known = await readStatement(pool, draft.disclosureId, draft.period.no, draft.version);
  if (known) return { sha256: known.sha256 };
  await inTransaction(pool, (tx) => freeze(tx, draft, now), { isolation: 'repeatable read', timeoutMs: 25_000 });
  const written = await readStatement(pool, draft.disclosureId, draft.period.no, draft.version);
  if (!written) throw new Error(`statement ${draft.period.no} of ${draft.disclosureId} was written and is not there`);
  return { sha256: written.sha256 };
}

async function freeze(tx: Tx, { disclosureId, estateId, version, period }: Draft, now: Date): Promise<void> {
  const { no, length, from, until } = period;
  const body: StatementBody = {
    ...{ schemaVersion: 1, estateId, no, length, from, until, version, asOf: now.toISOString() },
    funds: fundFigures(await readFundRows(tx, estateId, period), await carriedOver(tx, disclosureId, no)),
    projects: await readProjectFigures(tx, estateId, period),
  };
  await tx.query(
    `insert into disclosure_statement (process_id, no, version, estate_id, made_at, body, sha256) values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (process_id, no, version) do nothing`,
    [disclosureId, no, version, estateId, now, JSON.stringify(body), statementHash(body)],
  );
}

/** What the newest published version of the period before said it left; null: nothing was published of it. */
async function carriedOver(tx: Tx, disclosureId: string, no: number): Promise<Partial<Record<Fund, number>> | null> {
  const core = await readDisclosure(tx, disclosureId);
  const last = core?.publications.findLast(({ period }) => period.no === no - 1);
  const statement = last && (await readStatement(tx, disclosureId, no - 1, last.version));
  return statement ? Object.fromEntries(statement.body.funds.map(({ fund, closingFen }) => [fund, closingFen])) : null;
}

/** The state of a launched disclosure; undefined: there is none of this id. */
export async function readDisclosure(db: Pool | Tx, disclosureId: string): Promise<LaunchedDisclosure | undefined> {
  const { rows } = await db.query<{ core: LaunchedDisclosure }>(
    `select state -> 'core' as core from process_view where process_id = $1 and kind = 'disclosure'`,
    [disclosureId],
  );
  return rows[0]?.core;
}

export interface FrozenStatement {
  sha256: string;
  body: StatementBody;
}

/** Undefined: there is no such version. */
export async function readStatement(
  db: Pool | Tx,
  disclosureId: string,
  no: number,
  version: number,
): Promise<FrozenStatement | undefined> {
  const { rows } = await db.query<FrozenStatement>(
    'select sha256, body from disclosure_statement where process_id = $1 and no = $2 and version = $3',
    [disclosureId, no, version],
  );
  return rows[0];
}

export interface ShownStatement {
  publication: Publication;
  body: StatementBody;
}

/** The frozen figures of these publications, in their order. */
export async function bodiesOf(
  db: Pool | Tx,
  disclosureId: string,
  publications: readonly Publication[],
): Promise<ShownStatement[]> {
  const { rows } = await db.query<FrozenStatement>(
    'select sha256, body from disclosure_statement where process_id = $1 and sha256 = any($2::text[])',
    [disclosureId, publications.map(({ sha256 }) => sha256)],
  );
  const bodies = new Map(rows.map(({ sha256, body }) => [sha256, body]));
  return publications.flatMap((publication) => {
    const body = bodies.get(publication.sha256);
    return body ? [{ publication, body }] : [];
  });
}

/** What hangs on the board, or is to: every version on display; when none is, the newest that was published. */
export async function readShown(tx: Tx, disclosureId: string, core: LaunchedDisclosure): Promise<ShownStatement[]> {
  const { publications, statements } = core;
  const newest = newestVersions(publications);
  const open = newest.filter(({ period }) =>
    statements.some(({ period: { no }, stage }) => no === period.no && SHOWN.has(stage)),
  );
  return bodiesOf(tx, disclosureId, open.length > 0 ? open : newest.slice(-1));
}

const SHOWN: ReadonlySet<string> = new Set(['posting', 'displayed', 'answering']);

/** The newest published version of each period, oldest period first. */
export const newestVersions = (publications: readonly Publication[]): Publication[] =>
  [...new Map(publications.map((publication) => [publication.period.no, publication])).values()].sort(
    (one, other) => one.period.no - other.period.no,
  );

/** Undefined: no version of this disclosure has this hash. */
export async function readStatementByHash(
  db: Pool | Tx,
  disclosureId: string,
  sha256: string,
): Promise<FrozenStatement | undefined> {
  const { rows } = await db.query<FrozenStatement>(
    'select sha256, body from disclosure_statement where process_id = $1 and sha256 = $2',
    [disclosureId, sha256],
  );
  return rows[0];
}
