// Lines of a bank statement: what is read, and what is refused by line and why.
import { fenOfNumber, fenOfText, isYuan } from '../../domain/receipts/amount';
import { bookedOnOf } from '../../domain/receipts/booked-on';
import {
  checkBalances,
  findStatementHeader,
  judgeLine,
  LINE_ISSUES,
  type ParsedLine,
} from '../../domain/receipts/statement';
import { lineMessage } from '../../domain/receipts/statement-sentences';

const HEADER = [
  '交易日期',
  '摘要',
  '贷方金额',
  '借方金额',
  '对方户名',
  '对方账号',
  '交易流水号',
  '余额',
  '币种',
  '附言',
];
const TODAY = '2026-11-28';

const judge = (cells: Record<string, string>): ParsedLine => {
  const found = findStatementHeader([HEADER]);
  if (!('header' in found)) throw new Error('no header');
  const row = { 交易日期: '2026-11-27', 贷方金额: '100.00', ...cells } as Record<string, string>;
  return judgeLine({ rowNo: 2, cells: HEADER.map((name) => row[name] ?? '') }, found.header.columns, TODAY);
};
const codes = (cells: Record<string, string>): string[] => judge(cells).issues.map(({ code }) => code);

test('a line is read with its words together', () => {
  expect(
    judge({ 摘要: '转账', 附言: 'ABCD-EFGH 301室', 对方户名: '张　三', 对方账号: '6222 0000', 余额: '1,100.00' }),
  ).toMatchObject({
    ...{
      direction: 'in',
      amountFen: 10_000,
      balanceFen: 110_000,
      remark: '转账 ABCD-EFGH 301室',
      bookedOn: '2026-11-27',
    },
    ...{ counterName: '张三', counterAccount: '62220000', serial: null, issues: [] },
  });
});

test.each([
  ['交易日期', '对方户名', '收入'],
  ['记账日期', '付款人名称', '贷方发生额'],
  ['入账日期', '对方账户名称', '存入金额'],
  ['交易时间', '对方名称', '收入金额（元）'],
])('banks call their columns %s, %s, %s', (date, name, credit) => {
  expect(findStatementHeader([['某银行流水'], [date, name, credit]])).toMatchObject({
    header: { columns: { bookedOn: 0, counterName: 1, credit: 2 } },
  });
});

test('a serial number beside a voucher number: the serial counts; alone the voucher does', () => {
  const both = findStatementHeader([['交易日期', '收入', '交易流水号', '凭证号']]);
  const alone = findStatementHeader([['交易日期', '收入', '凭证号']]);
  if (!('header' in both) || !('header' in alone)) throw new Error('no header');
  expect(judgeLine({ rowNo: 2, cells: [TODAY, '1', '', '77'] }, both.header.columns, TODAY).serial).toBeNull();
  expect(judgeLine({ rowNo: 2, cells: [TODAY, '1', '77'] }, alone.header.columns, TODAY).serial).toBe('77');
});

test.each([
  ['1,234.50', 123_450],
  ['¥8', 800],
  ['￥０．０１', 1],
  ['-3.00元', -300],
  ['100000000000', 10_000_000_000_000],
])('%s is so many fen', (text, fen) => expect(fenOfText(text)).toEqual({ fen }));

test.each([
  ['0.001', 'amount-below-fen'],
  ['1e309', 'amount-unreadable'],
  ['Infinity', 'amount-unreadable'],
  ['9007199254740993', 'amount-absurd'],
  ['100000000000.01', 'amount-absurd'],
  ['1.2.3', 'amount-unreadable'],
  ['$5', 'currency-not-cny'],
  ['5 USD', 'currency-not-cny'],
])('%s is no amount: %s', (text, problem) => expect(fenOfText(text)).toEqual({ problem }));

test('nothing, a dash and a slash are no amount and no fault', () => {
  for (const text of ['', ' ', '-', '—', '/']) expect(fenOfText(text)).toEqual({ fen: null });
});

test('a spreadsheet’s number is taken where it is a number of fen', () => {
  expect(fenOfNumber(0.1 + 0.2)).toEqual({ fen: 30 });
  expect(fenOfNumber(99_999_999_999.99)).toEqual({ fen: 9_999_999_999_999 });
  expect(fenOfNumber(0.001)).toEqual({ problem: 'amount-below-fen' });
  expect(fenOfNumber(1e309)).toEqual({ problem: 'amount-absurd' });
  expect(fenOfNumber(2 ** 53 + 1)).toEqual({ problem: 'amount-absurd' });
});

test('zero, a red figure, both directions and another currency are refused by line', () => {
  expect(codes({ 贷方金额: '0.00' })).toEqual(['amount-missing']);
  expect(codes({ 贷方金额: '' })).toEqual(['amount-missing']);
  expect(codes({ 贷方金额: '-1.00' })).toEqual(['amount-negative']);
  expect(codes({ 借方金额: '1.00' })).toEqual(['both-directions']);
  expect(codes({ 币种: '美元' })).toEqual(['currency-not-cny']);
  expect(codes({ 贷方金额: '0.001' })).toEqual(['amount-below-fen']);
  expect([isYuan('人民币'), isYuan('CNY'), isYuan(''), isYuan('HKD')]).toEqual([true, true, true, false]);
});

test.each(['2026-11-27', '2026/11/27', '20261127', '2026年11月27日', '2026-11-27 10:05:33', '20261127 10:05:33'])(
  '%s is a day',
  (text) => expect(bookedOnOf(text, TODAY)).toEqual({ on: '2026-11-27' }),
);

test('a spreadsheet’s day is the same day, and a day that does not exist or has not come is none', () => {
  expect(bookedOnOf({ kind: 'date', serial: 46_353.4 }, TODAY)).toEqual({ on: '2026-11-27' });
  expect(bookedOnOf({ kind: 'number', value: 20_261_127 }, TODAY)).toEqual({ on: '2026-11-27' });
  expect(bookedOnOf('2026-02-30', TODAY)).toBe('date-unreadable');
  expect(bookedOnOf('昨天', TODAY)).toBe('date-unreadable');
  expect(bookedOnOf('', TODAY)).toBe('date-missing');
  expect(bookedOnOf(TODAY, TODAY)).toEqual({ on: TODAY });
  expect(bookedOnOf('2026-11-29', TODAY)).toBe('date-in-future');
});

describe('the running balance', () => {
  const lines = (...balances: string[]) => balances.map((balance) => judge({ 贷方金额: '10.00', 余额: balance }));

  test('follows on, oldest or newest first', () => {
    expect(checkBalances(lines('10', '20', '30'))).toBe(0);
    expect(checkBalances(lines('30', '20', '10'))).toBe(0);
  });

  test('breaks by a fen, and the line says so without being refused', () => {
    const broken = lines('10', '20.01', '30.01');
    expect(checkBalances(broken)).toBe(1);
    expect(broken.map(({ issues }) => issues.map(({ code }) => code))).toEqual([[], ['balance-breaks'], []]);
  });

  test('says nothing behind a line that could not be read, or where there is none', () => {
    expect(checkBalances([...lines('10'), judge({ 贷方金额: 'x', 余额: '20' }), ...lines('30')])).toBe(0);
    expect(checkBalances(lines('', '', ''))).toBe(0);
  });
});

test('every fault has a sentence in both languages', () => {
  for (const code of LINE_ISSUES) {
    expect(lineMessage({ column: 'credit', code, value: '值' }, 'zh')).toMatch(/\p{Script=Han}.*。$/u);
    expect(lineMessage({ column: 'credit', code, value: 'v' }, 'en')).toMatch(/^[^\p{Script=Han}]+\.$/u);
  }
});
