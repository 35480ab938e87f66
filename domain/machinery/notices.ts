// Who is told about an open duty, and when: reminders before its due instant, rungs of the ladder after it. Pure.
import { before, nightDelay } from '../calendar/due';
import { earliest, laterOf } from '../calendar/instant';
import type { Instant } from '../calendar/types';
import { dueAfter } from '../clocks';
import type { NoticeLadder, Policy } from '../policy/schema';
import type { Obligation, ProcessState, Role } from '../process';
import type { Setting } from './types';

/** Something that somebody is told about an open duty. */
export type Notice =
  | { at: Instant; kind: 'remind'; key: string; step: number }
  | { at: Instant; kind: 'escalate'; key: string; rung: number; tell: Role };

export const ladderOf = (policy: Policy, duty: string): NoticeLadder =>
  policy.notices.byDuty[duty] ?? policy.notices.default;

/** The next thing somebody is told about an open duty: a reminder before its due instant, a rung of the ladder after it. */
export function nextNotice<Core>(
  obligation: Obligation,
  state: ProcessState<Core>,
  setting: Setting,
): Notice | undefined {
  const clock = obligation.clock ? state.clocks[obligation.clock] : undefined;
  if (!clock) return undefined;
  const told = state.told[obligation.key] ?? { reminded: 0, rung: 0 };
  const { remindBefore, ladder } = ladderOf(setting.policy, obligation.duty);
  const calendar = state.calendar ?? setting.calendar;
  const atDay = (at: Instant) => (obligation.isUrgent ? at : nightDelay(at, setting.policy.night, calendar));

  const reminders = remindBefore
    .map((rule, index) => ({ at: atDay(before(rule, clock.dueAt, calendar).at), step: index + 1 }))
    // Not of what lay before the duty began: one that comes back late is not reminded as if it were early.
    .filter(({ at, step }) => step > told.reminded && at > clock.since && at > obligation.since && at < clock.dueAt);
  const reminder = earliest(reminders);
  if (reminder && told.rung === 0) return { at: reminder.at, kind: 'remind', key: obligation.key, step: reminder.step };

  const rung = ladder[told.rung];
  if (!rung) return undefined;
  const legal = ladder.slice(0, told.rung + 1).reduce((at, { after }) => dueAfter(after, at, calendar).at, clock.dueAt);
  return {
    at: laterOf(atDay(legal), clock.since),
    kind: 'escalate',
    key: obligation.key,
    rung: told.rung + 1,
    tell: rung.tell,
  };
}
