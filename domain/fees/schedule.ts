// Which schedule is in force in a month, and whether a new one may follow: month by month without gap and without overlap.
import type { Rejection } from '../process';
import { addMonths, type Month } from './months';

export interface ScheduleSpan {
  version: number;
  fromMonth: Month;
  /** Last month, included; null: until another follows. */
  untilMonth: Month | null;
}

/** Each with the month in which it really ends: an open one ends where the next begins. In order of `version`. */
export const inForce = <Span extends ScheduleSpan>(schedules: readonly Span[]): Span[] =>
  schedules.map((span, index) => {
    const next = schedules[index + 1];
    return next && span.untilMonth === null ? { ...span, untilMonth: addMonths(next.fromMonth, -1) } : span;
  });

/** The schedule of a month; undefined: there is none. */
export const scheduleOf = <Span extends ScheduleSpan>(schedules: readonly Span[], month: Month): Span | undefined =>
  inForce(schedules).find(
    ({ fromMonth, untilMonth }) => fromMonth <= month && (untilMonth === null || month <= untilMonth),
  );

/**
 * Whether a schedule from this month may follow those that are there. Refuses `fee-schedule-overlap` (it begins no later than the last one, or
 * before that has ended), `fee-schedule-gap` (months between would have none), `fee-schedule-billed` (months that it would rule are billed).
 */
export function refuseSchedule(
  known: readonly ScheduleSpan[],
  { fromMonth }: { fromMonth: Month },
  lastBilled: Month | null,
): Rejection | null {
  const last = known.at(-1);
  if (last) {
    const until = last.untilMonth;
    if (fromMonth <= last.fromMonth || (until !== null && fromMonth <= until))
      return { code: 'fee-schedule-overlap', params: { fromMonth, version: last.version } };
    if (until !== null && fromMonth > addMonths(until, 1))
      return { code: 'fee-schedule-gap', params: { fromMonth, missing: addMonths(until, 1) } };
  }
  return lastBilled !== null && fromMonth <= lastBilled
    ? { code: 'fee-schedule-billed', params: { fromMonth, lastBilled } }
    : null;
}
