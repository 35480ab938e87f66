// Deadlines after a standstill: cases counted by hand in the tables of 2026 (Mid-Autumn 25-27 September, National Day 1-7 October with the
// make-up Saturday 10 October; Spring Festival 15-23 February with the make-up Saturdays 14 and 28 February), and properties.
import fc from 'fast-check';
import { dueAt, type Period } from '../../domain/calendar/due';
import { DAY_MS, instantOf, localDateOf, msOf, startOfDate } from '../../domain/calendar/instant';
import { afterStandstill } from '../../domain/calendar/standstill';
import { civilCalendar } from '../../domain/calendar/tables';
import { isWorkingDay } from '../../domain/calendar/working-days';

const civil = civilCalendar();
const plus = (at: string, ms: number): string => instantOf(msOf(at) + ms);
const endOf = (date: string): string => plus(startOfDate(date), DAY_MS);
const lastDayOf = (at: string): string => localDateOf(plus(at, -1));
const day: Period = { n: 15, unit: 'day' };
const workingDay: Period = { n: 5, unit: 'workingDay' };

/** The last day of a period that would have ended with `last`, when `from` to `until` (China dates, 00:00) stood still. */
const movedTo = (rule: Period, last: string, from: string, until: string): string => {
  const { at } = afterStandstill(rule, endOf(last), { from: startOfDate(from), until: startOfDate(until) }, civil);
  expect(at).toBe(endOf(lastDayOf(at)));
  return lastDayOf(at);
};

describe('a deadline in days or months that stood still', () => {
  it('that would end on National Day ends on 8 October', () => {
    expect(movedTo(day, '2026-09-28', '2026-09-21', '2026-09-23')).toBe('2026-09-30');
    expect(movedTo(day, '2026-09-28', '2026-09-21', '2026-09-24')).toBe('2026-10-08');
    expect(movedTo({ n: 2, unit: 'month' }, '2026-09-28', '2026-09-21', '2026-09-24')).toBe('2026-10-08');
  });

  it('ends on a make-up Saturday, which is worked, and not on the Sunday after it', () => {
    expect(movedTo(day, '2026-09-30', '2026-09-10', '2026-09-20')).toBe('2026-10-10');
    expect(movedTo(day, '2026-09-30', '2026-09-10', '2026-09-21')).toBe('2026-10-12');
    expect(movedTo(day, '2026-02-13', '2026-02-10', '2026-02-11')).toBe('2026-02-14');
    expect(movedTo(day, '2026-02-13', '2026-02-10', '2026-02-12')).toBe('2026-02-24');
  });

  it('stays on the holiday where its rule says that it does not move', () => {
    expect(movedTo({ ...day, rollover: 'none' }, '2026-09-28', '2026-09-21', '2026-09-24')).toBe('2026-10-01');
  });

  it('moves by two days for exactly two days, and by three for a millisecond more', () => {
    const from = startOfDate('2026-03-02');
    const after = (ms: number) => afterStandstill(day, endOf('2026-03-10'), { from, until: plus(from, ms) }, civil).at;
    expect(after(2 * DAY_MS)).toBe(endOf('2026-03-12'));
    expect(after(2 * DAY_MS + 1)).toBe(endOf('2026-03-13'));
  });

  it('is provisional when its new last day lies in a year whose table is not out', () => {
    const standstill = { from: startOfDate('2026-12-01'), until: startOfDate('2026-12-08') };
    expect(afterStandstill(day, endOf('2026-12-24'), standstill, civil).isProvisional).toBe(false);
    expect(afterStandstill(day, endOf('2026-12-25'), standstill, civil).isProvisional).toBe(true);
  });
});

describe('a deadline in working days that stood still', () => {
  it('moves by the working days that stood still, past the holidays between', () => {
    // Monday to Thursday stood still, Friday was Mid-Autumn: four working days after 28 September are 29, 30, 8, 9.
    expect(movedTo(workingDay, '2026-09-28', '2026-09-21', '2026-09-26')).toBe('2026-10-09');
    // 10, 11 and 12 February: 14 (make-up Saturday), 24, 25.
    expect(movedTo(workingDay, '2026-02-13', '2026-02-10', '2026-02-13')).toBe('2026-02-25');
    expect(movedTo(workingDay, '2026-02-13', '2026-02-10', '2026-02-12')).toBe('2026-02-24');
  });

  it('counts a make-up Saturday that stood still as a working day', () => {
    // Saturday 28 February was worked: with Friday two working days, 4 and 5 March.
    expect(movedTo(workingDay, '2026-03-03', '2026-02-27', '2026-03-01')).toBe('2026-03-05');
    // Saturday 7 March was not.
    expect(movedTo(workingDay, '2026-03-10', '2026-03-06', '2026-03-08')).toBe('2026-03-12');
  });

  it('moves by the days of the standstill when it fell on holidays only', () => {
    expect(movedTo(workingDay, '2026-10-09', '2026-10-01', '2026-10-08')).toBe('2026-10-16');
  });

  it('moves by one working day for an hour of a Friday, and then not onto the Saturday', () => {
    const from = plus(startOfDate('2026-03-06'), 9 * 3_600_000);
    const standstill = { from, until: plus(from, 3_600_000) };
    expect(lastDayOf(afterStandstill(workingDay, endOf('2026-03-06'), standstill, civil).at)).toBe('2026-03-09');
  });
});

describe('a deadline in hours that stood still', () => {
  const due = '2026-09-30T04:00:00.000Z';
  const standstill = { from: '2026-09-29T00:00:00.000Z', until: '2026-09-30T01:00:00.000Z' };

  it('moves by the exact time, also onto a holiday', () => {
    expect(afterStandstill({ n: 48, unit: 'hour' }, due, standstill, civil).at).toBe('2026-10-01T05:00:00.000Z');
  });

  it('moves on to the next worked day where its rule says so, at the same time of day', () => {
    const rule: Period = { n: 48, unit: 'hour', rollover: 'nextWorkingDay' };
    expect(afterStandstill(rule, due, standstill, civil).at).toBe('2026-10-08T05:00:00.000Z');
  });
});

describe('a standstill, for any rule, moment and length', () => {
  const aRule = fc.record({
    n: fc.integer({ min: 1, max: 60 }),
    unit: fc.constantFrom('minute', 'hour', 'day', 'workingDay', 'month'),
    rollover: fc.constantFrom(undefined, 'none', 'nextWorkingDay'),
  });
  const anInstant = fc.integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2027, 5, 30) }).map((ms) => instantOf(ms));
  const aLength = fc.integer({ min: 0, max: 60 * DAY_MS });
  /** When a period began, how far into it the standstill was, and how long. */
  const aCase = fc.tuple(aRule, anInstant, fc.double({ min: 0, max: 1, noNaN: true }), aLength);

  const suspended = ([rule, since, share, length]: [Period, string, number, number]) => {
    const due = dueAt(rule, since, civil).at;
    const from = plus(since, Math.floor((msOf(due) - msOf(since)) * share));
    const standstill = { from, until: plus(from, length) };
    return { rule, due, standstill, moved: afterStandstill(rule, due, standstill, civil).at };
  };

  it('takes no time from anybody: what was left when it began is left when it ends', () => {
    fc.assert(
      fc.property(aCase, (made) => {
        const { due, standstill, moved } = suspended(made);
        expect(msOf(moved) - msOf(standstill.until)).toBeGreaterThanOrEqual(msOf(due) - msOf(standstill.from));
      }),
    );
  });

  it('takes no working time from a deadline in working days', () => {
    const workedMs = (from: string, until: string): number => {
      let ms = 0;
      for (let at = from; at < until;) {
        const next = [endOf(localDateOf(at)), until].sort()[0] ?? until;
        if (isWorkingDay(localDateOf(at), civil)) ms += msOf(next) - msOf(at);
        at = next;
      }
      return ms;
    };
    fc.assert(
      fc.property(aCase, ([rule, ...rest]) => {
        const { due, standstill, moved } = suspended([{ ...rule, unit: 'workingDay' }, ...rest]);
        expect(workedMs(standstill.until, moved)).toBeGreaterThanOrEqual(workedMs(standstill.from, due));
      }),
    );
  });

  it('leaves no last day on a rest day where the rule moves it', () => {
    fc.assert(
      fc.property(aCase, (made) => {
        const { rule, moved } = suspended(made);
        const isByTime = rule.unit === 'hour' || rule.unit === 'minute';
        const mayRest =
          rule.unit !== 'workingDay' && (rule.rollover ?? (isByTime ? 'none' : 'nextWorkingDay')) === 'none';
        expect(mayRest || isWorkingDay(lastDayOf(moved), civil)).toBe(true);
      }),
    );
  });

  it('moves everything by the exact time in a rehearsal', () => {
    const scaled = { kind: 'scaled', version: 'test', dayMs: 1_000 } as const;
    fc.assert(
      fc.property(aRule, anInstant, aLength, (rule, due, length) => {
        const standstill = { from: due, until: plus(due, length) };
        expect(afterStandstill(rule, due, standstill, scaled)).toEqual({
          at: plus(due, length),
          isProvisional: false,
        });
      }),
    );
  });
});
