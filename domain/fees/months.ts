// Calendar months as `2026-11`: text order is order in time. A fee is owed for a month, whatever the contract calls its period.
import { dayOfDate, localDateOf, partsOf } from '../calendar/instant';
import type { Instant } from '../calendar/types';

/** `YYYY-MM`, from 2000-01 to 2999-12. */
export type Month = string;

export const MONTH = /^2\d{3}-(0[1-9]|1[0-2])$/;

/** The month so many months later; negative: earlier. */
export function addMonths(month: Month, by: number): Month {
  const { year, month: inYear } = partsOf(dayOfDate(`${month}-01`));
  const count = year * 12 + inYear - 1 + by;
  return `${String(Math.floor(count / 12))}-${String((count % 12) + 1).padStart(2, '0')}`;
}

/** The month in China of an instant. */
export const monthOf = (at: Instant): Month => localDateOf(at).slice(0, 7);

/** How many months from one to the other, both included; 0 or less: the second lies before the first. */
export function monthsBetween(from: Month, to: Month): number {
  const count = (month: Month): number => Number(month.slice(0, 4)) * 12 + Number(month.slice(5));
  return count(to) - count(from) + 1;
}
