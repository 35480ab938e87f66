// Deadlines as events of the record: started, counted backwards from a fixed instant, extended, stopped. When each is due is calendar/.
import { before, dueAt, isByTime, isWorkingTime, onLawfulDay } from './calendar/due';
import { addMs } from './calendar/instant';
import { timeBetween } from './calendar/standstill';
import type { Calendar, Due, DurationRule, Instant } from './calendar/types';
import type { Clock, Clocks, MachineryEvent, Moment } from './process';

type ClockStarted = Extract<MachineryEvent, { type: 'clockStarted' }>;

/** Starts (or restarts) the named clock now; its due instant follows from the rule and the process's calendar. */
export function startClock(
  name: string,
  rule: DurationRule,
  { now, calendar }: Pick<Moment, 'now' | 'calendar'>,
): ClockStarted {
  const due = dueAt(rule, now, calendar);
  return {
    type: 'clockStarted',
    clock: { name, since: now, dueAt: due.at, isProvisional: due.isProvisional, rule, addedMs: 0 },
  };
}

/**
 * Starts the named clock that runs out so long before a fixed instant (a report three months before the term's end; with n = 0 at that
 * very instant). What lies in the past already is due at once.
 */
export function startClockUntil(
  name: string,
  rule: DurationRule,
  until: Instant,
  { now, calendar }: Pick<Moment, 'now' | 'calendar'>,
): ClockStarted {
  const due = before(rule, until, calendar);
  const dueAt = due.at < now ? now : due.at;
  return {
    type: 'clockStarted',
    clock: { name, since: now, dueAt, isProvisional: due.isProvisional, rule, until, addedMs: 0 },
  };
}

/**
 * When a period is over that follows another which ended at `due`. It is counted from the last moment of the one before: after a deadline of
 * Monday 24:00 one day more is Tuesday 24:00, though its due instant already belongs to Tuesday.
 */
export function dueAfter(rule: DurationRule, due: Instant, calendar: Calendar): Due {
  const isByDay = !isByTime(rule) && calendar.kind === 'civil';
  return dueAt(rule, isByDay ? addMs(due, -1) : due, calendar);
}

/**
 * Gives a running clock more time; what was added stays added when a new holiday table moves the rest. The extension's own rule says whether
 * its last day may be a rest day, and so does the clock's. Hours and minutes given to a clock that runs in working time are working time too:
 * an hour more at half past five in the evening would be none.
 */
export function extendClock(clock: Clock, by: DurationRule, calendar: Calendar): ClockStarted {
  const extended = dueAfter(inTimeOf(clock.rule, by), clock.dueAt, calendar);
  const lawful = onLawfulDay(clock.rule, extended.at, calendar);
  // Never back: what was counted backwards may have ended outside working time.
  const due = lawful.at < clock.dueAt ? { ...lawful, at: clock.dueAt } : lawful;
  const addedMs = clock.addedMs + timeBetween(clock.rule, clock.dueAt, due.at, calendar);
  const isProvisional = clock.isProvisional || extended.isProvisional || due.isProvisional;
  return { type: 'clockStarted', clock: { ...clock, dueAt: due.at, isProvisional, addedMs } };
}

function inTimeOf(rule: DurationRule, by: DurationRule): DurationRule {
  if (!isWorkingTime(rule) || !isByTime(by) || isWorkingTime(by)) return by;
  return { ...by, unit: by.unit === 'hour' ? 'workingHour' : 'workingMinute' };
}

/** Stops those of the named clocks that run. */
export const stopClocks = (clocks: Clocks, ...names: string[]): MachineryEvent[] =>
  names.filter((name) => name in clocks).map((name) => ({ type: 'clockStopped', name }));

/** Stops every clock that runs: what is closed waits for nothing. */
export const stopAllClocks = (clocks: Clocks): MachineryEvent[] => stopClocks(clocks, ...Object.keys(clocks));
