// The State Council's yearly holiday notices (国务院办公厅关于……部分节假日安排的通知), as published. A new year is added here when its notice is out
// (each November); running processes get it by the command reviseCalendar. Weekends that touch a break are rest days anyway.
import { dateOf, dayOfDate } from './instant';
import type { CivilCalendar, HolidayYear, LocalDate, WorkPeriod } from './types';

/** All dates from first to last. */
function daysOff(first: LocalDate, last: LocalDate): LocalDate[] {
  const dates: LocalDate[] = [];
  for (let day = dayOfDate(first); day <= dayOfDate(last); day += 1) dates.push(dateOf(day));
  return dates;
}

export const HOLIDAY_YEARS: readonly HolidayYear[] = [
  {
    year: 2024,
    holidays: [
      ...daysOff('2024-01-01', '2024-01-01'), // 元旦
      ...daysOff('2024-02-10', '2024-02-17'), // 春节; New Year's Eve, 9 February, was left to employers
      ...daysOff('2024-04-04', '2024-04-06'), // 清明节
      ...daysOff('2024-05-01', '2024-05-05'), // 劳动节
      ...daysOff('2024-06-10', '2024-06-10'), // 端午节
      ...daysOff('2024-09-15', '2024-09-17'), // 中秋节
      ...daysOff('2024-10-01', '2024-10-07'), // 国庆节
    ],
    makeUpDays: [
      '2024-02-04',
      '2024-02-18',
      '2024-04-07',
      '2024-04-28',
      '2024-05-11',
      '2024-09-14',
      '2024-09-29',
      '2024-10-12',
    ],
    source: '国办发明电〔2023〕7号',
  },
  {
    year: 2025,
    holidays: [
      ...daysOff('2025-01-01', '2025-01-01'), // 元旦
      ...daysOff('2025-01-28', '2025-02-04'), // 春节
      ...daysOff('2025-04-04', '2025-04-06'), // 清明节
      ...daysOff('2025-05-01', '2025-05-05'), // 劳动节
      ...daysOff('2025-05-31', '2025-06-02'), // 端午节
      ...daysOff('2025-10-01', '2025-10-08'), // 国庆节、中秋节
    ],
    makeUpDays: ['2025-01-26', '2025-02-08', '2025-04-27', '2025-09-28', '2025-10-11'],
    source: '国办发明电〔2024〕12号',
  },
  {
    year: 2026,
    holidays: [
      ...daysOff('2026-01-01', '2026-01-03'), // 元旦
      ...daysOff('2026-02-15', '2026-02-23'), // 春节
      ...daysOff('2026-04-04', '2026-04-06'), // 清明节
      ...daysOff('2026-05-01', '2026-05-05'), // 劳动节
      ...daysOff('2026-06-19', '2026-06-21'), // 端午节
      ...daysOff('2026-09-25', '2026-09-27'), // 中秋节
      ...daysOff('2026-10-01', '2026-10-07'), // 国庆节
    ],
    makeUpDays: ['2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10'],
    source: '国办发明电〔2025〕7号',
  },
];

/**
 * The times of work of a calendar that states none: eight hours (国务院关于职工工作时间的规定 3), their place in the day as the national policy
 * has it. A process counts by its own policy's (`policy.workTimes`).
 */
export const USUAL_WORK_TIMES: readonly WorkPeriod[] = [
  { from: '08:30', until: '12:00' },
  { from: '13:30', until: '18:00' },
];

/** The calendar of China with the tables published so far, as a fresh plain object. The version names the last year it knows. */
export function civilCalendar(years: readonly HolidayYear[] = HOLIDAY_YEARS): CivilCalendar {
  const last = Math.max(...years.map(({ year }) => year));
  return {
    kind: 'civil',
    version: `cn-${years.length === 0 ? 'none' : last}`,
    years: years.map((table) => ({ ...table, holidays: [...table.holidays], makeUpDays: [...table.makeUpDays] })),
  };
}
