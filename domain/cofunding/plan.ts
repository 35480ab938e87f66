// What a plan must hold to be settled, and who must agree to it (民法典 278; law.md 6.3). Exact integers: fen, fractions by cross-multiplying.
import type { Policy } from '../policy/schema';
import { refuse, type Decision } from '../process';
import type { PlanInput, PlanSource } from './messages';
import { PROJECT_CLASSES, PUBLIC_SOURCES, type ProjectClass } from './words';

type Refusal = Extract<Decision<never>, { ok: false }>;

export const householdOf = (plan: PlanInput): PlanSource | undefined =>
  plan.sources.find(({ kind }) => kind === 'household');

/** A reward goes back to those who paid; everything else covers the cost, and the sum of it is the cost. */
export const covers = ({ kind }: PlanSource): boolean => kind !== 'reward';

/** A discount lowers the price: nobody pays it in. */
export const isMoney = ({ kind }: PlanSource): boolean => kind !== 'firmDiscount';

/** Must be in, in full, before works begin. */
export const isPaidInFirst = (source: PlanSource): boolean =>
  isMoney(source) && source.kind !== 'household' && source.timing === 'before';

export const sumFen = (sources: readonly { amountFen: number }[]): number =>
  sources.reduce((sum, { amountFen }) => sum + amountFen, 0);

/** Integer part of `fen × num ÷ den`, without leaving the exact integers. */
export const fractionOfFen = (fen: number, { num, den }: { num: number; den: number }): number =>
  Number((BigInt(fen) * BigInt(num)) / BigInt(den));

/** Why this plan cannot be settled; undefined: it can. */
export function faultOfPlan(plan: PlanInput): Refusal | undefined {
  const { sources, costFen } = plan;
  const codes = sources.map(({ sourceId }) => sourceId);
  const twice = codes.find((sourceId, at) => codes.indexOf(sourceId) !== at);
  if (twice !== undefined) return refuse('source-twice', { sourceId: twice });
  if (sources.filter(({ kind }) => kind === 'household').length > 1)
    return refuse('source-twice', { sourceId: 'household' });
  const coveredFen = sumFen(sources.filter(covers));
  if (coveredFen !== costFen) return refuse('plan-does-not-add-up', { costFen, coveredFen });
  for (const source of sources) {
    const fault = faultOfSource(source, plan);
    if (fault) return fault;
  }
  const { num, den } = plan.participation;
  if (num > den) return refuse('participation-beyond-all', { num, den });
  return undefined;
}

function faultOfSource(source: PlanSource, plan: PlanInput): Refusal | undefined {
  const { sourceId, kind, percent, timing, amountFen } = source;
  const wantsPercent = kind === 'matchingGrant' || kind === 'reward';
  if (wantsPercent !== (percent !== undefined)) return refuse('percent-not-of-this-source', { sourceId, kind });
  if (kind === 'reward' && timing !== 'after') return refuse('reward-comes-after', { sourceId });
  if (kind === 'household' && timing !== 'before') return refuse('household-pays-before', { sourceId });
  const mostFen = percent && fractionOfFen(plan.costFen, percent);
  if (mostFen !== undefined && amountFen > mostFen) return refuse('more-than-its-percentage', { sourceId, mostFen });
  const paidFirstFen = householdOf(plan)?.amountFen ?? 0;
  if (kind === 'reward' && amountFen > paidFirstFen)
    return refuse('reward-beyond-what-was-paid', { sourceId, paidFirstFen });
  const wantsUscc = kind === 'sponsor' || kind === 'firmDiscount';
  if (wantsUscc !== (source.uscc !== undefined)) return refuse('payer-not-named', { sourceId, kind });
  return undefined;
}

/**
 * Matters of Civil Code 278 para. 1 on which the owners in scope decide: 5 the repair fund is used, 7 a building or facility is altered or
 * added to, 8 common parts change their use, 9 common revenue is spent. Voluntary money alone needs none.
 */
export function mattersOf(plan: PlanInput): number[] {
  const matters = new Set<number>();
  if (plan.works === 'alteration' || plan.works === 'addition') matters.add(7);
  if (plan.works === 'changeOfUse') matters.add(8);
  if (plan.sources.some(({ kind }) => kind === 'repairFund')) matters.add(5);
  if (plan.sources.some(({ kind }) => kind === 'commonIncome')) matters.add(9);
  return [...matters].sort((a, b) => a - b);
}

/** The class that follows from the matters; the street may confirm a stricter one, never a milder. */
export function classOf(plan: PlanInput, policy: Policy): ProjectClass {
  const matters = mattersOf(plan);
  if (matters.length === 0) return 'none';
  return matters.some((matter) => policy.vote.specialMatters.value.includes(matter)) ? 'special' : 'ordinary';
}

export const isMilder = (one: ProjectClass, other: ProjectClass): boolean =>
  PROJECT_CLASSES.indexOf(one) < PROJECT_CLASSES.indexOf(other);

/** What owners vote on where the street took a stricter class than the plan asks for: 9 is ordinary, 8 is special. */
export function votedMatter(plan: PlanInput, projectClass: ProjectClass, policy: Policy): number {
  const matters = mattersOf(plan);
  const special = matters.find((matter) => policy.vote.specialMatters.value.includes(matter));
  if (projectClass === 'special') return special ?? 8;
  return matters[0] ?? 9;
}

export const publicFen = (plan: PlanInput): number =>
  sumFen(plan.sources.filter(({ kind }) => PUBLIC_SOURCES.includes(kind)));

export const hasPublicMoney = (plan: PlanInput): boolean => publicFen(plan) > 0;

/** The most that public money may bring to one project here; null: the place names no limit. */
export const publicCapFen = (plan: PlanInput, { cofunding }: Policy): number | null =>
  plan.works === 'service' ? cofunding.grant.capFen.value.service : cofunding.grant.capFen.value.works;
