// The year of reports that the rehearsal `escalation` lives through: the same for the same seed, and in the proportions that it states.
import { DAY_MS, dayOfDate, HOUR_MS, weekdayOf } from '../../domain/calendar/instant';
import { policyById } from '../../domain/policy/presets';
import { seededRandom } from '../../scripts/register/seeded-random';
import { rehearse } from '../../scripts/rehearsal/escalation';
import { CASES } from '../../scripts/rehearsal/escalation/cases';
import { LEAST_ESTATES, planEstates } from '../../scripts/rehearsal/escalation/estates';
import { makeYear, type Report } from '../../scripts/rehearsal/escalation/generate';
import {
  BUSY,
  BURSTS,
  BY_WEEKDAY,
  COMPLAINTS,
  REPEATS,
  SUBJECTS,
} from '../../scripts/rehearsal/escalation/proportions';

const AMOUNT = 6_000;
const firstDay = dayOfDate('2027-01-01');
const street = { estates: 127, spots: 4, residents: 3, firstDay, days: 365 };
const yearOf = (seed: number, amount = AMOUNT) => makeYear(amount, street, seededRandom(seed));
const year = yearOf(7);
const share = (test: (report: Report) => boolean, of: readonly Report[] = year) => of.filter(test).length / of.length;

describe('a year of reports', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(yearOf(7, 300)).toEqual(yearOf(7, 300));
    expect(yearOf(8, 300)).not.toEqual(yearOf(7, 300));
  });

  it('has as many reports as were asked for, in the order of their time, inside the year', () => {
    expect(year).toHaveLength(AMOUNT);
    const times = year.map(({ at }) => at);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(times[0]).toBeGreaterThanOrEqual(0);
    expect(times.at(-1)).toBeLessThan(366 * DAY_MS);
  });

  it('has the subjects in their shares', () => {
    // Complaints about people are a matter of their own.
    const things = year.filter(({ complaintOf, burst }) => complaintOf === null && burst === null);
    const all = Object.values(SUBJECTS).reduce((sum, { weight }) => sum + weight, 0);
    for (const [subject, { weight }] of Object.entries(SUBJECTS)) {
      const found = share((report) => report.subject === subject, things);
      expect([subject, Math.abs(found - weight / all) < 0.02]).toEqual([subject, true]);
    }
  });

  it('names only categories that the policy has', () => {
    const known = Object.keys(policyById('national')?.problem.categories ?? {});
    expect([...new Set(year.map(({ category }) => category))].filter((code) => !known.includes(code))).toEqual([]);
    expect(CASES.map(({ category }) => category).filter((code) => !known.includes(code))).toEqual([]);
  });

  it('has nobody without heating in summer, except who says so again', () => {
    const summer = year.filter(({ at, repeats }) => repeats === null && at > 130 * DAY_MS && at < 270 * DAY_MS);
    expect(summer.filter(({ category }) => category === 'heating')).toEqual([]);
    expect(year.filter(({ category }) => category === 'heating').length).toBeGreaterThan(20);
  });

  it('comes from a few estates for the most part', () => {
    const perEstate = new Map<number, number>();
    for (const { estate } of year) perEstate.set(estate, (perEstate.get(estate) ?? 0) + 1);
    const busiest = [...perEstate.values()].sort((a, b) => b - a).slice(0, Math.round(street.estates * BUSY.estates));
    expect(Math.abs(busiest.reduce((sum, count) => sum + count, 0) / AMOUNT - BUSY.reports)).toBeLessThan(0.05);
    expect(perEstate.size).toBe(street.estates);
  });

  it('is busiest at ten in the morning and on Mondays, and quiet at night and at weekends', () => {
    const hourOf = ({ at }: Report) => Math.floor((at % DAY_MS) / HOUR_MS);
    const atHours = (from: number, to: number) => share((report) => hourOf(report) >= from && hourOf(report) < to);
    expect(atHours(9, 11)).toBeGreaterThan(atHours(12, 14));
    expect(atHours(14, 16)).toBeGreaterThan(atHours(12, 14));
    expect(atHours(0, 6)).toBeLessThan(0.04);
    const onDay = (weekday: number) => share(({ at }) => weekdayOf(firstDay + Math.floor(at / DAY_MS)) === weekday);
    const days = BY_WEEKDAY.map((_, weekday) => onDay(weekday));
    expect(days.indexOf(Math.max(...days))).toBe(1);
    expect(days[0]).toBeLessThan(days[3] ?? 0);
  });

  it('repeats itself at the same spot as often as it says, within three months', () => {
    const repeats = year.filter((report) => report.repeats !== null);
    expect(repeats.length / AMOUNT).toBeGreaterThan(REPEATS.share * 0.6);
    expect(repeats.length / AMOUNT).toBeLessThanOrEqual(REPEATS.share * 1.2);
    const byNo = new Map(year.map((report) => [report.no, report]));
    for (const { at, repeats: no, estate, spot, category } of repeats) {
      const first = byNo.get(no ?? -1);
      expect([first?.estate, first?.spot, first?.category]).toEqual([estate, spot, category]);
      expect(at - (first?.at ?? 0)).toBeGreaterThan(DAY_MS);
      expect(at - (first?.at ?? 0)).toBeLessThan(91 * DAY_MS);
    }
  });

  it('has bursts: one building, one thing, minutes', () => {
    const bursts = new Map<number, Report[]>();
    for (const report of year)
      if (report.burst !== null) bursts.set(report.burst, [...(bursts.get(report.burst) ?? []), report]);
    expect(bursts.size).toBe(BURSTS.perYear);
    for (const burst of bursts.values()) {
      expect(burst).toHaveLength(BURSTS.reports);
      expect(new Set(burst.map(({ estate, spot, category }) => `${estate} ${spot} ${category}`)).size).toBe(1);
      expect((burst.at(-1)?.at ?? 0) - (burst[0]?.at ?? 0)).toBeLessThan(HOUR_MS);
    }
  });

  it('has complaints about people in their share, reporters with and without an account, and sensors that are nobody', () => {
    expect(Math.abs(share(({ complaintOf }) => complaintOf !== null) - COMPLAINTS.share)).toBeLessThan(0.01);
    expect(Math.abs(share(({ resident }) => resident === null) - 0.64)).toBeLessThan(0.03);
    const sensed = year.filter(({ channel }) => channel === 'sensor');
    expect(sensed.length).toBeGreaterThan(10);
    expect(sensed.filter(({ resident }) => resident !== null)).toEqual([]);
    expect(year.filter(({ channel, resident }) => (channel === 'web') !== (resident !== null))).toEqual([]);
  });
});

it('a street has firms that answer, three that dawdle, committees alone, and estates with nobody', () => {
  const count = (estates: number, desk: string) => planEstates(estates).filter((plan) => plan.desk === desk).length;
  expect(count(127, 'dawdlingFirm')).toBe(3);
  for (const desk of ['firm', 'committee', 'nobody'])
    for (const estates of [LEAST_ESTATES, 127]) expect(count(estates, desk)).toBeGreaterThan(1);
  for (const planned of CASES) expect(planEstates(LEAST_ESTATES).some((estate) => planned.at(estate))).toBe(true);
});

it('fewer problems than there are planned cases, or a year too short for them, are refused with the usage', async () => {
  const complaint = jest.spyOn(console, 'error').mockImplementation(() => {});
  expect(await rehearse(['--problems', String(CASES.length)])).toBe(2);
  expect(await rehearse(['--days', '100'])).toBe(2);
  expect(complaint.mock.calls.map(([line]) => String(line))).toEqual([
    expect.stringContaining(`--problems must be a whole number from ${CASES.length + 10}`),
    expect.stringContaining('--days must be a whole number from 345'),
  ]);
  complaint.mockRestore();
});
