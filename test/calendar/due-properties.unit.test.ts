// Properties of counting for any rule and any moment of 2024 to 2028. A failure prints its seed and path; give them to fc.assert to replay.
import fc from 'fast-check';
import { before, dueAt } from '../../domain/calendar/due';
import { instantOf, localDateOf, msOf } from '../../domain/calendar/instant';
import { civilCalendar } from '../../domain/calendar/tables';
import { DURATION_UNITS } from '../../domain/calendar/types';
import { isWorkingDay } from '../../domain/calendar/working-days';

const civil = civilCalendar();
const anInstant = fc.integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2028, 11, 31) }).map((ms) => instantOf(ms));
const aUnit = fc.constantFrom(...DURATION_UNITS);
const dayLike = fc.constantFrom('day', 'workingDay', 'month');
const aRollover = fc.constantFrom('none', 'nextWorkingDay');
const aCount = fc.integer({ min: 1, max: 60 });
/** Units with a rollover. Hours that are told to move keep their time of day, so that Saturday noon ends after Sunday morning: left out. */
const aRule = fc.oneof(
  fc.record({ n: aCount, unit: dayLike, rollover: aRollover }),
  fc.record({ n: aCount, unit: fc.constantFrom('hour', 'minute', 'workingHour', 'workingMinute') }),
);
const lastDayOf = (at: string): string => localDateOf(instantOf(msOf(at) - 1));

describe('counting, for any rule and any moment', () => {
  it('ends after it began', () => {
    fc.assert(
      fc.property(aCount, aUnit, aRollover, anInstant, (n, unit, rollover, from) => {
        expect(dueAt({ n, unit, rollover }, from, civil).at > from).toBe(true);
      }),
    );
  });

  it('never ends earlier for one more', () => {
    fc.assert(
      fc.property(aRule, anInstant, (rule, from) => {
        const one = dueAt(rule, from, civil).at;
        expect(dueAt({ ...rule, n: rule.n + 1 }, from, civil).at >= one).toBe(true);
      }),
    );
  });

  it('never ends earlier for a later start', () => {
    fc.assert(
      fc.property(aCount, aUnit, aRollover, anInstant, anInstant, (n, unit, rollover, one, other) => {
        const [early, late] = one < other ? [one, other] : [other, one];
        expect(dueAt({ n, unit, rollover }, early, civil).at <= dueAt({ n, unit, rollover }, late, civil).at).toBe(
          true,
        );
      }),
    );
  });

  it('never leaves a last day on a rest day once it may move, and never moves it further than needed', () => {
    fc.assert(
      fc.property(aCount, dayLike, anInstant, (n, unit, from) => {
        const last = lastDayOf(dueAt({ n, unit }, from, civil).at);
        expect(isWorkingDay(last, civil)).toBe(true);
        const unmoved = dueAt({ n, unit, rollover: 'none' }, from, civil).at;
        for (let ms = msOf(unmoved) - 1; localDateOf(instantOf(ms)) < last; ms += 86_400_000)
          expect(isWorkingDay(localDateOf(instantOf(ms)), civil)).toBe(false);
      }),
    );
  });

  it('backward finds the last moment from which counting forward is over in time', () => {
    fc.assert(
      fc.property(aCount, dayLike, anInstant, (n, unit, until) => {
        const boundary = before({ n, unit }, until, civil).at;
        const inTime = instantOf(msOf(boundary) - 1);
        expect(dueAt({ n, unit, rollover: 'none' }, inTime, civil).at <= until).toBe(true);
        expect(dueAt({ n, unit, rollover: 'none' }, boundary, civil).at > until).toBe(true);
      }),
    );
  });

  it('backward and forward undo each other for hours and minutes', () => {
    fc.assert(
      fc.property(aCount, fc.constantFrom('hour', 'minute'), anInstant, (n, unit, until) => {
        expect(dueAt({ n, unit }, before({ n, unit }, until, civil).at, civil).at).toBe(until);
      }),
    );
  });

  it('is provisional for nothing that ends within the published years', () => {
    const inside = fc.integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2026, 8, 1) }).map((ms) => instantOf(ms));
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), fc.constantFrom('day', 'workingDay'), inside, (n, unit, from) => {
        expect(dueAt({ n, unit }, from, civil).isProvisional).toBe(false);
      }),
    );
  });
});
