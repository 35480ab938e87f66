// The visits of a place as lists and counts. The list names households and is for those who visit; the counts name none.
import type { Pool } from 'pg';
import type { VisitClass } from '../../domain/household/messages';

export interface VisitedHousehold {
  processId: string;
  unitId: string;
  unitLabel: string;
  class: VisitClass;
  phase: 'due' | 'visited';
  round: number;
  since: string;
  dueAt: string;
  visitorId: string | null;
  need: 'makeUp' | 'see' | null;
  unseenInRow: number;
  lastSeenAt: string | null;
}

/** Households that are visited at or below the path, by when their round ends; `after`: due instant and id of the last one before. */
export async function listVisits(
  pool: Pool,
  path: string,
  { after, limit }: { after: [string, string] | null; limit: number },
): Promise<VisitedHousehold[]> {
  const { rows } = await pool.query<VisitedHousehold>(
    `select v.process_id as "processId", u.id as "unitId", u.label as "unitLabel", c.core ->> 'class' as class, v.phase,
        (c.round ->> 'no')::int as round, c.round ->> 'since' as since, c.round ->> 'dueAt' as "dueAt", c.core ->> 'visitorId' as "visitorId",
        c.core -> 'need' ->> 'kind' as need, (c.core ->> 'unseenInRow')::int as "unseenInRow", c.core ->> 'lastSeenAt' as "lastSeenAt"
      from process_view v
      cross join lateral (select v.state -> 'core' as core, v.state -> 'core' -> 'round' as round) c
      join unit u on u.id = (c.core ->> 'unitId')::uuid
      where v.kind = 'household' and v.is_open and starts_with(v.place_path, $1)
        and ($2::text is null or (c.round ->> 'dueAt', v.process_id) > ($2, $3::uuid))
      order by c.round ->> 'dueAt', v.process_id limit $4`,
    [path, after?.[0] ?? null, after?.[1] ?? null, limit],
  );
  return rows;
}

export interface VisitCounts {
  communityId: string;
  communityName: string;
  class: VisitClass;
  /** Visited now: households, those whose round still waits, and those to whom more is owed. */
  households: number;
  waiting: number;
  toMakeUp: number;
  toSee: number;
  /** Rounds that ended in the period. */
  visited: number;
  notMet: number;
  missed: number;
}

/** Counts by community and class at or below the path; rounds whose visit was recorded, or which were missed, from `from` to before `to`. */
export async function countVisits(
  pool: Pool,
  path: string,
  { from, to }: { from: string; to: string },
): Promise<VisitCounts[]> {
  const { rows } = await pool.query<VisitCounts>(
    `with mine as materialized (
        select v.process_id, v.is_open, v.phase, v.place_path, v.state -> 'core' as core from process_view v
        where v.kind = 'household' and starts_with(v.place_path, $1)),
      now as (
        select place_path, core ->> 'class' as class, count(*)::int as households, (count(*) filter (where phase = 'due'))::int as waiting,
          (count(*) filter (where core -> 'need' ->> 'kind' = 'makeUp'))::int as "toMakeUp",
          (count(*) filter (where core -> 'need' ->> 'kind' = 'see'))::int as "toSee"
        from mine where is_open group by 1, 2),
      past as (
        select m.place_path, e.payload ->> 'class' as class,
          (count(*) filter (where e.type = 'visitRecorded'))::int as visited,
          (count(*) filter (where e.type = 'visitRecorded' and e.payload ->> 'kind' = 'notMet'))::int as "notMet",
          (count(*) filter (where e.type = 'visitMissed'))::int as missed
        from mine m join process_event e on e.process_id = m.process_id
        where e.type in ('visitRecorded', 'visitMissed')
          and coalesce(e.payload ->> 'dueAt', e.payload ->> 'at') >= $2 and coalesce(e.payload ->> 'dueAt', e.payload ->> 'at') < $3
        group by 1, 2),
      places as (select place_path, class from now union select place_path, class from past)
      select c.id as "communityId", c.name as "communityName", p.class,
        coalesce(sum(n.households), 0)::int as households, coalesce(sum(n.waiting), 0)::int as waiting,
        coalesce(sum(n."toMakeUp"), 0)::int as "toMakeUp", coalesce(sum(n."toSee"), 0)::int as "toSee",
        coalesce(sum(g.visited), 0)::int as visited, coalesce(sum(g."notMet"), 0)::int as "notMet", coalesce(sum(g.missed), 0)::int as missed
      from places p left join now n using (place_path, class) left join past g using (place_path, class)
      join place c on c.kind = 'community' and starts_with(p.place_path, c.path)
        and c.id = any (string_to_array(trim(both '/' from p.place_path), '/')::uuid[])
      group by c.id, c.name, p.class order by c.name, c.id, array_position(array['red', 'yellow', 'green'], p.class)`,
    [path, from, to],
  );
  return rows;
}

/** Whether the account is a grid worker there now. */
export async function isGridWorkerAt(pool: Pool, accountId: string, placePath: string): Promise<boolean> {
  const { rowCount } = await pool.query(
    `select 1 from role_grant g join account a on a.id = g.account_id
     where g.account_id = $1 and g.role = 'gridWorker' and g.ended_at is null and a.disabled_at is null and starts_with($2, g.path) limit 1`,
    [accountId, placePath],
  );
  return rowCount !== null && rowCount > 0;
}
