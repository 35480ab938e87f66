// Roll-up, trend and open duties as tables for spreadsheets. Codes stay codes: what they are called is the console's.
import type { Pool } from 'pg';
import type { Rate } from '../../domain/supervision/rates';
import { readRollUp, type Counts, type RollUpQuestion } from '../../store/supervision/read-roll-up';
import { readTrend, type TrendQuestion } from '../../store/supervision/read-trend';
import type { Cell, Table } from '../../store/table-file';
import type { Principal } from '../auth/principal';
import { dueKeyOf, listWithin } from './obligations';
import { eachPage } from '../../store/each-page';

const RATE_HEADER = ['响应率', '解决率', '满意率'].flatMap((name) => [`${name}分子`, `${name}分母`, `${name}%`]);
const rateCells = ({ part, whole, percent }: Rate): Cell[] => [part, whole, percent ?? ''];
const ratesOf = ({ rates }: Pick<Counts, 'rates'>): Cell[] =>
  [rates.response, rates.solved, rates.satisfied].flatMap(rateCells);

export const rollUpTable = (pool: Pool, question: RollUpQuestion): Table => ({
  sheet: '汇总',
  header: ['编号', '名称', '在办', '逾期', '期内新增', '期内办结', '按时办结', '中位天数', ...RATE_HEADER],
  pages: (async function* () {
    const { rows, total } = await readRollUp(pool, question);
    const cells = (counts: Counts): Cell[] => [
      ...[counts.open, counts.overdue, counts.launched, counts.closed, counts.inTime],
      counts.medianDays ?? '',
      ...ratesOf(counts),
    ];
    yield rows.map((row) => [row.key ?? '', row.name ?? '', ...cells(row)]);
    yield [['', '合计', ...cells(total)]];
  })(),
});

export const trendTable = (pool: Pool, question: TrendQuestion): Table => ({
  sheet: '走势',
  header: ['周', '自', '至', '新增', '办结', '按时办结', '周末逾期', ...RATE_HEADER],
  pages: (async function* () {
    const weeks = await readTrend(pool, question);
    yield weeks.map((week) => [
      ...[week.week, week.from, week.to, week.launched, week.closed, week.inTime, week.overdue],
      ...ratesOf(week),
    ]);
  })(),
});

interface ObligationQuestion {
  path: string;
  caller: Principal;
  isOverdue: boolean | undefined;
  now: Date;
}

const PAGE = 500;
const DUTY_HEADER = [
  '程序编号',
  '程序类型',
  '所在地',
  '事项',
  '责任方',
  '责任地',
  '开始',
  '到期',
  '是否逾期',
  '依据',
  '已催办',
  '已升级',
  '下次提醒',
];

/** Open duties that the caller may see, earliest due first, a page at a time. */
export const obligationTable = (pool: Pool, { path, caller, isOverdue, now }: ObligationQuestion): Table => ({
  sheet: '待办清单',
  header: DUTY_HEADER,
  pages: (async function* () {
    const duties = (last: Duty | null) =>
      listWithin(pool, [path], caller, { isOverdue }, { after: last && dueKeyOf(last), limit: PAGE }, now);
    for await (const rows of eachPage(PAGE, duties)) yield rows.map(dutyCells);
  })(),
});

type Duty = Awaited<ReturnType<typeof listWithin>>[number];

const dutyCells = (duty: Duty): Cell[] => [
  ...[duty.processId, duty.processKind, duty.place.name, duty.key],
  duty.party.department ?? duty.party.role ?? duty.party.kind,
  duty.party.place?.name ?? '',
  ...[chinaTime(duty.since), chinaTime(duty.dueAt), duty.isOverdue ? '是' : '否', duty.basis],
  ...[duty.remindedCount, duty.rung, chinaTime(duty.nextStepAt)],
];

/** `2026-11-28 16:05` in China, as officers write it. */
export const chinaTime = (at: string | null): string =>
  at === null ? '' : new Date(Date.parse(at) + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');
