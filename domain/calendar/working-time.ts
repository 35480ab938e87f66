// Working time: the times of work of the days that are worked. A split day (a lunch break) has several periods. Pure.
import { DAY_MS, clockMs, dayOf, instantOf, msOf, startOfDay } from './instant';
import { USUAL_WORK_TIMES } from './tables';
import type { CivilCalendar, Due, Instant, WorkPeriod } from './types';
import { workingDaysOf } from './working-days';

/** One period of one day; `isWorked` false where the day is a rest day. Milliseconds since 1970. */
interface Span {
  from: number;
  until: number;
  isWorked: boolean;
  isPublished: boolean;
}

/**
 * The first instant by which so many milliseconds have been worked since `from`; none: `from` itself. Time that is used up with the
 * end of a period ends there, not with the next one's beginning. `isProvisional` when a period of a day was asked about whose year's table the
 * calendar lacks. Throws a RangeError for faulty times of work and a result after the year 9999.
 */
export function workLater(from: Instant, ms: number, calendar: CivilCalendar): Due {
  if (ms === 0) return { at: from, isProvisional: false };
  const spansOf = spansByDay(calendar);
  const start = msOf(from);
  let left = ms;
  let isProvisional = false;
  for (let day = dayOf(from); ; day += 1)
    for (const span of spansOf(day)) {
      if (span.until <= start) continue;
      isProvisional ||= !span.isPublished;
      if (!span.isWorked) continue;
      const begins = Math.max(span.from, start);
      if (span.until - begins >= left) return { at: instantOf(begins + left), isProvisional };
      left -= span.until - begins;
    }
}

/** The last instant after which so many milliseconds are still worked before `until`; none: `until` itself. Flag and errors as `workLater`. */
export function workEarlier(until: Instant, ms: number, calendar: CivilCalendar): Due {
  if (ms === 0) return { at: until, isProvisional: false };
  const spansOf = spansByDay(calendar);
  const end = msOf(until);
  let left = ms;
  let isProvisional = false;
  for (let day = dayOf(until); ; day -= 1)
    for (const span of spansOf(day).reverse()) {
      if (span.from >= end) continue;
      isProvisional ||= !span.isPublished;
      if (!span.isWorked) continue;
      const ends = Math.min(span.until, end);
      if (ends - span.from >= left) return { at: instantOf(ends - left), isProvisional };
      left -= ends - span.from;
    }
}

/** How many milliseconds are worked from one instant until another; the flag as of `workLater`. */
export function workedBetween(
  from: Instant,
  until: Instant,
  calendar: CivilCalendar,
): { ms: number; isProvisional: boolean } {
  const spansOf = spansByDay(calendar);
  const [start, end] = [msOf(from), msOf(until)];
  let ms = 0;
  let isProvisional = false;
  for (let day = dayOf(from); msOf(startOfDay(day)) < end; day += 1)
    for (const span of spansOf(day)) {
      const worked = Math.min(span.until, end) - Math.max(span.from, start);
      if (worked <= 0) continue;
      isProvisional ||= !span.isPublished;
      if (span.isWorked) ms += worked;
    }
  return { ms, isProvisional };
}

/** The last instant up to `at` at which work was going on or just stopped: in the evening the close of business (Civil Code 203 para. 2). */
export function lastWorkUpTo(at: Instant, calendar: CivilCalendar): Instant {
  const spansOf = spansByDay(calendar);
  const end = msOf(at);
  for (let day = dayOf(at); ; day -= 1)
    for (const span of spansOf(day).reverse())
      if (span.isWorked && span.from < end) return instantOf(Math.min(span.until, end));
}

/**
 * What is wrong with times of work that somebody hands in: none at all, a time that is none, a period that ends before it begins, periods out of
 * order or over one another. Empty: nothing.
 */
export function workTimesFaults(times: readonly WorkPeriod[]): string[] {
  if (times.length === 0) return ['there is no time of work'];
  const faults: string[] = [];
  let last: WorkPeriod | undefined;
  for (const period of times) {
    const name = `${period.from}-${period.until}`;
    try {
      if (clockMs(period.from) >= clockMs(period.until)) faults.push(`${name} ends before it begins`);
      else if (last && clockMs(period.from) < clockMs(last.until))
        faults.push(`${name} begins before ${last.from}-${last.until} is over`);
    } catch (error) {
      faults.push(`${name}: ${(error as Error).message}`);
      continue;
    }
    last = period;
  }
  return faults;
}

/** Minutes that a worked day has. */
export const minutesADay = (times: readonly WorkPeriod[]): number =>
  times.reduce((sum, { from, until }) => sum + (clockMs(until) - clockMs(from)) / 60_000, 0);

/** One calendar made ready: the periods of any day, in order. */
function spansByDay(calendar: CivilCalendar): (day: number) => Span[] {
  const times = calendar.workTimes ?? USUAL_WORK_TIMES;
  const faults = workTimesFaults(times);
  if (faults.length > 0) throw new RangeError(`no times of work: ${faults.join('; ')}`);
  const periods = times.map(({ from, until }) => ({ from: clockMs(from), until: clockMs(until) }));
  const days = workingDaysOf(calendar);
  const midnight = msOf(startOfDay(0));
  return (day) => {
    const begins = midnight + day * DAY_MS;
    const isWorked = days.isWorked(day);
    const isPublished = days.isPublished(day);
    return periods.map(({ from, until }) => ({ from: begins + from, until: begins + until, isWorked, isPublished }));
  };
}
