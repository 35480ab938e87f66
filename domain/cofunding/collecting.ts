// The pledged money and the other sources come in to the account of the holder (law.md 9.3, C6). What has come in is counted from the ledger;
// a gap is filled by a source of the plan, given more time, or all of it goes back.
import { startClock, stopClocks } from '../clocks';
import { accept, refuse, type Moment } from '../process';
import { isAllIn } from './all-in';
import type { Pledged, Received } from './messages';
import { givenUp } from './closing';
import { isPaidInFirst } from './plan';
import type { CofundingCommandOf as Of, CofundingDecision, CofundingEvents, LaunchedCofunding } from './state';

export function openCollecting(core: LaunchedCofunding, pledged: Pledged | null, moment: Moment): CofundingEvents {
  const clock = startClock('collecting', moment.policy.cofunding.collect.window, moment);
  const version = core.plan?.version ?? 0;
  return [{ type: 'collectingOpened', at: moment.now, version, pledged, closesAt: clock.clock.dueAt }, clock];
}

/** Whether works may begin: of what households pledged as much as the policy asks for, and every other source that pays before the works. */
export const isCollected = (
  { plan, pledged, bridgedFen }: LaunchedCofunding,
  received: Received,
  enough: { num: number; den: number },
): boolean =>
  plan !== null &&
  isAllIn({ sources: plan.sources, pledgedFen: pledged?.amountFen ?? 0, bridgedFen }, received, enough);

/** To be counted. The clocks run on: a source may still be missing, and counting again gives nobody more time to decide. */
export const closeCollecting = (moment: Moment): CofundingDecision =>
  accept({ type: 'collectingOver', at: moment.now });

export const endCollecting = (moment: Moment): CofundingDecision =>
  accept(...stopClocks(moment.clocks, 'collecting'), { type: 'collectingOver', at: moment.now });

/** Nobody decided about the gap. What has come in since it was counted is counted before everything goes back. */
export const countOnceMore = (moment: Moment): CofundingDecision =>
  accept(...stopClocks(moment.clocks, 'arrears'), { type: 'collectingOver', at: moment.now, isLast: true });

export function recordReceipts(
  core: LaunchedCofunding,
  { received }: Of<'recordReceipts'>,
  moment: Moment,
): CofundingDecision {
  const { collect, contractWithin } = moment.policy.cofunding;
  if (isCollected(core, received, collect.enough.value))
    return accept(
      ...stopClocks(moment.clocks, 'collecting', 'arrears'),
      { type: 'contractingBegan', at: moment.now, received },
      startClock('contract', contractWithin, moment),
    );
  if (core.isLastCount) return accept(...givenUp(null, moment));
  if ('collecting' in moment.clocks) return accept({ type: 'collectingResumed', at: moment.now, received });
  const missed: CofundingEvents = [{ type: 'receiptsMissed', at: moment.now, received }];
  return accept(
    ...missed,
    ...('arrears' in moment.clocks ? [] : [startClock('arrears', collect.decideWithin, moment)]),
  );
}

export function extendCollecting(
  core: LaunchedCofunding,
  { reasonText }: Of<'extendCollecting'>,
  moment: Moment,
): CofundingDecision {
  const { times, length } = moment.policy.cofunding.collect.extension;
  if (core.collectExtensions >= times.value) return refuse('extension-used-up', { times: times.value });
  const clock = startClock('collecting', length, moment);
  return accept(
    ...stopClocks(moment.clocks, 'arrears'),
    { type: 'collectingExtended', at: moment.now, closesAt: clock.clock.dueAt, reasonText },
    clock,
  );
}

/** Common revenue and the repair fund bring what the owners voted for: more of them would need another vote. */
export function bridgeShortfall(core: LaunchedCofunding, command: Of<'bridgeShortfall'>): CofundingDecision {
  const { sourceId, amountFen, reasonText } = command;
  const source = core.plan?.sources.find((other) => other.sourceId === sourceId);
  if (!source || !isPaidInFirst(source)) return refuse('source-cannot-bridge', { sourceId });
  if (source.kind === 'commonIncome' || source.kind === 'repairFund')
    return refuse('owners-have-not-agreed', { sourceId });
  const gapFen = (core.pledged?.amountFen ?? 0) - (core.received?.householdFen ?? 0);
  if (amountFen > gapFen) return refuse('bridges-more-than-the-gap', { gapFen });
  return accept({ type: 'shortfallBridged', sourceId, amountFen, reasonText });
}
