// When the meetings of a rhythm are held: on a weekday or a day of the month by the policy, at an hour, moved to the next day that is worked.
// Pure: every round follows from its number and the calendar, never from when a timer fired.
import { before, dueAt } from '../calendar/due';
import {
  addMs,
  dayInMonth,
  dayOf,
  HOUR_MS,
  instantOf,
  MINUTE_MS,
  msOf,
  partsOf,
  startOfDay,
} from '../calendar/instant';
import type { Calendar, Instant } from '../calendar/types';
import { workingDaysOf } from '../calendar/working-days';
import type { RhythmForm } from '../meeting/forms';
import type { Policy } from '../policy/schema';

/** One turn of a form. `no` grows from turn to turn: weeks, months, quarters or years since 1970. */
export interface Round {
  no: number;
  heldAt: Instant;
}

/** What the schedule is read from. */
export interface Plan {
  policy: Policy;
  calendar: Calendar;
}

/** Days of a turn on a scaled calendar, which has neither weeks nor months. */
const SCALED_DAYS: Record<RhythmForm, number> = { weekly: 7, monthly: 30, quarterly: 90, yearly: 360 };

/** The first round that is still called in time: its call lies ahead of `now`. */
export function firstRound(form: RhythmForm, now: Instant, plan: Plan): Round {
  let no = turnOf(form, now, plan) - 1;
  for (;;) {
    const round = roundAfter(form, no, plan);
    if (callAt(round, plan) > now) return round;
    no = round.no;
  }
}

/** The round after number `no`. One that holidays push up to the next is not held beside it: it falls out. */
export function roundAfter(form: RhythmForm, no: number, plan: Plan): Round {
  for (let next = no + 1; ; next += 1) {
    const heldAt = heldAtOf(form, next, plan);
    if (plan.calendar.kind === 'scaled' || heldAt < instantIn(nominalDay(form, next + 1, plan), form, plan))
      return { no: next, heldAt };
  }
}

/** When a round is called, so long before it is held. */
export const callAt = ({ heldAt }: Round, { policy, calendar }: Plan): Instant =>
  before(policy.rhythm.callAhead, heldAt, calendar).at;

/** The instant of a round under this calendar. */
export function heldAtOf(form: RhythmForm, no: number, plan: Plan): Instant {
  const { calendar } = plan;
  if (calendar.kind === 'scaled') return instantOf(no * SCALED_DAYS[form] * calendar.dayMs);
  return instantIn(firstWorked(nominalDay(form, no, plan), plan), form, plan);
}

/** For a round that could not be called in time: the first worked day at its hour, with the time of the call still before it. */
export function nextBest(form: RhythmForm, now: Instant, plan: Plan): Instant {
  const earliest = dueAt(plan.policy.rhythm.callAhead, now, plan.calendar).at;
  if (plan.calendar.kind === 'scaled') return earliest;
  let day = firstWorked(dayOf(earliest), plan);
  while (instantIn(day, form, plan) < earliest) day = firstWorked(day + 1, plan);
  return instantIn(day, form, plan);
}

function turnOf(form: RhythmForm, at: Instant, { calendar }: Plan): number {
  if (calendar.kind === 'scaled') return Math.floor(msOf(at) / (SCALED_DAYS[form] * calendar.dayMs));
  const day = dayOf(at);
  const { year, month } = partsOf(day);
  switch (form) {
    case 'weekly':
      return weekOf(day);
    case 'monthly':
      return year * 12 + month - 1;
    case 'quarterly':
      return year * 4 + Math.floor((month - 1) / 3);
    case 'yearly':
      return year;
  }
}

/** Weeks run from Monday to Sunday. */
const weekOf = (day: number): number => Math.floor((day + 3) / 7);
const MONDAY = 1;

function nominalDay(form: RhythmForm, no: number, { policy }: Plan): number {
  const { weekly, monthly, quarterly, yearly } = policy.rhythm;
  switch (form) {
    case 'weekly':
      return no * 7 - 3 + ((weekly.value.weekday - MONDAY + 7) % 7);
    case 'monthly':
      return dayInMonth(Math.floor(no / 12), (no % 12) + 1, monthly.value.day);
    case 'quarterly':
      return dayInMonth(Math.floor(no / 4), (no % 4) * 3 + quarterly.value.month, quarterly.value.day);
    case 'yearly':
      return dayInMonth(no, yearly.value.month, yearly.value.day);
  }
}

function firstWorked(from: number, { calendar }: Plan): number {
  if (calendar.kind === 'scaled') return from;
  const { isWorked } = workingDaysOf(calendar);
  let day = from;
  while (!isWorked(day)) day += 1;
  return day;
}

function instantIn(day: number, form: RhythmForm, { policy }: Plan): Instant {
  const [hours = 0, minutes = 0] = policy.rhythm[form].value.at.split(':').map(Number);
  return addMs(startOfDay(day), hours * HOUR_MS + minutes * MINUTE_MS);
}
