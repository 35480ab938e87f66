// Chinese words for what stands in a statement: on paper and on the public page.
import { localDateOf, addMs } from '../../domain/calendar/instant';
import type { Fund } from '../../domain/disclosure/figures';
import { yearAndPart, type PeriodLength } from '../../domain/disclosure/periods';
import { moneyText } from '../../domain/ledger/money';
import { sayDate } from '../say';

const FUND_WORDS: Record<Fund, string> = { commonIncome: '公共收益', feeSurplus: '物业费结余' };

const CATEGORIES: Record<string, string> = {
  parking: '停车',
  advertising: '广告',
  venue: '场地',
  feeSurplus: '物业费结余转入',
  repair: '维修',
  greening: '绿化',
  security: '安防',
  cleaning: '保洁',
  activity: '社区活动',
  repairFund: '补充维修资金',
  audit: '审计',
  other: '其他',
};

const PARTS = ['一', '二', '三', '四'];

export const sayFund = (fund: Fund): string => FUND_WORDS[fund];
export const sayCategory = (code: string): string =>
  Object.hasOwn(CATEGORIES, code) ? (CATEGORIES[code] ?? code) : code;

/** `1234.50 元` */
export const sayFen = (fen: number): string => `${moneyText(fen)} 元`;

export interface NamedPeriod {
  no: number;
  length: PeriodLength;
  from: string;
  until: string;
}

/** `2026年第一季度`, `2026年上半年`, `2026年度`. */
export function sayPeriod(period: NamedPeriod): string {
  const { year, part } = yearAndPart(period);
  if (period.length === 'year') return `${year}年度`;
  return period.length === 'halfYear'
    ? `${year}年${part === 1 ? '上' : '下'}半年`
    : `${year}年第${PARTS[part - 1] ?? part}季度`;
}

/** `2026年1月1日至2026年3月31日` */
export const sayDays = ({ from, until }: NamedPeriod): string =>
  `${sayDate(localDateOf(from))}至${sayDate(localDateOf(addMs(until, -1)))}`;
