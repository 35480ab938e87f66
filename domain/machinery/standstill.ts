// Clocks of a process that stood still, and clocks under a newer holiday table: which move, and to when. Pure.
import { before, dueAt } from '../calendar/due';
import { afterStandstill, timeBetween, withAdded } from '../calendar/standstill';
import type { Calendar, Instant } from '../calendar/types';
import type { Clocks, MachineryEvent, Moment, MovedClock, ProcessState } from '../process';

/** Clocks stand still while a process is suspended: each goes on with what it had left, to a last day that its rule allows. */
export function resumed<Core>(
  state: ProcessState<Core>,
  at: Instant,
  calendar: Calendar,
  byTime: boolean,
): MachineryEvent {
  const standstill = { from: state.suspension?.since ?? at, until: at };
  const movable = Object.values(state.clocks).filter(({ until }) => until === undefined);
  const shifted = movable.map((clock): MovedClock => {
    const due = afterStandstill(clock.rule, clock.dueAt, standstill, calendar);
    return {
      name: clock.name,
      from: clock.dueAt,
      to: due.at,
      isProvisional: clock.isProvisional || due.isProvisional,
      addedMs: clock.addedMs + timeBetween(clock.rule, clock.dueAt, due.at, calendar),
    };
  });
  return { type: 'resumed', byTime, moved: shifted };
}

/** A newer holiday table. The times of work stay those of the process: they are its policy's, and no table speaks of them. */
export function calendarRevised(
  clocks: Clocks,
  newer: Calendar,
  { calendar: pinned, now }: Pick<Moment, 'calendar' | 'now'>,
): MachineryEvent {
  const workTimes = pinned.kind === 'civil' ? pinned.workTimes : undefined;
  const calendar = newer.kind === 'civil' && workTimes !== undefined ? { ...newer, workTimes } : newer;
  return { type: 'calendarRevised', calendar, moved: reprojected(clocks, calendar, now) };
}

/**
 * Open deadlines under a newer holiday table; those that stay are left out. A deadline that the new table puts into the past ends when
 * people were told it would: nobody is late by a notice that came out afterwards.
 */
export function reprojected(clocks: Clocks, calendar: Calendar, now: Instant): MovedClock[] {
  return Object.values(clocks).flatMap((clock) => {
    const { rule, until, since, addedMs } = clock;
    const due = until === undefined ? dueAt(rule, since, calendar) : before(rule, until, calendar);
    const revised = until === undefined ? withAdded(rule, due.at, addedMs, calendar) : due;
    const to = revised.at <= now && revised.at < clock.dueAt ? clock.dueAt : revised.at;
    const isProvisional = due.isProvisional || revised.isProvisional;
    const isSame = to === clock.dueAt && isProvisional === clock.isProvisional;
    return isSame ? [] : [{ name: clock.name, from: clock.dueAt, to, isProvisional, addedMs }];
  });
}
