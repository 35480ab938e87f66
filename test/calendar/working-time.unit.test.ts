// Working time: bounds of split days worked out by hand, and properties for any times of work. What is worked between two moments is summed up
// here in a way of its own, day by day. March 2026 has no holidays; National Day 2026 is 1 to 7 October, Saturday 10 October is worked.
import fc from 'fast-check';
import { before, dueAt, onLawfulDay, type Period } from '../../domain/calendar/due';
import { clockMs, instantOf, localDateOf, msOf, startOfDate } from '../../domain/calendar/instant';
import { afterStandstill, timeBetween, withAdded } from '../../domain/calendar/standstill';
import { civilCalendar } from '../../domain/calendar/tables';
import type { CivilCalendar, WorkPeriod } from '../../domain/calendar/types';
import { isWorkingDay } from '../../domain/calendar/working-days';
import { workTimesFaults } from '../../domain/calendar/working-time';

const SPLIT: WorkPeriod[] = [
  { from: '09:00', until: '12:00' },
  { from: '14:00', until: '17:30' },
];
const working = (workTimes: WorkPeriod[]): CivilCalendar => ({ ...civilCalendar(), workTimes });
const split = working(SPLIT);
const china = (text: string): string => instantOf(Date.parse(`${text}:00+08:00`));
const plus = (at: string, ms: number): string => instantOf(msOf(at) + ms);
const hours = (n: number): Period => ({ n, unit: 'workingHour' });
const minutes = (n: number): Period => ({ n, unit: 'workingMinute' });

describe('a period in working time on a split day', () => {
  it.each([
    ['ends with lunch when its time is used up then', minutes(180), '2026-03-09T09:00', '2026-03-09T12:00'],
    ['a minute longer goes on after lunch', minutes(181), '2026-03-09T09:00', '2026-03-09T14:01'],
    ['ends at the close when its time is used up then', minutes(390), '2026-03-09T09:00', '2026-03-09T17:30'],
    ['a minute longer goes on the next morning', minutes(391), '2026-03-09T09:00', '2026-03-10T09:01'],
    ['started in the lunch break counts from two o’clock', hours(1), '2026-03-09T12:01', '2026-03-09T15:00'],
    ['started at night counts from the morning', hours(1), '2026-03-09T22:00', '2026-03-10T10:00'],
    ['skips National Day', hours(2), '2026-09-30T16:30', '2026-10-08T10:00'],
    ['counts a worked Saturday', hours(2), '2026-10-09T16:30', '2026-10-10T10:00'],
    ['skips a free one', hours(2), '2026-03-13T16:30', '2026-03-16T10:00'],
    ['of nothing is the moment itself, day or night', hours(0), '2026-03-14T03:00', '2026-03-14T03:00'],
    ['is not moved by a rollover', { ...hours(1), rollover: 'none' }, '2026-03-14T03:00', '2026-03-16T10:00'],
  ] as const)('%s', (_, rule, from, due) => {
    expect(dueAt(rule, china(from), split)).toEqual({ at: china(due), isProvisional: false });
  });

  it('runs by the millisecond: one before lunch one is left for the afternoon', () => {
    const from = plus(china('2026-03-09T11:00'), 1);
    expect(dueAt(hours(1), from, split).at).toBe(plus(china('2026-03-09T14:00'), 1));
  });

  it('has eight hours a day by a calendar that states none', () => {
    expect(dueAt(hours(8), china('2026-03-09T08:30'), civilCalendar()).at).toBe(china('2026-03-09T18:00'));
  });

  it('lasts an eighth of a day for an hour in a rehearsal', () => {
    const scaled = { kind: 'scaled', version: 'test', dayMs: 8_000 } as const;
    const from = china('2026-03-14T03:00');
    expect(dueAt(hours(3), from, scaled).at).toBe(plus(from, 3_000));
    expect(dueAt(minutes(60), from, scaled).at).toBe(plus(from, 1_000));
    expect(before(hours(3), from, scaled).at).toBe(plus(from, -3_000));
  });

  it.each([
    ['none at all', []],
    ['a period that ends as it begins', [{ from: '09:00', until: '09:00' }]],
    ['an hour that no clock has', [{ from: '09:00', until: '24:00' }]],
  ])('is not counted by faulty times of work: %s', (_, times) => {
    expect(() => dueAt(hours(1), china('2026-03-09T09:00'), working(times))).toThrow(RangeError);
  });
});

describe('a deadline in working time that is moved by hand', () => {
  it.each([
    ['stays where work goes on', '2026-03-09T10:00', '2026-03-09T10:00'],
    ['stays at the close', '2026-03-09T17:30', '2026-03-09T17:30'],
    ['ends with the close instead of midnight', '2026-03-10T00:00', '2026-03-09T17:30'],
    ['ends with the close instead of the next opening', '2026-03-10T09:00', '2026-03-09T17:30'],
    ['ends with the morning instead of in the lunch break', '2026-03-09T13:00', '2026-03-09T12:00'],
    ['goes from a free Saturday to the Monday', '2026-03-14T10:00', '2026-03-16T10:00'],
    ['goes from the end of a free Saturday to the close of Monday', '2026-03-15T00:00', '2026-03-16T17:30'],
  ])('%s', (_, due, to) => {
    expect(onLawfulDay(hours(4), china(due), split).at).toBe(china(to));
  });
});

describe('times of work', () => {
  it.each([
    ['a split day', SPLIT, []],
    ['periods that touch', [SPLIT[0], { from: '12:00', until: '13:00' }], []],
    [
      'periods that overlap by a minute',
      [SPLIT[0], { from: '11:59', until: '13:00' }],
      ['11:59-13:00 begins before 09:00-12:00 is over'],
    ],
    ['periods out of order', [SPLIT[1], SPLIT[0]], ['09:00-12:00 begins before 14:00-17:30 is over']],
    ['a period over midnight', [{ from: '22:00', until: '06:00' }], ['22:00-06:00 ends before it begins']],
    ['words', [{ from: 'nine', until: '12:00' }], ['nine-12:00: not a time of day: nine']],
    ['none', [], ['there is no time of work']],
  ])('may be %s, or why not', (_, times, faults) => {
    expect(workTimesFaults(times as WorkPeriod[])).toEqual(faults);
  });
});

// ---- properties ---------------------------------------------------------------------------------------------------------

const someTimes = fc
  .uniqueArray(fc.integer({ min: 0, max: 1439 }), { minLength: 2, maxLength: 8 })
  .map((marks) => [...marks].sort((one, other) => one - other))
  .map((marks) =>
    Array.from({ length: Math.floor(marks.length / 2) }, (_, index) => ({
      from: clockText(marks[2 * index] ?? 0),
      until: clockText(marks[2 * index + 1] ?? 0),
    })),
  );
const clockText = (mark: number): string =>
  `${String(Math.floor(mark / 60)).padStart(2, '0')}:${String(mark % 60).padStart(2, '0')}`;
const aCalendar = fc.oneof(fc.constant(split), someTimes.map(working));
/** At most a working day, so that times of work of a few minutes a day end within the years that instants have. */
const aRule = fc.oneof(fc.integer({ min: 1, max: 480 }).map(minutes), fc.integer({ min: 1, max: 60 }).map(hours));
const anInstant = fc.integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2026, 11, 31) }).map((ms) => instantOf(ms));
const unitMs = (rule: Period): number => rule.n * (rule.unit === 'workingHour' ? 3_600_000 : 60_000);

/** What is worked between two moments: day by day, each period of a worked day cut to what lies between. */
function workedMs(from: string, until: string, calendar: CivilCalendar): number {
  let ms = 0;
  for (let midnight = startOfDate(localDateOf(from)); midnight < until; midnight = plus(midnight, 86_400_000))
    if (isWorkingDay(localDateOf(midnight), calendar))
      for (const period of calendar.workTimes ?? []) {
        const [opens, closes] = [period.from, period.until].map((text) => plus(midnight, clockMs(text)));
        const cut = [[opens ?? '', from].sort()[1] ?? '', [closes ?? '', until].sort()[0] ?? ''] as const;
        if (cut[0] < cut[1]) ms += msOf(cut[1]) - msOf(cut[0]);
      }
  return ms;
}

describe('working time, for any times of work, rule and moment', () => {
  it('is exactly n between start and end, and a millisecond less before', () => {
    fc.assert(
      fc.property(aCalendar, aRule, anInstant, (calendar, rule, from) => {
        const due = dueAt(rule, from, calendar).at;
        expect(workedMs(from, due, calendar)).toBe(unitMs(rule));
        expect(workedMs(from, plus(due, -1), calendar)).toBe(unitMs(rule) - 1);
        expect(onLawfulDay(rule, due, calendar).at).toBe(due);
        expect(timeBetween(rule, from, due, calendar)).toBe(unitMs(rule));
      }),
    );
  });

  it('never ends earlier for one more or a later start', () => {
    fc.assert(
      fc.property(aCalendar, aRule, anInstant, anInstant, (calendar, rule, one, other) => {
        const [early, late] = one < other ? [one, other] : [other, one];
        const due = dueAt(rule, early, calendar).at;
        expect(due <= dueAt(rule, late, calendar).at).toBe(true);
        expect(due < dueAt({ ...rule, n: rule.n + 1 }, early, calendar).at).toBe(true);
      }),
    );
  });

  it('backward finds the last moment from which counting forward is over in time', () => {
    fc.assert(
      fc.property(aCalendar, aRule, anInstant, (calendar, rule, until) => {
        const boundary = before(rule, until, calendar).at;
        expect(workedMs(boundary, until, calendar)).toBe(unitMs(rule));
        expect(dueAt(rule, boundary, calendar).at <= until).toBe(true);
        expect(dueAt(rule, plus(boundary, 1), calendar).at > until).toBe(true);
      }),
    );
  });

  const aPause = fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 0, max: 20 * 86_400_000 }));

  it('loses and gains nothing by a pause: what was left when it began is left when it ends', () => {
    fc.assert(
      fc.property(aCalendar, aRule, anInstant, aPause, (calendar, rule, since, [share, length]) => {
        const due = dueAt(rule, since, calendar).at;
        const from = plus(since, Math.floor((msOf(due) - 1 - msOf(since)) * share));
        const until = plus(from, length);
        const moved = afterStandstill(rule, due, { from, until }, calendar).at;
        expect(moved >= due).toBe(true);
        expect(workedMs(until, moved, calendar)).toBe(workedMs(from, due, calendar));
        // What was added is found again, so that a holiday table that changes nothing moves nothing.
        expect(withAdded(rule, due, timeBetween(rule, due, moved, calendar), calendar).at).toBe(moved);
      }),
    );
  });

  it('moves by two pauses that touch as by one', () => {
    fc.assert(
      fc.property(aCalendar, aRule, anInstant, aPause, (calendar, rule, since, [share, length]) => {
        const due = dueAt(rule, since, calendar).at;
        const [middle, until] = [plus(since, Math.floor(length * share)), plus(since, length)];
        const halves = [
          { from: since, until: middle },
          { from: middle, until },
        ];
        const twice = halves.reduce((at, half) => afterStandstill(rule, at, half, calendar).at, due);
        expect(afterStandstill(rule, due, { from: since, until }, calendar).at).toBe(twice);
      }),
    );
  });
});
