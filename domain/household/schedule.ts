// When rounds of visits end: instants that follow from where the schedule is anchored, never from when anybody looked. So an engine that was
// away finds every round that ended meanwhile, each once. Pure.
import { dueAt, isByTime } from '../calendar/due';
import { addMs, clockMs, DAY_MS } from '../calendar/instant';

import type { Calendar, Instant } from '../calendar/types';
import { startClockUntil } from '../clocks';
import type { MachineryEvent, Moment } from '../process';
import type { Policy } from '../policy/schema';
import type { VisitClass } from './messages';
import type { Round } from './state';

/**
 * When the `step`-th round (from 1) of this class since `anchor` ends. Whole days end at the policy's latest time of their last day, and
 * months are counted from the anchor each time, so that one begun on the 31st comes back to the 31st. On a scaled calendar days have no
 * hours: it only multiplies.
 */
export function endOfRound(
  { classes, latest }: Policy['visits'],
  { class: visitClass, anchor, step }: { class: VisitClass; anchor: Instant; step: number },
  calendar: Calendar,
): Instant {
  const interval = classes[visitClass];
  const end = dueAt({ ...interval, n: interval.n * step }, anchor, calendar).at;
  const isWholeDays = calendar.kind === 'civil' && !isByTime(interval);
  return isWholeDays ? addMs(end, clockMs(latest.time) - DAY_MS) : end;
}

/** The first round of a schedule that is anchored here. */
export const firstRound = (no: number, visitClass: VisitClass, anchor: Instant, moment: Moment): Round => ({
  ...{ no, since: anchor, anchor, step: 1 },
  dueAt: endOfRound(moment.policy.visits, { class: visitClass, anchor, step: 1 }, moment.calendar),
});

/** The round after this one begins where it ends. */
export function nextRound({ no, dueAt, anchor, step }: Round, visitClass: VisitClass, moment: Moment): Round {
  const next = { class: visitClass, anchor, step: step + 1 };
  return {
    ...{ no: no + 1, since: dueAt, anchor, step: step + 1 },
    dueAt: endOfRound(moment.policy.visits, next, moment.calendar),
  };
}

/** Runs to a fixed instant of the schedule: nothing moves it. */
export function clockOfRound(
  name: 'visit' | 'nextRound',
  { since, dueAt }: Pick<Round, 'since' | 'dueAt'>,
  visitClass: VisitClass,
  { policy, calendar }: Moment,
): MachineryEvent {
  const { basis, confidence } = policy.visits.classes[visitClass];
  return startClockUntil(name, { n: 0, unit: 'hour', basis, confidence }, dueAt, { now: since, calendar });
}
