// The dry run of a register file: reads it, stores the answer to every row, changes nothing in the register. All in the caller's
// transaction, so that a broken file or a crash leaves nothing behind. Applying it is commit-import.ts.
import { createHash } from 'node:crypto';
import { FileProblem } from '../../domain/register/file-problem';
import type { FieldCipher } from '../crypto/field-cipher';
import type { Tx } from '../transaction';
import { judgeStaged } from './judge-staged';
import { readInWorker } from './read-in-worker';
import type { RegisterFormat, RegisterHead } from './read-register';
import { stageRows } from './stage-rows';

/** How long an uncommitted dry run keeps its rows. */
const KEEP_DAYS = 7;

/** Transactions of dry runs and commits may take this long. */
export const IMPORT_TIMEOUT_MS = 300_000;

export interface DryRunRequest {
  importId: string;
  estateId: string;
  byAccountId: string;
  format: RegisterFormat;
  bytes: Buffer;
  at: Date;
}

export interface ImportSummary extends RegisterHead {
  schemaVersion: 1;
  rows: number;
  created: number;
  changed: number;
  unchanged: number;
  refused: number;
  units: number;
  newUnits: number;
  owners: number;
  newOwners: number;
  /** Of the units in the file, each once. */
  areaDm2: number;
  /** Units of the register that the file does not name: they stay as they are. */
  unitsNotInFile: number;
}

/** Throws FileProblem for a file that cannot be read as a register. */
export async function dryRun(tx: Tx, request: DryRunRequest, cipher: FieldCipher): Promise<ImportSummary> {
  const { importId, estateId, bytes, format, at } = request;
  await dropOldRows(tx, estateId, at);
  await tx.query(
    `insert into register_import (id, estate_id, file_sha256, format, by_account_id, status, base_revision, summary, created_at)
     values ($1, $2, $3, $4, $5, 'ready', coalesce((select revision from register_revision where estate_id = $2), 0), '{}', $6)`,
    [importId, estateId, createHash('sha256').update(bytes).digest('hex'), format, request.byAccountId, at],
  );
  let head: RegisterHead | undefined;
  for await (const part of readInWorker(bytes, format)) {
    if (part.kind === 'head') head = part.head;
    else await stageRows(tx, { importId, estateId }, part.rows, cipher);
  }
  if (head === undefined) throw new FileProblem('no-rows');
  const knownUnits = await judgeStaged(tx, { importId, estateId });
  const summary = { ...(await summarise(tx, importId, estateId, knownUnits)), ...head };
  await tx.query('update register_import set summary = $2 where id = $1', [importId, JSON.stringify(summary)]);
  return summary;
}

async function summarise(
  tx: Tx,
  importId: string,
  estateId: string,
  knownUnits: number,
): Promise<Omit<ImportSummary, keyof RegisterHead>> {
  const { rows } = await tx.query<Record<string, string>>(
    `with row as (select * from register_import_row where import_id = $1),
       unit_said as materialized (select distinct on (unit_key) unit_key, area_dm2 from row
         where unit_key is not null order by unit_key, capacity, area_dm2 nulls last)
     select count(*) as rows,
       count(*) filter (where verdict = 'created') as created, count(*) filter (where verdict = 'changed') as changed,
       count(*) filter (where verdict = 'unchanged') as unchanged, count(*) filter (where verdict = 'refused') as refused,
       count(distinct id_hash) as owners, count(distinct id_hash) filter (where owner_id is null) as "newOwners",
       (select count(*) from unit_said) as units,
       (select coalesce(sum(area_dm2), 0) from unit_said) as "areaDm2",
       (select count(*) from unit u where u.estate_id = $2) as "registeredUnits"
     from row`,
    [importId, estateId],
  );
  const count = (name: string): number => Number(rows[0]?.[name] ?? 0);
  return {
    schemaVersion: 1,
    rows: count('rows'),
    created: count('created'),
    changed: count('changed'),
    unchanged: count('unchanged'),
    refused: count('refused'),
    units: count('units'),
    newUnits: count('units') - knownUnits,
    owners: count('owners'),
    newOwners: count('newOwners'),
    areaDm2: count('areaDm2'),
    unitsNotInFile: count('registeredUnits') - knownUnits,
  };
}

/** Personal data is not kept for dry runs that nobody committed. */
async function dropOldRows(tx: Tx, estateId: string, at: Date): Promise<void> {
  await tx.query(
    `with expired as (update register_import set status = 'expired'
       where estate_id = $1 and status = 'ready' and created_at < $2::timestamptz - make_interval(days => $3) returning id)
     delete from register_import_row where import_id in (select id from expired)`,
    [estateId, at, KEEP_DAYS],
  );
}
