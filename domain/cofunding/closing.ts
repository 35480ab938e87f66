// Acceptance, public accounts, claims, the surplus back to those who paid it, and the end (law.md 9.3, C8–C10).
import { startClock, stopAllClocks, stopClocks } from '../clocks';
import { openOnes } from '../objections';
import { accept, refuse, type Moment } from '../process';
import { isMoney } from './plan';
import type {
  CofundingCommandOf as Of,
  CofundingDecision,
  CofundingEvent,
  CofundingEvents,
  CofundingOutcome,
  LaunchedCofunding,
} from './state';

export const closed = (moment: Moment, outcome: CofundingOutcome, reasonText: string | null): CofundingEvents => [
  ...stopAllClocks(moment.clocks),
  { type: 'projectClosed', at: moment.now, outcome, reasonText },
];

/** After money has come in nothing ends before it went back. */
export function givenUp(reasonText: string | null, moment: Moment): CofundingEvents {
  return [...stopAllClocks(moment.clocks), { type: 'projectGivenUp', at: moment.now, reasonText }];
}

export function finishWorks(
  core: LaunchedCofunding,
  { evidenceText, attachments }: Of<'finishWorks'>,
  moment: Moment,
): CofundingDecision {
  const open = core.contract?.milestones.find(({ isReached }) => !isReached);
  if (open) return refuse('milestones-open', { milestoneId: open.milestoneId });
  return accept(
    ...stopClocks(moment.clocks, 'rectification'),
    { type: 'worksFinished', at: moment.now, evidenceText, attachments },
    startClock('acceptance', moment.policy.cofunding.acceptWithin, moment),
  );
}

/** By those who use it (居民代表), written down by an office; the street confirms, and never the same person. */
export function recordAcceptance(
  core: LaunchedCofunding,
  command: Of<'recordAcceptance'>,
  moment: Moment,
): CofundingDecision {
  const { isAccepted, representativeIds, minutesText } = command;
  if (core.acceptance) return refuse('acceptance-already-recorded');
  if (new Set(representativeIds).size !== representativeIds.length) return refuse('representative-twice');
  const { representatives } = moment.policy.cofunding;
  if (representativeIds.length < representatives.value)
    return refuse('too-few-representatives', { wanted: representatives.value });
  if (moment.actor.kind !== 'account') return refuse('forbidden');
  const recorded: CofundingEvent = {
    ...{ type: 'acceptanceRecorded', recordedBy: moment.actor.id, representativeIds, minutesText },
  };
  return accept(recorded, ...(isAccepted ? [] : rectified(minutesText, moment)));
}

export function confirmAcceptance(
  core: LaunchedCofunding,
  { isAccepted, reasonText }: Of<'confirmAcceptance'>,
  moment: Moment,
): CofundingDecision {
  if (!core.acceptance) return refuse('acceptance-not-recorded');
  if (moment.actor.kind === 'account' && moment.actor.id === core.acceptance.recordedBy)
    return refuse('own-acceptance');
  if (!isAccepted) return accept(...rectified(reasonText, moment));
  return accept(
    ...stopClocks(moment.clocks, 'acceptance'),
    { type: 'worksAccepted', at: moment.now, reasonText },
    startClock('publish', moment.policy.cofunding.publishWithin, moment),
  );
}

const rectified = (reasonText: string, moment: Moment): CofundingEvents => [
  ...stopClocks(moment.clocks, 'acceptance'),
  { type: 'rectificationDue', at: moment.now, reasonText },
  startClock('rectification', moment.policy.cofunding.rectifyWithin, moment),
];

/** Online and on the notice board (双公示); the time for objections begins. */
export function publishAccounts(
  core: LaunchedCofunding,
  { boardPhoto, noteText }: Of<'publishAccounts'>,
  moment: Moment,
): CofundingDecision {
  if (core.isShown) return refuse('accounts-already-published');
  const notice = startClock('accountsNotice', moment.policy.cofunding.accountsNotice, moment);
  const { dueAt: closesAt } = notice.clock;
  return accept(
    ...stopClocks(moment.clocks, 'publish'),
    { type: 'accountsPublished', at: moment.now, boardPhoto, noteText, closesAt },
    notice,
  );
}

/** `onward` is what follows when nothing is left to answer. */
export function endNotice(
  core: LaunchedCofunding,
  clock: 'grantNotice' | 'accountsNotice',
  moment: Moment,
  onward: (events: readonly CofundingEvent[]) => CofundingEvents,
): CofundingDecision {
  const over: CofundingEvent = { type: 'noticeOver' };
  const isDone = openOnes(core.objections).length === 0;
  return accept(...stopClocks(moment.clocks, clock), over, ...(isDone ? onward([over]) : []));
}

/** Sources that pay after acceptance are claimed; the machine then lists what goes back. */
export function beginSettling(core: LaunchedCofunding, moment: Moment): CofundingEvents {
  const claims = (core.plan?.sources ?? [])
    .filter((source) => isMoney(source) && source.timing === 'after')
    .map(({ sourceId }) => sourceId);
  const { claimWithin } = moment.policy.cofunding;
  return [
    { type: 'settlingBegan', at: moment.now, claims },
    ...(claims.length > 0 ? [startClock('claim', claimWithin, moment)] : []),
  ];
}

/** A part of what is claimed does not end the claim: what is left would be shared out without the rest of it. */
export function recordSourceReceived(
  core: LaunchedCofunding,
  { sourceId, amountFen }: Of<'recordSourceReceived'>,
  moment: Moment,
): CofundingDecision {
  const claimed = core.plan?.sources.find((source) => source.sourceId === sourceId && core.claims.includes(sourceId));
  if (claimed && amountFen < claimed.amountFen) return accept();
  return accept({ type: 'sourceReceived', sourceId, amountFen }, ...claimsOver(core, sourceId, moment));
}

export function refuseClaim(
  core: LaunchedCofunding,
  { sourceId, reasonText }: Of<'recordGrantRefused'>,
  moment: Moment,
): CofundingDecision {
  if (!core.claims.includes(sourceId)) return refuse('claim-not-open', { sourceId });
  return accept({ type: 'claimRefused', sourceId, reasonText }, ...claimsOver(core, sourceId, moment));
}

const claimsOver = (core: LaunchedCofunding, sourceId: string, moment: Moment): CofundingEvents =>
  core.claims.every((other) => other === sourceId) ? stopClocks(moment.clocks, 'claim') : [];

/** Nothing left to give back: the project is at its end. */
export function recordRefundsListed(
  core: LaunchedCofunding,
  { payers, totalFen }: Of<'recordRefundsListed'>,
  moment: Moment,
): CofundingDecision {
  if (core.refunds) return accept();
  const listed: CofundingEvent = { type: 'refundsListed', payers, totalFen };
  if (payers === 0) return accept(listed, ...closed(moment, endOf(core), null));
  return accept(listed, startClock('refund', moment.policy.cofunding.refundWithin, moment));
}

const endOf = ({ isGivenUp }: LaunchedCofunding): CofundingOutcome => (isGivenUp ? 'refunded' : 'completed');

/**
 * Who could not be reached keeps the claim: it is shown, and held until the time of the policy is over. It may be told before the machine has noted
 * that it listed them (the worker died in between): told once, it is not refused for that.
 */
export function recordRefundsPaid(
  core: LaunchedCofunding,
  { payers, paidFen, heldFen, held }: Of<'recordRefundsPaid'>,
  moment: Moment,
): CofundingDecision {
  if (!core.refunds && payers === undefined) return refuse('refunds-not-listed');
  const listed: CofundingEvents =
    core.refunds || payers === undefined ? [] : [{ type: 'refundsListed', payers, totalFen: paidFen + heldFen }];
  const paid: CofundingEvents = [...listed, { type: 'refundsPaid', paidFen, heldFen, held }];
  if (held === 0) return accept(...paid, ...closed(moment, endOf(core), null));
  const running = 'hold' in moment.clocks;
  const hold = running ? [] : [startClock('hold', moment.policy.cofunding.holdFor, moment)];
  return accept(...stopClocks(moment.clocks, 'refund'), ...paid, ...hold);
}

/** What nobody came for goes where the owners' agreement sends it, and never to the platform. */
export function disposeHeld(
  core: LaunchedCofunding,
  { basisText, reasonText }: Of<'disposeHeldRefunds'>,
  moment: Moment,
): CofundingDecision {
  if (!core.refunds || core.refunds.held === 0) return refuse('nothing-held');
  if ('hold' in moment.clocks && (moment.clocks['hold']?.dueAt ?? '') > moment.now) return refuse('held-time-not-over');
  return accept({ type: 'heldRefundsDisposed', basisText, reasonText }, ...closed(moment, endOf(core), reasonText));
}
