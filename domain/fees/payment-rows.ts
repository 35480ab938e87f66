// A payment as one row of a file: columns by the names that cashiers use, and each row either understood or refused with what is wrong. Whether
// the unit is there and owes so much, the store finds out.
import { dateOf, dayOfDate } from '../calendar/instant';
import type { LocalDate } from '../calendar/types';
import { parseAddress } from '../register/address';
import { headerFinder, type ColumnMap, type NamedColumn } from '../register/header';
import type { Cell, SheetRow } from '../register/judge-row';
import { cleanText, compact } from '../register/normalise';
import { readMoney, type MoneyFault } from '../ledger/money';
import { MONTH, type Month } from './months';

export const PAYMENT_COLUMN_IDS = [
  'reference',
  'building',
  'entrance',
  'room',
  'month',
  'amount',
  'paidOn',
  'channel',
] as const;
export type PaymentColumn = (typeof PAYMENT_COLUMN_IDS)[number];

const column = (zh: string, en: string, isRequired: boolean, ...aliases: string[]): NamedColumn => ({
  label: { zh, en },
  aliases,
  isRequired,
});

export const PAYMENT_COLUMNS: Record<PaymentColumn, NamedColumn> = {
  reference: column(
    '流水号',
    'Reference',
    true,
    '交易流水号',
    '收据号',
    '收据编号',
    '单号',
    '订单号',
    '缴费单号',
    '凭证号',
  ),
  building: column('楼栋', 'Building', true, '楼', '楼号', '栋', '栋号', '幢', '幢号', '楼栋号'),
  entrance: column('单元', 'Entrance', false, '单元号', '门洞', '门'),
  room: column('房号', 'Room', true, '房间号', '室号', '户号', '房屋', '门牌号', '车位号'),
  month: column('账期', 'Month', false, '费用月份', '缴费月份', '月份', '所属期', '所属月份'),
  amount: column('金额', 'Amount', true, '缴费金额', '实收金额', '实缴金额', '收款金额', '实收', '金额元'),
  paidOn: column('缴费日期', 'Paid on', true, '收款日期', '交易日期', '日期', '缴费时间', '交易时间'),
  channel: column('方式', 'Channel', false, '缴费方式', '支付方式', '收款方式', '渠道'),
};

export const findPaymentHeader = headerFinder(PAYMENT_COLUMNS, PAYMENT_COLUMN_IDS);

export const PAYMENT_CHANNELS = ['cash', 'transfer', 'wechat', 'alipay', 'card', 'other'] as const;
export type PaymentChannel = (typeof PAYMENT_CHANNELS)[number];

const CHANNEL_WORDS: Record<string, PaymentChannel> = {
  现金: 'cash',
  转账: 'transfer',
  银行转账: 'transfer',
  微信: 'wechat',
  微信支付: 'wechat',
  支付宝: 'alipay',
  刷卡: 'card',
  银行卡: 'card',
};

export const PAYMENT_ISSUES = [
  'reference-missing',
  'reference-malformed',
  'reference-twice-in-file',
  'address-incomplete',
  'unit-unknown',
  'month-unreadable',
  'amount-unreadable',
  'amount-other-currency',
  'amount-three-decimals',
  'amount-not-positive',
  'amount-too-large',
  'date-unreadable',
  'date-in-future',
  'payment-beyond-bill',
  'payment-reference-reused',
] as const;
export type PaymentIssueCode = (typeof PAYMENT_ISSUES)[number];

const OF_FAULT: Record<MoneyFault, PaymentIssueCode> = {
  moneyMalformed: 'amount-unreadable',
  otherCurrency: 'amount-other-currency',
  tooManyDecimals: 'amount-three-decimals',
  tooLarge: 'amount-too-large',
};

export interface PaymentIssue {
  column: PaymentColumn;
  code: PaymentIssueCode;
  value: string | null;
}

/** What could be read; a row with issues is refused. */
export interface ParsedPayment {
  rowNo: number;
  reference: string | null;
  unitKey: string | null;
  /** Building and room, for a row that leaves the entrance out. */
  doorKey: string | null;
  month: Month | null;
  amountFen: number | null;
  paidOn: LocalDate | null;
  channel: PaymentChannel;
  issues: PaymentIssue[];
}

export const REFERENCE = /^[A-Za-z0-9._:/-]{1,60}$/;

/** Reads one row. Never throws. `today` bounds the day of payment. */
export function judgePayment(
  { rowNo, cells }: SheetRow,
  columns: ColumnMap<PaymentColumn>,
  today: LocalDate,
): ParsedPayment {
  const issues: PaymentIssue[] = [];
  const complain = (at: PaymentColumn, code: PaymentIssueCode, value = ''): null => {
    issues.push({ column: at, code, value: value === '' ? null : value.slice(0, 40) });
    return null;
  };
  const cellOf = (id: PaymentColumn): Cell => cells[columns[id] ?? -1] ?? '';
  const textOf = (id: PaymentColumn): string => plain(cellOf(id));

  const reference = compact(textOf('reference'));
  const amount = textOf('amount');
  const money = readMoney(amount);
  const month = monthFrom(cellOf('month'));
  const paidOn = dateFrom(cellOf('paidOn'));
  const place = parseAddress({ building: textOf('building'), entrance: textOf('entrance'), room: textOf('room') });
  const address = 'address' in place ? place.address : complain('room', 'address-incomplete', compact(textOf('room')));
  return {
    rowNo,
    reference:
      reference === ''
        ? complain('reference', 'reference-missing')
        : REFERENCE.test(reference)
          ? reference
          : complain('reference', 'reference-malformed', reference),
    unitKey: address?.unitKey ?? null,
    doorKey: address && address.entranceKey === '' ? address.doorKey : null,
    month: month === undefined ? complain('month', 'month-unreadable', textOf('month')) : month,
    amountFen: !money.ok
      ? complain('amount', OF_FAULT[money.fault], compact(amount))
      : money.fen > 0
        ? money.fen
        : complain('amount', 'amount-not-positive', compact(amount)),
    paidOn:
      paidOn === undefined
        ? complain('paidOn', 'date-unreadable', textOf('paidOn'))
        : paidOn > today
          ? complain('paidOn', 'date-in-future', paidOn)
          : paidOn,
    channel: CHANNEL_WORDS[compact(textOf('channel'))] ?? 'other',
    issues,
  };
}

const plain = (cell: Cell): string =>
  typeof cell === 'string' ? cell : cell.kind === 'number' ? String(cell.value) : '';

const EXCEL_EPOCH_DAYS = 25_569;
const serialDate = (cell: Cell): LocalDate | undefined =>
  typeof cell === 'object' && cell.kind === 'date' && cell.serial !== null && cell.serial >= EXCEL_EPOCH_DAYS
    ? dateOf(Math.floor(cell.serial) - EXCEL_EPOCH_DAYS)
    : undefined;

/** `2026-11-05`, `2026/11/5`, `2026年11月5日`, with or without a time of day behind it; undefined: no date. */
function dateFrom(cell: Cell): LocalDate | undefined {
  const serial = serialDate(cell);
  if (serial !== undefined) return serial;
  const match = /^(2\d{3})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?: \d{1,2}:\d{1,2}(?::\d{1,2})?)?$/.exec(
    cleanText(plain(cell)),
  );
  if (match === null) return undefined;
  const [, year = '', month = '', day = ''] = match;
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  try {
    return dateOf(dayOfDate(date));
  } catch {
    return undefined;
  }
}

/** `2026-11`, `2026年11月`, `202611`, or a date in it; null: the cell is empty; undefined: no month. */
function monthFrom(cell: Cell): Month | null | undefined {
  const serial = serialDate(cell);
  if (serial !== undefined) return serial.slice(0, 7);
  const text = compact(plain(cell));
  if (text === '') return null;
  const match = /^(2\d{3})[-/.年]?(\d{1,2})月?$/.exec(text);
  const month = match === null ? '' : `${match[1] ?? ''}-${(match[2] ?? '').padStart(2, '0')}`;
  return MONTH.test(month) ? month : undefined;
}
