// The forecast of participation, by properties over any course of a vote and by a few courses that can be worked out by hand.
import fc from 'fast-check';
import { forecast, type ForecastInput, type HourOfParticipation } from '../../domain/owners-vote/forecast';

const HOUR = 3_600_000;
const TWO_THIRDS = { num: 2, den: 3, isStrict: false };
const needed = { heads: TWO_THIRDS, area: TWO_THIRDS };
const OPEN_HOURS = 240;

/** A vote of 100 hours before the close and up to 240 open; everybody comes with 100 m². */
const aCourse = (given: Partial<ForecastInput> & { hours: HourOfParticipation[] }): ForecastInput => ({
  opensAt: 0,
  closesAt: OPEN_HOURS * HOUR,
  now: 100 * HOUR,
  electorate: { heads: 100, areaDm2: 1_000_000 },
  participation: needed,
  ...given,
});
const came = (hour: number, heads: number): HourOfParticipation => ({
  at: hour * HOUR,
  heads,
  areaDm2: heads * 10_000,
});

const courses = fc
  .record({
    nowHour: fc.integer({ min: 0, max: OPEN_HOURS }),
    extra: fc.integer({ min: 0, max: 300 }),
    arrivals: fc.array(fc.record({ part: fc.nat(999), heads: fc.nat(5), areaDm2: fc.nat(90_000) }), { maxLength: 40 }),
  })
  .map(({ nowHour, extra, arrivals }) => {
    const hours = arrivals.map(({ part, heads, areaDm2 }) => ({
      at: Math.floor((part * nowHour) / 1000) * HOUR,
      heads,
      areaDm2,
    }));
    const heads = hours.reduce((sum, one) => sum + one.heads, 1) + extra;
    const areaDm2 = hours.reduce((sum, one) => sum + one.areaDm2, 100_000) + extra * 5_000;
    return aCourse({ now: nowHour * HOUR, hours, electorate: { heads, areaDm2 } });
  });

describe('the forecast', () => {
  it('is never below what is cast, never above the whole, and lies in its own interval', () => {
    fc.assert(
      fc.property(courses, (course) => {
        const { heads, area } = forecast(course);
        for (const { cast, low, expected, high, whole } of [heads, area])
          expect([cast, low, expected, high, whole]).toEqual([cast, low, expected, high, whole].sort((a, b) => a - b));
      }),
    );
  });

  it('is the count itself at the close and after it', () => {
    fc.assert(
      fc.property(courses, fc.nat(50), (course, late) => {
        const { heads, area } = forecast({ ...course, now: course.closesAt + late * HOUR });
        for (const { cast, low, expected, high } of [heads, area])
          expect([low, expected, high]).toEqual([cast, cast, cast]);
      }),
    );
  });

  it('is never lowered by one more ballot, whenever it came', () => {
    fc.assert(
      fc.property(courses, fc.nat(999), (course, part) => {
        const at = Math.floor((part * course.now) / HOUR / 1000) * HOUR;
        const more = forecast({ ...course, hours: [...course.hours, { at, heads: 1, areaDm2: 100_000 }] });
        const before = forecast(course);
        expect(more.heads.expected).toBeGreaterThanOrEqual(before.heads.expected);
        expect(more.area.expected).toBeGreaterThanOrEqual(before.area.expected);
      }),
    );
  });

  it('never promises more as time passes and nobody comes', () => {
    fc.assert(
      fc.property(courses, fc.integer({ min: 1, max: OPEN_HOURS }), (course, later) => {
        const after = forecast({ ...course, now: Math.min(course.closesAt, course.now + later * HOUR) });
        const before = forecast(course);
        expect(after.heads.high).toBeLessThanOrEqual(before.heads.high);
        expect(after.area.expected).toBeLessThanOrEqual(before.area.expected);
      }),
    );
  });

  it('narrows as the close nears at an even pace', () => {
    const widthAt = (hour: number): number => {
      const hours = Array.from({ length: hour / 4 }, (_, index) => came(index * 4, 1));
      const { low, high } = forecast(aCourse({ now: hour * HOUR, hours })).heads;
      return high - low;
    };
    const widths = [40, 80, 120, 160, 200, 240].map(widthAt);
    expect(widths).toEqual([...widths].sort((a, b) => b - a));
    expect(widths.at(-1)).toBe(0);
  });

  it('counts on the pace per owner who is left: half in half the time, three quarters at the close', () => {
    const hours = [came(0, 50)];
    const course = aCourse({ closesAt: 20 * HOUR, now: 10 * HOUR, hours });
    const { heads, area, outlook } = forecast(course);
    expect(heads).toMatchObject({
      cast: 50,
      expected: 75,
      expectedPercent: 75,
      check: { isReached: true, shortfall: 0 },
    });
    expect(area).toMatchObject({ cast: 500_000, expected: 750_000, outlook: 'uncertain' });
    expect(outlook).toBe('uncertain');
  });

  it('says on which side of two thirds it ends, and the worse measure speaks for the vote', () => {
    const of = (heads: number) => forecast(aCourse({ now: 230 * HOUR, hours: [came(1, heads)] }));
    expect([66, 67].map((heads) => of(heads).heads.outlook)).toEqual(['uncertain', 'reached']);
    expect(of(10)).toMatchObject({ outlook: 'offCourse', heads: { check: { shortfall: 57 } } });
    const lopsided = forecast(aCourse({ now: 230 * HOUR, hours: [{ at: 0, heads: 90, areaDm2: 10_000 }] }));
    expect(lopsided).toMatchObject({
      heads: { outlook: 'reached' },
      area: { outlook: 'offCourse' },
      outlook: 'offCourse',
    });
  });

  it('says nothing certain while nobody has come, and nothing at all of an empty electorate', () => {
    const silent = forecast(aCourse({ now: 0, hours: [] })).heads;
    expect(silent).toMatchObject({ low: 0, expected: 0 });
    expect(silent.high).toBeGreaterThan(0);
    const empty = forecast(aCourse({ hours: [], electorate: { heads: 0, areaDm2: 0 } }));
    expect(empty.heads).toMatchObject({ cast: 0, high: 0, expectedPercent: 0, outlook: 'offCourse' });
  });
});
