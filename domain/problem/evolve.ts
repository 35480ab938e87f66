// Folds the events of a problem into its state.
import { assertNever } from '../assert-never';
import type { CalledDepartment, Handler, LaunchedProblem, ProblemCore, ProblemEvent } from './state';

export function evolveProblem(core: ProblemCore, event: ProblemEvent): ProblemCore {
  if (event.type === 'problemLaunched') return launched(event);
  if (core.phase === 'unlaunched') return core;
  switch (event.type) {
    case 'problemResearched':
      return core;
    case 'problemDispatched':
      // Whoever gets it now begins anew; a call was the street's before.
      return { ...withHandler(core, event.handler, event.at), call: null };
    case 'contactMade':
      return { ...core, phase: 'handling', phaseSince: event.at, lostBy: null };
    case 'problemReclassified':
      return { ...core, category: event.category, class: event.class };
    case 'levelRaised': {
      const { from, to, why, at } = event;
      const up = withHandler(core, { level: to, department: null }, at);
      const isLost = why === 'noResponse' || why === 'overdue';
      // The departments still owe their answers, the level above does the work itself.
      const call = core.call && { ...core.call, lead: null };
      return { ...up, call, reopened: 0, lostBy: isLost ? from : null };
    }
    case 'returnAsked':
      return { ...core, returns: core.returns + 1, returnAsked: { reason: event.reason, by: event.by } };
    case 'returnAccepted':
      return { ...core, returnAsked: null, isOwned: core.isOwned || event.isLast };
    case 'returnRefused':
      return { ...core, returnAsked: null };
    case 'extensionAsked':
      return { ...core, isExtensionAsked: true };
    case 'handlingExtended':
      return { ...core, isExtensionAsked: false, extensions: core.extensions + 1 };
    case 'extensionRefused':
      return { ...core, isExtensionAsked: false };
    case 'departmentsCalled': {
      const departments = event.departments.map((department) => ({
        ...{ department, isComing: null, isSilent: false, isOrdered: false },
      }));
      return { ...core, call: { lead: event.lead, departments } };
    }
    case 'callAnswered': {
      const { department, isComing } = event;
      const answered = withCalled(core, department, { isComing });
      const isLeadGone = !isComing && answered.call?.lead === department;
      return isLeadGone && answered.call ? { ...answered, call: { ...answered.call, lead: null } } : answered;
    }
    case 'callUnanswered':
      return withCalled(core, event.department, { isSilent: true, isOrdered: false });
    case 'departmentOrdered':
      return withCalled(core, event.department, { isOrdered: true });
    case 'leadNamed':
      return core.call ? { ...core, call: { ...core.call, lead: event.lead } } : core;
    case 'workReported': {
      const { byAccountId, at } = event;
      const work = { byAccountId, handler: core.handler };
      return { ...core, phase: 'verifying', phaseSince: at, work, call: null, lostBy: null, isExtensionAsked: false };
    }
    case 'workVerified':
      return { ...core, phase: 'answering', phaseSince: event.at, callBackFailures: 0, lastCallBackAt: null };
    case 'workRejected':
      return { ...core, phase: 'handling', phaseSince: event.at, work: null };
    case 'problemAnswered':
      return core;
    case 'callBackFailed':
      return { ...core, callBackFailures: core.callBackFailures + 1, lastCallBackAt: event.at };
    case 'problemReopened':
      return { ...core, phase: 'dispatched', phaseSince: event.at, work: null, reopened: core.reopened + 1 };
    case 'closingProposed': {
      const { how, byAccountId, mergedInto, reviewOn } = event;
      return { ...core, closing: { how, byAccountId, mergedInto, reviewOn } };
    }
    case 'closingApproved':
      return approved(core, event.byAccountId);
    case 'closingRefused':
      return { ...core, closing: null };
    case 'closingAnnounced':
      return {
        ...core,
        phase: 'appealable',
        phaseSince: event.at,
        returnAsked: null,
        isExtensionAsked: false,
        call: null,
      };
    case 'appealLodged':
      return { ...core, phase: 'appealed', phaseSince: event.at };
    case 'appealUpheld': {
      const { level } = core.handler;
      return { ...withHandler(core, { level, department: null }, event.at), agreed: null, mergedInto: null };
    }
    case 'appealDismissed':
      return core;
    case 'problemParked':
      return {
        ...core,
        phase: 'parked',
        phaseSince: event.at,
        reviewOn: event.reviewOn,
        returnAsked: null,
        call: null,
      };
    case 'parkingEnded':
      return { ...core, phase: 'dispatched', phaseSince: event.at, reviewOn: null };
    case 'problemOverdue':
      return { ...core, isOverdue: true };
    case 'delayExplained':
      return { ...core, isDelayExplained: true };
    case 'meetingCalled':
      return { ...core, meetingDue: { form: event.form, heldAt: event.heldAt } };
    case 'meetingLaunched': {
      const form = core.meetingDue?.form;
      if (form === undefined) return core;
      const meetings = [...core.meetings, { meetingId: event.meetingId, form, outcome: null }];
      return { ...core, meetings, meetingDue: null };
    }
    case 'meetingEnded': {
      const { meetingId, outcome } = event;
      return { ...core, meetings: core.meetings.map((of) => (of.meetingId === meetingId ? { ...of, outcome } : of)) };
    }
    case 'problemSupervised':
      return core;
    case 'appraisalDue':
      return { ...core, phase: 'appraising', phaseSince: event.at };
    case 'problemAppraised':
      return core;
    case 'problemClosed':
      return { ...core, phase: 'closed', phaseSince: event.at, outcome: event.outcome };
    default:
      return assertNever(event);
  }
}

function launched(event: Extract<ProblemEvent, { type: 'problemLaunched' }>): LaunchedProblem {
  const { type: _type, at, level, why: _why, ...given } = event;
  return {
    ...given,
    phase: given.isSupervised ? 'researching' : 'dispatched',
    phaseSince: at,
    launchedAt: at,
    handler: { level, department: null },
    lostBy: null,
    returns: 0,
    returnAsked: null,
    isOwned: false,
    extensions: 0,
    isExtensionAsked: false,
    call: null,
    work: null,
    callBackFailures: 0,
    lastCallBackAt: null,
    reopened: 0,
    closing: null,
    agreed: null,
    mergedInto: null,
    reviewOn: null,
    isOverdue: false,
    isDelayExplained: false,
    meetings: [],
    meetingDue: null,
    outcome: null,
  };
}

function approved(core: LaunchedProblem, byAccountId: string | null): LaunchedProblem {
  const { closing } = core;
  if (closing === null || closing.how === 'parked') return { ...core, closing: null };
  const byAccountIds = [closing.byAccountId, byAccountId].filter((id) => id !== null);
  return { ...core, closing: null, mergedInto: closing.mergedInto, agreed: { how: closing.how, byAccountIds } };
}

/** Whoever gets it begins anew, except that its returns stay counted. */
const withHandler = (core: LaunchedProblem, handler: Handler, at: string): LaunchedProblem => ({
  ...core,
  handler,
  phase: 'dispatched',
  phaseSince: at,
  work: null,
  extensions: 0,
  isExtensionAsked: false,
  returnAsked: null,
  lostBy: null,
});

const withCalled = (core: LaunchedProblem, department: string, change: Partial<CalledDepartment>): LaunchedProblem =>
  core.call === null
    ? core
    : {
        ...core,
        call: {
          ...core.call,
          departments: core.call.departments.map((called) =>
            called.department === department ? { ...called, ...change } : called,
          ),
        },
      };
