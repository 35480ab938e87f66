// Pledge first, money after (law.md 9.3, C5): nobody is asked to pay before enough have signed. Who may pledge what is judged where pledges
// are stored (store/pledges); whether it is enough is always counted by the machine.
import { startClock, stopClocks } from '../clocks';
import { accept, refuse, type Moment } from '../process';
import { openCollecting } from './collecting';
import { isTargetReached, type PledgeTarget } from '../shares/target';
import { householdOf } from './plan';
import { planAgain } from './proposal';
import type { CofundingCommandOf as Of, CofundingDecision, LaunchedCofunding, Plan } from './state';

export function recordSharesPrepared(
  core: LaunchedCofunding,
  { roll, shares }: Of<'recordSharesPrepared'>,
  moment: Moment,
): CofundingDecision {
  const { plan } = core;
  const target = plan && householdOf(plan);
  if (!plan || !target) return refuse('plan-missing');
  // A rate per square metre may bring less than the plan counts on, were everybody to pay.
  if (plan.shareRule.rule !== 'voluntary' && shares.totalFen < target.amountFen) return accept(...planAgain(moment));
  const clock = startClock('pledging', moment.policy.cofunding.pledge.window, moment);
  return accept(
    {
      ...{ type: 'pledgingOpened', at: moment.now, version: plan.version, roll, shares, closesAt: clock.clock.dueAt },
      ...{ ...targetOf(plan), capFen: Math.max(target.amountFen, shares.totalFen) },
      rule: plan.shareRule.rule,
    },
    clock,
  );
}

/** Money and bar of a plan, both (all or nothing). */
export const targetOf = (plan: Plan): PledgeTarget => ({
  targetFen: householdOf(plan)?.amountFen ?? 0,
  bar: plan.participation,
});

/** Told by the pledge that reached it; one that is taken back later shows in the count. */
export const recordPledgeTarget = (
  core: LaunchedCofunding,
  { pledged }: Of<'recordPledgeTarget'>,
  moment: Moment,
): CofundingDecision =>
  pledged.version === core.plan?.version
    ? accept({ type: 'pledgeTargetReached', at: moment.now, pledged })
    : refuse('other-version', { version: pledged.version });

/** Before its time only when enough is pledged. */
export function closePledging(core: LaunchedCofunding, moment: Moment): CofundingDecision {
  if (!core.pledged) return refuse('target-not-reached');
  return accept({ type: 'pledgingOver', at: moment.now });
}

export function recordPledges(
  core: LaunchedCofunding,
  { pledged }: Of<'recordPledges'>,
  moment: Moment,
): CofundingDecision {
  const { plan } = core;
  if (!plan) return refuse('plan-missing');
  if (isTargetReached(targetOf(plan), pledged))
    return accept(...stopClocks(moment.clocks, 'pledging'), ...openCollecting(core, pledged, moment));
  // Closed early, and somebody took a pledge back in the same moment: there is time left.
  if ('pledging' in moment.clocks) return accept({ type: 'pledgingResumed', at: moment.now });
  return accept(
    { type: 'pledgesMissed', at: moment.now, pledged },
    startClock('pledgeDecision', moment.policy.cofunding.pledge.decideWithin, moment),
  );
}

export function extendPledging(
  core: LaunchedCofunding,
  { reasonText }: Of<'extendPledging'>,
  moment: Moment,
): CofundingDecision {
  const { times, length } = moment.policy.cofunding.pledge.extension;
  if (core.pledgeExtensions >= times.value) return refuse('extension-used-up', { times: times.value });
  const clock = startClock('pledging', length, moment);
  return accept(
    ...stopClocks(moment.clocks, 'pledgeDecision'),
    { type: 'pledgingExtended', at: moment.now, closesAt: clock.clock.dueAt, reasonText },
    clock,
  );
}

/** A smaller or cheaper project: a new version, which pledgers confirm. */
export const rescope = ({ reasonText }: Of<'rescopeProject'>, moment: Moment): CofundingDecision =>
  accept(
    ...stopClocks(moment.clocks, 'pledgeDecision'),
    { type: 'rescopingDue', at: moment.now, reasonText },
    ...planAgain(moment),
  );
