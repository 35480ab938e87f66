// From the texts of one due case to what the arithmetic takes: moments, calendars, times of work, the night, pauses.
import { clockMs, dayOfDate, instantOf, msOf, startOfDate } from '../../domain/calendar/instant';
import { civilCalendar, HOLIDAY_YEARS } from '../../domain/calendar/tables';
import type { Calendar, Instant, NightRule, WorkPeriod } from '../../domain/calendar/types';
import { holidayYearFaults } from '../../domain/calendar/working-days';
import { workTimesFaults } from '../../domain/calendar/working-time';
import { isByTime, type Period } from '../../domain/calendar/due';
import type { Standstill } from '../../domain/calendar/standstill';
import type { FileDefaults, RawCalendar, RawCase } from './case-shape';

/** A case ready to be worked out. `places` names, as in the file, the fields whose faults are found only then. */
export interface DueCase {
  id: string;
  places: { n: string; pauses: string };
  rule: Period;
  /** Counted forward from `from`, or backward from `until`. */
  direction: 'from' | 'until';
  at: Instant;
  calendar: Calendar;
  night?: Night;
  pauses: Standstill[];
  expected?: Instant;
  expectedProvisional?: boolean;
  expectedTold?: Instant;
}

type Night = Pick<NightRule, 'from' | 'until'>;

/** The case (without its places), or its faults as `field: sentence`. */
export function understand(raw: RawCase, defaults: FileDefaults): Omit<DueCase, 'places'> | string[] {
  const faults: string[] = [];
  const attempt = <T>(field: string, make: () => T): T | undefined => {
    try {
      return make();
    } catch (error) {
      faults.push(`${field}: ${(error as Error).message}`);
      return undefined;
    }
  };
  const { id, expectedProvisional } = raw;
  const rule: Period = {
    n: raw.rule.n,
    unit: raw.rule.unit,
    ...(raw.rule.rollover === undefined ? {} : { rollover: raw.rule.rollover }),
  };
  const tables = attempt('calendar', () => calendarOf(raw.calendar ?? defaults.calendar ?? 'civil'));
  const calendar = tables && attempt('workTimes', () => withWorkTimes(tables, raw.workTimes, defaults.workTimes));
  const night = attempt('night', () => nightOf(calendar, raw.night, defaults.night));
  if ((raw.from === undefined) === (raw.until === undefined))
    return [...faults, 'from: give either from (counted forward) or until (counted backward)'];
  const direction = raw.from === undefined ? 'until' : 'from';
  const isDateEnough = !isByTime(rule) && calendar?.kind !== 'scaled';
  const at = attempt(direction, () => instantFrom(raw.from ?? raw.until ?? '', isDateEnough));
  const pauses = attempt('pauses', () => pausesOf(raw.pauses, direction, at, isDateEnough));
  const moment = (field: 'expected' | 'expectedTold'): Instant | undefined => {
    const text = raw[field];
    return text === undefined ? undefined : attempt(field, () => instantFrom(text, false));
  };
  const expected = moment('expected');
  const expectedTold = moment('expectedTold');
  if (expectedTold !== undefined && night === undefined) faults.push('expectedTold: there is no night to wait for');
  if (faults.length > 0 || at === undefined || calendar === undefined || pauses === undefined) return faults;
  return {
    ...{ id, rule, direction, at, calendar, pauses },
    ...(night === undefined ? {} : { night }),
    ...(expected === undefined ? {} : { expected }),
    ...(expectedProvisional === undefined ? {} : { expectedProvisional }),
    ...(expectedTold === undefined ? {} : { expectedTold }),
  };
}

const MOMENT = /^(\d{4}-\d\d-\d\d)T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,3})?)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

/** An instant with its offset, or (where only the day matters) a China date, read as its 00:00. */
function instantFrom(text: string, isDateEnough: boolean): Instant {
  if (/^\d{4}-\d\d-\d\d$/.test(text)) {
    if (!isDateEnough)
      throw new RangeError(`${text} names no moment; write 2026-11-22T16:00:00Z or 2026-11-23T00:00:00+08:00`);
    return startOfDate(text);
  }
  const match = MOMENT.exec(text);
  if (!match?.[1])
    throw new RangeError(
      `${JSON.stringify(text)} is no moment; write 2026-11-22T16:00:00Z or 2026-11-23T00:00:00+08:00`,
    );
  dayOfDate(match[1]);
  const at = instantOf(Date.parse(text));
  msOf(at);
  return at;
}

/** The two sides of `09:00-12:00` or, with a slash, of a pause. */
function sidesOf(text: string, separator: '-' | '/', example: string): WorkPeriod {
  const [from, until, ...more] = text.split(separator);
  if (!from || !until || more.length > 0) throw new RangeError(`${JSON.stringify(text)} is not like ${example}`);
  return { from, until };
}

const wordsOf = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '');

// ---- calendars ----------------------------------------------------------------------------------------------------------

/** `civil`, `civil:2024-2026` (only the tables of these years), `scaled:1000` (milliseconds a day), or a calendar written out. */
function calendarOf(field: RawCalendar): Calendar {
  if (typeof field === 'string') return calendarNamed(field);
  if (field.kind === 'scaled') return { kind: 'scaled', version: field.version ?? 'given', dayMs: field.dayMs };
  const faults = field.years.flatMap(holidayYearFaults);
  const years = field.years.map(({ year }) => year);
  if (new Set(years).size !== years.length) faults.push('a year is there twice');
  if (faults.length > 0) throw new RangeError(faults.join('; '));
  const own = field.workTimes === undefined ? {} : { workTimes: workTimesOf(field.workTimes) };
  return { kind: 'civil', version: field.version ?? 'given', years: field.years, ...own };
}

function calendarNamed(name: string): Calendar {
  if (name === 'civil') return civilCalendar();
  const span = /^civil:(\d{4})-(\d{4})$/.exec(name);
  if (span) {
    const first = Number(span[1]);
    const last = Number(span[2]);
    const known = HOLIDAY_YEARS.filter(({ year }) => year >= first && year <= last);
    if (first > last || known.length !== last - first + 1)
      throw new RangeError(`${name}: there are tables for ${HOLIDAY_YEARS.map(({ year }) => year).join(', ')}`);
    return civilCalendar(known);
  }
  const scaled = /^scaled:(\d{1,8})$/.exec(name);
  const dayMs = Number(scaled?.[1]);
  if (scaled && dayMs >= 1 && dayMs <= 86_400_000) return { kind: 'scaled', version: name, dayMs };
  throw new RangeError(
    `${JSON.stringify(name)} is no calendar; write civil, civil:2024-2026 or scaled:MILLISECONDS_PER_DAY (1 to 86400000)`,
  );
}

// ---- times of the day ---------------------------------------------------------------------------------------------------

function workTimesOf(field: NonNullable<RawCase['workTimes']>): WorkPeriod[] {
  const times =
    typeof field === 'string' ? wordsOf(field).map((word) => sidesOf(word, '-', '09:00-12:00 14:00-17:30')) : field;
  const faults = workTimesFaults(times);
  if (faults.length > 0) throw new RangeError(faults.join('; '));
  return times;
}

/** The case's times of work come first, then the calendar's own, then the file's. A scaled calendar keeps no hours. */
function withWorkTimes(calendar: Calendar, own: RawCase['workTimes'], ofFile: RawCase['workTimes']): Calendar {
  if (calendar.kind === 'scaled') {
    if (own !== undefined) throw new RangeError('a scaled calendar has no times of day');
    return calendar;
  }
  const workTimes = own === undefined ? calendar.workTimes : workTimesOf(own);
  const given = workTimes ?? (ofFile === undefined ? undefined : workTimesOf(ofFile));
  return given === undefined ? calendar : { ...calendar, workTimes: given };
}

function nightOf(calendar: Calendar | undefined, own: RawCase['night'], ofFile: RawCase['night']): Night | undefined {
  if (calendar?.kind === 'scaled') {
    if (own !== undefined) throw new RangeError('a scaled calendar has no times of day');
    return undefined;
  }
  const field = own ?? ofFile;
  if (field === undefined) return undefined;
  const { from, until } = typeof field === 'string' ? sidesOf(field, '-', '21:00-08:00') : field;
  clockMs(from);
  clockMs(until);
  return { from, until };
}

// ---- pauses -------------------------------------------------------------------------------------------------------------

/** In order, none over another, none before the period begins. Whether one begins after its end is found when it is worked out. */
function pausesOf(
  field: RawCase['pauses'],
  direction: 'from' | 'until',
  start: Instant | undefined,
  isDateEnough: boolean,
): Standstill[] {
  if (field === undefined) return [];
  if (direction === 'until') throw new RangeError('a period that is counted backward does not stand still');
  const written =
    typeof field === 'string'
      ? wordsOf(field).map((word) => sidesOf(word, '/', '2026-03-02T09:00+08:00/2026-03-03T09:00+08:00'))
      : field;
  const pauses = written.map(({ from, until }) => ({
    from: instantFrom(from, isDateEnough),
    until: instantFrom(until, isDateEnough),
  }));
  let last = start;
  for (const [index, { from, until }] of pauses.entries()) {
    const name = `the pause from ${written[index]?.from ?? from}`;
    if (until <= from) throw new RangeError(`${name} ends before it has lasted`);
    if (last !== undefined && from < last)
      throw new RangeError(`${name} begins before ${index === 0 ? 'the period does' : 'the one before it is over'}`);
    last = until;
  }
  return pauses;
}
