// From the work to the resident's own word: reported with evidence, looked at by somebody else, and asked of the resident, who alone says
// that it is solved (law.md 9.4 D6-D8). A problem that nobody can be reached about is closed by a rule that is on the record.
import { dueAt } from '../calendar/due';
import { startClock, stopAllClocks, stopClocks } from '../clocks';
import { accept, refuse, type Actor, type Moment, type Role } from '../process';
import { callClocks } from './call';
import { HANDLER_CLOCKS, handlerClocks, raised } from './handling';
import { isHandler, mayHandle } from './levels';
import type {
  Handler,
  LaunchedProblem,
  ProblemCommandOf as Of,
  ProblemDecision,
  ProblemEvents,
  ProblemOutcome,
} from './state';

const accountOf = (actor: Actor): string | null => (actor.kind === 'account' ? actor.id : null);

/** Whoever has the problem; in a joint call the lead does. */
const isWorker = (core: LaunchedProblem, moment: Moment): boolean =>
  mayHandle(core, 'reportWork', moment) ||
  (core.call?.lead != null && moment.actor.kind === 'account' && moment.actor.department === core.call.lead);

export function reportWork(core: LaunchedProblem, command: Of<'reportWork'>, moment: Moment): ProblemDecision {
  const { evidenceText, attachments } = command;
  if (!isWorker(core, moment)) return refuse('not-the-handler');
  if (core.returnAsked) return refuse('return-under-review');
  const { verify, feedback } = moment.policy.problem.classes[core.class];
  return accept(
    { type: 'workReported', at: moment.now, byAccountId: accountOf(moment.actor), evidenceText, attachments },
    ...stopClocks(moment.clocks, ...HANDLER_CLOCKS, ...callClocks(core), 'supervision'),
    startClock('verify', verify, moment),
    startClock('feedback', feedback, moment),
  );
}

/** Who looks at the work: never the desk that did it, and never whom the problem is about; their office is passed over. */
export function verifierOf(
  { work, handler, complaintOf }: Pick<LaunchedProblem, 'work' | 'handler' | 'complaintOf'>,
  verifiers: Record<Handler['level'], Role>,
): Role {
  const { level } = work?.handler ?? handler;
  const usual = verifiers[level];
  if (complaintOf?.role !== usual) return usual;
  return level === 'district' ? 'communitySecretary' : 'districtSupervisor';
}

export function verifyWork(
  core: LaunchedProblem,
  { isDone, noteText }: Of<'verifyWork'>,
  moment: Moment,
): ProblemDecision {
  const { actor } = moment;
  if (core.work && actor.kind === 'account' && core.work.byAccountId === actor.id) return refuse('own-work');
  if (isHandler({ handler: core.work?.handler ?? core.handler }, actor)) return refuse('own-work');
  const stopped = stopClocks(moment.clocks, 'verify');
  if (isDone) return accept({ type: 'workVerified', at: moment.now, noteText }, ...stopped);
  return accept(
    { type: 'workRejected', at: moment.now, noteText },
    ...stopped,
    ...stopClocks(moment.clocks, 'feedback'),
    startClock('handling', moment.policy.problem.classes[core.class].handling[core.handler.level], moment),
    ...(core.isSupervised ? [startClock('supervision', moment.policy.problem.supervised.superviseEvery, moment)] : []),
  );
}

/** The resident's own word, by the page or by the desk in the resident's name; who is a reporter is known by the reports. */
export function answerProblem(core: LaunchedProblem, command: Of<'answerProblem'>, moment: Moment): ProblemDecision {
  const { isSolved, isSatisfied, answerText } = command;
  if (isSatisfied && !isSolved) return refuse('unsolved-is-no-satisfaction');
  return answered(core, { isSolved, isSatisfied, by: 'resident', answerText: answerText ?? null }, moment);
}

/** A call back, by somebody who did not do the work. Calls in vain must lie apart, and after so many nobody is waited for. */
export function recordCallBack(
  core: LaunchedProblem,
  { answer, noteText }: Of<'recordCallBack'>,
  moment: Moment,
): ProblemDecision {
  const { attempts, every } = moment.policy.problem.callBacks;
  if (core.work && isHandler({ handler: core.work.handler }, moment.actor)) return refuse('own-work');
  if (answer) {
    if (answer.isSatisfied && !answer.isSolved) return refuse('unsolved-is-no-satisfaction');
    return answered(core, { ...answer, by: 'call', answerText: noteText }, moment);
  }
  const until = core.lastCallBackAt && dueAt(every, core.lastCallBackAt, moment.calendar).at;
  if (until !== null && moment.now < until) return refuse('called-recently', { until });
  const failed = { type: 'callBackFailed', at: moment.now, noteText } as const;
  if (core.callBackFailures + 1 < attempts.value) return accept(failed);
  return accept(failed, ...concluded(core, 'unverified', moment));
}

type Answer = Omit<Extract<ProblemEvents[number], { type: 'problemAnswered' }>, 'type'>;

/** Satisfied: solved for good. Otherwise it goes on, keeping its age, and after so many times a level higher (济南市12345热线条例 27). */
function answered(core: LaunchedProblem, answer: Answer, moment: Moment): ProblemDecision {
  const event = { type: 'problemAnswered', ...answer } as const;
  if (answer.isSolved && answer.isSatisfied) return accept(event, ...concluded(core, 'resolved', moment));
  const stopped = stopClocks(moment.clocks, 'feedback', 'verify');
  const reopened = { type: 'problemReopened', at: moment.now } as const;
  const isTooOften = core.reopened >= moment.policy.problem.reopen.perLevel.value;
  const up = isTooOften ? raised(core, 'reopened', null, moment) : undefined;
  return accept(event, ...stopped, reopened, ...(up ?? handlerClocks(core, core.handler.level, moment)));
}

/** On the supervised track another body still appraises what was solved (研交办督结评). */
function concluded(core: LaunchedProblem, outcome: ProblemOutcome, moment: Moment): ProblemEvents {
  if (core.isSupervised && outcome === 'resolved')
    return [
      ...stopAllClocks(moment.clocks),
      { type: 'appraisalDue', at: moment.now },
      startClock('appraisal', moment.policy.problem.supervised.appraise, moment),
    ];
  return closed(outcome, moment);
}

export const closed = (outcome: ProblemOutcome, moment: Moment): ProblemEvents => [
  ...stopAllClocks(moment.clocks),
  { type: 'problemClosed', at: moment.now, outcome },
];

export function appraise(core: LaunchedProblem, { stars, noteText }: Of<'appraise'>, moment: Moment): ProblemDecision {
  if (core.work && isHandler({ handler: core.work.handler }, moment.actor)) return refuse('own-work');
  return accept({ type: 'problemAppraised', stars, noteText }, ...closed('resolved', moment));
}
