// Folds the events of a co-funding into its state: here up to the decision; its money and its works in files of their own.
import { answered, raised } from '../objections';
import { to, unlessOpen, type Change } from './change';
import { moneyChange } from './evolve-money';
import type { CofundingCore, CofundingEvent, LaunchedCofunding } from './state';

export function evolveCofunding(core: CofundingCore, event: CofundingEvent): CofundingCore {
  if (event.type === 'projectProposed') return proposed(event);
  if (core.phase === 'unlaunched') return core;
  return { ...core, ...changeBy(core, event) };
}

function changeBy(core: LaunchedCofunding, event: Exclude<CofundingEvent, { type: 'projectProposed' }>): Change {
  switch (event.type) {
    case 'proposalScreened':
      return event.category === null
        ? to('deliberating', event.at)
        : {
            ...to('handingOn', event.at),
            handedOn: { category: event.category, isFirms: event.finding === 'firmDuty' },
          };
    case 'deliberationCalled': {
      const { form, heldAt, convenorRole } = event;
      return { meetings: [...core.meetings, { meetingId: null, form, heldAt, convenorRole, outcome: null }] };
    }
    case 'deliberationLaunched':
      return withMeeting(core, { meetingId: event.meetingId });
    case 'deliberationEnded':
      return withMeeting(core, { meetingId: event.meetingId, outcome: event.outcome });
    case 'planSettled':
      return { ...to('classifying', event.at), ...FRESH_PLAN, plan: event.plan };
    case 'classConfirmed':
      return { projectClass: event.projectClass };
    case 'partyReviewed':
      return { isReviewed: event.isApproved };
    case 'decisionDue':
      return to(event.next, event.at);
    case 'voteLaunched':
      return {
        attempts: [...core.attempts, { voteId: event.voteId, isHeld: false, outcome: null, isContested: false }],
      };
    case 'assemblyHeld':
      return withAttempt(core, event.voteId, { isHeld: true });
    case 'voteDecided': {
      const isAgreed = event.outcome === 'passed';
      const agreed = isAgreed ? { agreedVersion: core.plan?.version ?? 0 } : {};
      return { ...withAttempt(core, event.voteId, { isHeld: true, outcome: event.outcome }), ...agreed };
    }
    case 'voteContestNoted':
      return withAttempt(core, event.voteId, { isContested: event.isContested });
    case 'voteRevoked': {
      const { voteId, isBasis } = event;
      // What nobody has approved yet is not paid on a decision that is gone.
      const fallen = isBasis ? { agreedVersion: 0, payments: core.payments.map(unlessOpen) } : {};
      return { ...withAttempt(core, voteId, { outcome: 'voided', isContested: false }), ...fallen };
    }
    case 'splittingChecked':
      return { splitting: { otherFen: event.otherFen, processIds: event.processIds } };
    case 'grantDecided':
      return { grantedFen: event.amountFen, objections: [], isNoticeOver: false };
    case 'grantRefused':
      return { grantedFen: null };
    case 'objectionRaised':
      return { objections: [...core.objections, raised(event)] };
    case 'objectionAnswered':
      return {
        objections: answered(core.objections, event.objectionId, event.isUpheld),
        // What was upheld is published again, with its full time.
        ...(event.isUpheld ? { isNoticeOver: false, isShown: false } : {}),
      };
    case 'noticeOver':
      return { isNoticeOver: true };
    default:
      return moneyChange(core, event);
  }
}

/** What belongs to one version of the plan, and to none before it. */
const FRESH_PLAN: Change = {
  ...{ projectClass: null, isReviewed: false, splitting: null, grantedFen: null, objections: [], isNoticeOver: false },
  ...{ roll: null, shares: null, pledged: null, pledgeExtensions: 0 },
};

function proposed(event: Extract<CofundingEvent, { type: 'projectProposed' }>): LaunchedCofunding {
  const { at, projectId, place, parentId, titleText, needText, proposedBy } = event;
  return {
    ...{ phase: 'proposed', phaseSince: at, projectId, place, parentId, titleText, needText, proposedBy },
    ...{ handedOn: null, meetings: [], plan: null, projectClass: null, isReviewed: false, attempts: [] },
    ...{ agreedVersion: 0, splitting: null, grantedFen: null, objections: [], isNoticeOver: false, isShown: false },
    ...{ roll: null },
    ...{ shares: null, pledgeExtensions: 0, pledged: null, collectExtensions: 0, received: null, bridgedFen: {} },
    isLastCount: false,
    ...{ quotes: [], contract: null, payments: [], spentFen: 0, variation: null, agreedFen: 0, acceptance: null },
    ...{ rectifications: 0, claims: [], refunds: null, isGivenUp: false, outcome: null },
  };
}

/** Only the last meeting can be open. */
const withMeeting = (
  { meetings }: LaunchedCofunding,
  change: Partial<LaunchedCofunding['meetings'][number]>,
): Change => ({
  meetings: meetings.map((meeting) => (meeting.outcome === null ? { ...meeting, ...change } : meeting)),
});

const withAttempt = (
  { attempts }: LaunchedCofunding,
  voteId: string,
  change: Partial<LaunchedCofunding['attempts'][number]>,
): Change => ({
  attempts: attempts.map((attempt) => (attempt.voteId === voteId ? { ...attempt, ...change } : attempt)),
});
