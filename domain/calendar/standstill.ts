// Where a deadline goes when the time before it stood still (a suspended process). Pure. Nobody ever loses by it: the deadline moves by the
// standstill at least, and in working days also by the working time that the standstill took; one in working time moves by just that.
import { dueAt, isByTime, isWorkingTime, onLawfulDay, type Period } from './due';
import { DAY_MS, addMs, dayOf, msOf, startOfDay } from './instant';
import type { Calendar, CivilCalendar, Due, Instant } from './types';
import { workingDaysOf } from './working-days';
import { workLater, workedBetween } from './working-time';

export interface Standstill {
  from: Instant;
  until: Instant;
}

/**
 * The deadline `due` of a period after a standstill that lay before it.
 *
 * - hour, minute, and everything on a scaled calendar: later by the exact time.
 * - day, month: later by whole days, rounded up, so that it still ends at 24:00.
 * - workingDay: the same, or later by the working days that stood still (rounded up), whichever is later. Working days alone would move
 *   nothing by a standstill over a holiday.
 * - workingHour, workingMinute: later by the working time that stood still, so that just as much of it is left. A standstill in which nobody
 *   works (a night, a holiday) moves nothing.
 *
 * A last day that may not be a rest day then moves to the next worked one (art. 203).
 */
export function afterStandstill(rule: Period, due: Instant, standstill: Standstill, calendar: Calendar): Due {
  const exactMs = msOf(standstill.until) - msOf(standstill.from);
  if (calendar.kind === 'scaled') return { at: addMs(due, exactMs), isProvisional: false };
  if (isWorkingTime(rule)) {
    const stood = workedBetween(standstill.from, standstill.until, calendar);
    const moved = workLater(due, stood.ms, calendar);
    return { at: moved.at, isProvisional: stood.isProvisional || moved.isProvisional };
  }
  const shiftMs = isByTime(rule) ? exactMs : Math.ceil(exactMs / DAY_MS) * DAY_MS;
  const byDays = onLawfulDay(rule, addMs(due, shiftMs), calendar);
  if (rule.unit !== 'workingDay') return byDays;
  const n = Math.ceil(workedMs(standstill, calendar) / DAY_MS);
  const byWork = dueAt({ n, unit: 'workingDay' }, addMs(due, -1), calendar);
  return byWork.at > byDays.at ? byWork : byDays;
}

/** How much of a standstill fell on days that are worked, the whole 24 hours of each. */
function workedMs({ from, until }: Standstill, calendar: CivilCalendar): number {
  const days = workingDaysOf(calendar);
  let worked = 0;
  for (let day = dayOf(from); startOfDay(day) < until; day += 1) {
    if (!days.isWorked(day)) continue;
    const begins = Math.max(msOf(startOfDay(day)), msOf(from));
    worked += Math.min(msOf(startOfDay(day + 1)), msOf(until)) - begins;
  }
  return worked;
}

/** What lies between two due instants, in the time that the rule counts: milliseconds of working time where it counts that, else of any. */
export const timeBetween = (rule: Period, from: Instant, until: Instant, calendar: Calendar): number =>
  isWorkingTime(rule) && calendar.kind === 'civil' ? workedBetween(from, until, calendar).ms : msOf(until) - msOf(from);

/** A due instant with what standstills and extensions have added to it (`timeBetween`), on a last day that its rule allows. */
export const withAdded = (rule: Period, due: Instant, addedMs: number, calendar: Calendar): Due =>
  isWorkingTime(rule) && calendar.kind === 'civil'
    ? workLater(due, addedMs, calendar)
    : onLawfulDay(rule, addMs(due, addedMs), calendar);
