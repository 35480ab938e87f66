// An appeal against a special closing. What two people have agreed to end without a solution is announced, and its reporters have a time in
// which to object; the level above those who agreed judges it by somebody who took no part (law.md 7.4 and 9.4 DX: appeal by the citizen, no
// silent closing). Upheld, it goes on at that level with its age; dismissed, or not appealed against in time, it is closed.
import { startClock, stopAllClocks, stopClocks } from '../clocks';
import { accept, refuse, type Actor, type Moment } from '../process';
import { handlerClocks } from './handling';
import { approverOf, headOf, levelAbove, levelOfRole, rankOf, unconcerned } from './levels';
import type { Level } from './messages';
import { closed } from './solution';
import type { LaunchedProblem, ProblemCommandOf as Of, ProblemDecision, ProblemEvents } from './state';

/**
 * Two people have agreed; the reporters hear of it and may object. Of the clocks only that of the whole goes on: an appeal that is upheld finds
 * the problem as old as it is.
 */
export function announced(
  core: LaunchedProblem,
  how: NonNullable<LaunchedProblem['agreed']>['how'],
  moment: Moment,
): ProblemEvents {
  const { whole: _whole, ...others } = moment.clocks;
  return [
    ...stopAllClocks(others),
    { type: 'closingAnnounced', at: moment.now, how, by: approverOf(core) },
    startClock('appeal', moment.policy.problem.closing.appealWithin, moment),
  ];
}

/** Who judges an appeal: the level above those who agreed, past whom it is about; the district judges its own, by somebody else. */
export const judgeOf = (core: Pick<LaunchedProblem, 'handler' | 'complaintOf'>): Level =>
  unconcerned(levelAbove(approverOf(core)) ?? 'district', core.complaintOf);

/** By a reporter, or by an office for whoever has called. */
export const appealClosing = (by: 'resident' | 'office', reasonText: string, moment: Moment): ProblemDecision =>
  accept(
    { type: 'appealLodged', at: moment.now, by, reasonText },
    ...stopClocks(moment.clocks, 'appeal'),
    startClock('appealReview', moment.policy.problem.closing.appealReview, moment),
  );

export function upholdAppeal(
  core: LaunchedProblem,
  { reasonText }: Of<'upholdAppeal'>,
  moment: Moment,
): ProblemDecision {
  const barred = whyNotJudge(core, moment.actor);
  if (barred) return barred;
  const { level: from } = core.handler;
  const to = judgeOf(core);
  const at = moment.now;
  return accept(
    { type: 'appealUpheld', at, reasonText },
    ...(to === from ? [] : [{ type: 'levelRaised', at, from, to, why: 'appeal', reasonText: null } as const]),
    ...stopClocks(moment.clocks, 'appealReview'),
    ...handlerClocks(core, to, moment),
    ...(core.isOverdue && !core.isDelayExplained
      ? [startClock('explainDelay', moment.policy.problem.explainDelay, moment)]
      : []),
  );
}

export function dismissAppeal(
  core: LaunchedProblem,
  { reasonText }: Of<'dismissAppeal'>,
  moment: Moment,
): ProblemDecision {
  const barred = whyNotJudge(core, moment.actor);
  if (barred) return barred;
  return accept({ type: 'appealDismissed', at: moment.now, reasonText }, ...closedAsAgreed(core, moment));
}

/** Nobody has objected in time, or the objection was dismissed. */
export const closedAsAgreed = ({ agreed }: LaunchedProblem, moment: Moment): ProblemEvents =>
  agreed === null ? [] : closed(agreed.how, moment);

function whyNotJudge(core: LaunchedProblem, actor: Actor): ReturnType<typeof refuse> | undefined {
  const judge = judgeOf(core);
  const own = actor.kind === 'account' ? levelOfRole(actor.role) : undefined;
  if (own === undefined || rankOf(own) < rankOf(judge)) return refuse('not-your-appeal', { role: headOf(judge) });
  const tookPart = actor.kind === 'account' && core.agreed?.byAccountIds.includes(actor.id);
  return tookPart ? refuse('took-part-in-closing') : undefined;
}
