import { before, dueAt } from '../../domain/calendar/due';
import { civilCalendar } from '../../domain/calendar/tables';
import type { Calendar, DurationUnit } from '../../domain/calendar/types';

const civil = civilCalendar();
const scaled: Calendar = { kind: 'scaled', version: 'test', dayMs: 2000 };

/** China time without its offset, `2026-06-16 09:00`, as an instant. */
const china = (text: string): string => new Date(`${text.replace(' ', 'T')}+08:00`).toISOString();
const midnight = (date: string): string => china(`${date} 00:00`);

const due = (n: number, unit: DurationUnit, from: string, rollover?: 'none' | 'nextWorkingDay') =>
  dueAt({ n, unit, ...(rollover ? { rollover } : {}) }, china(from), civil);

describe('a period counted forward', () => {
  it('does not count the day it starts on and ends at 24:00 of its last day', () => {
    expect(due(3, 'day', '2026-06-08 09:00').at).toBe(midnight('2026-06-12'));
  });

  it('ends alike for the first and the last millisecond of a day, and a day later for the next one', () => {
    expect(due(1, 'day', '2026-06-09 00:00').at).toBe(midnight('2026-06-11'));
    expect(due(1, 'day', '2026-06-09 23:59:59.999').at).toBe(midnight('2026-06-11'));
    expect(due(1, 'day', '2026-06-10 00:00').at).toBe(midnight('2026-06-12'));
  });

  it('knows the day by China time, not by UTC', () => {
    expect(dueAt({ n: 1, unit: 'day' }, '2026-06-08T15:59:59.999Z', civil).at).toBe(midnight('2026-06-10'));
    expect(dueAt({ n: 1, unit: 'day' }, '2026-06-08T16:00:00.000Z', civil).at).toBe(midnight('2026-06-11'));
  });

  it('moves a last day that is a Saturday or Sunday to Monday, and leaves a Friday and a Monday alone', () => {
    expect(due(1, 'day', '2026-06-04 09:00').at).toBe(midnight('2026-06-06'));
    expect(due(2, 'day', '2026-06-04 09:00').at).toBe(midnight('2026-06-09'));
    expect(due(3, 'day', '2026-06-04 09:00').at).toBe(midnight('2026-06-09'));
    expect(due(4, 'day', '2026-06-04 09:00').at).toBe(midnight('2026-06-09'));
  });

  it('stays on a rest day where the rule says that it does not move', () => {
    expect(due(2, 'day', '2026-06-04 09:00', 'none').at).toBe(midnight('2026-06-07'));
  });

  it('ends on a Sunday that is worked to make up for a holiday', () => {
    expect(due(1, 'day', '2026-09-19 09:00').at).toBe(midnight('2026-09-21'));
  });

  it('ends a month on the corresponding day, and at the month’s end where there is none', () => {
    expect(due(1, 'month', '2024-01-29 09:00', 'none').at).toBe(midnight('2024-03-01'));
    expect(due(1, 'month', '2024-01-31 09:00', 'none').at).toBe(midnight('2024-03-01'));
    expect(due(1, 'month', '2025-01-31 09:00', 'none').at).toBe(midnight('2025-03-01'));
    expect(due(12, 'month', '2024-02-29 09:00', 'none').at).toBe(midnight('2025-03-01'));
  });

  it('counts working days over a make-up Saturday and not over the break before it', () => {
    expect(due(3, 'workingDay', '2026-09-30 09:00').at).toBe(midnight('2026-10-11'));
  });

  it('counts hours and minutes from the very moment, nights and holidays included', () => {
    expect(due(2, 'hour', '2026-10-01 23:30').at).toBe(china('2026-10-02 01:30'));
    expect(due(15, 'minute', '2026-10-01 23:50').at).toBe(china('2026-10-02 00:05'));
  });

  it('keeps the time of day where hours are to move off a rest day', () => {
    expect(due(24, 'hour', '2026-06-05 17:00', 'nextWorkingDay').at).toBe(china('2026-06-08 17:00'));
    expect(due(31, 'hour', '2026-06-05 17:00', 'nextWorkingDay').at).toBe(midnight('2026-06-09'));
    expect(due(7, 'hour', '2026-06-05 17:00', 'nextWorkingDay').at).toBe(midnight('2026-06-06'));
  });

  it('of no days lasts until the day ends', () => {
    expect(due(0, 'day', '2026-06-08 09:00').at).toBe(midnight('2026-06-09'));
    expect(due(0, 'workingDay', '2026-06-06 09:00').at).toBe(midnight('2026-06-09'));
    expect(due(0, 'hour', '2026-06-08 09:00').at).toBe(china('2026-06-08 09:00'));
  });

  it.each([
    ['an n below zero', -1],
    ['an n that is no whole number', 1.5],
    ['an n that is no number', NaN],
  ])('refuses %s', (_, n) => {
    expect(() => due(n, 'day', '2026-06-08 09:00')).toThrow(RangeError);
    expect(() => before({ n, unit: 'day' }, midnight('2026-06-08'), scaled)).toThrow(RangeError);
  });

  it.each(['2026-06-08', '2026-06-08T00:00:00Z', '2026-06-08T08:00:00.000+08:00', '2026-02-30T00:00:00.000Z', ''])(
    'refuses %j as an instant',
    (from) => {
      expect(() => dueAt({ n: 1, unit: 'day' }, from, civil)).toThrow(RangeError);
    },
  );

  it('refuses a result after the year 9999, where instants would lose their length', () => {
    expect(() => due(100_000, 'month', '2026-06-08 09:00')).toThrow(RangeError);
  });
});

describe('a result that rests on a year without a published table', () => {
  const until2026 = civilCalendar(civil.years.filter(({ year }) => year <= 2026));
  const provisional = (n: number, unit: DurationUnit, from: string, rollover?: 'none') =>
    dueAt({ n, unit, ...(rollover ? { rollover } : {}) }, china(from), until2026).isProvisional;

  it('is flagged when the last day lies in that year', () => {
    expect(provisional(1, 'day', '2026-12-30 09:00')).toBe(false);
    expect(provisional(1, 'day', '2026-12-31 09:00')).toBe(true);
  });

  it('is not flagged when nothing is asked of that year', () => {
    expect(provisional(1, 'day', '2026-12-31 09:00', 'none')).toBe(false);
    expect(provisional(6, 'month', '2026-12-31 09:00', 'none')).toBe(false);
    expect(provisional(100, 'hour', '2026-12-31 09:00')).toBe(false);
  });

  it('is flagged when working days are counted into that year, and only then', () => {
    expect(provisional(4, 'workingDay', '2026-12-25 09:00')).toBe(false);
    expect(provisional(5, 'workingDay', '2026-12-25 09:00')).toBe(true);
  });

  it('is flagged when a move off a rest day passes into that year', () => {
    const until2025 = civilCalendar(civil.years.filter(({ year }) => year <= 2025));
    const rest = {
      ...until2025,
      years: until2025.years.map((y) => (y.year === 2025 ? { ...y, holidays: [...y.holidays, '2025-12-31'] } : y)),
    };
    expect(dueAt({ n: 1, unit: 'day' }, china('2025-12-30 09:00'), until2025).isProvisional).toBe(false);
    expect(dueAt({ n: 1, unit: 'day' }, china('2025-12-30 09:00'), rest)).toEqual({
      at: midnight('2026-01-02'),
      isProvisional: true,
    });
  });

  it('counts Monday to Friday meanwhile', () => {
    expect(dueAt({ n: 1, unit: 'workingDay' }, china('2026-12-31 09:00'), until2026).at).toBe(midnight('2027-01-02'));
  });

  it('is flagged when working days are counted back into a year before the tables', () => {
    const from2024 = until2026;
    expect(before({ n: 1, unit: 'workingDay' }, china('2024-01-03 09:00'), from2024).isProvisional).toBe(false);
    expect(before({ n: 2, unit: 'workingDay' }, china('2024-01-03 09:00'), from2024).isProvisional).toBe(true);
  });

  it('moves, and loses the flag, when the table arrives', () => {
    const y2027 = { year: 2027, holidays: ['2027-01-01', '2027-01-02', '2027-01-03'], makeUpDays: [], source: 'test' };
    const revised = { ...until2026, years: [...until2026.years, y2027] };
    expect(dueAt({ n: 1, unit: 'day' }, china('2026-12-31 09:00'), revised)).toEqual({
      at: midnight('2027-01-05'),
      isProvisional: false,
    });
  });
});

describe('a period counted backward', () => {
  const ahead = (n: number, unit: DurationUnit, until: string) => before({ n, unit }, china(until), civil).at;

  it('leaves that many whole days before the day of the event', () => {
    expect(ahead(15, 'day', '2026-06-16 09:00')).toBe(midnight('2026-06-01'));
  });

  it('counts the last day of a term that ends at midnight', () => {
    expect(ahead(60, 'day', '2027-01-01 00:00')).toBe(midnight('2026-11-02'));
  });

  it('takes the month’s end for the month’s end', () => {
    expect(ahead(3, 'month', '2026-06-01 00:00')).toBe(midnight('2026-03-01'));
    expect(ahead(1, 'month', '2025-03-01 00:00')).toBe(midnight('2025-02-01'));
    expect(ahead(1, 'month', '2025-02-28 00:00')).toBe(midnight('2025-01-28'));
  });

  it('counts working days back over a break', () => {
    expect(ahead(1, 'workingDay', '2026-10-08 09:00')).toBe(midnight('2026-09-30'));
    expect(ahead(2, 'workingDay', '2026-10-12 09:00')).toBe(midnight('2026-10-09'));
  });

  it('is never moved off a rest day: later would be too short, earlier would take time away', () => {
    expect(before({ n: 1, unit: 'day', rollover: 'nextWorkingDay' }, china('2026-06-08 09:00'), civil).at).toBe(
      midnight('2026-06-07'),
    );
  });

  it('takes hours and minutes off the very moment', () => {
    expect(ahead(36, 'hour', '2026-06-08 09:00')).toBe(china('2026-06-06 21:00'));
    expect(ahead(90, 'minute', '2026-06-08 00:30')).toBe(china('2026-06-07 23:00'));
  });
});

describe('a scaled calendar', () => {
  const from = '2026-10-01T10:00:00.000Z';
  it.each([
    ['day', 3, 6000],
    ['workingDay', 3, 6000],
    ['month', 1, 60_000],
    ['hour', 12, 1000],
    ['minute', 720, 1000],
    ['day', 0, 0],
  ] as const)('only multiplies: %s × %i is %i ms', (unit, n, ms) => {
    expect(Date.parse(dueAt({ n, unit }, from, scaled).at) - Date.parse(from)).toBe(ms);
    expect(Date.parse(from) - Date.parse(before({ n, unit }, from, scaled).at)).toBe(ms);
    expect(dueAt({ n, unit }, from, scaled).isProvisional).toBe(false);
  });

  it('rounds fractions of a millisecond up, so that no period vanishes', () => {
    expect(dueAt({ n: 1, unit: 'minute' }, from, { ...scaled, dayMs: 10 }).at).toBe('2026-10-01T10:00:00.001Z');
  });
});
