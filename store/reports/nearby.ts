// Problems like the one that somebody is about to report: open ones nearby, which a report may join. How long ago still counts is a rule of the
// policy, counted back from now. A closed one at the very spot, of which it would be a recurrence: store/problems/launch-facts.ts.
import type { Pool } from 'pg';
import { before } from '../../domain/calendar/due';
import { instantOf } from '../../domain/calendar/instant';
import type { Calendar, DurationRule } from '../../domain/calendar/types';
import type { Level, ProblemClass } from '../../domain/problem/messages';
import type { Tx } from '../transaction';

export interface Spot {
  estateId: string;
  category: string;
  /** The estate, or a building or entrance of it. */
  spotPlaceId: string;
}

/** How far back, by which calendar. */
export interface Within {
  rule: DurationRule;
  calendar: Calendar;
  now: Date;
}

export interface NearbyProblem {
  problemId: string;
  nearness: 'spot' | 'building' | 'estate';
  spotPlaceId: string;
  spotPlaceName: string;
  phase: string;
  class: ProblemClass;
  level: Level;
  openedAt: Date;
  reportCount: number;
}

/** For a list that applies the caller's audience: a condition on process_view `v`, its values numbered from 6. */
export interface Shown {
  sql: string;
  values: unknown[];
}

/** Open problems of the category at the estate, but for those that two people have agreed to end; the nearest and most reported first. */
export async function openNearby(
  db: Pool | Tx,
  { estateId, category, spotPlaceId }: Spot,
  within: Within,
  limit: number,
  shown: Shown = { sql: 'true', values: [] },
): Promise<NearbyProblem[]> {
  const since = before(within.rule, instantOf(within.now.getTime()), within.calendar).at;
  // What lies below the estate in a path begins with the building.
  const { rows } = await db.query<NearbyProblem>(
    `with estate as (select path from place where id = $1),
       asked as (select split_part(substr(a.path, length(e.path) + 1), '/', 1) as building from place a, estate e where a.id = $3),
       found as (
         select b.problem_id, b.class, b.level, b.opened_at, v.phase, s.id as spot_id, s.name as spot_name,
           split_part(substr(s.path, length(e.path) + 1), '/', 1) as building
         from estate e join problem_view b on b.place_path = e.path and b.category = $2 and b.closed_at is null and b.opened_at >= $4
           join process_view v on v.process_id = b.problem_id join place s on s.id = b.spot_place_id
         where v.phase not in ('appealable', 'appealed') and ${shown.sql})
     select problem_id as "problemId", spot_id as "spotPlaceId", spot_name as "spotPlaceName", phase, class, level, opened_at as "openedAt",
       (array['spot', 'building', 'estate'])[rank] as nearness, "reportCount"
     from found f, asked,
       lateral (select case when f.spot_id = $3 then 1 when f.building <> '' and f.building = asked.building then 2 else 3 end as rank),
       lateral (select count(*)::int as "reportCount" from problem_report r where r.problem_id = f.problem_id)
     order by rank, "reportCount" desc, opened_at desc, problem_id limit $5`,
    [estateId, category, spotPlaceId, since, limit, ...shown.values],
  );
  return rows;
}
