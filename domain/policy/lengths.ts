// How lengths of law compare when their units differ: by the shortest and the longest that each can last. Pure.
import type { DurationRule } from '../calendar/types';

export type Length = Pick<DurationRule, 'n' | 'unit'>;

export const lengthText = ({ n, unit }: Length): string => `${n} ${unit}`;

/** The longest breaks are nine days, with a weekend beside them eleven; so many may lie in any row of working days. */
const LONGEST_BREAK_DAYS = 11;

/** Minutes of working time, or undefined for a length in anything else. */
function workingMinutes({ n, unit }: Length): number | undefined {
  if (unit === 'workingMinute') return n;
  return unit === 'workingHour' ? n * 60 : undefined;
}

/** The fewest calendar days a period can last, whatever the month, the holidays and the times of work. */
function fewestDays({ n, unit }: Length): number {
  switch (unit) {
    case 'minute':
    case 'workingMinute':
      return n / 1440;
    case 'hour':
    case 'workingHour':
      return n / 24;
    case 'day':
    case 'workingDay':
      return n;
    case 'month':
      return n * 28;
  }
}

/** The most calendar days a period can last, a holiday move at its end not counted. */
function mostDays({ n, unit }: Length, minutesADay: number): number {
  switch (unit) {
    case 'minute':
      return n / 1440;
    case 'hour':
      return n / 24;
    case 'workingMinute':
      return mostDays({ n: Math.ceil(n / minutesADay), unit: 'workingDay' }, minutesADay);
    case 'workingHour':
      return mostDays({ n: n * 60, unit: 'workingMinute' }, minutesADay);
    case 'day':
      return n;
    case 'workingDay':
      return n === 0 ? 0 : Math.ceil(n / 5) * 7 + LONGEST_BREAK_DAYS;
    case 'month':
      return n * 31;
  }
}

/**
 * Like units compare as numbers; unlike ones by the shortest against the longest that they can last. n working days are at least n days.
 * `minutesADay`: the working time that a worked day has under the policy.
 */
export const isAtLeast = (rule: Length, bound: Length, minutesADay: number): boolean =>
  rule.unit === bound.unit ? rule.n >= bound.n : fewestDays(rule) >= mostDays(bound, minutesADay);

/** As `isAtLeast`; working time that fits into n days of work is over with the n-th working day. */
export function isAtMost(rule: Length, bound: Length, minutesADay: number): boolean {
  const isLikeDays = rule.unit === 'day' && bound.unit === 'workingDay';
  if (rule.unit === bound.unit || isLikeDays) return rule.n <= bound.n;
  const minutes = workingMinutes(rule);
  if (minutes !== undefined && bound.unit === 'workingDay') return minutes <= bound.n * minutesADay;
  return mostDays(rule, minutesADay) <= fewestDays(bound);
}
