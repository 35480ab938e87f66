// Instants and China dates as plain numbers and strings: all of China keeps UTC+8 without summer time, so a local day is arithmetic.
// What a period of law makes of them is in due.ts.
import type { Instant, LocalDate } from './types';

export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;
const CHINA_OFFSET_MS = 8 * HOUR_MS;

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const LOCAL_DATE = /^(\d{4})-(\d\d)-(\d\d)$/;

/** Milliseconds since 1970 of an instant. Throws a RangeError for anything that is not one in the one form we keep. */
export function msOf(at: Instant): number {
  const ms = INSTANT.test(at) ? Date.parse(at) : NaN;
  if (Number.isNaN(ms) || new Date(ms).toISOString() !== at) throw new RangeError(`not an instant: ${at}`);
  return ms;
}

/** The instant of whole milliseconds since 1970. Years 0000 to 9999 only, so that instants keep one length and `<` compares them. */
export function instantOf(ms: number): Instant {
  const date = new Date(ms);
  const text = Number.isNaN(date.getTime()) ? '' : date.toISOString();
  if (!INSTANT.test(text)) throw new RangeError(`no instant in the years 0000 to 9999: ${ms} ms`);
  return text;
}

/** An instant moved by milliseconds (negative: earlier). */
export const addMs = (at: Instant, ms: number): Instant => instantOf(msOf(at) + ms);

/** A local day as a number: days since 1970-01-01 in China. The instant of midnight belongs to the day that begins. */
export const dayOf = (at: Instant): number => Math.floor((msOf(at) + CHINA_OFFSET_MS) / DAY_MS);

/** 00:00 China time of a local day, which is also 24:00 of the day before. */
export const startOfDay = (day: number): Instant => instantOf(day * DAY_MS - CHINA_OFFSET_MS);

/** Milliseconds since local midnight. */
export const timeOfDay = (at: Instant): number => {
  const local = msOf(at) + CHINA_OFFSET_MS;
  return local - Math.floor(local / DAY_MS) * DAY_MS;
};

/** `21:00` in milliseconds since midnight. Throws a RangeError for another form. */
export function clockMs(clock: string): number {
  const match = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(clock);
  if (!match) throw new RangeError(`not a time of day: ${clock}`);
  return Number(match[1]) * HOUR_MS + Number(match[2]) * MINUTE_MS;
}

export const dateOf = (day: number): LocalDate => instantOf(day * DAY_MS).slice(0, 10);

/** The local day of `2026-11-23`. Throws a RangeError for a date that does not exist. */
export function dayOfDate(date: LocalDate): number {
  const day = LOCAL_DATE.test(date) ? Date.parse(`${date}T00:00:00.000Z`) / DAY_MS : NaN;
  if (Number.isNaN(day) || dateOf(day) !== date) throw new RangeError(`not a date: ${date}`);
  return day;
}

/** The China date on which an instant falls. */
export const localDateOf = (at: Instant): LocalDate => dateOf(dayOf(at));

/** 00:00 China time of a date. */
export const startOfDate = (date: LocalDate): Instant => startOfDay(dayOfDate(date));

/** 0 Sunday to 6 Saturday. 1970-01-01 was a Thursday. */
export const weekdayOf = (day: number): number => (((day + 4) % 7) + 7) % 7;

/** Year, month 1 to 12, and day of month. */
export function partsOf(day: number): { year: number; month: number; date: number } {
  const utc = new Date(day * DAY_MS);
  return { year: utc.getUTCFullYear(), month: utc.getUTCMonth() + 1, date: utc.getUTCDate() };
}

/** The day of a year, a month counted on freely (13 is January of the next year), and a day of month cut to the month's end. */
export function dayInMonth(year: number, month: number, date: number): number {
  const first = Date.UTC(year, month - 1, 1) / DAY_MS;
  const next = Date.UTC(year, month, 1) / DAY_MS;
  return Math.min(first + date - 1, next - 1);
}

/** The later of two instants. */
export const laterOf = (one: Instant, other: Instant): Instant => (one > other ? one : other);

/** The first of several things that have an instant; of two at the same one, the one that was named first. */
export const earliest = <T extends { at: Instant }>(steps: T[]): T | undefined =>
  steps.reduce<T | undefined>((first, step) => (first && first.at <= step.at ? first : step), undefined);
