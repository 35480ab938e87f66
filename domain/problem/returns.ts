// Sending back (退单) and asking for more time: each with a reason, judged by somebody above, counted and capped (law.md 7.1, 9.4).
import { extendClock, startClock, stopClocks } from '../clocks';
import { accept, refuse, type Moment, type Role } from '../process';
import { dispatched, raised, whyNotTo } from './handling';
import { DESKS, headOf, levelAbove, levelOfRole, mayHandle, rankOf } from './levels';
import { LEVELS, type Level } from './words';
import type { Handler, LaunchedProblem, ProblemCommandOf as Of, ProblemDecision } from './state';

/** Who judges a return: the level above; for a department the street that sent it. Undefined: nobody stands above the district. */
export const dispatcherOf = ({ level, department }: Handler): Level | undefined =>
  department === null ? levelAbove(level) : level;

export function returnProblem(core: LaunchedProblem, command: Of<'returnProblem'>, moment: Moment): ProblemDecision {
  const { reason, reasonText } = command;
  const { max, reasons, review } = moment.policy.problem.returns;
  if (!mayHandle(core, 'returnProblem', moment)) return refuse('not-the-handler');
  if (core.returnAsked) return refuse('return-under-review');
  if (dispatcherOf(core.handler) === undefined) return refuse('no-higher-level', { level: core.handler.level });
  if (core.isOwned || core.returns >= max.value) return refuse('no-return-left', { max: max.value });
  if (!reasons.value.includes(reason))
    return refuse('return-reason-not-listed', { reason, allowed: reasons.value.join(', ') });
  return accept(
    { type: 'returnAsked', by: core.handler, reason, reasonText },
    startClock('returnReview', review, moment),
  );
}

/** The dispatcher sends it elsewhere. After the last return it is the dispatcher's own, and goes no further round (潍坊 22). */
export function acceptReturn(core: LaunchedProblem, command: Of<'acceptReturn'>, moment: Moment): ProblemDecision {
  const { level, department, reasonText } = command;
  const dispatcher = reviewer(core, moment);
  if (typeof dispatcher !== 'string') return dispatcher;
  const isLast = core.returns >= moment.policy.problem.returns.max.value;
  const to: Handler = { level, department };
  if (isLast && (level !== dispatcher || department !== null)) return refuse('must-own-it', { level: dispatcher });
  const barred = whyNotTo(core, to, moment);
  if (barred) return barred;
  const accepted = { type: 'returnAccepted', isLast, reasonText } as const;
  const stopped = stopClocks(moment.clocks, 'returnReview');
  const isUp = rankOf(level) > rankOf(core.handler.level);
  if (!isUp || department !== null) return accept(accepted, ...stopped, ...dispatched(core, to, reasonText, moment));
  return accept(accepted, ...stopped, ...(raised(core, 'decision', reasonText, moment) ?? []));
}

export function refuseReturn(
  core: LaunchedProblem,
  { reasonText }: Of<'refuseReturn'>,
  moment: Moment,
): ProblemDecision {
  const dispatcher = reviewer(core, moment);
  if (typeof dispatcher !== 'string') return dispatcher;
  return accept({ type: 'returnRefused', reasonText }, ...stopClocks(moment.clocks, 'returnReview'));
}

/** The level that judges the return that was asked; a refusal where there is none, or where somebody else acts. */
function reviewer(core: LaunchedProblem, { actor }: Moment): Level | ReturnType<typeof refuse> {
  const dispatcher = core.returnAsked && dispatcherOf(core.returnAsked.by);
  if (!dispatcher) return refuse('no-return-asked');
  const own = actor.kind === 'account' ? levelOfRole(actor.role) : undefined;
  if (own === undefined || rankOf(own) < rankOf(dispatcher)) return refuse('not-the-dispatcher', { level: dispatcher });
  return dispatcher;
}

/** Who may give this handler more time: the first extension the head of its level, the next the head of the level above, and so on. */
export const extenderOf = ({
  handler,
  extensions,
}: Pick<LaunchedProblem, 'handler' | 'extensions'>): Level | undefined => LEVELS[rankOf(handler.level) + extensions];

export function askExtension(
  core: LaunchedProblem,
  { reasonText }: Of<'askExtension'>,
  moment: Moment,
): ProblemDecision {
  const barred = whyNoExtension(core, moment);
  if (barred) return barred;
  if (core.isExtensionAsked) return refuse('extension-already-asked');
  return accept({ type: 'extensionAsked', reasonText });
}

export function extendHandling(
  core: LaunchedProblem,
  { reasonText }: Of<'extendHandling'>,
  moment: Moment,
): ProblemDecision {
  const barred = whyNoExtension(core, moment, true);
  if (barred) return barred;
  const running = moment.clocks['handling'];
  if (!running) return refuse('no-such-clock', { clock: 'handling' });
  return accept(
    { type: 'handlingExtended', reasonText },
    extendClock(running, moment.policy.problem.extension.length, moment.calendar),
  );
}

export function refuseExtension(
  core: LaunchedProblem,
  { reasonText }: Of<'refuseExtension'>,
  moment: Moment,
): ProblemDecision {
  if (!core.isExtensionAsked) return refuse('extension-not-asked');
  if (!mayExtend(core, moment)) return refuse('not-your-extension', { role: headOf(extenderOf(core) ?? 'district') });
  return accept({ type: 'extensionRefused', reasonText });
}

/** Asked before the due instant, as often as the policy allows; after it the problem has gone up, and its last handler is told so. */
function whyNoExtension(core: LaunchedProblem, moment: Moment, isGrant = false): ReturnType<typeof refuse> | undefined {
  const { actor, policy } = moment;
  const own = actor.kind === 'account' ? levelOfRole(actor.role) : undefined;
  if (core.lostBy !== null && own === core.lostBy) return refuse('extension-too-late');
  if (!isGrant && !mayHandle(core, 'reportWork', moment)) return refuse('not-the-handler');
  const { times } = policy.problem.extension;
  if (core.extensions >= times.value || extenderOf(core) === undefined)
    return refuse('no-extension-left', { max: times.value });
  if (isGrant && !mayExtend(core, moment))
    return refuse('not-your-extension', { role: headOf(extenderOf(core) ?? 'district') });
  return undefined;
}

/** The head of the level whose turn it is, or anybody of a level above. */
function mayExtend(core: LaunchedProblem, { actor }: Moment): boolean {
  const level = extenderOf(core);
  if (level === undefined || actor.kind !== 'account') return false;
  const own = levelOfRole(actor.role);
  return actor.role === headOf(level) || (own !== undefined && rankOf(own) > rankOf(level));
}

/** Roles that may ever judge a return or an extension. */
export const JUDGES: readonly Role[] = ['committeeMember', ...DESKS.community, ...DESKS.street, ...DESKS.district];
