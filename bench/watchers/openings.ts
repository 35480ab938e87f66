// The watches that a bench opens: on the national policy with real days, and some that wake while all others sleep.
import { randomUUID } from 'node:crypto';
import { dateOf, DAY_MS, dayOf, instantOf, startOfDay } from '../../domain/calendar/instant';
import { policyById } from '../../domain/policy/presets';
import { rehearsalVariant } from '../../domain/policy/rehearsal';
import type { Policy } from '../../domain/policy/schema';
import type { ProcessPlace } from '../../domain/process';
import type { Opening } from '../support/open-processes';

const SEATS = 7;
/** So far away is the end of a term whose report opens within seconds. */
const WAKING_TERM_DAYS = 100;
/** What lies between the opening of the report and the term's end on the national policy: a month and three, of 30 rehearsal days each. */
const LEAD_DAYS = 120;

/** A term that has just begun and lasts five years. */
export function aWatch(place: ProcessPlace, nowMs: number): Opening {
  const today = dayOf(instantOf(nowMs));
  return opening(place, national(), today, today + 5 * 365);
}

/** A watch that wakes at the given time, by a policy whose days have the length that makes it so; to within a tenth of a second. */
export function aWakingWatch(place: ProcessPlace, nowMs: number, wakesAtMs: number): Opening {
  const today = dayOf(instantOf(nowMs));
  const end = Date.parse(startOfDay(today + WAKING_TERM_DAYS + 1));
  const dayMs = Math.floor((end - wakesAtMs) / LEAD_DAYS);
  if (dayMs > DAY_MS) throw new RangeError('a rehearsal day is no longer than a day');
  return opening(place, rehearsalVariant(national(), dayMs), today, today + WAKING_TERM_DAYS);
}

/** Members of a committee, the chair first. */
export const someMembers = (): { memberId: string; office: string }[] =>
  Array.from({ length: SEATS }, (_, n) => ({ memberId: randomUUID(), office: n === 0 ? 'chair' : 'member' }));

function opening(place: ProcessPlace, policy: Policy, firstDay: number, lastDay: number): Opening {
  const [termStartsOn, termEndsOn] = [dateOf(firstDay), dateOf(lastDay)];
  const dates = { termYears: 5, termStartsOn, termEndsOn };
  const command = { type: 'launch', seats: SEATS, members: someMembers(), alternateIds: [], ...dates } as const;
  return { kind: 'committeeTerm', place, policy, command };
}

function national(): Policy {
  const policy = policyById('national');
  if (policy === undefined) throw new Error('there is no national policy');
  return policy;
}
