// Endings without a solution: groundless, merged, handed to petition or court, not ours, or parked until a fixed day. One person proposes
// with the rule it rests on, another agrees; nothing is closed in silence, and reporters may object (appeal.ts; law.md 7.4, 9.4 DX).
import { startOfDay, dayOfDate } from '../calendar/instant';
import { startClock, startClockUntil, stopAllClocks, stopClocks } from '../clocks';
import { accept, refuse, type Moment } from '../process';
import { announced } from './appeal';
import { handlerClocks } from './handling';
import { approverOf, headOf, isAbove, levelOfRole, mayHandle, rankOf } from './levels';
import type { LaunchedProblem, ProblemCommandOf as Of, ProblemDecision } from './state';

export function proposeClosing(core: LaunchedProblem, command: Of<'proposeClosing'>, moment: Moment): ProblemDecision {
  const { how, reasonText, basisText, mergedInto, reviewOn } = command;
  const { actor, policy, now } = moment;
  if (!mayHandle(core, 'reportWork', moment) && !isAbove(core.handler.level, actor)) return refuse('not-the-handler');
  if (core.closing) return refuse('closing-already-proposed');
  if ((how === 'merged') !== (mergedInto !== null)) return refuse('merged-into-nothing');
  if (mergedInto === core.problemId) return refuse('merged-into-itself');
  if ((how === 'parked') !== (reviewOn !== null)) return refuse('parked-without-review');
  if (reviewOn !== null) {
    const review = startOfDay(dayOfDate(reviewOn));
    const { maxDays } = policy.problem.parked;
    const last = Date.parse(now) + maxDays.value * 86_400_000;
    if (review <= now || Date.parse(review) > last)
      return refuse('review-day-out-of-range', { reviewOn, maxDays: maxDays.value });
  }
  const byAccountId = actor.kind === 'account' ? actor.id : null;
  return accept(
    { type: 'closingProposed', how, byAccountId, mergedInto, reviewOn, reasonText, basisText },
    startClock('closingReview', policy.problem.closing.review, moment),
  );
}

export function approveClosing(
  core: LaunchedProblem,
  { reasonText }: Of<'approveClosing'>,
  moment: Moment,
): ProblemDecision {
  const proposed = proposedTo(core, moment);
  if ('ok' in proposed) return proposed;
  const byAccountId = moment.actor.kind === 'account' ? moment.actor.id : null;
  const approved = { type: 'closingApproved', byAccountId, reasonText } as const;
  const { how, reviewOn } = proposed;
  if (how !== 'parked') return accept(approved, ...announced(core, how, moment));
  if (reviewOn === null) return refuse('parked-without-review');
  const { basis, confidence } = moment.policy.problem.parked.maxDays;
  return accept(
    approved,
    // The clock of the whole goes on: what is put aside keeps its age, and its delay is explained all the same.
    ...stopAllClocks(ofTheWork(moment)),
    { type: 'problemParked', at: moment.now, reviewOn },
    startClockUntil('review', { n: 0, unit: 'day', basis, confidence }, startOfDay(dayOfDate(reviewOn)), moment),
  );
}

export function refuseClosing(
  core: LaunchedProblem,
  { reasonText }: Of<'refuseClosing'>,
  moment: Moment,
): ProblemDecision {
  const proposed = proposedTo(core, moment);
  if ('ok' in proposed) return proposed;
  return accept({ type: 'closingRefused', reasonText }, ...stopClocks(moment.clocks, 'closingReview'));
}

/** The proposal, if whoever acts is another person of the level that must agree, or of one above. */
function proposedTo(core: LaunchedProblem, { actor }: Moment) {
  const { closing } = core;
  if (!closing) return refuse('no-closing-proposed');
  if (actor.kind === 'account' && actor.id === closing.byAccountId) return refuse('own-proposal');
  const own = actor.kind === 'account' ? levelOfRole(actor.role) : undefined;
  const approver = approverOf(core);
  if (own === undefined || rankOf(own) < rankOf(approver))
    return refuse('not-your-closing', { role: headOf(approver) });
  return closing;
}

/** Taken up again on its day, by itself, or earlier by an officer: the same desk, with its own time anew. */
export const endParking = (core: LaunchedProblem, reasonText: string | null, moment: Moment): ProblemDecision =>
  accept(
    { type: 'parkingEnded', at: moment.now, reasonText },
    ...stopClocks(moment.clocks, 'review'),
    ...handlerClocks(core, core.handler.level, moment),
  );

const ofTheWork = ({ clocks }: Moment) => {
  const { whole: _whole, explainDelay: _explainDelay, ...others } = clocks;
  return others;
};
