// A ticket of the 12345 hotline as one row of its file: columns by the names that hotlines use, and each row either understood or refused with
// what is wrong. Which estate an address means, and whether the policy has the category, the store finds out.
import { instantOf, MINUTE_MS } from '../calendar/instant';
import type { Instant } from '../calendar/types';
import { headerFinder, type ColumnMap, type NamedColumn } from '../register/header';
import { parsePhone } from '../register/id-number';
import type { Cell, SheetRow } from '../register/judge-row';
import { cleanName, cleanText, compact } from '../register/normalise';
import { categoryOf } from './category-words';

export const TICKET_COLUMN_IDS = ['ticketNo', 'calledAt', 'name', 'phone', 'address', 'category', 'text'] as const;
export type TicketColumn = (typeof TICKET_COLUMN_IDS)[number];

const column = (zh: string, en: string, isRequired: boolean, ...aliases: string[]): NamedColumn => ({
  label: { zh, en },
  aliases,
  isRequired,
});

export const TICKET_COLUMNS: Record<TicketColumn, NamedColumn> = {
  ticketNo: column(
    '工单编号',
    'Ticket number',
    true,
    '工单号',
    '编号',
    '受理编号',
    '受理号',
    '事项编号',
    '诉求编号',
    '单号',
  ),
  calledAt: column('来电时间', 'Time', true, '受理时间', '时间', '反映时间', '登记时间', '诉求时间', '来电日期'),
  name: column('来电人', 'Caller', false, '姓名', '反映人', '诉求人', '联系人', '来电人姓名', '市民姓名'),
  phone: column('联系电话', 'Phone', false, '电话', '来电号码', '手机号', '联系方式', '电话号码', '手机'),
  address: column(
    '地址',
    'Address',
    true,
    '小区',
    '问题地址',
    '事发地址',
    '事发地点',
    '详细地址',
    '诉求地址',
    '反映地址',
  ),
  category: column('问题类别', 'Category', true, '类别', '诉求类别', '诉求类型', '问题类型', '事项类别', '分类'),
  text: column('内容', 'Text', true, '诉求内容', '反映内容', '问题描述', '主要内容', '事项内容', '描述'),
};

export const findTicketHeader = headerFinder(TICKET_COLUMNS, TICKET_COLUMN_IDS);

export const TICKET_ISSUES = [
  'ticket-number-missing',
  'ticket-twice-in-file',
  'time-unreadable',
  'time-in-future',
  'phone-malformed',
  'address-missing',
  'estate-unknown',
  'estate-ambiguous',
  'category-missing',
  'category-unknown',
  'text-missing',
  'cell-too-long',
  'cell-is-error',
] as const;
export type TicketIssueCode = (typeof TICKET_ISSUES)[number];

/** What is wrong, and where; `value` never of personal columns. */
export interface TicketIssue {
  column: TicketColumn;
  code: TicketIssueCode;
  value: string | null;
}

/** What could be read; a ticket with issues is refused. */
export interface ParsedTicket {
  rowNo: number;
  ticketNo: string | null;
  calledAt: Instant | null;
  name: string | null;
  phone: string | null;
  address: string | null;
  category: string | null;
  text: string | null;
  issues: TicketIssue[];
}

const LONGEST: Record<TicketColumn, number> = {
  ...{ ticketNo: 60, calledAt: 40, name: 60, phone: 40, address: 200, category: 40, text: 4_000 },
};

/** Reads one row. Never throws. `now` bounds the time of the call. */
export function judgeTicket({ rowNo, cells }: SheetRow, columns: ColumnMap<TicketColumn>, now: Instant): ParsedTicket {
  const issues: TicketIssue[] = [];
  const complain = (at: TicketColumn, code: TicketIssueCode, value: string | null = null): null => {
    issues.push({ column: at, code, value: value === null ? null : value.slice(0, 40) });
    return null;
  };
  const cellOf = (id: TicketColumn): Cell => {
    const position = columns[id];
    return position === undefined ? '' : (cells[position] ?? '');
  };
  const textOf = (id: TicketColumn): string => {
    const cell = cellOf(id);
    if (typeof cell === 'object' && cell.kind === 'error') complain(id, 'cell-is-error');
    const text = typeof cell === 'string' ? cell : cell.kind === 'number' ? String(cell.value) : '';
    if (text.length > LONGEST[id]) complain(id, 'cell-too-long');
    return text.slice(0, LONGEST[id]);
  };
  const ticketNo = compact(textOf('ticketNo'));
  const phone = compact(textOf('phone'));
  const address = cleanText(textOf('address'));
  const category = cleanText(textOf('category'));
  const text = textOf('text').trim();
  const known = categoryOf(category);
  const time = cellOf('calledAt');
  return {
    rowNo,
    ticketNo: ticketNo === '' ? complain('ticketNo', 'ticket-number-missing') : ticketNo,
    calledAt: timeOf(time, now, (code) =>
      complain('calledAt', code, typeof time === 'string' ? cleanText(time) : null),
    ),
    name: cleanName(textOf('name')) || null,
    // A caller may stay unknown; a number that is there must be one that can be called back.
    phone: phone === '' ? null : (parsePhone(phone) ?? complain('phone', 'phone-malformed')),
    address: address === '' ? complain('address', 'address-missing') : address,
    category:
      category === ''
        ? complain('category', 'category-missing')
        : (known ?? complain('category', 'category-unknown', category)),
    text: cleanText(text) === '' ? complain('text', 'text-missing') : text,
    issues,
  };
}

/** Clocks of two houses differ by minutes. */
const CLOCK_TOLERANCE_MS = 10 * MINUTE_MS;
const CHINA_OFFSET_MS = 8 * 60 * MINUTE_MS;
const EXCEL_EPOCH_DAYS = 25_569;
const LOCAL_TIME =
  /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?[ T]?(?:(\d{1,2})[:时](\d{1,2})(?:[:分](\d{1,2}))?[分秒]?)?$/;

function timeOf(cell: Cell, now: Instant, complain: (code: TicketIssueCode) => null): Instant | null {
  const ms = typeof cell === 'object' ? serialMs(cell) : localMs(cleanText(cell));
  if (ms === null) return complain('time-unreadable');
  const at = instantOf(ms);
  return ms > Date.parse(now) + CLOCK_TOLERANCE_MS ? complain('time-in-future') : at;
}

function serialMs(cell: Exclude<Cell, string>): number | null {
  if (cell.kind !== 'date' || cell.serial === null || cell.serial < EXCEL_EPOCH_DAYS || cell.serial > 110_000)
    return null;
  // Days with a fraction: seconds are as fine as a spreadsheet shows them.
  return Math.round((cell.serial - EXCEL_EPOCH_DAYS) * 86_400) * 1_000 - CHINA_OFFSET_MS;
}

/** A China time such as `2026-11-28 10:05`, `2026/11/28 10:05:33`, `2026年11月28日 10时05分`. */
function localMs(text: string): number | null {
  const [, ...parts] = LOCAL_TIME.exec(text) ?? [];
  const [year, month, day, hour = 0, minute = 0, second = 0] = parts.map((part) => Number(part ?? 0));
  if (year === undefined || month === undefined || day === undefined || year < 2000) return null;
  const ms = Date.UTC(year, month - 1, day, hour, minute, second);
  const back = new Date(ms);
  const isReal = back.getUTCMonth() === month - 1 && back.getUTCDate() === day && back.getUTCHours() === hour;
  return isReal && minute < 60 && second < 60 ? ms - CHINA_OFFSET_MS : null;
}
