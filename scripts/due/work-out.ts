// Works out due cases and sets them out as a table or as JSON. Reading the file is in read-cases.ts.
import { before, dueAt, nightDelay } from '../../domain/calendar/due';
import { instantOf, localDateOf, msOf } from '../../domain/calendar/instant';
import { afterStandstill } from '../../domain/calendar/standstill';
import type { Due, Instant } from '../../domain/calendar/types';
import { plainTable } from '../plain-table';
import type { DueCase } from './understand';

export interface DueResult {
  id: string;
  /** The exclusive instant: an act at it is late. */
  at: Instant;
  /** The same in China time, `2026-12-09T00:00:00.000+08:00`. */
  local: string;
  /** The China date of the last millisecond that is in time. */
  lastDay: string;
  isProvisional: boolean;
  /** Without the pauses; there when the case has some. */
  atWithoutPauses?: Instant;
  /** When somebody may be told at that instant; there when the case has a night. */
  toldAt?: Instant;
  expected?: Instant;
  expectedProvisional?: boolean;
  expectedTold?: Instant;
  /** There when the case says what it expects. */
  isAsExpected?: boolean;
}

/** A pause that begins when there is nothing left to stand still. */
export class LatePause extends RangeError {}

const CHINA_OFFSET_MS = 8 * 3_600_000;

/** Throws a RangeError when the result lies outside the years 0000 to 9999, a LatePause when a pause begins after the end. */
export function workOut(dueCase: DueCase): DueResult {
  const { id, rule, direction, at: given, calendar, pauses, night } = dueCase;
  const { expected, expectedProvisional, expectedTold } = dueCase;
  const undisturbed = direction === 'from' ? dueAt(rule, given, calendar) : before(rule, given, calendar);
  const { at, isProvisional } = pauses.reduce<Due>((due, pause) => {
    if (pause.from >= due.at) throw new LatePause(`the pause from ${pause.from} begins when all is over (${due.at})`);
    const moved = afterStandstill(rule, due.at, pause, calendar);
    return { at: moved.at, isProvisional: due.isProvisional || moved.isProvisional };
  }, undisturbed);
  const toldAt = night && nightDelay(at, night, calendar);
  const isCompared = [expected, expectedProvisional, expectedTold].some((value) => value !== undefined);
  const isAsExpected =
    (expected ?? at) === at &&
    (expectedProvisional ?? isProvisional) === isProvisional &&
    (expectedTold ?? toldAt) === toldAt;
  return {
    id,
    at,
    local: localText(at),
    lastDay: localDateOf(instantOf(msOf(at) - 1)),
    isProvisional,
    ...(pauses.length === 0 ? {} : { atWithoutPauses: undisturbed.at }),
    ...(toldAt === undefined ? {} : { toldAt }),
    ...(expected === undefined ? {} : { expected }),
    ...(expectedProvisional === undefined ? {} : { expectedProvisional }),
    ...(expectedTold === undefined ? {} : { expectedTold }),
    ...(isCompared ? { isAsExpected } : {}),
  };
}

const localText = (at: Instant): string => `${instantOf(msOf(at) + CHINA_OFFSET_MS).slice(0, -1)}+08:00`;

const COLUMNS: { heading: string; cell: (result: DueResult) => string }[] = [
  { heading: 'id', cell: ({ id }) => id },
  { heading: 'due (China time, exclusive)', cell: ({ local }) => local },
  { heading: 'last day', cell: ({ lastDay }) => lastDay },
  { heading: 'due (UTC)', cell: ({ at }) => at },
  { heading: 'provisional', cell: ({ isProvisional }) => (isProvisional ? 'provisional' : '') },
  { heading: 'without pauses', cell: ({ atWithoutPauses: at }) => (at === undefined ? '' : localText(at)) },
  { heading: 'told', cell: ({ toldAt: at }) => (at === undefined ? '' : localText(at)) },
  { heading: 'expected', cell: verdictOf },
];
const SHOWN_WHEN_FILLED = ['without pauses', 'told'];

/** A plain table, one case a line. What pauses and nights make of it is shown where a case has some. */
export function tableOf(results: DueResult[]): string {
  const shown = COLUMNS.filter(
    ({ heading, cell }) => !SHOWN_WHEN_FILLED.includes(heading) || results.some((result) => cell(result) !== ''),
  );
  return plainTable([
    shown.map(({ heading }) => heading),
    ...results.map((result) => shown.map(({ cell }) => cell(result))),
  ]);
}

function verdictOf({
  isAsExpected,
  expected,
  expectedProvisional,
  expectedTold,
  at,
  isProvisional,
}: DueResult): string {
  if (isAsExpected === undefined) return '';
  if (isAsExpected) return 'as expected';
  if (expected !== undefined && expected !== at) return `DIFFERS: expected ${expected}`;
  if (expectedProvisional !== undefined && expectedProvisional !== isProvisional)
    return `DIFFERS: expected ${expectedProvisional ? 'provisional' : 'not provisional'}`;
  return `DIFFERS: expected to be told ${expectedTold}`;
}
