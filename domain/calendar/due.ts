// When a period of law runs out (Civil Code 200-204), forwards from an instant and backwards from one. Pure: the calendar is an argument.
// Which days are worked is in working-days.ts, at which hours in working-time.ts, the night rule in night.ts.
import { DAY_MS, HOUR_MS, MINUTE_MS, addMs, dayInMonth, dayOf, partsOf, startOfDay } from './instant';
import type { Calendar, CivilCalendar, Due, DurationRule, DurationUnit, Instant, ScaledCalendar } from './types';
import { workingDaysOf } from './working-days';
import { lastWorkUpTo, workEarlier, workLater } from './working-time';

export { nightDelay } from './night';

/** What of a rule decides the date; its article and confidence do not. */
export type Period = Pick<DurationRule, 'n' | 'unit' | 'rollover'>;

/** Days of the unit on a scaled calendar. */
const SCALED_DAYS: Record<DurationUnit, { num: number; den: number }> = {
  minute: { num: 1, den: 1440 },
  hour: { num: 1, den: 24 },
  workingMinute: { num: 1, den: 480 },
  workingHour: { num: 1, den: 8 },
  day: { num: 1, den: 1 },
  workingDay: { num: 1, den: 1 },
  month: { num: 30, den: 1 },
};

/**
 * The instant at which a period that began at `from` is over. It is exclusive: an act at that very instant is late.
 *
 * - day: the day of `from` is not counted (art. 201); ends at 24:00 of the last day (203 para. 2), given as 00:00 of the next.
 * - month: ends with the corresponding day, else with the last day of the month (202).
 * - workingDay: only days that are worked count; make-up days are worked.
 * - hour, minute: from the very instant (201 para. 2).
 * - workingHour, workingMinute: likewise, but only time that is worked counts. Ends in working time, at its close where it is used up then
 *   (203 para. 2); `rollover` has no effect.
 * - rollover: a last day that is not worked moves to the next that is (203 para. 1). Default for day and month. For hours and minutes it
 *   is off unless the rule says so, and then keeps the time of day
 *   (so that, alone here, a longer period may end earlier: Saturday noon becomes Monday noon, Sunday morning Monday morning).
 * - n = 0: the rest of the day of `from` (hours and minutes, worked or not: `from` itself).
 *
 * A scaled calendar only multiplies: no midnights, no rest days, a month is 30 days, a working hour 1/8 of a day, fractions of a millisecond go up.
 * `isProvisional` when the answer rests on a day of a year whose table the calendar lacks. Throws a RangeError for a malformed
 * instant, an n that is no whole number from 0, or a result after the year 9999.
 */
export function dueAt(rule: Period, from: Instant, calendar: Calendar): Due {
  assertCount(rule.n);
  if (calendar.kind === 'scaled') return { at: addMs(from, scaledMs(rule, calendar)), isProvisional: false };
  if (isWorkingTime(rule)) return workLater(from, exactMs(rule), calendar);
  if (isByTime(rule)) return hoursLater(rule, from, calendar);
  const start = dayOf(from);
  if (rule.unit === 'workingDay') {
    const last = workingDaysLater(rule.n, start, calendar);
    return { at: startOfDay(last.day + 1), isProvisional: last.isProvisional };
  }
  const last = rule.unit === 'day' ? start + rule.n : monthsLater(start, rule.n);
  const moved = rollsOver(rule) ? firstWorkedFrom(last, calendar) : exactly(last);
  return { at: startOfDay(moved.day + 1), isProvisional: moved.isProvisional };
}

/**
 * Until when something must be done so that the whole period still lies between it and `until` (notice n days before a meeting, a report
 * n months before a term ends). Exclusive like every due instant: whatever is done before it, and counted forward by `dueAt` without
 * rollover, is over at `until` or earlier; whatever is done on the next day (hours and minutes: a moment later) is not.
 *
 * Counted backwards a period is never moved: later would cut the notice short, earlier would take time away that the law gives. So
 * `rollover` has no effect. Errors as for `dueAt`.
 */
export function before(rule: Period, until: Instant, calendar: Calendar): Due {
  assertCount(rule.n);
  if (calendar.kind === 'scaled') return { at: addMs(until, -scaledMs(rule, calendar)), isProvisional: false };
  if (isWorkingTime(rule)) return workEarlier(until, exactMs(rule), calendar);
  if (isByTime(rule)) return { at: addMs(until, -exactMs(rule)), isProvisional: false };
  // The last day that is whole before `until`.
  const lastWhole = dayOf(until) - 1;
  if (rule.unit === 'day') return { at: startOfDay(lastWhole + 1 - rule.n), isProvisional: false };
  if (rule.unit === 'month') return { at: startOfDay(monthsEarlier(lastWhole, rule.n) + 1), isProvisional: false };
  const days = workingDaysOf(calendar);
  let day = lastWhole + 1;
  let isProvisional = false;
  for (let left = rule.n; left > 0;) {
    day -= 1;
    if (!days.isPublished(day)) isProvisional = true;
    if (days.isWorked(day)) left -= 1;
  }
  return { at: startOfDay(day), isProvisional };
}

/**
 * A due instant that was moved by hand (a standstill, an extension, a new holiday table), brought to a last day that the rule allows: where
 * the rule rolls over (or counts working days or working time) and its last day is not worked, it ends on the next that is, at the same time
 * of day. A period of working time that would then end outside of it ends when work stopped before: no working time is lost by that.
 */
export function onLawfulDay(rule: Period, due: Instant, calendar: Calendar): Due {
  if (calendar.kind === 'scaled' || !rollsOver(rule)) return { at: due, isProvisional: false };
  // The day that the last millisecond belongs to: a period that ends at midnight ends on the day before.
  const last = dayOf(addMs(due, -1));
  const moved = firstWorkedFrom(last, calendar);
  const at = addMs(due, (moved.day - last) * DAY_MS);
  return { at: isWorkingTime(rule) ? lastWorkUpTo(at, calendar) : at, isProvisional: moved.isProvisional };
}

/** Whether a period is counted from its very instant, not from its day. */
export const isByTime = (rule: Period): boolean =>
  rule.unit === 'hour' || rule.unit === 'minute' || isWorkingTime(rule);

/** Whether only time that is worked counts. */
export const isWorkingTime = ({ unit }: Period): boolean => unit === 'workingHour' || unit === 'workingMinute';

function rollsOver(rule: Period): boolean {
  if (rule.unit === 'workingDay' || isWorkingTime(rule)) return true;
  return isByTime(rule) ? rule.rollover === 'nextWorkingDay' : rule.rollover !== 'none';
}

interface LastDay {
  day: number;
  isProvisional: boolean;
}

const exactly = (day: number): LastDay => ({ day, isProvisional: false });

function firstWorkedFrom(day: number, calendar: CivilCalendar): LastDay {
  const days = workingDaysOf(calendar);
  let candidate = day;
  let isProvisional = !days.isPublished(candidate);
  while (!days.isWorked(candidate)) {
    candidate += 1;
    if (!days.isPublished(candidate)) isProvisional = true;
  }
  return { day: candidate, isProvisional };
}

function workingDaysLater(n: number, start: number, calendar: CivilCalendar): LastDay {
  if (n === 0) return firstWorkedFrom(start, calendar);
  const days = workingDaysOf(calendar);
  let day = start;
  let isProvisional = false;
  for (let left = n; left > 0;) {
    day += 1;
    if (!days.isPublished(day)) isProvisional = true;
    if (days.isWorked(day)) left -= 1;
  }
  return { day, isProvisional };
}

function hoursLater(rule: Period, from: Instant, calendar: CivilCalendar): Due {
  return onLawfulDay(rule, addMs(from, exactMs(rule)), calendar);
}

function monthsLater(day: number, n: number): number {
  const { year, month, date } = partsOf(day);
  return dayInMonth(year, month + n, date);
}

/** The latest day from which n months end on `last` or earlier. From a month's end backwards that is a month's end: 31 January + 1 is 28 February. */
function monthsEarlier(last: number, n: number): number {
  const { year, month, date } = partsOf(last);
  const isMonthEnd = partsOf(last + 1).month !== month;
  return dayInMonth(year, month - n, isMonthEnd ? 31 : date);
}

const exactMs = ({ n, unit }: Period): number => n * (unit === 'hour' || unit === 'workingHour' ? HOUR_MS : MINUTE_MS);

function scaledMs(rule: Period, calendar: ScaledCalendar): number {
  const { num, den } = SCALED_DAYS[rule.unit];
  return Math.ceil((rule.n * num * calendar.dayMs) / den);
}

function assertCount(n: number): void {
  if (!Number.isInteger(n) || n < 0) throw new RangeError(`not a whole number from 0: ${n}`);
}
