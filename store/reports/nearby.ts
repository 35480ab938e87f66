// Problems like the one that somebody is about to report: open ones nearby, which a report may join, and a closed one at the very spot, of
// which it would be a recurrence. How long ago still counts is a rule of the policy, counted back from now.
import type { Pool } from 'pg';
import { before } from '../../domain/calendar/due';
import { instantOf } from '../../domain/calendar/instant';
import type { Calendar, DurationRule } from '../../domain/calendar/types';
import type { Level } from '../../domain/problem/messages';
import type { Tx } from '../transaction';

export interface Spot {
  estateId: string;
  category: string;
  /** The estate, or a building or entrance of it. */
  placeId: string;
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
  class: string;
  level: Level;
  launchedAt: Date;
  reportCount: number;
}

/** For a list that applies the caller's audience: a condition on process_view `v` with its values, numbered from 6. */
export interface Shown {
  sql: string;
  values: unknown[];
}

const OF_CATEGORY = `v.kind = 'problem' and v.place_id = $1 and v.state->'core'->>'category' = $2`;

/** Open problems of the category at the estate, the nearest and most reported first. */
export async function openNearby(
  db: Pool | Tx,
  { estateId, category, placeId }: Spot,
  within: Within,
  limit: number,
  shown: Shown = { sql: 'true', values: [] },
): Promise<NearbyProblem[]> {
  // A path is the ids from the district down: the first below the estate is the building.
  const { rows } = await db.query<NearbyProblem>(
    `with asked as (select path, array_position(string_to_array(trim(both '/' from path), '/')::uuid[], $1::uuid) as depth from place where id = $3)
     select v.process_id as "problemId", s.id as "spotPlaceId", s.name as "spotPlaceName", v.phase, v.state->'core'->>'class' as class,
       v.state->'core'->'handler'->>'level' as level, p.launched_at as "launchedAt",
       case when s.id = $3 then 'spot'
         when split_part(s.path, '/', asked.depth + 2) <> ''
           and split_part(s.path, '/', asked.depth + 2) = split_part(asked.path, '/', asked.depth + 2) then 'building'
         else 'estate' end as nearness,
       (select count(*)::int from problem_report r where r.problem_id = v.process_id) as "reportCount"
     from process_view v join process p on p.id = v.process_id join place s on s.id = (v.state->'core'->'spot'->>'placeId')::uuid, asked
     where ${OF_CATEGORY} and v.is_open and p.launched_at >= $4 and ${shown.sql}
     order by array_position(array['spot', 'building', 'estate'], case when s.id = $3 then 'spot'
         when split_part(s.path, '/', asked.depth + 2) <> ''
           and split_part(s.path, '/', asked.depth + 2) = split_part(asked.path, '/', asked.depth + 2) then 'building'
         else 'estate' end), "reportCount" desc, p.launched_at desc, v.process_id limit $5`,
    [estateId, category, placeId, since(within), limit, ...shown.values],
  );
  return rows;
}

/** The newest problem of the category at the very spot that ended as solved within that time, and the level at which it ended. */
export async function closedAtSpot(
  db: Pool | Tx,
  { estateId, category, placeId }: Spot,
  within: Within,
): Promise<{ problemId: string; level: Level } | null> {
  const { rows } = await db.query<{ problemId: string; level: Level }>(
    `select v.process_id as "problemId", v.state->'core'->'handler'->>'level' as level
     from process_view v join process_event e on e.process_id = v.process_id and e.type = 'problemClosed'
     where ${OF_CATEGORY} and not v.is_open and v.outcome in ('resolved', 'unverified') and v.state->'core'->'spot'->>'placeId' = $3
       and e.at >= $4
     order by e.at desc, v.process_id limit 1`,
    [estateId, category, placeId, since(within)],
  );
  return rows[0] ?? null;
}

/** The first instant from which the rule's time is not over yet. */
const since = ({ rule, calendar, now }: Within): string => before(rule, instantOf(now.getTime()), calendar).at;
