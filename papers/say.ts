// How instants, areas and shares are written on paper: China time to the minute, square metres with two decimals, exact fractions.
import { addMs, localDateOf, MINUTE_MS, timeOfDay } from '../domain/calendar/instant';
import type { DurationUnit, Instant, LocalDate } from '../domain/calendar/types';
import type { FractionCheck } from '../domain/owners-vote/count-types';
import { formatArea } from '../domain/register/normalise';

/** `2026年3月17日` */
export function sayDate(date: LocalDate): string {
  const [year = '', month = '', day = ''] = date.split('-');
  return `${Number(year)}年${Number(month)}月${Number(day)}日`;
}

export const sayDay = (at: Instant | null): string => (at === null ? '' : sayDate(localDateOf(at)));

/** `2026年3月17日 10:00`; empty for none. */
export function sayInstant(at: Instant | null): string {
  if (at === null) return '';
  const minutes = Math.floor(timeOfDay(at) / MINUTE_MS);
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${sayDay(at)} ${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** The end of a time, which itself is late: midnight is 24:00 of the day before, as nobody reads `3月18日 00:00` for the end of the 17th. */
export const sayEnd = (at: Instant | null): string =>
  at !== null && timeOfDay(at) === 0 ? `${sayDay(addMs(at, -1))} 24:00` : sayInstant(at);

const UNITS: Record<DurationUnit, string> = {
  minute: '分钟',
  hour: '小时',
  workingMinute: '个工作分钟',
  workingHour: '个工作小时',
  day: '日',
  workingDay: '个工作日',
  month: '个月',
};

/** `15 个工作日` */
export const sayDuration = ({ n, unit }: { n: number; unit: DurationUnit }): string => `${n} ${UNITS[unit]}`;

/** `1240.35 平方米` */
export const sayArea = (areaDm2: number): string => `${formatArea(areaDm2)} 平方米`;

/** `≥ 2/3` or `> 1/2`. */
export const sayNeed = ({ num, den, isStrict }: Pick<FractionCheck, 'num' | 'den' | 'isStrict'>): string =>
  `${isStrict ? '>' : '≥'} ${num}/${den}`;

export const sayCheck = (
  check: FractionCheck,
  unit: 'heads' | 'area',
): { part: string; whole: string; need: string; reached: string; shortfall: string } => {
  const amount = (n: number): string => (unit === 'heads' ? `${n} 人` : sayArea(n));
  return {
    part: amount(check.part),
    whole: amount(check.whole),
    need: sayNeed(check),
    reached: check.isReached ? '达到' : '未达到',
    shortfall: check.isReached ? '—' : `差 ${amount(check.shortfall)}`,
  };
};
