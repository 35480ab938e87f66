// Quotes, contract, milestones, payments approved by two, and what happens when the works cost more than was decided (law.md 9.3, C7). Money is
// spent only after the decision, only for what was reached, and never by one person alone.
import { startOfDay, dayOfDate } from '../calendar/instant';
import { startClock, startClockUntil, stopClocks } from '../clocks';
import { accept, refuse, type Moment } from '../process';
import { sumFen } from './plan';
import type {
  CofundingCommandOf as Of,
  CofundingDecision,
  CofundingEvent,
  CofundingEvents,
  Contract,
  LaunchedCofunding,
} from './state';

export const milestoneClock = (milestoneId: string): string => `milestone:${milestoneId}`;
export const paymentClock = (paymentId: string): string => `payment:${paymentId}`;

export function addQuote(core: LaunchedCofunding, command: Of<'addQuote'>): CofundingDecision {
  const { quoteId, bidder, amountFen, isRelated, relationText, documentHash } = command;
  if (core.quotes.some((quote) => quote.quoteId === quoteId)) return refuse('id-already-used', { id: quoteId });
  if (core.quotes.some((quote) => quote.bidder === bidder)) return refuse('bidder-twice');
  if (isRelated !== (relationText !== undefined)) return refuse('relation-not-explained');
  const sponsor = core.plan?.sources.find(({ kind, uscc }) => kind === 'sponsor' && uscc === bidder);
  if (sponsor) return refuse('sponsor-is-contractor', { sourceId: sponsor.sourceId });
  const quote = { quoteId, bidder, amountFen, isRelated };
  return accept({ type: 'quoteAdded', quote, documentHash, relationText: relationText ?? null });
}

export function withdrawQuote(
  core: LaunchedCofunding,
  { quoteId, reasonText }: Of<'withdrawQuote'>,
): CofundingDecision {
  if (!core.quotes.some((quote) => quote.quoteId === quoteId)) return refuse('quote-not-found', { quoteId });
  return accept({ type: 'quoteWithdrawn', quoteId, reasonText });
}

/**
 * What was decided may be exceeded by so much without a new decision (the policy's percentage), rounded down; a variation that was agreed to is a
 * decision, too, whoever carries the works out in the end.
 */
export const mostFen = (core: LaunchedCofunding, { policy }: Pick<Moment, 'policy'>): number => {
  const costFen = core.plan?.costFen ?? 0;
  const decidedFen = Number((BigInt(costFen) * BigInt(100 + policy.cofunding.overrunPercent.value)) / 100n);
  return Math.max(decidedFen, core.agreedFen);
};

export function signContract(core: LaunchedCofunding, command: Of<'signContract'>, moment: Moment): CofundingDecision {
  const { quoteId, milestones, documentHash, fewQuotesText, reasonText } = command;
  const quote = core.quotes.find((other) => other.quoteId === quoteId);
  if (!quote) return refuse('quote-not-found', { quoteId });
  const { quotes } = moment.policy.cofunding;
  if (core.quotes.length < quotes.value && fewQuotesText === undefined)
    return refuse('too-few-quotes', { wanted: quotes.value, quotes: core.quotes.length });
  const codes = milestones.map(({ milestoneId }) => milestoneId);
  // Payments are for a milestone by its code: one that an earlier contract was paid for would take what this one is to bring.
  const asked = core.payments.filter(({ status }) => status !== 'refused').map(({ milestoneId }) => milestoneId);
  if (new Set(codes).size !== codes.length || codes.some((code) => asked.includes(code)))
    return refuse('milestone-twice');
  const milestonesFen = sumFen(milestones);
  // Paid so far under an earlier contract is spent; the rest of the money carries this one.
  if (milestonesFen !== quote.amountFen)
    return refuse('milestones-do-not-add-up', { milestonesFen, quoteFen: quote.amountFen });
  const limitFen = mostFen(core, moment);
  if (core.spentFen + quote.amountFen > limitFen) return refuse('beyond-the-decision', { limitFen });
  const contract: Contract = {
    ...{ quoteId, bidder: quote.bidder, amountFen: quote.amountFen, addedFen: 0 },
    milestones: milestones.map((milestone) => ({ ...milestone, isReached: false })),
  };
  return accept(
    ...stopClocks(moment.clocks, 'contract'),
    {
      ...{ type: 'contractSigned', at: moment.now, contract, documentHash, reasonText },
      fewQuotesText: fewQuotesText ?? null,
    },
    ...milestones.map(({ milestoneId, dueOn }) =>
      startClockUntil(
        milestoneClock(milestoneId),
        moment.policy.cofunding.milestone,
        startOfDay(dayOfDate(dueOn) + 1),
        moment,
      ),
    ),
  );
}

export function reportMilestone(
  core: LaunchedCofunding,
  { milestoneId, evidenceText, attachments }: Of<'reportMilestone'>,
  moment: Moment,
): CofundingDecision {
  const milestone = core.contract?.milestones.find((other) => other.milestoneId === milestoneId);
  if (!milestone) return refuse('milestone-not-found', { milestoneId });
  if (milestone.isReached) return refuse('milestone-already-reached', { milestoneId });
  return accept(...stopClocks(moment.clocks, milestoneClock(milestoneId)), {
    ...{ type: 'milestoneReached', at: moment.now, milestoneId, evidenceText, attachments },
  });
}

export function requestPayment(
  core: LaunchedCofunding,
  command: Of<'requestPayment'>,
  moment: Moment,
): CofundingDecision {
  const { paymentId, milestoneId, amountFen, invoiceHash, payeeText } = command;
  if (moment.actor.kind !== 'account') return refuse('forbidden');
  // What is left belongs to those who paid from then on.
  if (core.refunds) return refuse('surplus-shared-out');
  if (core.payments.some((payment) => payment.paymentId === paymentId))
    return refuse('id-already-used', { id: paymentId });
  const milestone = core.contract?.milestones.find((other) => other.milestoneId === milestoneId);
  if (!milestone) return refuse('milestone-not-found', { milestoneId });
  if (!milestone.isReached) return refuse('milestone-not-reached', { milestoneId });
  const asked = core.payments.filter((payment) => payment.milestoneId === milestoneId && payment.status !== 'refused');
  const leftFen = milestone.amountFen - sumFen(asked);
  if (amountFen > leftFen) return refuse('payment-beyond-contract', { leftFen });
  const payment = {
    ...{ paymentId, milestoneId, amountFen, payeeText, requestedBy: moment.actor.id, approvedBy: [] },
    status: 'requested' as const,
  };
  return accept(
    { type: 'paymentRequested', payment, invoiceHash },
    startClock(paymentClock(paymentId), moment.policy.cofunding.approveWithin, moment),
  );
}

/** Two people who did not ask for it. */
export function approvePayment(
  core: LaunchedCofunding,
  { paymentId }: Of<'approvePayment'>,
  moment: Moment,
): CofundingDecision {
  const payment = core.payments.find((other) => other.paymentId === paymentId);
  if (payment?.status !== 'requested') return refuse('payment-not-open', { paymentId });
  if (moment.actor.kind !== 'account') return refuse('forbidden');
  const { id: accountId } = moment.actor;
  if (payment.requestedBy === accountId) return refuse('own-request');
  if (payment.approvedBy.includes(accountId)) return refuse('already-approved');
  const isFinal = payment.approvedBy.length + 1 >= moment.policy.cofunding.approvals.value;
  return accept(
    { type: 'paymentApproved', paymentId, accountId, isFinal },
    ...(isFinal ? stopClocks(moment.clocks, paymentClock(paymentId)) : []),
  );
}

/** What the ledger answered about an approved payment; said twice, it changes nothing. */
export const recordSpending = (
  core: LaunchedCofunding,
  answer: Of<'recordSpendingPosted' | 'recordSpendingRefused'>,
): CofundingDecision => {
  const { paymentId } = answer;
  if (!core.payments.some((payment) => payment.paymentId === paymentId && payment.status === 'approved'))
    return accept();
  return answer.type === 'recordSpendingPosted'
    ? accept({ type: 'paymentPosted', paymentId, transactionId: answer.transactionId })
    : accept({ type: 'paymentFailed', paymentId, code: answer.code });
};

export function refusePayment(
  core: LaunchedCofunding,
  { paymentId, reasonText }: Of<'refusePayment'>,
  moment: Moment,
): CofundingDecision {
  const payment = core.payments.find((other) => other.paymentId === paymentId);
  if (payment?.status !== 'requested') return refuse('payment-not-open', { paymentId });
  return accept(...stopClocks(moment.clocks, paymentClock(paymentId)), {
    ...{ type: 'paymentRefused', paymentId, reasonText },
  });
}

/** Within the limit the holder may add to the contract; beyond it those decide again who decided before. */
export function proposeVariation(
  core: LaunchedCofunding,
  { milestoneId, amountFen, reasonText }: Of<'proposeVariation'>,
  moment: Moment,
): CofundingDecision {
  const { contract } = core;
  const milestone = contract?.milestones.find((other) => other.milestoneId === milestoneId);
  if (!milestone) return refuse('milestone-not-found', { milestoneId });
  if (milestone.isReached) return refuse('milestone-already-reached', { milestoneId });
  const totalFen = core.spentFen + unpaidFen(core) + amountFen;
  const isBeyondLimit = totalFen > mostFen(core, moment);
  const variation = { milestoneId, amountFen, totalFen };
  const proposed: CofundingEvent = {
    ...{ type: 'variationProposed', at: moment.now, variation, reasonText, isBeyondLimit },
  };
  const { varyWithin, voteWithin } = moment.policy.cofunding;
  // Roll, notice and window of a vote take longer than an officer's decision.
  const within = core.projectClass === 'none' ? varyWithin : voteWithin;
  return accept(proposed, ...(isBeyondLimit ? [startClock('variation', within, moment)] : agreed(moment)));
}

const agreed = (moment: Moment): CofundingEvents => [
  { type: 'variationDecided', at: moment.now, isApproved: true, reasonText: null },
];

/** What the contract in force still costs. */
const unpaidFen = ({ contract, payments }: LaunchedCofunding): number => {
  if (!contract) return 0;
  const codes = contract.milestones.map(({ milestoneId }) => milestoneId);
  const paid = payments.filter(({ milestoneId, status }) => status === 'posted' && codes.includes(milestoneId));
  return contract.amountFen + contract.addedFen - sumFen(paid);
};

/** Where the owners decided, only their vote decides again. */
export function decideVariation(
  core: LaunchedCofunding,
  { isApproved, reasonText }: Of<'decideVariation'>,
  moment: Moment,
): CofundingDecision {
  if (core.projectClass !== 'none') return refuse('owners-decide');
  return accept(...stopClocks(moment.clocks, 'variation'), {
    ...{ type: 'variationDecided', at: moment.now, isApproved, reasonText },
  });
}

/** What was reached stays paid; what is left is put out again. */
export function contractorQuits(
  core: LaunchedCofunding,
  { reasonText }: Of<'recordContractorQuit'>,
  moment: Moment,
): CofundingDecision {
  if (core.payments.some(({ status }) => status === 'requested' || status === 'approved'))
    return refuse('payments-open');
  const clocks = Object.keys(moment.clocks).filter((name) => name.startsWith('milestone:'));
  return accept(
    ...stopClocks(moment.clocks, 'rectification', ...clocks),
    { type: 'contractorQuit', at: moment.now, reasonText },
    startClock('contract', moment.policy.cofunding.contractWithin, moment),
  );
}
