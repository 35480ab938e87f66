// Engine trouble on record: who writes it is worker/trouble-watch.ts and worker/trouble-interceptor.ts.
import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import type { ProcessKind } from '../../domain/process';

export const TROUBLE_KINDS = ['activity', 'workflowTask', 'divergence'] as const;
export type TroubleKind = (typeof TROUBLE_KINDS)[number];

/** Tried so often an attempt that fails is no longer a hiccup: the first three come within a second and a half (activity-options.ts). */
export const TROUBLE_ATTEMPTS = 3;

export interface Trouble {
  processId: string;
  kind: TroubleKind;
  /** Type of the activity; `workflowTask`; `record`. */
  what: string;
  attempts: number;
  /** As it was thrown; kept without what may be about people. */
  error: string;
}

/** Opens the trouble, or notes that it is still there. A workflow of no process of ours is passed over. */
export async function noteTrouble(pool: Pool, trouble: Trouble, now: Date): Promise<void> {
  const { processId, kind, what, attempts, error } = trouble;
  await pool.query(
    `insert into engine_trouble (id, process_id, kind, what, attempts, last_error, since, seen_at)
     select $1, p.id, $3, $4, $5, $6, $7, $7 from process p where p.id = $2
     on conflict (process_id, kind, what) where resolved_at is null do update set
       attempts = greatest(engine_trouble.attempts, excluded.attempts), last_error = excluded.last_error, seen_at = excluded.seen_at`,
    [randomUUID(), processId, kind, what, Math.max(1, attempts), withoutPeople(error), now],
  );
}

/** It has healed: this one, or everything of the kind except what still fails. */
export async function resolveTroubles(
  pool: Pool,
  { processId, kind, what, except = [] }: Pick<Trouble, 'processId' | 'kind'> & { what?: string; except?: string[] },
  now: Date,
): Promise<void> {
  await pool.query(
    `update engine_trouble set resolved_at = $5, seen_at = $5 where process_id = $1 and kind = $2
       and ($3::text is null or what = $3) and what <> all($4::text[]) and resolved_at is null`,
    [processId, kind, what ?? null, except, now],
  );
}

/** Engine and record disagree as long as an operator's duty to mend it is open. */
export async function followDivergences(pool: Pool, now: Date): Promise<void> {
  await pool.query(
    `insert into engine_trouble (id, process_id, kind, what, attempts, last_error, since, seen_at)
     select gen_random_uuid(), process_id, 'divergence', 'record', 1, 'engine and record disagree', min(since), $1
     from obligation where key = 'mendDivergence' and closed_at is null group by process_id
     on conflict (process_id, kind, what) where resolved_at is null do update set seen_at = excluded.seen_at`,
    [now],
  );
  await pool.query(
    `update engine_trouble t set resolved_at = $1, seen_at = $1 where kind = 'divergence' and resolved_at is null and not exists (
       select from obligation o where o.process_id = t.process_id and o.key = 'mendDivergence' and o.closed_at is null)`,
    [now],
  );
}

const LONGEST_ERROR = 300;
const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
/** Ids stay; Chinese, long numbers, and what PostgreSQL quotes of a row (`(phone)=(…)`) go. */
const PERSONAL = new RegExp(String.raw`(${UUID})|=\([^)]*\)|\p{Script=Han}+|[\w.+-]+@[\w.-]+|\d{5,}[\dXx]?`, 'giu');

/** An error message without what may be about people, cut. */
export const withoutPeople = (message: string): string =>
  message
    .replace(PERSONAL, (match, id: string | undefined) => id ?? (match.startsWith('=') ? '=(…)' : '…'))
    .slice(0, LONGEST_ERROR);

export interface Watched {
  processId: string;
  kind: ProcessKind;
  isOpen: boolean;
}

/** Processes that may be in trouble by what the database shows: their time is past, what is sent to them does not arrive, or they were. */
export async function suspectedProcesses(pool: Pool, now: Date, limit: number): Promise<Watched[]> {
  const { rows } = await pool.query<Watched>(
    `select distinct on (v.process_id) v.process_id as "processId", v.kind, v.is_open as "isOpen" from process_view v where v.process_id in (
       (select process_id from engine_trouble where resolved_at is null and kind <> 'divergence' order by seen_at limit $2)
       union all
       (select process_id from process_view where is_open and next_wake_at < $1::timestamptz - interval '2 minutes' order by next_wake_at desc limit $2)
       union all
       (select w.process_id from outbox o join process_view w on w.process_id::text = o.payload ->> 'to' or w.exclusive_key = o.payload ->> 'to'
        where o.done_at is null and o.kind = 'command' and o.attempts >= $3 order by o.id limit $2))
     limit $2`,
    [now, limit, TROUBLE_ATTEMPTS],
  );
  return rows;
}

/** The next open processes behind this one in the order of their ids, for going round all of them slowly. */
export async function nextOpenProcesses(pool: Pool, after: string | null, limit: number): Promise<Watched[]> {
  const { rows } = await pool.query<Watched>(
    `select process_id as "processId", kind, true as "isOpen" from process_view where is_open and ($1::uuid is null or process_id > $1)
     order by process_id limit $2`,
    [after, limit],
  );
  return rows;
}
