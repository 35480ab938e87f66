// Which days are worked: Monday to Friday, less the State Council's days off, plus its make-up days (调休). Answers come with whether the
// year's table is published, so that nothing rests on a guess in silence.
import { DAY_MS, dateOf, dayOfDate, partsOf, weekdayOf } from './instant';
import type { Calendar, CivilCalendar, HolidayYear, LocalDate } from './types';

/** One calendar made ready for many questions. Days are numbers as in instant.ts. */
export interface WorkingDays {
  isWorked(day: number): boolean;
  /** Whether the table of the day's year is published. */
  isPublished(day: number): boolean;
}

const isWeekend = (day: number): boolean => weekdayOf(day) === 0 || weekdayOf(day) === 6;

/** A notice may name days of the December before (2018-12-29 was a make-up day of 2019), so a date is looked up in every table. */
export function workingDaysOf({ years }: CivilCalendar): WorkingDays {
  return {
    isWorked: (day) => {
      const date = dateOf(day);
      return isWeekend(day)
        ? years.some(({ makeUpDays }) => makeUpDays.includes(date))
        : !years.some(({ holidays }) => holidays.includes(date));
    },
    isPublished: (day) => {
      const yearOfDay = partsOf(day).year;
      return years.some(({ year }) => year === yearOfDay);
    },
  };
}

/** Whether a date is worked. On a scaled calendar every day is. */
export function isWorkingDay(date: LocalDate, calendar: Calendar): boolean {
  return calendar.kind === 'scaled' || workingDaysOf(calendar).isWorked(dayOfDate(date));
}

/** Whether the holidays of a date's year are published. On a scaled calendar there is nothing to publish. */
export function isPublished(date: LocalDate, calendar: Calendar): boolean {
  return calendar.kind === 'scaled' || workingDaysOf(calendar).isPublished(dayOfDate(date));
}

/**
 * What is wrong with a holiday table that somebody hands in (a calendar revision): dates that do not exist or lie outside the year and the
 * week before it, a make-up day that is no weekend, a day both off and worked, a date listed twice. Empty: nothing.
 */
export function holidayYearFaults(table: HolidayYear): string[] {
  const faults: string[] = [];
  if (!Number.isInteger(table.year) || table.year < 1950 || table.year > 2999)
    return [`year ${table.year} is not a year`];
  const seen = new Set<LocalDate>();
  const check = (date: LocalDate, isMakeUp: boolean): void => {
    let day: number;
    try {
      day = dayOfDate(date);
    } catch {
      faults.push(`${date} is not a date`);
      return;
    }
    if (seen.has(date)) faults.push(`${date} is listed twice`);
    seen.add(date);
    const isDecemberBefore = day >= Date.UTC(table.year, 0, 1) / DAY_MS - 7 && partsOf(day).year === table.year - 1;
    if (partsOf(day).year !== table.year && !isDecemberBefore) faults.push(`${date} is not in ${table.year}`);
    if (isMakeUp && !isWeekend(day)) faults.push(`${date} is no Saturday or Sunday, so it cannot be a make-up day`);
  };
  for (const date of table.holidays) check(date, false);
  for (const date of table.makeUpDays) check(date, true);
  return faults;
}
