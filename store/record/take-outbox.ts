// The relay's side of the outbox: taking entries under a lease, finishing them, giving them back after a failure.
import type { Pool } from 'pg';
import type { OutboxEntry } from './outbox';

export type TakenEntry = OutboxEntry & {
  id: string;
  key: string;
  processId: string;
  attempts: number;
  createdAt: Date;
};

/** A relay that dies gives its entries back after this. */
const LEASE_SECONDS = 30;

/**
 * Up to `limit` entries whose time has come at `now`, oldest first, leased to the caller. Two relays never hold the same one. Commands of
 * one process are taken one after the other, so that a `resume` never overtakes its `suspend`.
 */
export async function takeOutbox(pool: Pool, now: Date, limit: number): Promise<TakenEntry[]> {
  const { rows } = await pool.query<{
    id: string;
    key: string;
    kind: OutboxEntry['kind'];
    process_id: string;
    payload: OutboxEntry['payload'];
    attempts: number;
    created_at: Date;
  }>({
    name: 'take-outbox',
    text: `update outbox set attempts = attempts + 1, available_at = $1::timestamptz + make_interval(secs => ${LEASE_SECONDS})
     where id in (select o.id from outbox o where o.done_at is null and o.available_at <= $1
       and (o.kind <> 'command' or not exists (select from outbox e
         where e.process_id = o.process_id and e.kind = 'command' and e.done_at is null and e.id < o.id))
       order by o.available_at, o.id limit $2 for update skip locked)
     returning id, key, kind, process_id, payload, attempts, created_at`,
    values: [now, limit],
  });
  return rows
    .sort((a, b) => Number(BigInt(a.id) - BigInt(b.id)))
    .map(
      (row) =>
        ({
          id: row.id,
          key: row.key,
          kind: row.kind,
          processId: row.process_id,
          payload: row.payload,
          attempts: row.attempts,
          createdAt: row.created_at,
        }) as TakenEntry,
    );
}

export interface FinishedEntry {
  id: string;
  /** What a refused command was refused with, say. */
  note: string | null;
}

/** Done for good. */
export async function finishOutbox(pool: Pool, entries: readonly FinishedEntry[], at: Date): Promise<void> {
  await pool.query({
    name: 'finish-outbox',
    text: `update outbox o set done_at = $1, last_error = done.note
     from json_to_recordset($2) as done (id bigint, note text) where o.id = done.id`,
    values: [at, JSON.stringify(entries)],
  });
}

/** Tried in vain: again after a pause that doubles up to a minute. */
export async function returnOutbox(pool: Pool, entry: TakenEntry, at: Date, error: string): Promise<void> {
  const pauseMs = Math.min(60_000, 250 * 2 ** Math.min(entry.attempts, 8));
  await pool.query('update outbox set available_at = $2, last_error = $3 where id = $1', [
    entry.id,
    new Date(at.getTime() + pauseMs),
    error.slice(0, 500),
  ]);
}

/** When the next entry becomes available; null: nothing waits. */
export async function nextOutboxAt(pool: Pool): Promise<Date | null> {
  const { rows } = await pool.query<{ at: Date | null }>(
    'select min(available_at) as at from outbox where done_at is null',
  );
  return rows[0]?.at ?? null;
}
