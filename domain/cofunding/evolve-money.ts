// The events of pledging, collecting, settling and the end, folded into the state of a co-funding.
import { to, unlessOpen, type Change } from './change';
import { worksChange, type WorksEvent } from './evolve-works';
import type { CofundingEvent, LaunchedCofunding } from './state';

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

export function moneyChange(core: LaunchedCofunding, event: WorksEvent | MoneyEvent): Change {
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
      return { ...to('countingReceipts', event.at), isLastCount: event.isLast ?? false };
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
      return { ...to('refunding', event.at), isGivenUp: true, refunds: null, payments: core.payments.map(unlessOpen) };
    case 'projectClosed':
      return { ...to('closed', event.at), outcome: event.outcome };
    default:
      return worksChange(core, event);
  }
}
