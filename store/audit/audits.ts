// Audits as work: asked for, due by night, taken by one worker, gone on with by another when that one dies.
import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import type { Tx } from '../transaction';

export interface TakenAudit {
  id: string;
  scopePaths: string[];
  isFull: boolean;
  startedAt: Date;
  /** The last process that was looked at by whoever had it before. */
  reachedId: string | null;
}

/** A worker that gives no sign for so long is taken to be dead. */
const LEASE_MS = 120_000;

/** An audit over these places; one that waits or runs over the same already is answered instead of a second. */
export async function askForAudit(
  tx: Tx,
  {
    accountId,
    scopePaths,
    isFull,
    at,
  }: { accountId: string; scopePaths: readonly string[]; isFull: boolean; at: Date },
): Promise<string> {
  const scope = [...new Set(scopePaths)].sort();
  await tx.query(`select pg_advisory_xact_lock(hashtextextended('audit', 0))`);
  const { rows } = await tx.query<{ id: string }>(
    `select id from audit where state <> 'finished' and scope_paths = $1 and is_full >= $2 order by queued_at limit 1`,
    [scope, isFull],
  );
  const [waiting] = rows;
  if (waiting) return waiting.id;
  const id = randomUUID();
  await tx.query(
    `insert into audit (id, trigger, asked_by, scope_paths, is_full, state, queued_at) values ($1, 'asked', $2, $3, $4, 'queued', $5)`,
    [id, accountId, scope, isFull, at],
  );
  return id;
}

/** Queues the audit of this night (a calendar day) over everything, once; false: somebody has. */
export async function queueNightly(pool: Pool, night: string, now: Date): Promise<boolean> {
  const { rowCount } = await pool.query(
    `insert into audit (id, trigger, night, scope_paths, is_full, state, queued_at) values ($1, 'nightly', $2, '{/}', false, 'queued', $3)
     on conflict (night) do nothing`,
    [randomUUID(), night, now],
  );
  return rowCount === 1;
}

/** The next one that waits, or that somebody began and left; undefined: none. */
export async function takeAudit(pool: Pool, now: Date): Promise<TakenAudit | undefined> {
  const { rows } = await pool.query<TakenAudit>(
    `update audit set state = 'running', started_at = coalesce(started_at, $1), alive_at = $1 where id = (
       select id from audit where state = 'queued' or (state = 'running' and alive_at < $2)
       order by queued_at, id limit 1 for update skip locked)
     returning id, scope_paths as "scopePaths", is_full as "isFull", started_at as "startedAt", reached_id as "reachedId"`,
    [now, new Date(now.getTime() - LEASE_MS)],
  );
  return rows[0];
}

/** So far it has come; false: somebody else has taken it meanwhile, since we gave no sign for too long. */
export async function noteProgress(
  pool: Pool,
  audit: TakenAudit,
  { reachedId, processes, events, now }: { reachedId: string | null; processes: number; events: number; now: Date },
): Promise<boolean> {
  const { rowCount } = await pool.query(
    `update audit set alive_at = $3, processes = processes + $4, events = events + $5, reached_id = coalesce($2, reached_id)
     where id = $1 and state = 'running' and reached_id is not distinct from $6`,
    [audit.id, reachedId, now, processes, events, audit.reachedId],
  );
  if (reachedId !== null) audit.reachedId = reachedId;
  return rowCount === 1;
}

export async function finishAudit(pool: Pool, auditId: string, now: Date): Promise<void> {
  await pool.query(`update audit set state = 'finished', finished_at = $2 where id = $1`, [auditId, now]);
}

/** Sixteen nights go through all that is closed and quiet: what was looked at is told by the last digit of the id. */
const SHARES = 16;

/**
 * Ids of the processes to look at, a page at a time in their order, beginning behind `audit.reachedId`. Not full: all that are open, all that
 * changed since the last finished audit of everything, and one share of the others.
 */
export async function pageOfProcesses(pool: Pool, audit: TakenAudit, limit: number): Promise<string[]> {
  const share = (Math.floor(audit.startedAt.getTime() / 86_400_000) % SHARES).toString(16);
  const { rows } = await pool.query<{ id: string }>(
    `select p.id from process p left join process_view v on v.process_id = p.id
     where ($1::uuid is null or p.id > $1)
       and exists (select from unnest($2::text[]) as seen (path) where starts_with(p.place_path, seen.path))
       and ($3 or v.is_open is not false or right(p.id::text, 1) = $4 or v.updated_at > coalesce((
         select max(started_at) from audit where state = 'finished' and scope_paths = '{/}'), '-infinity'))
     order by p.id limit $5`,
    [audit.reachedId, audit.scopePaths, audit.isFull, share, limit],
  );
  return rows.map(({ id }) => id);
}
