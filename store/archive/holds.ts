// Litigation hold (诉讼保全) and erasure of texts: what a lawsuit may need is kept, whoever asks for its erasure meanwhile.
import type { Pool } from 'pg';
import { refused } from '../refused';
import { storeText } from '../texts';
import type { Tx } from '../transaction';

export interface HoldEntry {
  isHeld: boolean;
  reasonText: string;
  accountId: string;
  at: Date;
}

interface Ordered {
  processId: string;
  accountId: string;
  commandId: string;
  /** The words themselves; they are stored apart. */
  reasonText: string;
  at: Date;
}

/** Entries of a process, oldest first; the last one says whether it is held. */
export async function holdsOf(db: Pool | Tx, processId: string): Promise<HoldEntry[]> {
  const { rows } = await db.query<HoldEntry>(
    `select is_held as "isHeld", reason_text as "reasonText", account_id as "accountId", at
     from hold_entry where process_id = $1 order by id`,
    [processId],
  );
  return rows;
}

const isOnHold = (entries: readonly HoldEntry[]): boolean => entries.at(-1)?.isHeld ?? false;

/** Places or lifts a hold. Refuses `already-on-hold` and `not-on-hold`. */
export async function setHold(tx: Tx, isHeld: boolean, ordered: Ordered): Promise<HoldEntry[]> {
  const { processId, accountId, at } = ordered;
  await lockHold(tx, processId);
  if (isOnHold(await holdsOf(tx, processId)) === isHeld) throw refused(isHeld ? 'already-on-hold' : 'not-on-hold');
  await tx.query(
    'insert into hold_entry (process_id, is_held, reason_text, account_id, at) values ($1, $2, $3, $4, $5)',
    [processId, isHeld, await storeReason(tx, ordered), accountId, at],
  );
  return holdsOf(tx, processId);
}

/**
 * Erases one text of a closed process, with its salt, so that nothing can be guessed from the hash that stays. Refuses `on-hold`,
 * `process-still-open`, `text-is-published` (it is everybody's), `text-not-found`.
 */
export async function eraseText(tx: Tx, sha256: string, ordered: Ordered): Promise<void> {
  const { processId, accountId, at } = ordered;
  await lockHold(tx, processId);
  if (isOnHold(await holdsOf(tx, processId))) throw refused('on-hold');
  const { rows } = await tx.query<{ isOpen: boolean; isSalted: boolean | null }>(
    `select v.is_open as "isOpen", (select n.salt is not null from text_note n where n.sha256 = $2 and exists (
       select from process_event e where e.process_id = $1 and jsonb_path_exists(e.payload, '$.** ? (@ == $text)', jsonb_build_object('text', $2::text))
     )) as "isSalted" from process_view v where v.process_id = $1`,
    [processId, sha256],
  );
  const found = rows[0];
  if (found?.isOpen) throw refused('process-still-open');
  if (found?.isSalted == null) throw refused('text-not-found', { sha256 });
  if (!found.isSalted) throw refused('text-is-published', { sha256 });
  await tx.query(
    'insert into text_erasure (sha256, process_id, reason_text, account_id, at) values ($1, $2, $3, $4, $5)',
    [sha256, processId, await storeReason(tx, ordered), accountId, at],
  );
  await tx.query('delete from text_note where sha256 = $1', [sha256]);
}

/** A hold and an erasure of one process wait for each other. */
const lockHold = (tx: Tx, processId: string) =>
  tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`hold:${processId}`]);

const storeReason = (tx: Tx, { reasonText, commandId, at }: Ordered): Promise<string> =>
  storeText(tx, reasonText, { commandId, field: 'reasonText', at });
