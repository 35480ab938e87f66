// What belongs to no single process: entries of the outbox that do not get out, and duties whose process is gone.
import type { Pool } from 'pg';
import type { Difference } from './differences';

/** An entry younger than this, or tried less often, is only late. */
const STUCK_AFTER_MS = 3_600_000;
const STUCK_ATTEMPTS = 10;
/** By design these wait for something that may take months (worker/relay.ts). */
const WAITING = ['process-suspended', 'nobody-holds-this-key-yet'];
const PAGE = 500;

/** Within these places, in pages. */
export async function* checkQueues(pool: Pool, scopePaths: readonly string[], now: Date): AsyncGenerator<Difference> {
  for (let after = '0'; ;) {
    const { rows } = await pool.query<{
      id: string;
      kind: string;
      processId: string;
      attempts: number;
      createdAt: Date;
    }>(
      `select o.id, o.kind, o.process_id as "processId", o.attempts, o.created_at as "createdAt"
       from outbox o join process p on p.id = o.process_id
       where o.done_at is null and o.id > $1 and o.created_at < $2 and o.available_at < $3
         and (o.attempts >= $4 or o.available_at < $2) and not (coalesce(o.last_error, '') = any($5::text[]))
         and exists (select from unnest($6::text[]) as seen (path) where starts_with(p.place_path, seen.path))
       order by o.id limit $7`,
      [
        after,
        new Date(now.getTime() - STUCK_AFTER_MS),
        // One that is being carried out, or waits for its next try, is available a minute from now at most.
        new Date(now.getTime() + 120_000),
        STUCK_ATTEMPTS,
        WAITING,
        scopePaths,
        PAGE,
      ],
    );
    for (const { id, kind, processId, attempts, createdAt } of rows)
      yield {
        ...{ kind: 'outboxStuck', subject: id, processId },
        detail: { outboxId: id, entry: kind, attempts, since: createdAt.toISOString() },
      };
    if (rows.length < PAGE) break;
    after = rows.at(-1)?.id ?? after;
  }
  const { rows } = await pool.query<{ id: string; processId: string; key: string }>(
    `select o.id, o.process_id as "processId", o.key from obligation o
     where not exists (select from process p where p.id = o.process_id)
       and exists (select from unnest($1::text[]) as seen (path) where starts_with(o.place_path, seen.path)) order by o.id limit $2`,
    [scopePaths, PAGE],
  );
  for (const { id, processId, key } of rows)
    yield { kind: 'obligationOrphaned', subject: id, processId: null, detail: { obligationId: id, processId, key } };
}
