// A line of a bank statement: columns by the names that Chinese banks use, and each line either understood or refused with what is wrong.
// Whose payment it is, match.ts finds out.
import type { LocalDate } from '../calendar/types';
import { headerFinder, type ColumnMap, type NamedColumn } from '../register/header';
import type { Cell, SheetRow } from '../register/judge-row';
import { cleanName, cleanText, compact } from '../register/normalise';
import { fenOfNumber, fenOfText, isYuan } from './amount';
import { bookedOnOf } from './booked-on';

export const STATEMENT_COLUMN_IDS = [
  'bookedOn',
  'summary',
  'postscript',
  'note',
  'credit',
  'debit',
  'counterName',
  'counterAccount',
  'serial',
  'voucher',
  'balance',
  'currency',
] as const;
export type StatementColumn = (typeof STATEMENT_COLUMN_IDS)[number];

const column = (zh: string, en: string, isRequired: boolean, ...aliases: string[]): NamedColumn => ({
  ...{ label: { zh, en }, aliases, isRequired },
});

export const STATEMENT_COLUMNS: Record<StatementColumn, NamedColumn> = {
  bookedOn: column(
    '交易日期',
    'Date',
    true,
    '记账日期',
    '入账日期',
    '交易时间',
    '记账时间',
    '日期',
    '交易日',
    '会计日期',
  ),
  summary: column('摘要', 'Summary', false, '摘要内容', '交易摘要', '交易说明'),
  postscript: column('附言', 'Postscript', false, '交易附言', '用途', '留言', '客户附言'),
  note: column('备注', 'Note', false, '交易备注', '备注信息'),
  credit: column('贷方金额', 'Credit', true, '收入', '收入金额', '贷方发生额', '贷方', '存入金额', '转入金额'),
  debit: column('借方金额', 'Debit', false, '支出', '支出金额', '借方发生额', '借方', '支取金额', '转出金额'),
  counterName: column('对方户名', 'Payer', false, '对方名称', '对方账户名称', '付款人', '付款人名称', '付款方户名'),
  counterAccount: column('对方账号', 'Account', false, '对方帐号', '对方账户', '付款人账号', '付款方账号'),
  serial: column('交易流水号', 'Serial', false, '流水号', '业务流水号', '核心流水号', '交易参考号', '日志号'),
  voucher: column('凭证号', 'Voucher', false, '凭证号码', '凭证编号'),
  balance: column('余额', 'Balance', false, '账户余额', '交易后余额', '当前余额', '本次余额'),
  currency: column('币种', 'Currency', false, '币别', '货币'),
};

export const findStatementHeader = headerFinder(STATEMENT_COLUMNS, STATEMENT_COLUMN_IDS);

export const LINE_ISSUES = [
  'date-missing',
  'date-unreadable',
  'date-in-future',
  'amount-missing',
  'amount-unreadable',
  'amount-below-fen',
  'amount-absurd',
  'amount-negative',
  'currency-not-cny',
  'both-directions',
  'serial-twice-in-file',
  'serial-reused',
  'balance-breaks',
  'cell-too-long',
  'cell-is-error',
  'digits-lost',
] as const;
export type LineIssueCode = (typeof LINE_ISSUES)[number];

/** What is wrong, and where; `value` never of personal columns. */
export interface LineIssue {
  column: StatementColumn;
  code: LineIssueCode;
  value: string | null;
}

/** What could be read; a line with issues is refused, but for a balance that does not follow on. */
export interface ParsedLine {
  rowNo: number;
  bookedOn: LocalDate | null;
  direction: 'in' | 'out' | null;
  amountFen: number | null;
  balanceFen: number | null;
  /** Summary, postscript and note together. */
  remark: string;
  counterName: string | null;
  counterAccount: string | null;
  /** The bank's own number of the line; null: it gives none. */
  serial: string | null;
  issues: LineIssue[];
}

const LONGEST_CELL = 200;

/** Spreadsheets keep fifteen digits: of a longer number the last ones are gone, and two payments would look like one. */
const FIRST_INEXACT = 1e15;
const isRounded = (cell: Cell): boolean =>
  typeof cell === 'object'
    ? cell.kind === 'number' && Math.abs(cell.value) >= FIRST_INEXACT
    : ROUNDED.test(compact(cell));
const ROUNDED = /^\d(?:\.\d+)?E\+\d{2,}$/i;

/** Reads one line. Never throws. `today` is the day by China time. */
export function judgeLine(
  { rowNo, cells }: SheetRow,
  columns: ColumnMap<StatementColumn>,
  today: LocalDate,
): ParsedLine {
  const issues: LineIssue[] = [];
  const complain = (at: StatementColumn, code: LineIssueCode, value: string | null = null): null => {
    issues.push({ column: at, code, value: value === null ? null : value.slice(0, 40) });
    return null;
  };
  const cellOf = (id: StatementColumn): Cell => {
    const position = columns[id];
    return position === undefined ? '' : (cells[position] ?? '');
  };
  const textOf = (id: StatementColumn): string => {
    const cell = cellOf(id);
    if (typeof cell === 'object' && cell.kind === 'error') complain(id, 'cell-is-error');
    const text = typeof cell === 'string' ? cell : cell.kind === 'number' ? String(cell.value) : '';
    if (text.length > LONGEST_CELL) complain(id, 'cell-too-long');
    return text.slice(0, LONGEST_CELL);
  };
  const fenOf = (id: 'credit' | 'debit' | 'balance'): number | null => {
    const cell = cellOf(id);
    const isNumber = typeof cell === 'object' && cell.kind === 'number';
    const parsed = isNumber ? fenOfNumber(cell.value) : fenOfText(textOf(id));
    return 'fen' in parsed ? parsed.fen : complain(id, parsed.problem, isNumber ? String(cell.value) : textOf(id));
  };
  /** A number that names something: every digit counts. */
  const numberOf = (id: 'serial' | 'voucher' | 'counterAccount'): string => {
    if (isRounded(cellOf(id))) complain(id, 'digits-lost');
    return compact(textOf(id));
  };
  const before = issues.length;
  const [credit, debit] = [fenOf('credit'), fenOf('debit')];
  const isReadable = issues.length === before;
  const date = bookedOnOf(cellOf('bookedOn'), today);
  const currency = textOf('currency');
  if (!isYuan(currency)) complain('currency', 'currency-not-cny', cleanText(currency));
  const remark = (['summary', 'postscript', 'note'] as const).map((id) => cleanText(textOf(id)));
  const serial = numberOf('serial') || (columns.serial === undefined ? numberOf('voucher') : '');
  return {
    rowNo,
    bookedOn: typeof date === 'object' ? date.on : complain('bookedOn', date),
    ...movement(credit ?? 0, debit ?? 0, isReadable ? complain : () => null),
    balanceFen: fenOf('balance'),
    remark: [...new Set(remark.filter((text) => text !== ''))].join(' '),
    counterName: cleanName(textOf('counterName')) || null,
    counterAccount: numberOf('counterAccount') || null,
    serial: serial === '' ? null : serial,
    issues,
  };
}

/** A red figure takes back an earlier line: a person must look at both. */
function movement(
  credit: number,
  debit: number,
  complain: (at: StatementColumn, code: LineIssueCode) => null,
): Pick<ParsedLine, 'direction' | 'amountFen'> {
  const none = { direction: null, amountFen: null };
  if (credit !== 0 && debit !== 0) return complain('credit', 'both-directions') ?? none;
  if (credit < 0 || debit < 0) return complain(credit < 0 ? 'credit' : 'debit', 'amount-negative') ?? none;
  if (credit === 0 && debit === 0) return complain('credit', 'amount-missing') ?? none;
  return credit > 0 ? { direction: 'in', amountFen: credit } : { direction: 'out', amountFen: debit };
}

/**
 * Marks each line whose balance does not follow from the line before it, whichever way the bank sorts; lines without one are passed over, and
 * so is what follows a line that could not be read. Says how many there are.
 */
export function checkBalances(lines: readonly ParsedLine[]): number {
  const breaks = (isNewestFirst: boolean): ParsedLine[] => {
    const ordered = isNewestFirst ? [...lines].reverse() : lines;
    return ordered.filter((line, index) => {
      const earlier = ordered[index - 1];
      if (!earlier || earlier.balanceFen === null || line.balanceFen === null || line.amountFen === null) return false;
      if (earlier.amountFen === null) return false;
      return line.balanceFen !== earlier.balanceFen + (line.direction === 'out' ? -line.amountFen : line.amountFen);
    });
  };
  const [oldestFirst, newestFirst] = [breaks(false), breaks(true)];
  const fewest = newestFirst.length < oldestFirst.length ? newestFirst : oldestFirst;
  for (const { issues } of fewest) issues.push({ column: 'balance', code: 'balance-breaks', value: null });
  return fewest.length;
}

/** A balance that breaks is told and counted; it does not make the line itself unreadable. */
export const isRefusedLine = ({ issues }: Pick<ParsedLine, 'issues'>): boolean =>
  issues.some(({ code }) => code !== 'balance-breaks');
