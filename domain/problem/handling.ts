// Who has a problem, and how it moves between desks: first contact, assignment, and the ladder, which it climbs by a missed clock, by a
// recorded "beyond our power", or by a decision from above (law.md 9.4 D1-D5).
import { startClock, stopClocks } from '../clocks';
import { accept, refuse, type Moment } from '../process';
import { callClocks } from './call';
import { departmentOf, isAbove, isHandler, levelAbove, mayHandle, rankOf, sameHandler, unconcerned } from './levels';
import type { Level } from './messages';
import type {
  Handler,
  LaunchedProblem,
  ProblemCommandOf as Of,
  ProblemDecision,
  ProblemEvents,
  RaiseReason,
} from './state';

/** The clocks of the handler's own; the clock of the whole is not among them and never starts anew. */
export const HANDLER_CLOCKS = ['response', 'handling'] as const;

/** Stops the handler's clocks and starts those of a new one: its own time for the first contact, and for the work. */
export function handlerClocks(
  core: Pick<LaunchedProblem, 'class' | 'isSupervised'>,
  level: Level,
  moment: Moment,
): ProblemEvents {
  const { superviseEvery } = moment.policy.problem.supervised;
  const isCheckDue = core.isSupervised && !('supervision' in moment.clocks);
  const { response, handling, handlingFrom } = moment.policy.problem.classes[core.class];
  return [
    ...stopClocks(moment.clocks, ...HANDLER_CLOCKS),
    startClock('response', response[level], moment),
    ...(handlingFrom.value === 'dispatch' ? [startClock('handling', handling[level], moment)] : []),
    ...(isCheckDue ? [startClock('supervision', superviseEvery, moment)] : []),
  ];
}

/** Another handler gets it, with a time of its own. */
export function dispatched(
  core: LaunchedProblem,
  handler: Handler,
  reasonText: string | null,
  moment: Moment,
): ProblemEvents {
  return [
    { type: 'problemDispatched', at: moment.now, handler, reasonText },
    ...stopClocks(moment.clocks, ...callClocks(core)),
    ...handlerClocks(core, handler.level, moment),
  ];
}

/** Up one level (past a desk that it is about); the clock of the whole goes on. Refuses at the district. */
export function raised(
  core: LaunchedProblem,
  why: RaiseReason,
  reasonText: string | null,
  moment: Moment,
): ProblemEvents | undefined {
  const from = core.handler.level;
  const above = levelAbove(from);
  if (above === undefined) return undefined;
  const to = unconcerned(above, core.complaintOf);
  return [
    { type: 'levelRaised', at: moment.now, from, to, why, reasonText },
    ...stopClocks(moment.clocks, 'returnReview'),
    ...handlerClocks(core, to, moment),
  ];
}

export function respond(core: LaunchedProblem, { noteText }: Of<'respond'>, moment: Moment): ProblemDecision {
  if (!mayHandle(core, 'respond', moment)) return refuse('not-the-handler');
  const { handling, handlingFrom } = moment.policy.problem.classes[core.class];
  const starts =
    handlingFrom.value === 'response' ? [startClock('handling', handling[core.handler.level], moment)] : [];
  return accept({ type: 'contactMade', at: moment.now, noteText }, ...stopClocks(moment.clocks, 'response'), ...starts);
}

/** Another category brings its class's times to the handler; the clock of the whole stays what it was. */
export function reclassify(core: LaunchedProblem, command: Of<'reclassify'>, moment: Moment): ProblemDecision {
  const { category, reasonText } = command;
  const known = moment.policy.problem.categories[category];
  if (!known) return refuse('category-unknown', { category });
  const to = command.class ?? known.class;
  const { level } = core.handler;
  const event = { type: 'problemReclassified', category, class: to, reasonText } as const;
  if (to === core.class) return accept(event);
  const running = HANDLER_CLOCKS.filter((name) => name in moment.clocks);
  const rules = moment.policy.problem.classes[to];
  return accept(event, ...running.map((name) => startClock(name, rules[name][level], moment)));
}

/** Sent to another desk from at or above: down, to a department, or up by a decision. */
export function assign(core: LaunchedProblem, command: Of<'assign'>, moment: Moment): ProblemDecision {
  const { level, department, reasonText } = command;
  const to: Handler = { level, department };
  const barred = whyNotTo(core, to, moment);
  if (barred) return barred;
  const isUp = rankOf(level) > rankOf(core.handler.level);
  // A decision from above: whoever sends it down, or pulls it up, stands above who has it now, or is its dispatcher.
  if (!isAbove(core.handler.level, moment.actor) && !(isHandler(core, moment.actor) && !isUp))
    return refuse('not-the-dispatcher');
  const review = stopClocks(moment.clocks, 'returnReview');
  if (!isUp) return accept(...review, ...dispatched(core, to, reasonText, moment));
  const from = core.handler.level;
  const up = { type: 'levelRaised', at: moment.now, from, to: level, why: 'decision', reasonText } as const;
  if (department !== null) return accept(up, ...review, ...dispatched(core, to, reasonText, moment));
  return accept(up, ...review, ...handlerClocks(core, level, moment));
}

/** Why a problem may not go there: it has it already, it is about them, it is a department's work, or the place has no such desk. */
export function whyNotTo(core: LaunchedProblem, to: Handler, moment: Moment): ReturnType<typeof refuse> | undefined {
  const { level, department } = to;
  if (department !== null && level !== 'street') return refuse('department-works-for-street', { department });
  if (sameHandler(core.handler, to)) return refuse('already-there', { level });
  if (core.isOwned && rankOf(level) < rankOf(core.handler.level)) return refuse('no-return-left', { level });
  if (unconcerned(level, core.complaintOf) !== level) return refuse('complained-party', { level });
  if (level === 'estate' && core.desk === null) return refuse('no-desk-here', { level });
  const owed = departmentOf(core.category, moment.policy);
  if (owed !== null && rankOf(level) < rankOf('street'))
    return refuse('department-work', { level, category: core.category, department: owed });
  return undefined;
}

export function raise(core: LaunchedProblem, { reasonText }: Of<'raise'>, moment: Moment): ProblemDecision {
  if (!mayHandle(core, 'raise', moment)) return refuse('not-the-handler');
  const events = raised(core, 'beyondPower', reasonText, moment);
  return events ? accept(...events) : refuse('no-higher-level', { level: core.handler.level });
}

/** What the clock that was missed says about it. */
const RAISED_BY = { response: 'noResponse', handling: 'overdue', returnReview: 'returnUnreviewed' } as const;

/** Time's own: nobody spoke to the resident, did the work, or looked at the return in time. */
export function raiseBySilence(
  core: LaunchedProblem,
  { clock }: Of<'raiseBySilence'>,
  moment: Moment,
): ProblemDecision {
  const events = raised(core, RAISED_BY[clock], null, moment);
  return events ? accept(...events) : accept(...stopClocks(moment.clocks, clock));
}
