// Works out due cases and sets them out as a table or as JSON. Reading the file is in read-cases.ts.
import { before, dueAt } from '../../domain/calendar/due';
import { instantOf, localDateOf, msOf } from '../../domain/calendar/instant';
import type { Instant } from '../../domain/calendar/types';
import type { DueCase } from './read-cases';

export interface DueResult {
  id: string;
  /** The exclusive instant: an act at it is late. */
  at: Instant;
  /** The same in China time, `2026-12-09T00:00:00.000+08:00`. */
  local: string;
  /** The China date of the last millisecond that is in time. */
  lastDay: string;
  isProvisional: boolean;
  expected?: Instant;
  expectedProvisional?: boolean;
  /** There when the case says what it expects. */
  isAsExpected?: boolean;
}

const CHINA_OFFSET_MS = 8 * 3_600_000;

/** Throws a RangeError when the result lies outside the years 0000 to 9999. */
export function workOut({
  id,
  rule,
  direction,
  at: given,
  calendar,
  expected,
  expectedProvisional,
}: DueCase): DueResult {
  const { at, isProvisional } = direction === 'from' ? dueAt(rule, given, calendar) : before(rule, given, calendar);
  const isCompared = expected !== undefined || expectedProvisional !== undefined;
  const isAsExpected =
    (expected ?? at) === at && (expectedProvisional === undefined || expectedProvisional === isProvisional);
  return {
    id,
    at,
    local: `${instantOf(msOf(at) + CHINA_OFFSET_MS).slice(0, -1)}+08:00`,
    lastDay: localDateOf(instantOf(msOf(at) - 1)),
    isProvisional,
    ...(expected === undefined ? {} : { expected }),
    ...(expectedProvisional === undefined ? {} : { expectedProvisional }),
    ...(isCompared ? { isAsExpected } : {}),
  };
}

const HEADINGS = ['id', 'due (China time, exclusive)', 'last day', 'due (UTC)', 'provisional', 'expected'];

/** A plain table, one case a line. */
export function tableOf(results: DueResult[]): string {
  const rows = results.map((result) => [
    result.id,
    result.local,
    result.lastDay,
    result.at,
    result.isProvisional ? 'provisional' : '',
    verdictOf(result),
  ]);
  const all = [HEADINGS, ...rows];
  const widths = HEADINGS.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  return all
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function verdictOf({ isAsExpected, expected, expectedProvisional, at }: DueResult): string {
  if (isAsExpected === undefined) return '';
  if (isAsExpected) return 'as expected';
  if (expected !== undefined && expected !== at) return `DIFFERS: expected ${expected}`;
  return `DIFFERS: expected ${expectedProvisional ? 'provisional' : 'not provisional'}`;
}
