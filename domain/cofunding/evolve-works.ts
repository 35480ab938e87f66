// The events of quotes, contract, works and acceptance, folded into the state of a co-funding.
import { assertNever } from '../assert-never';
import { to, type Change } from './change';
import type { CofundingEvent, LaunchedCofunding, Payment } from './state';

export type WorksEvent = Extract<
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

export function worksChange(core: LaunchedCofunding, event: WorksEvent): Change {
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
  const { milestoneId, amountFen, totalFen } = variation;
  const { contract } = withMilestone(core, milestoneId, (milestone) => ({
    amountFen: milestone.amountFen + amountFen,
  }));
  if (!contract) return {};
  const agreedFen = Math.max(core.agreedFen, totalFen);
  return { contract: { ...contract, addedFen: contract.addedFen + amountFen }, agreedFen };
}
