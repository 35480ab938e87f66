// The differences on record: found for the first time, found again, gone.
import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { dischargeMending, openMending } from '../record/mending';
import { storeText } from '../texts';
import { inTransaction, type Tx } from '../transaction';
import { REPAIRS, type Difference, type DifferenceKind, type Motion } from './differences';

/** Kinds that are looked for process by process; the others have a pass of their own. */
export const OF_PROCESS: readonly DifferenceKind[] = [
  ...(['chainBroken', 'ledgerDiffers', 'viewDiffers', 'obligationsDiffer', 'moneyDiffers', 'balancesDiffer'] as const),
  ...(['runMissing', 'runDiverged', 'runDiffers', 'timerPastDue'] as const),
];

export interface Found {
  auditId: string | null;
  now: Date;
}

/** One transaction for all that was found about one process: new ones are opened, those that are gone resolved. */
export const settleProcess = (pool: Pool, processId: string, differences: readonly Difference[], found: Found) =>
  inTransaction(pool, async (tx) => {
    const gone = await tx.query<{ kind: DifferenceKind }>(
      `update audit_item set resolved_at = $4 where process_id = $1 and resolved_at is null and kind = any($2::text[]) and kind <> all($3::text[])
       returning kind`,
      [processId, OF_PROCESS, differences.map(({ kind }) => kind), found.now],
    );
    for (const difference of differences) await keepItem(tx, difference, found);
    // What a person has mended is whole again: nobody has to mend it any more. A diverged run is discharged by its repair.
    const needsPerson = differences.some(({ kind }) => REPAIRS[kind] === null || kind === 'runDiverged');
    const wasMended = gone.rows.some(({ kind }) => REPAIRS[kind] === null);
    if (wasMended && !needsPerson) await dischargeMending(tx, processId, 'foundWhole');
  });

/** Opens the item, or notes that it was found again. Where only a person may decide, the district's duty to mend is opened. */
export async function keepItem(tx: Tx, difference: Difference, found: Found): Promise<void> {
  const { kind, subject, processId, placePath = null, detail } = difference;
  const { rows } = await tx.query<{ id: string }>(
    `insert into audit_item (id, kind, subject, process_id, place_path, detail, first_found_at, found_at)
     values ($1, $2, $3, $4::uuid, coalesce((select place_path from process where id = $4::uuid), $7), $5, $6, $6)
     on conflict (kind, subject) where resolved_at is null do update set detail = excluded.detail, found_at = excluded.found_at
     returning id`,
    [randomUUID(), kind, subject, processId, JSON.stringify(detail), found.now, placePath],
  );
  if (found.auditId !== null)
    await tx.query('insert into audit_finding (audit_id, item_id) values ($1, $2) on conflict do nothing', [
      found.auditId,
      rows[0]?.id,
    ]);
  if (REPAIRS[kind] !== null || processId === null) return;
  const { rows: ends } = await tx.query<{ seq: number }>(
    'select coalesce(max(seq), 0) as seq from process_event where process_id = $1',
    [processId],
  );
  await openMending(tx, processId, ends[0]?.seq ?? 0, found.now);
}

/**
 * Open items of these kinds that this audit did not find again are gone; `scopePaths` says how far it looked. What is about a process and
 * looked for process by process is left alone.
 */
export async function resolveUnfound(
  pool: Pool,
  kinds: readonly DifferenceKind[],
  { auditId, now }: { auditId: string; now: Date },
  scopePaths: readonly string[],
): Promise<void> {
  await pool.query(
    `update audit_item i set resolved_at = $3 where kind = any($1::text[]) and resolved_at is null and (i.process_id is null or kind <> all($5::text[]))
       and not exists (select from audit_finding f where f.item_id = i.id and f.audit_id = $2)
       and (i.place_path is null or exists (select from unnest($4::text[]) as seen (path) where starts_with(i.place_path, seen.path)))`,
    [kinds, auditId, now, scopePaths, OF_PROCESS],
  );
}

export interface Item {
  id: string;
  kind: DifferenceKind;
  subject: string;
  processId: string | null;
  placePath: string | null;
  detail: Difference['detail'];
  firstFoundAt: Date;
  foundAt: Date;
  resolvedAt: Date | null;
}

export const ITEM_COLUMNS = `i.id, i.kind, i.subject, i.process_id as "processId", i.place_path as "placePath", i.detail,
  i.first_found_at as "firstFoundAt", i.found_at as "foundAt", i.resolved_at as "resolvedAt"`;

/** Locked until the transaction ends, so that two repairs of one item come one after the other; undefined: no such item. */
export async function lockItem(tx: Tx, itemId: string): Promise<Item | undefined> {
  const { rows } = await tx.query<Item>(`select ${ITEM_COLUMNS} from audit_item i where id = $1 for update`, [itemId]);
  return rows[0];
}

export interface Repaired {
  commandId: string;
  motion: Motion;
  result: string;
  reasonText: string;
  accountId: string;
  at: Date;
}

/** Kinds whose repair leaves nothing to look for: the run was ended, the row was dropped, the entry goes on its way, the sums are made anew. */
const DONE_AT_ONCE: readonly Motion[] = ['endRun', 'dropObligation', 'retryOutbox', 'rebuildBalances', 'recount'];

/** Puts a repair on record. What is looked for process by process is resolved by the look that follows. */
export async function keepRepair(tx: Tx, { id }: Item, repaired: Repaired): Promise<void> {
  const { commandId, motion, result, reasonText, accountId, at } = repaired;
  const reason = await storeText(tx, reasonText, { commandId, field: 'reasonText', at });
  await tx.query(
    `insert into audit_repair (command_id, item_id, motion, account_id, reason, result, at) values ($1, $2, $3, $4, $5, $6, $7)`,
    [commandId, id, motion, accountId, reason, result, at],
  );
  if (DONE_AT_ONCE.includes(motion)) await tx.query('update audit_item set resolved_at = $2 where id = $1', [id, at]);
}
