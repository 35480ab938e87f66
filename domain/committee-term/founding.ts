// How an estate without a committee comes to its first assembly (首次业主大会): what is delivered is held against the place's triggers; then
// the developer hands in its lists, or the street gets them from the registry, and an election can be launched.
import { dayInMonth, dateOf, dayOfDate, partsOf, startOfDay } from '../calendar/instant';
import type { DurationRule, Instant, LocalDate } from '../calendar/types';
import { startClock, startClockUntil, stopClocks } from '../clocks';
import { isReached } from '../fractions';
import type { Policy } from '../policy/schema';
import { accept, type Moment } from '../process';
import { renewal } from './renewal';
import type { Delivered, LaunchedTerm, TermCommandOf as Of, TermDecision, TermEvents } from './state';

type Trigger = Policy['founding']['triggers'][number];

export function recordDelivery({ delivered, firstDeliveredOn }: Of<'recordDelivery'>, moment: Moment): TermDecision {
  return accept(
    { type: 'deliveryRecorded', delivered, firstDeliveredOn },
    ...stopClocks(moment.clocks, 'foundingAge'),
    startClock('deliveryReview', moment.policy.founding.review, moment),
    ...judged(delivered, firstDeliveredOn, moment),
  );
}

/** Time has passed since the first delivery: the same figures are judged again. */
export const reviewFounding = ({ delivery }: LaunchedTerm, moment: Moment): TermDecision =>
  accept(
    ...stopClocks(moment.clocks, 'foundingAge'),
    ...(delivery ? judged(delivery.delivered, delivery.firstDeliveredOn, moment) : []),
  );

/** The assembly is due; or the day is waited for on which only time is missing. */
function judged(delivered: Delivered, firstDeliveredOn: LocalDate | null, moment: Moment): TermEvents {
  const met = moment.policy.founding.triggers.filter((trigger) => hasShares(trigger, delivered));
  const [now] = met.filter((trigger) => agedAt(trigger, firstDeliveredOn, moment.now) <= moment.now);
  if (now) return triggered(now.basis, moment);
  const [next] = met
    .map((trigger) => ({ trigger, at: agedAt(trigger, firstDeliveredOn, moment.now) }))
    .filter(({ at }) => at < NEVER)
    .sort((one, other) => one.at.localeCompare(other.at));
  if (!next) return [];
  const { basis, confidence } = next.trigger;
  const atThatDay: DurationRule = { n: 0, unit: 'day', basis, confidence };
  return [startClockUntil('foundingAge', atThatDay, next.at, moment)];
}

const NEVER = '9999';

/** From when on a trigger's time is fulfilled; NEVER where the day of the first delivery is not known. */
function agedAt({ afterMonths }: Trigger, firstDeliveredOn: LocalDate | null, now: Instant): Instant {
  if (afterMonths === undefined) return now;
  if (firstDeliveredOn === null) return NEVER;
  const { year, month, date } = partsOf(dayOfDate(firstDeliveredOn));
  const months = month - 1 + afterMonths;
  const day = dayInMonth(year + Math.floor(months / 12), (months % 12) + 1, date);
  return startOfDay(dayOfDate(dateOf(day)));
}

function hasShares({ area, heads }: Trigger, delivered: Delivered): boolean {
  const { areaDm2, totalAreaDm2, heads: deliveredHeads, totalHeads } = delivered;
  return (!area || isReached(areaDm2, totalAreaDm2, area)) && (!heads || isReached(deliveredHeads, totalHeads, heads));
}

/** The first assembly is due: the developer must hand in lists and documents (指导规则 8). */
export const triggered = (basis: string, moment: Moment): TermEvents => [
  { type: 'foundingTriggered', at: moment.now, basis },
  ...stopClocks(moment.clocks, 'foundingAge'),
  { type: 'clockStopped', name: 'deliveryReview' },
  startClock('developerReport', moment.policy.founding.developerReport, moment),
];

/** A silent developer blocks nothing: the street may have names and areas from the registry (杭州 13, 青岛 22). */
export const recordDeveloperSilent = (moment: Moment): TermDecision =>
  accept(
    { type: 'developerStayedSilent' },
    ...stopClocks(moment.clocks, 'developerReport'),
    startClock('registryList', moment.policy.founding.registryList, moment),
  );

export const listObtained = (
  command: Of<'recordDeveloperReport'> | Of<'recordRegistryList'>,
  moment: Moment,
): TermDecision =>
  accept(
    {
      type: command.type === 'recordDeveloperReport' ? 'developerReported' : 'registryListObtained',
      documentsText: command.documentsText,
    },
    ...stopClocks(moment.clocks, 'developerReport', 'registryList'),
    ...renewal('founding', moment),
  );
