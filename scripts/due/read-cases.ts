// Reads a file of due cases, JSON or CSV (docs/due-format.md), and names the case and field of everything that is wrong with it.
// Working them out is in work-out.ts.
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { msOf, dayOfDate, instantOf, startOfDate } from '../../domain/calendar/instant';
import { civilCalendar, HOLIDAY_YEARS } from '../../domain/calendar/tables';
import type { Calendar, DurationUnit, Instant } from '../../domain/calendar/types';
import { holidayYearFaults } from '../../domain/calendar/working-days';
import type { Period } from '../../domain/calendar/due';

export interface DueCase {
  id: string;
  note?: string;
  rule: Period;
  /** Counted forward from `from`, or backward from `until`. */
  direction: 'from' | 'until';
  at: Instant;
  calendar: Calendar;
  expected?: Instant;
  expectedProvisional?: boolean;
}

/** The file cannot be used; one sentence per fault. */
export class BadCases extends Error {
  constructor(readonly faults: string[]) {
    super(faults.join('\n'));
    this.name = 'BadCases';
  }
}

const UNITS = ['minute', 'hour', 'day', 'workingDay', 'month'] as const satisfies readonly DurationUnit[];
const COLUMNS = ['id', 'n', 'unit', 'rollover', 'from', 'until', 'calendar', 'expected', 'expectedProvisional', 'note'];

const holidayYear = z.strictObject({
  year: z.int(),
  holidays: z.array(z.string()),
  makeUpDays: z.array(z.string()),
  source: z.string(),
});
const calendarField = z.union([
  z.string(),
  z.strictObject({ kind: z.literal('civil'), version: z.string().optional(), years: z.array(holidayYear).max(200) }),
  z.strictObject({ kind: z.literal('scaled'), version: z.string().optional(), dayMs: z.int().min(1).max(86_400_000) }),
]);

const caseShape = z.strictObject({
  id: z.string().min(1).max(200),
  note: z.string().optional(),
  rule: z.strictObject({
    n: z.int().min(0).max(100_000),
    unit: z.enum(UNITS),
    rollover: z.enum(['none', 'nextWorkingDay']).optional(),
    basis: z.string().optional(),
    confidence: z.string().optional(),
  }),
  from: z.string().optional(),
  until: z.string().optional(),
  calendar: calendarField.optional(),
  expected: z.string().optional(),
  expectedProvisional: z.boolean().optional(),
});
type RawCase = z.infer<typeof caseShape>;

/**
 * The cases of a file's text. `name` decides the format (`.csv`, else JSON). Throws BadCases with every fault found.
 */
export function readCases(text: string, name: string): DueCase[] {
  const isCsv = /\.csv$/i.test(name);
  const rows = isCsv ? csvRows(text) : jsonRows(text);
  const faults: string[] = [];
  const cases: DueCase[] = [];
  const places = new Map<string, string>();
  for (const { place, value, calendar } of rows) {
    const parsed = caseShape.safeParse(value);
    if (!parsed.success) {
      for (const issue of parsed.error.issues)
        faults.push(`${place}, ${isCsv ? 'column' : 'field'} ${fieldOf(issue, isCsv)}: ${issue.message}`);
      continue;
    }
    const earlier = places.get(parsed.data.id);
    if (earlier !== undefined) faults.push(`${place}, field id: "${parsed.data.id}" is already the id of ${earlier}`);
    places.set(parsed.data.id, place);
    const understood = understand(parsed.data, calendar);
    if (Array.isArray(understood))
      faults.push(...understood.map((fault) => `${place}, ${isCsv ? 'column' : 'field'} ${fault}`));
    else cases.push(understood);
  }
  if (rows.length === 0) faults.push('the file has no cases');
  if (faults.length > 0) throw new BadCases(faults);
  return cases;
}

interface Row {
  place: string;
  value: unknown;
  calendar: z.infer<typeof calendarField> | undefined;
}

function jsonRows(text: string): Row[] {
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new BadCases([`the file is not JSON: ${(error as Error).message}`]);
  }
  const file = z.union([
    z.array(z.unknown()),
    z.strictObject({ calendar: calendarField.optional(), cases: z.array(z.unknown()) }),
  ]);
  const parsed = file.safeParse(json);
  if (!parsed.success)
    throw new BadCases(['the file must be a list of cases, or an object with "cases" and, if wanted, "calendar"']);
  const { cases, calendar } = Array.isArray(parsed.data) ? { cases: parsed.data, calendar: undefined } : parsed.data;
  return cases.map((value, index) => ({ place: `case ${index + 1}${idOf(value)}`, value, calendar }));
}

function csvRows(text: string): Row[] {
  let lines: { record: Record<string, string>; info: { lines: number } }[];
  try {
    lines = parse(text, { bom: true, columns: true, info: true, trim: true, skip_empty_lines: true });
  } catch (error) {
    throw new BadCases([`the file is not CSV: ${(error as Error).message}`]);
  }
  const unknown = Object.keys(lines[0]?.record ?? {}).filter((column) => !COLUMNS.includes(column));
  if (unknown.length > 0)
    throw new BadCases([`line 1: unknown column ${unknown.join(', ')}; the columns are ${COLUMNS.join(', ')}`]);
  return lines.map(({ record, info }) => {
    const given = Object.fromEntries(Object.entries(record).filter(([, cell]) => cell !== ''));
    const { n, unit, rollover, expectedProvisional, ...rest } = given;
    const value = {
      ...rest,
      rule: { n: numberOf(n), unit, ...(rollover === undefined ? {} : { rollover }) },
      ...(expectedProvisional === undefined ? {} : { expectedProvisional: flagOf(expectedProvisional) }),
    };
    return { place: `line ${info.lines}${idOf(value)}`, value, calendar: undefined };
  });
}

const numberOf = (cell: string | undefined): unknown =>
  cell !== undefined && /^\d+$/.test(cell) ? Number(cell) : cell;
const flagOf = (cell: string): unknown => (cell === 'true' ? true : cell === 'false' ? false : cell);

function idOf(value: unknown): string {
  const id = typeof value === 'object' && value !== null && 'id' in value ? value.id : undefined;
  return typeof id === 'string' ? ` ("${id.slice(0, 60)}")` : '';
}

/** In CSV the rule's fields are columns of their own. */
function fieldOf(issue: z.core.$ZodIssue, isCsv: boolean): string {
  const path = issue.path.map(String).slice(isCsv && issue.path[0] === 'rule' ? 1 : 0);
  if (issue.code === 'unrecognized_keys') path.push(...issue.keys.slice(0, 1));
  return path.length === 0 ? '(whole case)' : path.join('.');
}

// ---- from text to what the arithmetic takes -----------------------------------------------------------------------------

/** The case, or its faults as `field: sentence`. */
function understand(raw: RawCase, fileCalendar: Row['calendar']): DueCase | string[] {
  const faults: string[] = [];
  const attempt = <T>(field: string, make: () => T): T | undefined => {
    try {
      return make();
    } catch (error) {
      faults.push(`${field}: ${(error as Error).message}`);
      return undefined;
    }
  };
  const { id, note, rule, expectedProvisional } = raw;
  const isDayLike = rule.unit !== 'hour' && rule.unit !== 'minute';
  const calendar = attempt('calendar', () => calendarOf(raw.calendar ?? fileCalendar ?? 'civil'));
  if ((raw.from === undefined) === (raw.until === undefined))
    return [...faults, 'from: give either from (counted forward) or until (counted backward)'];
  const direction = raw.from === undefined ? 'until' : 'from';
  const text = raw.from ?? raw.until ?? '';
  const at = attempt(direction, () => instantFrom(text, isDayLike && calendar?.kind !== 'scaled'));
  const { expected: expectedText } = raw;
  const expected = expectedText === undefined ? undefined : attempt('expected', () => instantFrom(expectedText, false));
  if (faults.length > 0 || at === undefined || calendar === undefined) return faults;
  const period: Period = {
    n: rule.n,
    unit: rule.unit,
    ...(rule.rollover === undefined ? {} : { rollover: rule.rollover }),
  };
  return {
    id,
    rule: period,
    direction,
    at,
    calendar,
    ...(note === undefined ? {} : { note }),
    ...(expected === undefined ? {} : { expected }),
    ...(expectedProvisional === undefined ? {} : { expectedProvisional }),
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

/** `civil`, `civil:2024-2026` (only the tables of these years), `scaled:1000` (milliseconds a day), or a calendar written out. */
function calendarOf(field: z.infer<typeof calendarField>): Calendar {
  if (typeof field === 'string') return calendarNamed(field);
  if (field.kind === 'scaled') return { kind: 'scaled', version: field.version ?? 'given', dayMs: field.dayMs };
  const faults = field.years.flatMap(holidayYearFaults);
  const years = field.years.map(({ year }) => year);
  if (new Set(years).size !== years.length) faults.push('a year is there twice');
  if (faults.length > 0) throw new RangeError(faults.join('; '));
  return { kind: 'civil', version: field.version ?? 'given', years: field.years };
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
