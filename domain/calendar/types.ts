// Shapes of legal time. The arithmetic is in due.ts; holiday tables are data in tables.ts and reach a process as an argument.

/** An instant: ISO 8601 in UTC with milliseconds, `2026-11-22T16:00:00.000Z`. Same length always, so `<` compares. */
export type Instant = string;
/** A calendar date in China (UTC+8, no summer time): `2026-11-23`. */
export type LocalDate = string;

export const DURATION_UNITS = ['minute', 'hour', 'workingMinute', 'workingHour', 'day', 'workingDay', 'month'] as const;
export type DurationUnit = (typeof DURATION_UNITS)[number];

/** Where a number comes from. V read in full text, X excerpt, S press on practice, G general knowledge, D our inference, custom. */
export type Confidence = 'V' | 'X' | 'S' | 'G' | 'D' | 'custom';

/**
 * A length of legal time with its source. Civil Code arts. 200-204: the day of start is not counted; a period of days ends at
 * 24:00 of its last day; months end on the corresponding day, else month-end; hours and minutes count from the stated moment. Working hours
 * and minutes run only while there is work: on worked days, within the calendar's times of work.
 */
export interface DurationRule {
  n: number;
  unit: DurationUnit;
  /** `nextWorkingDay` (default for day and month, art. 203): a last day on a statutory holiday or rest day moves to the next working day. */
  rollover?: 'none' | 'nextWorkingDay' | undefined;
  /** The article, e.g. `民法典 278` or `青岛市物业管理条例 22`. */
  basis: string;
  confidence: Confidence;
}

/** One year's table as published by the State Council: days off, and weekend days that are worked (调休). */
export interface HolidayYear {
  year: number;
  /** Dates off work by the notice (weekends inside the breaks may be listed too). */
  holidays: LocalDate[];
  /** Saturdays and Sundays that are working days. */
  makeUpDays: LocalDate[];
  source: string;
}

/** A stretch of a worked day in which work is done, HH:MM China time; `until` itself is no longer work. A split day has several. */
export interface WorkPeriod {
  from: string;
  until: string;
}

/** A civil calendar knows published years; dates in other years count Monday to Friday and are flagged provisional. */
export interface CivilCalendar {
  kind: 'civil';
  version: string;
  years: HolidayYear[];
  /** When a worked day is worked, in order and without overlap; as the policy says. Absent: `USUAL_WORK_TIMES` of tables.ts. */
  workTimes?: WorkPeriod[];
}

/** For rehearsals: a day, a working day and 1/30 of a month last `dayMs`; an hour 1/24 of it, a working hour 1/8. Nights and holidays do not exist. */
export interface ScaledCalendar {
  kind: 'scaled';
  version: string;
  dayMs: number;
}

export type Calendar = CivilCalendar | ScaledCalendar;

/** `isProvisional`: the result depends on a year whose holidays are not yet published. */
export interface Due {
  at: Instant;
  isProvisional: boolean;
}

/** No reminder between `from` and `until` local time (HH:MM); they wait for `until`. */
export interface NightRule {
  from: string;
  until: string;
  basis: string;
  confidence: Confidence;
}
