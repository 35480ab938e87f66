// What is wrong with a line of a bank statement, in sentences that a bookkeeper understands and can act on.
import type { LineIssue, LineIssueCode } from './statement';

type Sentence = (value: string) => { zh: string; en: string };

const SENTENCES: Record<LineIssueCode, Sentence> = {
  'date-missing': () => ({ zh: '没有交易日期。', en: 'The date is missing.' }),
  'date-unreadable': () => ({
    zh: '看不懂交易日期。请写成 2026-11-28。',
    en: 'The date cannot be read. Write it as 2026-11-28.',
  }),
  'date-in-future': () => ({ zh: '交易日期还没有到。', en: 'The date lies ahead.' }),
  'amount-missing': () => ({ zh: '没有收入或支出金额。', en: 'There is no amount.' }),
  'amount-unreadable': (value) => ({ zh: `看不懂金额“${value}”。`, en: `The amount "${value}" cannot be read.` }),
  'amount-below-fen': (value) => ({
    zh: `金额“${value}”精确到了分以下。`,
    en: `The amount "${value}" is finer than a fen.`,
  }),
  'amount-absurd': (value) => ({
    zh: `金额“${value}”大得不合理。`,
    en: `The amount "${value}" is too large to be true.`,
  }),
  'amount-negative': () => ({
    zh: '红字（负数）金额请人工核对后处理。',
    en: 'A negative amount is for a person to look at.',
  }),
  'currency-not-cny': (value) => ({ zh: `只记人民币，不记“${value}”。`, en: `Only yuan are booked, not "${value}".` }),
  'both-directions': () => ({ zh: '同一行既有收入又有支出。', en: 'The line has both a credit and a debit.' }),
  'serial-twice-in-file': () => ({
    zh: '文件里同一流水号出现不止一次，只取第一行。',
    en: 'The serial number occurs twice; the first line counts.',
  }),
  'serial-reused': () => ({
    zh: '这个流水号已入账，但金额或日期不同。',
    en: 'This serial number was booked with another amount or date.',
  }),
  'balance-breaks': () => ({
    zh: '余额与上一行对不上，可能缺行。',
    en: 'The balance does not follow on from the line before; a line may be missing.',
  }),
  'cell-too-long': () => ({ zh: '单元格文字过长。', en: 'The cell is too long.' }),
  'cell-is-error': () => ({ zh: '单元格是公式错误。', en: 'The cell holds an error of a formula.' }),
  'digits-lost': () => ({
    zh: '表格软件把号码当作数字保存，末几位已丢失。请把该列设为文本后重新导出。',
    en: 'The spreadsheet stored the number as a quantity and lost its last digits. Format the column as text and export it again.',
  }),
};

export const lineMessage = ({ code, value }: LineIssue, lang: 'zh' | 'en'): string =>
  SENTENCES[code](value ?? '')[lang];
