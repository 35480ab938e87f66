// Numbers of a bank statement that a spreadsheet has rounded: two payments under one rounded number would be booked as one, and a refund would go to
// an account that is nobody's.
import { findStatementHeader, judgeLine } from '../../domain/receipts/statement';
import { lineMessage } from '../../domain/receipts/statement-sentences';
import type { Cell } from '../../domain/register/judge-row';

const HEADER = ['交易日期', '贷方金额', '对方户名', '对方账号', '交易流水号'];
const judge = (account: Cell, serial: Cell, header = HEADER) => {
  const found = findStatementHeader([header]);
  if (!('header' in found)) throw new Error('no header');
  const cells: Cell[] = ['2026-11-27', '100.00', '张三', account, serial];
  return judgeLine({ rowNo: 2, cells }, found.header.columns, '2026-11-28');
};
const number = (value: number): Cell => ({ kind: 'number', value });
const issues = (...cells: Parameters<typeof judge>) => judge(...cells).issues.map(({ column, code }) => [column, code]);

test('a number of fifteen digits is whole; of a longer one the last digits are gone, and its line is refused', () => {
  expect(judge(number(622_202_123_456_789), number(999_999_999_999_999))).toMatchObject({
    ...{ counterAccount: '622202123456789', serial: '999999999999999', issues: [] },
  });
  expect(issues('', number(1e15))).toEqual([['serial', 'digits-lost']]);
  expect(issues(number(6_222_021_234_567_890_123), '')).toEqual([['counterAccount', 'digits-lost']]);
});

test('so it is with a number that was saved as 2.02611E+19, and with a voucher that stands for the serial number', () => {
  expect(issues('6.22202E+18', '2.02611E+19')).toEqual([
    ['serial', 'digits-lost'],
    ['counterAccount', 'digits-lost'],
  ]);
  const byVoucher = [...HEADER.slice(0, 4), '凭证号'];
  expect(issues('', number(2e19), byVoucher)).toEqual([['voucher', 'digits-lost']]);
});

test('a code of letters and digits is no rounded number, and text keeps all its digits', () => {
  expect(judge('6222021234567890123', '7E20261128001')).toMatchObject({
    ...{ counterAccount: '6222021234567890123', serial: '7E20261128001', issues: [] },
  });
});

test('the bookkeeper reads what to do', () => {
  const issue = { column: 'serial', code: 'digits-lost', value: null } as const;
  expect(lineMessage(issue, 'zh')).toContain('文本');
  expect(lineMessage(issue, 'en')).toContain('text');
});
