// A joint call (吹哨报到): the street calls several departments into one problem, one of them leads; each has a clock and an answer of its
// own, and silence goes to the district (北京街道办事处条例 17, 44).
import { startClock, stopClocks } from '../clocks';
import { accept, refuse, type Moment } from '../process';
import { isAboutActor } from './levels';
import type { CalledDepartment, LaunchedProblem, ProblemCommandOf as Of, ProblemDecision } from './state';

/** The clock by which a department must answer a call. */
export const callClock = (department: string): string => `call:${department}`;

const calledOf = ({ call }: LaunchedProblem, department: string): CalledDepartment | undefined =>
  call?.departments.find((called) => called.department === department);

export function callDepartments(
  core: LaunchedProblem,
  command: Of<'callDepartments'>,
  moment: Moment,
): ProblemDecision {
  const { departments, lead, reasonText } = command;
  const { maxDepartments, answerWithin } = moment.policy.problem.call;
  if (core.handler.level !== 'street' || core.handler.department !== null) return refuse('call-is-the-streets');
  if (core.call) return refuse('call-running');
  if (new Set(departments).size !== departments.length) return refuse('department-twice');
  if (departments.length > maxDepartments.value)
    return refuse('too-many-departments', { count: departments.length, max: maxDepartments.value });
  if (!departments.includes(lead)) return refuse('department-not-called', { department: lead });
  return accept(
    { type: 'departmentsCalled', departments, lead, reasonText },
    ...departments.map((department) => startClock(callClock(department), answerWithin, moment)),
  );
}

/** Late answers count too: whoever comes after all is taken at his word. */
export function answerCall(core: LaunchedProblem, command: Of<'answerCall'>, moment: Moment): ProblemDecision {
  const { body: department, isComing, answerText } = command;
  const called = calledOf(core, department);
  if (!called) return refuse('department-not-called', { department });
  const { actor } = moment;
  if (actor.kind !== 'account' || actor.department !== department) return refuse('not-your-department', { department });
  if (isAboutActor(core.complaintOf, actor)) return refuse('complained-party', { level: 'street' });
  if (called.isComing !== null) return refuse('call-already-answered', { department });
  return accept(
    { type: 'callAnswered', department, isComing, answerText },
    ...stopClocks(moment.clocks, callClock(department), orderClock(department)),
  );
}

/** Another lead, where the first declined or does nothing. */
export function nameLead(core: LaunchedProblem, { lead, reasonText }: Of<'nameLead'>): ProblemDecision {
  const called = calledOf(core, lead);
  if (!called) return refuse('department-not-called', { department: lead });
  if (called.isComing === false) return refuse('department-declined', { department: lead });
  return accept({ type: 'leadNamed', lead, reasonText });
}

/** The district orders a department that has been silent to answer, with its own new time. */
export function orderDepartment(
  core: LaunchedProblem,
  command: Of<'orderDepartment'>,
  moment: Moment,
): ProblemDecision {
  const { department, letterText } = command;
  const called = calledOf(core, department);
  if (!called) return refuse('department-not-called', { department });
  if (called.isComing !== null) return refuse('call-already-answered', { department });
  if (!called.isSilent) return refuse('department-not-silent', { department });
  return accept(
    { type: 'departmentOrdered', department, letterText },
    ...stopClocks(moment.clocks, orderClock(department)),
    startClock(callClock(department), moment.policy.problem.call.answerWithin, moment),
  );
}

export function recordCallSilence(
  core: LaunchedProblem,
  { department }: Of<'recordCallSilence'>,
  moment: Moment,
): ProblemDecision {
  const { order } = moment.policy.problem.call;
  const isStillAwaited = calledOf(core, department)?.isComing === null;
  return accept(
    ...(isStillAwaited
      ? [{ type: 'callUnanswered', department } as const, startClock(orderClock(department), order, moment)]
      : []),
    ...stopClocks(moment.clocks, callClock(department)),
  );
}

/** The clock by which the district must have ordered a silent department. */
export const orderClock = (department: string): string => `order:${department}`;

/** Every clock of a call; what is solved or leaves the street waits for no department. */
export const callClocks = ({ call }: LaunchedProblem): string[] =>
  (call?.departments ?? []).flatMap(({ department }) => [callClock(department), orderClock(department)]);
