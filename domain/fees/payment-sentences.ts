// What is wrong with a row of a file of payments, in a sentence that says what to do.
import type { PaymentIssue, PaymentIssueCode } from './payment-rows';

type Sentence = (value: string) => { zh: string; en: string };

const SENTENCES: Record<PaymentIssueCode, Sentence> = {
  'reference-missing': () => ({ zh: '没有流水号。', en: 'There is no reference.' }),
  'reference-malformed': (value) => ({
    zh: `流水号“${value}”只能由字母、数字和 . _ : / - 组成，不超过 60 位。`,
    en: `The reference “${value}” may hold letters, digits and . _ : / - only, 60 at most.`,
  }),
  'reference-twice-in-file': (value) => ({
    zh: `流水号“${value}”在文件中出现两次。`,
    en: `The reference “${value}” stands in the file twice.`,
  }),
  'address-incomplete': () => ({ zh: '楼栋或房号不完整。', en: 'Building or room is incomplete.' }),
  'unit-unknown': () => ({ zh: '名册里没有这一户。', en: 'The register has no such unit.' }),
  'month-unreadable': (value) => ({
    zh: `账期“${value}”不是月份，例如 2026-11。`,
    en: `“${value}” is no month such as 2026-11.`,
  }),
  'amount-unreadable': (value) => ({ zh: `金额“${value}”无法读取。`, en: `The amount “${value}” cannot be read.` }),
  'amount-other-currency': (value) => ({ zh: `“${value}”不是人民币。`, en: `“${value}” is not in yuan.` }),
  'amount-three-decimals': (value) => ({
    zh: `金额“${value}”多于两位小数，没有小于分的钱。`,
    en: `“${value}” has more than two decimals; nothing is smaller than a fen.`,
  }),
  'amount-not-positive': (value) => ({
    zh: `金额“${value}”须大于零；退款请用冲正。`,
    en: `“${value}” must be above zero; what goes back is a reversal.`,
  }),
  'amount-too-large': (value) => ({ zh: `金额“${value}”过大。`, en: `The amount “${value}” is too large.` }),
  'date-unreadable': (value) => ({ zh: `缴费日期“${value}”无法读取。`, en: `The day “${value}” cannot be read.` }),
  'date-in-future': (value) => ({ zh: `缴费日期“${value}”晚于今天。`, en: `The day “${value}” lies ahead.` }),
  'payment-beyond-bill': () => ({ zh: '超过这一户的应缴金额。', en: 'It is more than the unit owes.' }),
  'payment-reference-reused': (value) => ({
    zh: `流水号“${value}”已登记为另一笔缴费。`,
    en: `The reference “${value}” stands for another payment.`,
  }),
};

export const paymentMessage = ({ code, value }: Pick<PaymentIssue, 'code' | 'value'>, lang: 'zh' | 'en'): string =>
  SENTENCES[code](value ?? '')[lang];
