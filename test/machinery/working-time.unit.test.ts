// Clocks that run in working time: given more time, stood still, and under a newer holiday table. The times of work are 9 to 12 and 14 to 17:30.
import { dueAfter, extendClock, startClock, startClockUntil } from '../../domain/clocks';
import { instantOf } from '../../domain/calendar/instant';
import { civilCalendar } from '../../domain/calendar/tables';
import type { CivilCalendar, DurationRule } from '../../domain/calendar/types';
import { calendarRevised, reprojected, resumed } from '../../domain/machinery/standstill';
import type { Clock, ProcessState } from '../../domain/process';
import { launchedElection } from '../support/an-election';

const calendar: CivilCalendar = {
  ...civilCalendar(),
  workTimes: [
    { from: '09:00', until: '12:00' },
    { from: '14:00', until: '17:30' },
  ],
};
const china = (text: string): string => instantOf(Date.parse(`${text}:00+08:00`));
const lasting = (n: number, unit: DurationRule['unit']): DurationRule => ({
  ...{ n, unit, basis: 'test', confidence: 'custom' },
});
const started = (rule: DurationRule, at: string): Clock =>
  startClock('respond', rule, { now: china(at), calendar }).clock;
const HOUR = 3_600_000;

/** The clock when the process stood still from one moment to the other. */
function afterPause(clock: Clock, from: string, until: string): Clock {
  const suspension = { since: china(from), until: china(until), reasonText: null, basisText: null };
  const state = { ...launchedElection().state, clocks: { [clock.name]: clock }, suspension };
  const event = resumed(state as unknown as ProcessState<unknown>, china(until), calendar, false);
  if (event.type !== 'resumed') throw new Error(event.type);
  const [moved] = event.moved;
  return { ...clock, dueAt: moved?.to ?? clock.dueAt, addedMs: moved?.addedMs ?? clock.addedMs };
}

describe('a clock in working time that is given more', () => {
  const dueOnFriday = () => started(lasting(390, 'workingMinute'), '2026-03-12T16:30');
  const given = (by: DurationRule): Pick<Clock, 'dueAt' | 'addedMs'> => {
    const { dueAt, addedMs } = extendClock(dueOnFriday(), by, calendar).clock;
    return { dueAt, addedMs };
  };

  it('begins with what it was: six and a half hours from half past four end a day later', () => {
    expect(dueOnFriday().dueAt).toBe(china('2026-03-13T16:30'));
  });

  it.each([
    ['two working hours', lasting(2, 'workingHour'), '2026-03-16T10:00', 2 * HOUR],
    ['two hours, which are working time here', lasting(2, 'hour'), '2026-03-16T10:00', 2 * HOUR],
    ['ninety minutes likewise', lasting(90, 'minute'), '2026-03-16T09:30', 1.5 * HOUR],
    ['one hour: until the close', lasting(1, 'hour'), '2026-03-13T17:30', HOUR],
    ['a day: until the close of Monday', lasting(1, 'day'), '2026-03-16T17:30', 7.5 * HOUR],
    [
      'a day that may be a free one',
      { ...lasting(1, 'day'), rollover: 'none' as const },
      '2026-03-16T17:30',
      7.5 * HOUR,
    ],
    ['two working days', lasting(2, 'workingDay'), '2026-03-17T17:30', 14 * HOUR],
  ])('has %s', (_, by, dueAt, addedMs) => {
    expect(given(by)).toEqual({ dueAt: china(dueAt), addedMs });
  });

  it('never ends earlier, even where it ended outside working time', () => {
    const clock = startClockUntil('respond', lasting(3, 'workingHour'), china('2026-03-10T12:00'), {
      now: china('2026-03-09T08:00'),
      calendar,
    }).clock;
    expect(clock.dueAt).toBe(china('2026-03-10T09:00'));
    expect(extendClock(clock, lasting(0, 'workingHour'), calendar).clock.dueAt).toBe(clock.dueAt);
  });

  it('gives a clock in days working hours from midnight on', () => {
    const clock = started(lasting(1, 'day'), '2026-03-09T10:00');
    expect(extendClock(clock, lasting(2, 'workingHour'), calendar).clock.dueAt).toBe(china('2026-03-11T11:00'));
  });

  it('is followed by a rung of the ladder an hour of work later', () => {
    expect(dueAfter(lasting(1, 'workingHour'), china('2026-03-13T17:30'), calendar).at).toBe(china('2026-03-16T10:00'));
  });
});

describe('a clock in working time under a newer holiday table', () => {
  const withYear = (change: (table: CivilCalendar['years'][number]) => void): CivilCalendar => {
    const newer = civilCalendar();
    for (const table of newer.years) if (table.year === 2026) change(table);
    return { ...newer, workTimes: calendar.workTimes ?? [] };
  };
  const fridayOff = withYear(({ holidays }) => holidays.push('2026-03-13'));
  const saturdayWorked = withYear(({ makeUpDays }) => makeUpDays.push('2026-03-14'));
  const now = china('2026-03-12T18:00');
  const movedTo = (clock: Clock, newer: CivilCalendar): string | undefined =>
    reprojected({ respond: clock }, newer, now)[0]?.to;

  it('moves by a new holiday and by a new make-up day', () => {
    const clock = started(lasting(8, 'workingHour'), '2026-03-12T16:30');
    expect(clock.dueAt).toBe(china('2026-03-16T09:30'));
    expect(movedTo(clock, fridayOff)).toBe(china('2026-03-17T09:30'));
    expect(movedTo(clock, saturdayWorked)).toBe(china('2026-03-14T09:30'));
  });

  it('stays where the table changes nothing for it, paused and extended or not', () => {
    const clock = started(lasting(8, 'workingHour'), '2026-03-12T16:30');
    const paused = afterPause(clock, '2026-03-12T17:00', '2026-03-13T10:00');
    expect([paused.dueAt, paused.addedMs]).toEqual([china('2026-03-16T11:00'), 1.5 * HOUR]);
    const extended = extendClock(paused, lasting(1, 'day'), calendar).clock;
    for (const one of [clock, paused, extended]) expect(reprojected({ respond: one }, calendar, now)).toEqual([]);
  });

  it('keeps the working time that a pause has added, wherever the table puts it', () => {
    const clock = started(lasting(6, 'workingHour'), '2026-03-12T09:00');
    const paused = afterPause(clock, '2026-03-12T16:00', '2026-03-12T17:30');
    // At four o’clock on Thursday one hour was left.
    expect(paused.dueAt).toBe(china('2026-03-13T10:00'));
    expect(movedTo(paused, fridayOff)).toBe(china('2026-03-16T10:00'));
  });

  it('keeps the times of work of its process, whatever the newest calendar says', () => {
    const event = calendarRevised({}, civilCalendar(), { calendar, now });
    expect(event).toMatchObject({ calendar: { kind: 'civil', workTimes: calendar.workTimes } });
    const unstated = calendarRevised({}, civilCalendar(), { calendar: civilCalendar(), now });
    expect(unstated).toMatchObject({ calendar: civilCalendar() });
  });
});
