// Collection rates, bills and payments as tables for spreadsheets. Amounts are yuan with two decimals, as accounting systems take them.
import type { Pool } from 'pg';
import type { CollectionRates, FeeCounts } from '../../domain/fees/collection';
import { moneyText } from '../../domain/ledger/money';
import { pageOfBills, pageOfPayments, type ExportedBill, type ExportedPayment } from '../../store/fees/read-bills';
import type { Cell, Table } from '../../store/table-file';
import { eachPage } from '../../store/each-page';

const PAGE = 500;

type Rated = FeeCounts & CollectionRates;

export const collectionTable = (
  { items, total }: { items: readonly (Rated & { placeId: string; name: string })[]; total: Rated },
  { from, to }: { from: string; to: string },
): Table => ({
  sheet: `物业费收缴率${from}至${to}`,
  header: [
    '编号',
    '名称',
    '应缴金额（元）',
    '已缴金额（元）',
    '收缴率（金额）%',
    '应缴户数',
    '缴清户数',
    '收缴率（户数）%',
  ],
  pages: (async function* () {
    const cells = ({ billedFen, paidFen, billedHouseholds, paidHouseholds, money, households }: Rated): Cell[] => [
      ...[moneyText(billedFen), moneyText(paidFen), money.percent ?? ''],
      ...[billedHouseholds, paidHouseholds, households.percent ?? ''],
    ];
    yield await Promise.resolve([
      ...items.map((row) => [row.placeId, row.name, ...cells(row)]),
      ['', '合计', ...cells(total)],
    ]);
  })(),
});

interface FeesAsked {
  estateId: string;
  from: string;
  to: string;
}

export const billTable = (pool: Pool, asked: FeesAsked): Table => ({
  sheet: `物业费账单${asked.from}至${asked.to}`,
  header: ['房屋', '账期', '应缴（元）', '已缴（元）', '未缴（元）'],
  pages: pagesOf(
    (after: ExportedBill | null) => pageOfBills(pool, asked, after, PAGE),
    ({ unitLabel, month, amountFen, paidFen }) => [
      ...[unitLabel, month, moneyText(amountFen), moneyText(paidFen), moneyText(amountFen - paidFen)],
    ],
  ),
});

export const paymentTable = (pool: Pool, asked: FeesAsked): Table => ({
  sheet: `物业费缴费${asked.from}至${asked.to}`,
  header: ['缴费日期', '流水号', '房屋', '金额（元）', '方式', '是否冲正'],
  pages: pagesOf(
    (after: ExportedPayment | null) => pageOfPayments(pool, asked, after, PAGE),
    ({ paidOn, reference, unitLabel, amountFen, channel, isReversed }) => [
      ...[paidOn, reference, unitLabel, moneyText(amountFen), channel, isReversed ? '是' : '否'],
    ],
  ),
});

/** Page after page until one is not full. */
async function* pagesOf<Row>(
  read: (after: Row | null) => Promise<Row[]>,
  cells: (row: Row) => Cell[],
): AsyncGenerator<Cell[][]> {
  for await (const rows of eachPage(PAGE, read)) yield rows.map(cells);
}
