// A row of a hotline's file by itself: which columns it is read by, which times and categories are understood, and what is refused by name.
import { CATEGORY_WORDS, categoryOf } from '../../domain/intake/category-words';
import { ticketMessage } from '../../domain/intake/ticket-sentences';
import { findTicketHeader, judgeTicket, TICKET_ISSUES, type TicketColumn } from '../../domain/intake/tickets';
import { PRESETS } from '../../domain/policy/presets';
import type { Cell } from '../../domain/register/judge-row';

const NOW = '2026-11-28T04:00:00.000Z';
const COLUMNS = { ticketNo: 0, calledAt: 1, name: 2, phone: 3, address: 4, category: 5, text: 6 };
const good: Record<TicketColumn, Cell> = {
  ticketNo: 'BJ20261128001',
  calledAt: '2026-11-28 10:05',
  name: '张 三',
  phone: '138 0013 8000',
  address: '一小区1号楼2单元301',
  category: '漏水',
  text: '楼上漏水，吊顶湿了。',
};
const judged = (changes: Partial<Record<TicketColumn, Cell>> = {}) =>
  judgeTicket({ rowNo: 7, cells: Object.values({ ...good, ...changes }) }, COLUMNS, NOW);
const issuesOf = (changes: Partial<Record<TicketColumn, Cell>>) =>
  judged(changes).issues.map(({ column, code, value }) => `${column}: ${code}${value === null ? '' : ` (${value})`}`);

test('a row as hotlines write it is understood', () => {
  expect(judged()).toEqual({
    rowNo: 7,
    ticketNo: 'BJ20261128001',
    calledAt: '2026-11-28T02:05:00.000Z',
    name: '张三',
    phone: '13800138000',
    address: '一小区1号楼2单元301',
    category: 'leak',
    text: '楼上漏水，吊顶湿了。',
    issues: [],
  });
});

test('a caller may stay unknown', () => {
  expect(judged({ name: '', phone: '' })).toMatchObject({ name: null, phone: null, issues: [] });
});

test.each([
  ['2026/11/28 10:05:33', '2026-11-28T02:05:33.000Z'],
  ['2026-11-28', '2026-11-27T16:00:00.000Z'],
  ['2026年11月28日 9时5分', '2026-11-28T01:05:00.000Z'],
  ['２０２６-11-28　00:00', '2026-11-27T16:00:00.000Z'],
])('the time %s is China time', (calledAt, instant) => {
  expect(judged({ calledAt })).toMatchObject({ calledAt: instant, issues: [] });
});

test('a cell that the spreadsheet keeps as a date is that very minute', () => {
  // 46354.5 days after 1899-12-30: noon of 2026-11-28.
  expect(judged({ calledAt: { kind: 'date', serial: 46_354 + 10 / 24 } }).calledAt).toBe('2026-11-28T02:00:00.000Z');
  expect(issuesOf({ calledAt: { kind: 'date', serial: null } })).toEqual(['calledAt: time-unreadable']);
});

test('a time ahead of us is refused, but not one that another clock is minutes ahead', () => {
  expect(issuesOf({ calledAt: '2026-11-28 12:10' })).toEqual([]);
  expect(issuesOf({ calledAt: '2026-11-28 12:10:01' })).toEqual(['calledAt: time-in-future (2026-11-28 12:10:01)']);
});

test.each([
  [{ ticketNo: ' ' }, 'ticketNo: ticket-number-missing'],
  [{ calledAt: '2026-02-30 10:00' }, 'calledAt: time-unreadable (2026-02-30 10:00)'],
  [{ calledAt: '2026-11-28 24:00' }, 'calledAt: time-unreadable (2026-11-28 24:00)'],
  [{ calledAt: '昨天' }, 'calledAt: time-unreadable (昨天)'],
  [{ phone: '12345' }, 'phone: phone-malformed'],
  [{ address: '　' }, 'address: address-missing'],
  [{ category: '' }, 'category: category-missing'],
  [{ category: '外星人' }, 'category: category-unknown (外星人)'],
  [{ text: '\u200b' }, 'text: text-missing'],
  [{ text: { kind: 'error', text: '#N/A' } as Cell }, 'text: cell-is-error'],
  [{ name: '张'.repeat(61) }, 'name: cell-too-long'],
])('%j is refused by name', (changes, issue) => {
  expect(issuesOf(changes)).toContain(issue);
});

test('no sentence repeats a phone number, and every fault has one in both languages', () => {
  for (const code of TICKET_ISSUES)
    for (const lang of ['zh', 'en'] as const)
      expect(ticketMessage({ column: 'phone', code, value: null }, lang).length).toBeGreaterThan(4);
  const [issue] = judged({ phone: '1380013800' }).issues;
  expect(issue && ticketMessage(issue, 'zh')).not.toMatch(/\d{5}/);
});

test('columns are found by any of the names that hotlines give them, and named when they are missing', () => {
  expect(
    findTicketHeader([['受理编号', '受理时间', '诉求人', '联系方式', '事发地点', '诉求类型', '诉求内容']]),
  ).toMatchObject({
    header: { columns: COLUMNS, rows: 1 },
  });
  expect(findTicketHeader([['工单编号', '来电时间', '地址']])).toEqual({
    problem: { code: 'columns-missing', columns: ['category', 'text'] },
  });
});

test('every category of every policy has a word, and no word means two', () => {
  const codes = new Set(PRESETS.flatMap(({ problem }) => Object.keys(problem.categories)));
  expect([...codes].filter((code) => categoryOf(code) !== code || CATEGORY_WORDS[code] === undefined)).toEqual([]);
  const words = Object.values(CATEGORY_WORDS).flat();
  expect(words.filter((word, index) => words.indexOf(word) !== index)).toEqual([]);
  expect([categoryOf('漏水（三楼）'), categoryOf(' 噪声 扰民 '), categoryOf('LEAK')]).toEqual([
    'leak',
    'noise',
    'leak',
  ]);
});
