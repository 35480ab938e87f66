// Counts of closed processes, added up by place, day and month when each closes and never again changed, so that a roll-up reads thousands of
// rows and not millions. What a process adds is one query, the same for the tally, for processes that are still open, and for a rebuild.
import type { Pool } from 'pg';
import { inTransaction, type Tx } from '../transaction';

/** The China day of an instant (UTC+8, no summer time). */
export const chinaDay = (instant: string): string => `((${instant} at time zone 'UTC') + interval '8 hours')::date`;

const wholeDays = (from: string, to: string): string => `floor(extract(epoch from ${to} - ${from}) / 86400)::int`;

/**
 * What processes add to roll-ups: rows of place_id, kind, desk, day, days and eight counts. `f` is the process_fact that `where` speaks of.
 * A dispatch that still waits though its time is over is not among them (see `waitingPast`).
 */
export const processParts = (where: string): string => `
  select f.place_id, f.kind, p.* from process_fact f cross join lateral (
    select '' as desk, ${chinaDay('f.launched_at')} as day, -1 as days, 1 as launched, 0 as closed, 0 as in_time, 0 as responses_due,
      0 as responses_made, 0 as answers, 0 as solved, 0 as satisfied
    union all select '', ${chinaDay('f.closed_at')}, ${wholeDays('f.launched_at', 'f.closed_at')}, 0, 1, f.is_in_time::int, 0, 0, 0, 0, 0
      where f.closed_at is not null
    union all select r.desk, ${chinaDay('r.at')}, -1, 0, 0, 0, 1, r."isAnswered"::int, 0, 0, 0
      from jsonb_to_recordset(f.rates -> 'responses') as r (at timestamptz, desk text, "isAnswered" boolean) where not f.is_groundless
    union all select a.desk, ${chinaDay('a.at')}, -1, 0, 0, 0, 0, 0, 1, a."isSolved"::int, a."isSatisfied"::int
      from jsonb_to_recordset(f.rates -> 'answers') as a (at timestamptz, desk text, "isSolved" boolean, "isSatisfied" boolean)
      where not f.is_groundless) p
  where ${where}`;

/** Dispatches that wait though their time is over at $n, as rows of the same columns: time has decided, and no event says so yet. */
export const waitingPast = (where: string, now: string): string => `
  select f.place_id, f.kind, f.rates -> 'waiting' ->> 'desk' as desk, ${chinaDay('f.answer_due_at')} as day, -1 as days, 0 as launched,
    0 as closed, 0 as in_time, 1 as responses_due, 0 as responses_made, 0 as answers, 0 as solved, 0 as satisfied
  from process_fact f where ${where} and f.answer_due_at <= ${now}`;

/** The desk whose duty `o` is. */
export const DESK_OF_DUTY = `coalesce(o.department, case when o.role = 'firmManager' then '@firm' else '' end)`;

/** Discharged duties of processes: rows of place_id, kind, duty, desk, day, days, closed and in_time. One without a due instant is in time. */
export const dutyParts = (where: string): string => `
  select f.place_id, f.kind, o.duty, ${DESK_OF_DUTY} as desk, ${chinaDay('o.closed_at')} as day, ${wholeDays('o.since', 'o.closed_at')} as days,
    1 as closed, (o.due_at is null or o.closed_at < o.due_at)::int as in_time
  from process_fact f join obligation o on o.process_id = f.process_id
  where o.closed_at is not null and o.key <> 'mendDivergence' and ${where}`;

const PROCESS_COUNTS = [
  ...['launched', 'closed', 'in_time', 'responses_due', 'responses_made', 'answers', 'solved', 'satisfied'],
];
const DUTY_COUNTS = ['closed', 'in_time'];

/** Adds the parts to a tally by day and by month, in the order of the key, so that two closings never wait for each other in a circle. */
function addTo(table: string, keys: readonly string[], counts: readonly string[], parts: string): string {
  const key = ['place_id', 'grain', 'day', 'kind', ...keys, 'days'].join(', ');
  const sums = counts.map((count) => `sum(part.${count})`).join(', ');
  const added = counts.map((count) => `${count} = ${table}.${count} + excluded.${count}`).join(', ');
  return `insert into ${table} (${key}, ${counts.join(', ')})
    select part.place_id, grain.name, case grain.name when 'day' then part.day else date_trunc('month', part.day)::date end, part.kind,
      ${keys.map((of) => `part.${of}`).join(', ')}, part.days, ${sums}
    from (${parts}) part cross join (values ('day'), ('month')) as grain (name)
    group by 1, 2, 3, 4, 5, 6${keys.length > 1 ? ', 7' : ''} order by 1, 2, 3, 4, 5, 6${keys.length > 1 ? ', 7' : ''}
    on conflict (${key}) do update set ${added}`;
}

const addProcesses = (where: string): string => addTo('process_tally', ['desk'], PROCESS_COUNTS, processParts(where));
const addDuties = (where: string): string => addTo('duty_tally', ['duty', 'desk'], DUTY_COUNTS, dutyParts(where));

/** Adds a process that has just closed; closed stays closed, so this is once. Its facts and duties are written before. */
export async function tallyClosed(tx: Tx, processId: string): Promise<void> {
  const values = [processId];
  await tx.query({ name: 'tally-process', text: addProcesses('f.process_id = $1'), values });
  await tx.query({ name: 'tally-duties', text: addDuties('f.process_id = $1'), values });
}

/**
 * Makes the tallies again from facts and duties, one place at a time; closings wait for as long as one place takes. Safe beside everything
 * else: a closing has either committed its facts and its counts, or neither.
 */
export async function rebuildTallies(pool: Pool): Promise<void> {
  const { rows } = await pool.query<{ place_id: string }>(
    'select distinct place_id from process_fact union select place_id from process_tally union select place_id from duty_tally',
  );
  for (const { place_id: placeId } of rows)
    await inTransaction(
      pool,
      async (tx) => {
        await tx.query('lock table process_tally, duty_tally in share row exclusive mode');
        for (const table of ['process_tally', 'duty_tally'])
          await tx.query(`delete from ${table} where place_id = $1`, [placeId]);
        for (const add of [addProcesses, addDuties])
          await tx.query(add('f.place_id = $1 and f.closed_at is not null'), [placeId]);
      },
      { timeoutMs: 600_000 },
    );
}
