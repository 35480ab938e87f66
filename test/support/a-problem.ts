// A resident's problem, with plain defaults: a leak at an estate with a firm, reported on Monday 2 March 2026 at 10:00 in China.
import type { Policy } from '../../domain/policy/schema';
import { problem } from '../../domain/problem/definition';
import type {
  LaunchedProblem,
  ProblemCommand,
  ProblemCore,
  ProblemEvent,
  ProblemLaunch,
} from '../../domain/problem/state';
import { PLACE, SECRETARY } from './an-election';
import { anActor, aPolicy, Play } from './play';

export type ProblemPlay = Play<ProblemCore, ProblemCommand, ProblemEvent>;
export const problemOf = (play: ProblemPlay): LaunchedProblem => play.state.core as LaunchedProblem;

export const RESIDENT = anActor('resident', { id: 'reporter' });
export const FIRM = anActor('firmManager');
export const GRID = anActor('gridWorker');
export const DISTRICT = anActor('districtSupervisor');
export const department = (name: string) => anActor('departmentOfficer', { id: `${name}-officer`, department: name });

export const aProblemLaunch = (more: Partial<ProblemLaunch> = {}): ProblemLaunch => ({
  type: 'launch',
  processId: 'problem',
  parentId: null,
  place: PLACE,
  category: 'leak',
  channel: 'web',
  spot: { placeId: PLACE.estateId, spotText: null },
  desk: 'firmManager',
  reporterId: 'reporter',
  complaintOf: null,
  recurrenceOf: null,
  isSupervised: false,
  reportText: null,
  ...more,
});

export const MONDAY = '2026-03-02T02:00:00.000Z';

export function launchedProblem(
  more: Partial<ProblemLaunch> = {},
  policy: Policy = aPolicy(),
  at = MONDAY,
): ProblemPlay {
  const play: ProblemPlay = new Play(problem, at, policy);
  play.give(RESIDENT, aProblemLaunch(more));
  return play;
}

const TEXT = 'hash';
export const respond: ProblemCommand = { type: 'respond', noteText: TEXT };
export const raise: ProblemCommand = { type: 'raise', reasonText: TEXT };
export const reportWork: ProblemCommand = { type: 'reportWork', evidenceText: TEXT, attachments: [] };
export const verified = (isDone = true): ProblemCommand => ({ type: 'verifyWork', isDone, noteText: TEXT });
export const answer = (isSolved: boolean, isSatisfied = isSolved): ProblemCommand => ({
  ...{ type: 'answerProblem', isSolved, isSatisfied },
});
export const callBack = (isSolved: boolean | null): ProblemCommand => ({
  type: 'recordCallBack',
  answer: isSolved === null ? null : { isSolved, isSatisfied: isSolved },
  noteText: TEXT,
});
export const assign = (level: LaunchedProblem['handler']['level'], to: string | null = null): ProblemCommand => ({
  ...{ type: 'assign', level, department: to, reasonText: TEXT },
});
export const returned = (reason = 'wrongDepartment'): ProblemCommand => ({
  ...{ type: 'returnProblem', reason, reasonText: TEXT },
});
export const returnTo = (level: LaunchedProblem['handler']['level'], to: string | null = null): ProblemCommand => ({
  ...{ type: 'acceptReturn', level, department: to, reasonText: TEXT },
});
export const called = (departments: string[], lead = departments[0] ?? ''): ProblemCommand => ({
  ...{ type: 'callDepartments', departments, lead, reasonText: TEXT },
});
export const answerCall = (body: string, isComing = true): ProblemCommand => ({
  ...{ type: 'answerCall', body, isComing, answerText: TEXT },
});
export const closing = (
  how: 'groundless' | 'merged' | 'petition' | 'court' | 'notOurs' | 'parked',
  more: { mergedInto?: string; reviewOn?: string } = {},
): ProblemCommand => ({
  ...{ type: 'proposeClosing', how, reasonText: TEXT, basisText: TEXT, mergedInto: null, reviewOn: null },
  ...more,
});
export const agree: ProblemCommand = { type: 'approveClosing', reasonText: TEXT };
export const appeal: ProblemCommand = { type: 'appealClosing', reasonText: TEXT };
export const uphold: ProblemCommand = { type: 'upholdAppeal', reasonText: TEXT };
export const dismiss: ProblemCommand = { type: 'dismissAppeal', reasonText: TEXT };

/** The firm says that there is nothing, and the community agrees; whoever reported it may object. */
export function endingProblem(...given: Parameters<typeof launchedProblem>): ProblemPlay {
  const play = launchedProblem(...given);
  play.give(FIRM, closing('groundless'));
  play.give(SECRETARY, agree);
  return play;
}

/** The firm has spoken to the resident and says that the work is done. */
export function workedProblem(...given: Parameters<typeof launchedProblem>): ProblemPlay {
  const play = launchedProblem(...given);
  play.give(FIRM, respond);
  play.give(FIRM, reportWork);
  return play;
}

/** Somebody else has looked at the work, and the resident is asked. */
export function askedProblem(...given: Parameters<typeof launchedProblem>): ProblemPlay {
  const play = workedProblem(...given);
  play.give(SECRETARY, verified());
  return play;
}
