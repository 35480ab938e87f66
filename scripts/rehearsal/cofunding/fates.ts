// The end of the rehearsal for a reader: what became of each project, and its money source by source.
import { printColumns } from '../support/columns';
import type { Pledged, Sums } from './record';

type Say = (line: string) => void;

export interface Fate {
  label: string;
  outcome: string | null;
  pledges: Pledged;
  /** By source of the plan. */
  money: ReadonlyMap<string, Sums>;
}

const OUTCOMES: Record<string, string> = {
  completed: '建成结项',
  lapsed: '认筹不足，自动终止',
  refunded: '终止，全额退款',
  rejected: '表决未通过',
};
const SOURCES: Record<string, string> = {
  household: '居民认筹',
  grant: '街道补助',
  sponsor: '社会赞助',
  income: '公共收益',
  reward: '以奖代补',
};

const yuan = (fen: bigint): string => `${fen / 100n}.${String(fen % 100n).padStart(2, '0')}`;

export function printFates(fates: readonly Fate[], say: Say): void {
  say('\n各项目结果');
  printColumns(
    [
      ['项目', '结果', '应摊户', '认筹户', '认筹（元）', '收款（元）', '支出（元）', '退款（元）', '余额（元）'],
      ...fates.map(({ label, outcome, pledges, money }) => {
        const total = (of: keyof Sums): string => yuan([...money.values()].reduce((sum, sums) => sum + sums[of], 0n));
        return [
          ...[label, OUTCOMES[outcome ?? ''] ?? outcome ?? '在办', String(pledges.households), String(pledges.pledged)],
          ...[yuan(pledges.pledgedFen), total('received'), total('spent'), total('refunded'), total('held')],
        ];
      }),
    ],
    say,
  );
  say('\n按来源');
  printColumns(
    [
      ['项目·来源', '收款（元）', '支出（元）', '退款（元）', '余额（元）'],
      ...fates.flatMap(({ label, money }) =>
        [...money].map(([source, { received, spent, refunded, held }]) => [
          `${label}·${SOURCES[source] ?? source}`,
          ...[received, spent, refunded, held].map(yuan),
        ]),
      ),
    ],
    say,
  );
}
