// How long duties take in a district: median and ninetieth percentile of how long closed duties of one kind were open, from the record's own
// rows. From them follows when an open one counts as silent (stall-columns.ts).
import type { Pool } from 'pg';
import { instantOf, localDateOf } from '../../domain/calendar/instant';
import { NATIONAL_JURISDICTION, policyFor } from '../../domain/policy/presets';
import { STUCK } from '../record/stall-columns';
import { inTransaction } from '../transaction';

const TIMEOUT_MS = 600_000;
/** Open duties that are looked at in one go. */
const BATCH = 1000;

export interface Refreshed {
  /** Kinds of duty in a district that have figures now. */
  normals: number;
  /** Open duties that count as silent from another instant than before. */
  moved: number;
}

/**
 * Works the figures out anew and moves the open duties that they concern. Several may run. Duration: from `since` to the instant of closing,
 * standing still included; percentiles by nearest rank, so that each is the time of a real case.
 */
export async function refreshNormals(pool: Pool, now: Date): Promise<Refreshed> {
  const minima = await minimaOf(pool, now);
  const normals = await inTransaction(
    pool,
    async (tx) => {
      // Of two that run at once the second waits, and finds nothing to change.
      await tx.query(`select pg_advisory_xact_lock(hashtextextended('duty_normal', 0))`);
      const { rows } = await tx.query<{ normals: number }>(REFRESH, [JSON.stringify(minima), now]);
      return rows[0]?.normals ?? 0;
    },
    { timeoutMs: TIMEOUT_MS },
  );
  let moved = 0;
  for (let after: string | null = null; ;) {
    const batch = await moveBatch(pool, after);
    moved += batch.moved;
    if (batch.last === null) return { normals, moved };
    after = batch.last;
  }
}

/** How many must have been closed in each district, by the policy in force there today. */
async function minimaOf(pool: Pool, now: Date): Promise<{ district_path: string; minimum: number }[]> {
  const { rows } = await pool.query<{ path: string; code: string | null }>(
    `select path, code from place where kind = 'district'`,
  );
  const today = localDateOf(instantOf(now.getTime()));
  return rows.map(({ path, code }) => ({
    district_path: path,
    minimum: policyFor(code ?? NATIONAL_JURISDICTION, today).supervision.normalMinimum.value,
  }));
}

const REFRESH = `with closed as (
    select process_kind as kind, duty, '/' || district_id || '/' as district_path,
      greatest(0, floor(extract(epoch from closed_at - since) * 1000))::bigint as ms
    from obligation where closed_at is not null and key <> 'mendDivergence'),
  figures as (
    select c.kind, c.duty, c.district_path, count(*)::int as n, percentile_disc(0.5) within group (order by c.ms) as median_ms,
      percentile_disc(0.9) within group (order by c.ms) as p90_ms
    from closed c join json_to_recordset($1) as m (district_path text, minimum int) using (district_path)
    group by c.kind, c.duty, c.district_path, m.minimum having count(*) >= m.minimum),
  gone as (
    delete from duty_normal d where not exists (
      select from figures f where (f.kind, f.duty, f.district_path) = (d.kind, d.duty, d.district_path))),
  stored as (
    insert into duty_normal as d (kind, duty, district_path, n, median_ms, p90_ms, worked_out_at)
    select kind, duty, district_path, n, median_ms, p90_ms, $2 from figures
    on conflict (kind, duty, district_path) do update
      set n = excluded.n, median_ms = excluded.median_ms, p90_ms = excluded.p90_ms, worked_out_at = excluded.worked_out_at)
  select count(*)::int as normals from figures`;

/**
 * A look at the next open duties in the order of their ids. Rows that a command holds just now are left out, so that nobody waits for
 * another crosswise: the command itself, or the next refreshing, moves them.
 */
async function moveBatch(pool: Pool, after: string | null): Promise<{ moved: number; last: string | null }> {
  const { rows } = await pool.query<{ moved: number; last: string | null }>({
    name: 'move-stuck',
    text: `with page as materialized (
        select id from obligation where closed_at is null and ($1::uuid is null or id > $1) order by id limit ${BATCH}),
      held as materialized (
        select o.* from obligation o join page using (id)
        where o.closed_at is null and o.key <> 'mendDivergence' order by o.id for update of o skip locked),
      due as (
        select h.id, h.silent_at as silent_before, h.stuck_at as stuck_before, ${STUCK.select('h')} from held h ${STUCK.join('h')}),
      moved as (
        update obligation o set silent_at = d.silent_at, stuck_at = d.stuck_at
        from due d where o.id = d.id and (d.silent_before, d.stuck_before) is distinct from (d.silent_at, d.stuck_at) returning o.id)
      select (select count(*)::int from moved) as moved, (select max(id::text) from page) as last`,
    values: [after],
  });
  return rows[0] ?? { moved: 0, last: null };
}
