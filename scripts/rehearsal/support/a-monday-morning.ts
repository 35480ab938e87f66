// When a rehearsal on the virtual clock begins.
import {
  dayOf,
  HOUR_MS,
  instantOf,
  partsOf,
  startOfDate,
  startOfDay,
  weekdayOf,
} from '../../../domain/calendar/instant';

/** The first Monday of the next year, nine o'clock, in milliseconds: the same day for whoever rehearses in the same year. */
export function aMondayMorning(now: number): number {
  const { year } = partsOf(dayOf(instantOf(Math.floor(now))));
  let day = dayOf(startOfDate(`${year + 1}-01-01`));
  while (weekdayOf(day) !== 1) day += 1;
  return Date.parse(startOfDay(day)) + 9 * HOUR_MS;
}
