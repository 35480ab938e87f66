// What each payer paid against what came back, by the diary of who paid what; and whether every source bore its part of the works.
import type { Diary } from './diary';
import type { Sums } from './record';
import type { Project } from './stage';

/** A project that was given up leaves nobody a fen short or ahead; of one that was built nobody gets back more than was paid. */
export function payersDiffer(
  diary: Diary,
  { processId, label }: Pick<Project, 'processId' | 'label'>,
  isGivenUp: boolean,
): string[] {
  return [...diary.payers(processId)]
    .filter(([, { in: paid, back }]) => (isGivenUp ? back !== paid : back > paid))
    .map(([payer, { in: paid, back }]) => `${label} ${payer}: paid ${paid}, got back ${back}`);
}

/**
 * Each source bears the works in proportion to what it brought, less than a fen off for each payment; a reward takes the place of what households
 * would have borne, whole. Of a project that is over, where all money was in before the first payment.
 */
export function partsDiffer(
  label: string,
  money: ReadonlyMap<string, Sums>,
  { payments, rewards }: { payments: number; rewards: readonly string[] },
): string[] {
  const sum = (of: readonly string[], what: keyof Sums): bigint =>
    of.reduce((total, source) => total + (money.get(source)?.[what] ?? 0n), 0n);
  const bearing = [...money.keys()].filter((source) => !rewards.includes(source));
  const [brought, spent] = [sum(bearing, 'received'), sum([...money.keys()], 'spent')];
  const uneven = bearing.filter((source) => {
    const borne = sum(source === 'household' ? [source, ...rewards] : [source], 'spent');
    const off = borne * brought - spent * sum([source], 'received');
    return off >= BigInt(payments) * brought || -off >= BigInt(payments) * brought;
  });
  const idle = rewards.filter((one) => sum([one], 'spent') !== sum([one], 'received'));
  return [
    ...uneven.map((source) => `${label} ${source}: does not bear its part of the ${spent} that were spent`),
    ...idle.map((source) => `${label} ${source}: a part of it did not take the place of households' money`),
  ];
}
