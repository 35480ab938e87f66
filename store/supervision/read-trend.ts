// The course of a place week by week (ISO weeks, Monday to Sunday in China): what began, what was closed, what was overdue when the week
// ended, and the three rates.
import type { Pool } from 'pg';
import { addMs, DAY_MS, dateOf, dayOf, startOfDay, weekdayOf } from '../../domain/calendar/instant';
import type { Instant, LocalDate } from '../../domain/calendar/types';
import type { ProcessKind } from '../../domain/process';
import { threeRates, type Rate, type RateParts } from '../../domain/supervision/rates';
import { processParts, waitingPast } from './tallies';

export interface TrendQuestion {
  path: string;
  /** How many, the present one included. */
  weeks: number;
  kind?: ProcessKind | undefined;
  now: Date;
}

export interface TrendWeek {
  /** `2026-W48`. */
  week: string;
  from: LocalDate;
  to: LocalDate;
  launched: number;
  closed: number;
  inTime: number;
  /** Duties that were overdue when the week ended (the present one: now), by their due instants as they stand today. */
  overdue: number;
  rates: { response: Rate; solved: Rate; satisfied: Rate };
}

const SEATS = `seat as materialized (
  select id from place where starts_with(path, $1) and kind in ('district', 'street', 'community', 'estate'))`;

/** Weeks in their order; each is there, with zeros where nothing happened. */
export async function readTrend(pool: Pool, { path, weeks, kind, now }: TrendQuestion): Promise<TrendWeek[]> {
  const mondays = mondaysUntil(now.toISOString(), weeks);
  const [first, last] = [mondays[0] ?? 0, mondays.at(-1) ?? 0];
  const ends = mondays.map((monday) => endOf(monday, now));
  const [sums, late] = await Promise.all([
    pool.query<{ monday: string; launched: number; closed: number; inTime: number } & RateParts>(
      `with ${SEATS}, part as (
         select t.day, t.launched, t.closed, t.in_time, t.responses_due, t.responses_made, t.answers, t.solved, t.satisfied, t.kind
         from process_tally t join seat on seat.id = t.place_id where t.grain = 'day' and t.day between $2::date and $3::date
         union all
         select p.day, p.launched, p.closed, p.in_time, p.responses_due, p.responses_made, p.answers, p.solved, p.satisfied, p.kind
         from (${processParts(OPEN_HERE)} union all ${waitingPast(OPEN_HERE, '$5')}) p where p.day between $2::date and $3::date)
       select date_trunc('week', day)::date::text as monday, sum(launched)::int as launched, sum(closed)::int as closed,
         sum(in_time)::int as "inTime", sum(responses_due)::int as "responsesDue", sum(responses_made)::int as "responsesMade",
         sum(answers)::int as answers, sum(solved)::int as solved, sum(satisfied)::int as satisfied
       from part where $4::text is null or kind = $4 group by 1`,
      [path, dateOf(first), dateOf(last + 6), kind ?? null, now],
    ),
    pool.query<{ at: Date; overdue: number }>(
      `with ${SEATS}, late as materialized (
         select o.due_at, o.closed_at from obligation o join process_fact f on f.process_id = o.process_id
         where (o.closed_at is null or o.closed_at >= o.due_at) and o.due_at <= $4 and f.place_id in (select id from seat)
           and ($3::text is null or f.kind = $3))
       select week.at, count(late)::int as overdue from unnest($2::timestamptz[]) as week (at)
         left join late on late.due_at <= week.at and (late.closed_at is null or late.closed_at > week.at) group by 1`,
      [path, ends, kind ?? null, now],
    ),
  ]);
  const sumsOf = new Map(sums.rows.map((row) => [row.monday, row]));
  const overdueAt = new Map(late.rows.map(({ at, overdue }) => [at.toISOString(), overdue]));
  return mondays.map((monday) => {
    const { launched, closed, inTime, ...parts } = sumsOf.get(dateOf(monday)) ?? NOTHING;
    return {
      week: isoWeekOf(monday),
      from: dateOf(monday),
      to: dateOf(monday + 6),
      ...{ launched, closed, inTime },
      overdue: overdueAt.get(endOf(monday, now)) ?? 0,
      rates: threeRates(parts),
    };
  });
}

const OPEN_HERE = 'f.closed_at is null and f.place_id in (select id from seat)';
const NOTHING = {
  ...{ launched: 0, closed: 0, inTime: 0 },
  ...{ responsesDue: 0, responsesMade: 0, answers: 0, solved: 0, satisfied: 0 },
};

/** Local days of the Mondays of so many weeks, the one of `now` last. */
function mondaysUntil(now: Instant, weeks: number): number[] {
  const today = dayOf(now);
  const monday = today - ((weekdayOf(today) + 6) % 7);
  return Array.from({ length: weeks }, (_, index) => monday - 7 * (weeks - 1 - index));
}

/** The last moment of a week, or now. */
function endOf(monday: number, now: Date): Instant {
  const end = addMs(startOfDay(monday + 7), -1);
  return end < now.toISOString() ? end : now.toISOString();
}

/** ISO 8601: the week belongs to the year of its Thursday. */
export function isoWeekOf(monday: number): string {
  const year = Number(dateOf(monday + 3).slice(0, 4));
  const firstOfYear = Date.UTC(year, 0, 1) / DAY_MS;
  const week = Math.floor((monday + 3 - firstOfYear) / 7) + 1;
  return `${year}-W${String(week).padStart(2, '0')}`;
}
