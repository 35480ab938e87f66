// The locks that open processes hold at an estate (domain/locks.ts), read in the transaction that launches something there.
import type { Pool } from 'pg';
import type { HeldLock } from '../../domain/locks';
import type { Tx } from '../transaction';

export async function heldLocks(db: Pool | Tx, estateId: string): Promise<HeldLock[]> {
  const { rows } = await db.query<HeldLock>(
    `select unnest(locks) as lock, process_id as "processId" from process_view
     where place_id = $1 and is_open and locks <> '{}' order by process_id, lock`,
    [estateId],
  );
  return rows;
}
