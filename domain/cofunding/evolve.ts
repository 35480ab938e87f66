// Folds the events of a co-funding into its state.
import { assertNever } from '../assert-never';
import type { Instant } from '../calendar/types';
import { answered, raised } from '../objections';
import type { CofundingCore, CofundingEvent, LaunchedCofunding, Payment } from './state';

export function evolveCofunding(core: CofundingCore, event: CofundingEvent): CofundingCore {
  if (event.type === 'projectProposed') return proposed(event);
  if (core.phase === 'unlaunched') return core;
  return { ...core, ...changeBy(core, event) };
}

type Change = Partial<LaunchedCofunding>;

const to = (phase: LaunchedCofunding['phase'], at: Instant): Change => ({ phase, phaseSince: at });

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

type MoneyEvent = Extract<
  CofundingEvent,
  {
    type:
      | `pledg${string}`
      | 'rescopingDue'
      | `collecting${string}`
      | 'receiptsMissed'
      | 'shortfallBridged'
      | 'contractingBegan'
      | 'sourceReceived'
      | 'claimRefused'
      | `refunds${string}`
      | 'heldRefundsDisposed'
      | 'settlingBegan'
      | `project${'GivenUp' | 'Closed'}`;
  }
>;

function moneyChange(core: LaunchedCofunding, event: Parameters<typeof worksChange>[1] | MoneyEvent): Change {
  switch (event.type) {
    case 'pledgingOpened':
      return { ...to('pledging', event.at), roll: event.roll, shares: event.shares, pledged: null };
    case 'pledgeTargetReached':
      return { pledged: event.pledged };
    case 'pledgingExtended':
      return { ...to('pledging', event.at), pledgeExtensions: core.pledgeExtensions + 1, pledged: null };
    case 'pledgingResumed':
      return { ...to('pledging', event.at), pledged: null };
    case 'pledgingOver':
      return to('countingPledges', event.at);
    case 'pledgesMissed':
      return { ...to('deciding', event.at), pledged: event.pledged };
    case 'rescopingDue':
      return { pledged: null };
    case 'collectingOpened':
      return { ...to('collecting', event.at), pledged: event.pledged };
    case 'collectingExtended':
      return { ...to('collecting', event.at), collectExtensions: core.collectExtensions + 1 };
    case 'collectingOver':
      return to('countingReceipts', event.at);
    case 'collectingResumed':
      return { ...to('collecting', event.at), received: event.received };
    case 'receiptsMissed':
      return { ...to('bridging', event.at), received: event.received };
    case 'shortfallBridged': {
      const { sourceId, amountFen } = event;
      return { bridgedFen: { ...core.bridgedFen, [sourceId]: (core.bridgedFen[sourceId] ?? 0) + amountFen } };
    }
    case 'contractingBegan':
      return { ...to('contracting', event.at), received: event.received };
    case 'settlingBegan':
      return { ...to('settling', event.at), claims: event.claims };
    case 'sourceReceived':
    case 'claimRefused':
      return { claims: core.claims.filter((sourceId) => sourceId !== event.sourceId) };
    case 'refundsListed':
      return { refunds: { payers: event.payers, totalFen: event.totalFen, isPaid: false, heldFen: 0, held: 0 } };
    case 'refundsPaid': {
      const { heldFen, held } = event;
      return core.refunds ? { refunds: { ...core.refunds, isPaid: true, heldFen, held } } : {};
    }
    case 'heldRefundsDisposed':
      return core.refunds ? { refunds: { ...core.refunds, heldFen: 0, held: 0 } } : {};
    case 'projectGivenUp':
      // What nobody has approved yet is not paid any more.
      return { ...to('refunding', event.at), isGivenUp: true, refunds: null, payments: core.payments.map(unlessOpen) };
    case 'projectClosed':
      return { ...to('closed', event.at), outcome: event.outcome };
    default:
      return worksChange(core, event);
  }
}

type WorksEvent = Extract<
  CofundingEvent,
  {
    type:
      | `quote${string}`
      | 'contractSigned'
      | 'milestoneReached'
      | `payment${string}`
      | `variation${string}`
      | 'contractorQuit'
      | 'worksFinished'
      | 'acceptanceRecorded'
      | 'rectificationDue'
      | 'worksAccepted'
      | 'accountsPublished';
  }
>;

function worksChange(core: LaunchedCofunding, event: WorksEvent): Change {
  switch (event.type) {
    case 'quoteAdded':
      return { quotes: [...core.quotes, event.quote] };
    case 'quoteWithdrawn':
      return { quotes: core.quotes.filter(({ quoteId }) => quoteId !== event.quoteId) };
    case 'contractSigned':
      return { ...to('working', event.at), contract: event.contract };
    case 'milestoneReached':
      return withMilestone(core, event.milestoneId, () => ({ isReached: true }));
    case 'paymentRequested':
      return { payments: [...core.payments, event.payment] };
    case 'paymentApproved':
      return withPayment(core, event.paymentId, ({ approvedBy }) => ({
        approvedBy: [...approvedBy, event.accountId],
        ...(event.isFinal ? { status: 'approved' } : {}),
      }));
    case 'paymentRefused':
    case 'paymentFailed':
      return withPayment(core, event.paymentId, () => ({ status: 'refused' }));
    case 'paymentPosted': {
      const paid = core.payments.find(({ paymentId }) => paymentId === event.paymentId)?.amountFen ?? 0;
      const posted = withPayment(core, event.paymentId, () => ({ status: 'posted' }));
      return { ...posted, spentFen: core.spentFen + paid };
    }
    case 'variationProposed':
      return { ...(event.isBeyondLimit ? to('varying', event.at) : {}), variation: event.variation };
    case 'variationDecided':
      return { ...to('working', event.at), ...(event.isApproved ? varied(core) : {}), variation: null };
    case 'contractorQuit':
      return { ...to('contracting', event.at), contract: null, quotes: [], variation: null };
    case 'worksFinished':
      return to('accepting', event.at);
    case 'acceptanceRecorded': {
      const { recordedBy, representativeIds } = event;
      return { acceptance: { recordedBy, representativeIds } };
    }
    case 'rectificationDue':
      return { ...to('working', event.at), acceptance: null, rectifications: core.rectifications + 1 };
    case 'worksAccepted':
      return { ...to('publishing', event.at), objections: [], isNoticeOver: false, isShown: false };
    case 'accountsPublished':
      return { isNoticeOver: false, isShown: true };
    default:
      return assertNever(event);
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
    ...{ quotes: [], contract: null, payments: [], spentFen: 0, variation: null, acceptance: null },
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

const unlessOpen = (payment: Payment): Payment =>
  payment.status === 'requested' ? { ...payment, status: 'refused' } : payment;

const withPayment = (
  { payments }: LaunchedCofunding,
  paymentId: string,
  change: (payment: Payment) => Partial<Payment>,
): Change => ({
  payments: payments.map((payment) => (payment.paymentId === paymentId ? { ...payment, ...change(payment) } : payment)),
});

type Milestone = NonNullable<LaunchedCofunding['contract']>['milestones'][number];

function withMilestone(
  { contract }: LaunchedCofunding,
  milestoneId: string,
  change: (milestone: Milestone) => Partial<Milestone>,
): Pick<Change, 'contract'> {
  if (!contract) return {};
  const milestones = contract.milestones.map((milestone) =>
    milestone.milestoneId === milestoneId ? { ...milestone, ...change(milestone) } : milestone,
  );
  return { contract: { ...contract, milestones } };
}

/** More for one milestone; the contract remembers what was added. */
function varied(core: LaunchedCofunding): Change {
  const { variation } = core;
  if (!variation) return {};
  const { milestoneId, amountFen } = variation;
  const { contract } = withMilestone(core, milestoneId, (milestone) => ({
    amountFen: milestone.amountFen + amountFen,
  }));
  return contract ? { contract: { ...contract, addedFen: contract.addedFen + amountFen } } : {};
}
