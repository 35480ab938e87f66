// How long a day of the rehearsal lasts, worked out from the policy's own periods, so that the whole takes two or three minutes.
import type { DurationRule } from '../../../domain/calendar/types';
import type { Policy } from '../../../domain/policy/schema';
import { policyById } from '../../../domain/policy/presets';

export interface Plan {
  policy: Policy;
  seed: number;
  dayMs: number;
  windowDays: number;
  /** Paper ballots issued. */
  papers: number;
  buildings: number;
  units: number;
  seats: number;
}

/** Days of waiting outside the voting window last this long together; acting takes its own time besides. */
const WAITING_MS = 90_000;
/** Long enough to vote by hundreds, lose the worker, and get it back; `--day-ms` stretches it with everything else. */
const WINDOW_MS = 40_000;

export const POLICY_ID = 'qingdao';

/** What opening and signing in nine hundred accounts takes on two idle cores, with room: slower machines get longer days. */
const USUAL_SIGN_IN_MS = 10_000;
const LONGEST_DAYS = 5;

/** The plan for a machine that took `signInMs` to sign everybody in: nobody may run out of time because the machine is busy. */
export function pacedFor(plan: Plan, signInMs: number): Plan {
  const factor = Math.min(LONGEST_DAYS, Math.max(1, signInMs / USUAL_SIGN_IN_MS));
  return { ...plan, dayMs: Math.ceil(plan.dayMs * factor) };
}

export function makePlan({ seed, dayMs }: { seed: number; dayMs: number | undefined }): Plan {
  const policy = policyById(POLICY_ID);
  if (!policy) throw new Error(`there is no preset ${POLICY_ID}`);
  const usualDayMs = Math.ceil(WAITING_MS / waitingDays(policy));
  const { min, max } = policy.vote.window;
  const windowDays = Math.min(max.n, Math.max(min.n, Math.ceil(WINDOW_MS / usualDayMs)));
  return { policy, seed, dayMs: dayMs ?? usualDayMs, windowDays, papers: 300, buildings: 29, units: 976, seats: 5 };
}

/** The periods that really have to run out on the rehearsal's path; every other step is taken at once. */
function waitingDays({ election, vote }: Policy): number {
  const vetting = Math.max(...election.vettingBodies.map(({ answerWithin }) => daysOf(answerWithin)));
  const periods = [election.groupNotice, election.nomination, election.candidateNotice];
  const ofVote = [vote.rollObjection, vote.notice, vote.resultObjection];
  return vetting + [...periods, ...ofVote].reduce((sum, rule) => sum + daysOf(rule), 0);
}

/** On the scaled calendar a working day is a day, a working hour an eighth of it, and a month thirty. */
export function daysOf({ n, unit }: DurationRule): number {
  switch (unit) {
    case 'minute':
      return n / 1440;
    case 'hour':
      return n / 24;
    case 'workingMinute':
      return n / 480;
    case 'workingHour':
      return n / 8;
    case 'day':
    case 'workingDay':
      return n;
    case 'month':
      return 30 * n;
  }
}
