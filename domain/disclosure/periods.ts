// The periods that an estate discloses: quarters, half years or years of the China calendar. Pure: each follows from its number alone.
import { dayInMonth, dayOf, instantOf, msOf, partsOf, startOfDay } from '../calendar/instant';
import type { Calendar, Instant } from '../calendar/types';

export const PERIOD_LENGTHS = ['quarter', 'halfYear', 'year'] as const;
export type PeriodLength = (typeof PERIOD_LENGTHS)[number];

/** `no` grows from period to period: quarters, half years or years since year 0; `until` is exclusive. */
export interface Period {
  no: number;
  length: PeriodLength;
  from: Instant;
  until: Instant;
  /** A short day's calendar knows no dates: what was posted in it is told by its instant. */
  isScaled: boolean;
}

const MONTHS: Record<PeriodLength, number> = { quarter: 3, halfYear: 6, year: 12 };

/** The period in which an instant lies. */
export function periodAt(length: PeriodLength, at: Instant, calendar: Calendar): Period {
  if (calendar.kind === 'scaled') return periodOf(length, Math.floor(msOf(at) / scaledMs(length, calendar)), calendar);
  const { year, month } = partsOf(dayOf(at));
  return periodOf(length, Math.floor((year * 12 + month - 1) / MONTHS[length]), calendar);
}

export function periodOf(length: PeriodLength, no: number, calendar: Calendar): Period {
  const [from, until] = [no, no + 1].map((n) => startOf(length, n, calendar)) as [Instant, Instant];
  return { no, length, from, until, isScaled: calendar.kind === 'scaled' };
}

function startOf(length: PeriodLength, no: number, calendar: Calendar): Instant {
  if (calendar.kind === 'scaled') return instantOf(no * scaledMs(length, calendar));
  const months = no * MONTHS[length];
  return startOfDay(dayInMonth(Math.floor(months / 12), (months % 12) + 1, 1));
}

/** A rehearsal's month has thirty short days. */
const scaledMs = (length: PeriodLength, { dayMs }: Extract<Calendar, { kind: 'scaled' }>): number =>
  MONTHS[length] * 30 * dayMs;

/** What stands in front of the place of a period in its year. */
export function yearAndPart({ no, length }: Pick<Period, 'no' | 'length'>): { year: number; part: number } {
  const perYear = 12 / MONTHS[length];
  return { year: Math.floor(no / perYear), part: (no % perYear) + 1 };
}
