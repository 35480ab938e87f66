// Decides every command of a resident's problem (多级诉求办理). Each file beside this one is one matter: who has it (handling), sending back
// and more time (returns), the joint call (call), from the work to the resident's word (solution), other endings (closing), objections to
// those (appeal).
import { assertNever } from '../assert-never';
import { startClock, stopClocks } from '../clocks';
import { accept, refuse, type Moment } from '../process';
import { appealClosing, closedAsAgreed, dismissAppeal, upholdAppeal } from './appeal';
import { answerCall, callDepartments, nameLead, orderDepartment, recordCallSilence } from './call';
import { approveClosing, endParking, proposeClosing, refuseClosing } from './closing';
import { assign, handlerClocks, raise, raiseBySilence, reclassify, respond } from './handling';
import { firstLevel, isAboutActor, mayHandle } from './levels';
import { callMeeting, recordMeetingEnded } from './meetings';
import { acceptReturn, askExtension, extendHandling, refuseExtension, refuseReturn, returnProblem } from './returns';
import { answerProblem, appraise, recordCallBack, reportWork, verifyWork } from './solution';
import type {
  LaunchedProblem,
  ProblemCommand,
  ProblemCommandOf as Of,
  ProblemCore,
  ProblemDecision,
  ProblemEvents,
  ProblemLaunch,
} from './state';

export function decideProblem(core: ProblemCore, command: ProblemCommand, moment: Moment): ProblemDecision {
  if (command.type === 'launch') return launch(command, moment);
  if (core.phase === 'unlaunched') return refuse('wrong-phase', { type: command.type, phase: core.phase });
  // Recusal: whoever it is about neither handles nor judges it (济南市12345热线条例 32).
  if (isAboutActor(core.complaintOf, moment.actor)) return refuse('complained-party', { level: core.handler.level });
  switch (command.type) {
    case 'respond':
      return respond(core, command, moment);
    case 'reclassify':
      return reclassify(core, command, moment);
    case 'assign':
      return assign(core, command, moment);
    case 'raise':
      return raise(core, command, moment);
    case 'raiseBySilence':
      return raiseBySilence(core, command, moment);
    case 'returnProblem':
      return returnProblem(core, command, moment);
    case 'acceptReturn':
      return acceptReturn(core, command, moment);
    case 'refuseReturn':
      return refuseReturn(core, command, moment);
    case 'askExtension':
      return askExtension(core, command, moment);
    case 'extendHandling':
      return extendHandling(core, command, moment);
    case 'refuseExtension':
      return refuseExtension(core, command, moment);
    case 'callDepartments':
      return callDepartments(core, command, moment);
    case 'answerCall':
      return answerCall(core, command, moment);
    case 'nameLead':
      return nameLead(core, command);
    case 'orderDepartment':
      return orderDepartment(core, command, moment);
    case 'recordCallSilence':
      return recordCallSilence(core, command, moment);
    case 'reportWork':
      return reportWork(core, command, moment);
    case 'verifyWork':
      return verifyWork(core, command, moment);
    case 'answerProblem':
      return answerProblem(core, command, moment);
    case 'recordCallBack':
      return recordCallBack(core, command, moment);
    case 'proposeClosing':
      return proposeClosing(core, command, moment);
    case 'approveClosing':
      return approveClosing(core, command, moment);
    case 'refuseClosing':
      return refuseClosing(core, command, moment);
    case 'appealClosing':
      return appealClosing('resident', command.reasonText, moment);
    case 'recordAppeal':
      return appealClosing('office', command.reasonText, moment);
    case 'upholdAppeal':
      return upholdAppeal(core, command, moment);
    case 'dismissAppeal':
      return dismissAppeal(core, command, moment);
    case 'closeUnappealed':
      return accept(...closedAsAgreed(core, moment));
    case 'resumeParked':
      return endParking(core, command.reasonText, moment);
    case 'endParking':
      return endParking(core, null, moment);
    case 'recordOverdue':
      return recordOverdue(core, moment);
    case 'explainDelay':
      return explainDelay(core, command, moment);
    case 'callMeeting':
      return callMeeting(core, command, moment);
    case 'recordChildLaunched':
      return accept({ type: 'meetingLaunched', meetingId: command.childId });
    case 'recordMeetingEnded':
      return recordMeetingEnded(core, command);
    case 'recordResearch':
      return recordResearch(core, command, moment);
    case 'supervise':
      if (!core.isSupervised) return refuse('not-supervised');
      return accept(
        { type: 'problemSupervised', noteText: command.noteText },
        startClock('supervision', moment.policy.problem.supervised.superviseEvery, moment),
      );
    case 'appraise':
      return appraise(core, command, moment);
    default:
      return assertNever(command);
  }
}

/** Received, classed and given to its first desk in one step; the clock of the whole begins and never starts anew. */
function launch(command: ProblemLaunch, moment: Moment): ProblemDecision {
  const { type: _type, processId: problemId, parentId: _parent, recurrenceOf, ...launched } = command;
  const { categories, classes, supervised } = moment.policy.problem;
  const known = categories[command.category];
  if (!known) return refuse('category-unknown', { category: command.category });
  const of = command.class ?? known.class;
  const { level, why } = firstLevel(command, moment.policy);
  const isSupervised = command.isSupervised || supervised.classes.value.includes(of);
  const at = moment.now;
  const begun: ProblemEvents = [
    {
      ...{ type: 'problemLaunched', at, problemId, ...launched },
      ...{ class: of, recurrenceOf: recurrenceOf?.problemId ?? null, isSupervised, level, why },
    },
    startClock('whole', classes[of].whole, moment),
  ];
  if (isSupervised) return accept(...begun, startClock('research', supervised.research, moment));
  return accept(...begun, ...handlerClocks({ class: of, isSupervised }, level, moment), ...called(known.calls, moment));
}

/** Who is called at once, whatever the desk does: the fire station when a smoke alarm goes off. */
function called(departments: readonly string[] | undefined, moment: Moment): ProblemEvents {
  const [lead] = departments ?? [];
  if (departments === undefined || lead === undefined) return [];
  const { answerWithin } = moment.policy.problem.call;
  return [
    { type: 'departmentsCalled', departments: [...departments], lead: null, reasonText: null },
    ...departments.map((department) => startClock(`call:${department}`, answerWithin, moment)),
  ];
}

/** 研: the street has studied it, and it goes to its desk. */
function recordResearch(core: LaunchedProblem, { opinionText }: Of<'recordResearch'>, moment: Moment): ProblemDecision {
  return accept(
    { type: 'problemResearched', opinionText },
    ...stopClocks(moment.clocks, 'research'),
    { type: 'problemDispatched', at: moment.now, handler: core.handler, reasonText: null },
    ...handlerClocks(core, core.handler.level, moment),
  );
}

/** Whoever has it explains; while reporters may object to its end nobody does, and it is made up for if it goes on. */
function recordOverdue(core: LaunchedProblem, moment: Moment): ProblemDecision {
  const isEnding = core.phase === 'appealable' || core.phase === 'appealed';
  return accept(
    { type: 'problemOverdue' },
    ...stopClocks(moment.clocks, 'whole'),
    ...(isEnding ? [] : [startClock('explainDelay', moment.policy.problem.explainDelay, moment)]),
  );
}

/** What the resident is told when the time of the whole is over (接诉即办条例 15). */
function explainDelay(core: LaunchedProblem, command: Of<'explainDelay'>, moment: Moment): ProblemDecision {
  if (!core.isOverdue) return refuse('not-overdue');
  if (core.isDelayExplained) return refuse('delay-already-explained');
  if (!mayHandle(core, 'explainDelay', moment)) return refuse('not-the-handler');
  return accept(
    { type: 'delayExplained', explanationText: command.explanationText },
    ...stopClocks(moment.clocks, 'explainDelay'),
  );
}
