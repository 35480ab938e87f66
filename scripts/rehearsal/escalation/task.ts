// What waits for somebody about a problem of the rehearsed year, and how they give commands about it.
import type { z } from 'zod';
import type { obligationOperations } from '../../../api/contracts/obligations';
import { DAY_MS, HOUR_MS, dayOf, instantOf, startOfDay } from '../../../domain/calendar/instant';
import { the } from '../election/client';
import type { Case } from './cases';
import type { Report } from './generate';
import type { Estate, Person, Street } from './street';

export type Duty = z.output<(typeof obligationOperations)['listPlaceObligations']['response']>['items'][number];

/** A report that was brought in, and how far its people have come. */
export interface Problem {
  id: string;
  report: Report;
  estate: Estate;
  /** One of the cases that are planned step by step. */
  planned: Case | null;
  /** Steps of the case that are done, and when the next may be. */
  step: number;
  notBefore: number;
  /** The older problem that it is the same as, while that one is open. */
  sameAs: string | null;
  /** What its reporter has said so far, in number. */
  answers: number;
  /** Departments that the district has ordered to answer. */
  ordered: Set<string>;
  /** Whom it is about; they must never see it. */
  complained: Person | null;
}

export interface Task {
  street: Street;
  problem: Problem;
  duty: Duty;
  /** Names of everything that waits in the same problem. */
  beside: ReadonlySet<string>;
  now: number;
}

/** Who the duty is addressed to. */
export function addressee({ street, duty: { party } }: Task): Person {
  if (party.kind === 'department') return street.department(the(party.department, 'department'));
  if (party.kind === 'account') return street.account(the(party.accountId, 'account'));
  return street.holder(the(party.role, 'role'), the(party.place, 'place').id);
}

export const give = ({ problem }: Pick<Task, 'problem'>, { session }: Person, command: object): Promise<unknown> =>
  session.post(`/v1/problems/${problem.id}/commands`, { command });

/** What is tried and must be refused for this reason. */
export const isRefused = (code: string, { problem }: Task, { session }: Person, command: object): Promise<void> =>
  session.refuses(code, `/v1/problems/${problem.id}/commands`, { command });

/** Offices do twice a day what can wait: two stops instead of hundreds. */
const ROUNDS_MS = [9 * HOUR_MS, 15 * HOUR_MS];

/** The first round at or after an instant, both in milliseconds. */
export function nextRound(ms: number): number {
  const midnight = Date.parse(startOfDay(dayOf(instantOf(Math.floor(ms)))));
  const rounds = [...ROUNDS_MS, DAY_MS + (ROUNDS_MS[0] ?? 0)];
  return the(
    rounds.map((round) => midnight + round).find((round) => round >= ms),
    'round',
  );
}
