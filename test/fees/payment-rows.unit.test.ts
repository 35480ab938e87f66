// One row of a cashier's file: understood, or refused with the column and the reason.
import { judgePayment, findPaymentHeader, type PaymentColumn } from '../../domain/fees/payment-rows';
import { paymentMessage } from '../../domain/fees/payment-sentences';

const HEADER = ['流水号', '楼栋', '单元', '房号', '账期', '实收金额（元）', '收款日期', '支付方式'];
const GOOD = ['R-1', '1号楼', '', '101', '2026-11', '166.50', '2026-11-05', '微信'];
const found = findPaymentHeader([HEADER]);
const columns = 'header' in found ? found.header.columns : {};
const TODAY = '2026-11-28';

const judged = (
  change: Partial<Record<number, string | { kind: 'date'; serial: number } | { kind: 'number'; value: number }>> = {},
) => judgePayment({ rowNo: 2, cells: GOOD.map((cell, index) => change[index] ?? cell) }, columns, TODAY);
const issuesOf = (row: ReturnType<typeof judged>) => row.issues.map(({ column, code }) => [column, code]);

it('is understood with every column under the names that cashiers use', () => {
  expect(judged()).toMatchObject({
    ...{ reference: 'R-1', month: '2026-11', amountFen: 16_650, paidOn: '2026-11-05', channel: 'wechat', issues: [] },
    ...{ unitKey: '000001//000101', doorKey: '000001/000101' },
  });
});

it('takes dates and months as people and spreadsheets write them', () => {
  expect(judged({ 6: '2026年11月5日', 4: '202611' })).toMatchObject({
    paidOn: '2026-11-05',
    month: '2026-11',
    issues: [],
  });
  expect(judged({ 6: '2026/11/5 10:03', 4: '' })).toMatchObject({ paidOn: '2026-11-05', month: null, issues: [] });
  // 2026-11-05, with a time of day.
  expect(judged({ 6: { kind: 'date', serial: 46_331.4 } })).toMatchObject({ paidOn: '2026-11-05', issues: [] });
});

it('is refused on the day after today, and not today', () => {
  expect(issuesOf(judged({ 6: TODAY }))).toEqual([]);
  expect(issuesOf(judged({ 6: '2026-11-29' }))).toEqual([['paidOn', 'date-in-future']]);
});

it.each<[number, string, PaymentColumn, string]>([
  [0, '', 'reference', 'reference-missing'],
  [0, '流水一', 'reference', 'reference-malformed'],
  [3, '', 'room', 'address-incomplete'],
  [4, '2026-13', 'month', 'month-unreadable'],
  [5, '', 'amount', 'amount-unreadable'],
  [5, '12.345', 'amount', 'amount-three-decimals'],
  [5, '12.340', 'amount', 'amount-three-decimals'],
  [5, '-5', 'amount', 'amount-not-positive'],
  [5, '0.00', 'amount', 'amount-not-positive'],
  [5, 'US$5', 'amount', 'amount-other-currency'],
  [5, '999999999999999', 'amount', 'amount-too-large'],
  [6, '2026-02-30', 'paidOn', 'date-unreadable'],
  [6, '', 'paidOn', 'date-unreadable'],
])('with column %i as “%s” is refused: %s %s', (index, cell, column, code) => {
  const row = judged({ [index]: cell });
  expect(issuesOf(row)).toEqual([[column, code]]);
  for (const issue of row.issues) {
    expect(paymentMessage(issue, 'zh')).toMatch(/\p{Script=Han}/u);
    expect(paymentMessage(issue, 'en')).toMatch(/[a-z]/);
  }
});

it('names every fault at once', () => {
  expect(issuesOf(judged({ 0: '', 5: '1.001', 6: 'gestern' }))).toEqual([
    ...[
      ['reference', 'reference-missing'],
      ['amount', 'amount-three-decimals'],
      ['paidOn', 'date-unreadable'],
    ],
  ]);
});
