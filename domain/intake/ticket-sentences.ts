// What is wrong with a row of a hotline's file, in sentences that a clerk understands and can act on.
import type { TicketIssue, TicketIssueCode } from './tickets';

type Sentence = (value: string) => { zh: string; en: string };

const SENTENCES: Record<TicketIssueCode, Sentence> = {
  'ticket-number-missing': () => ({ zh: '没有工单编号。', en: 'The ticket number is missing.' }),
  'ticket-twice-in-file': () => ({
    zh: '文件里同一工单编号出现不止一次，只取第一行。',
    en: 'The ticket number occurs twice; the first row counts.',
  }),
  'time-unreadable': (value) => ({
    zh: `看不懂来电时间“${value}”。请写成 2026-11-28 10:05。`,
    en: `The time "${value}" cannot be read. Write it as 2026-11-28 10:05.`,
  }),
  'time-in-future': (value) => ({ zh: `来电时间“${value}”还没有到。`, en: `The time "${value}" lies ahead.` }),
  'phone-malformed': () => ({ zh: '联系电话不像能回拨的号码。', en: 'The phone number cannot be called back.' }),
  'address-missing': () => ({ zh: '没有地址。', en: 'The address is missing.' }),
  'estate-unknown': (value) => ({
    zh: `地址“${value}”里找不到本辖区的小区名。`,
    en: `No estate of this area is named in the address "${value}".`,
  }),
  'estate-ambiguous': (value) => ({
    zh: `地址“${value}”对应不止一个小区，请写明社区或全称。`,
    en: `The address "${value}" fits several estates; name the community.`,
  }),
  'category-missing': () => ({ zh: '没有问题类别。', en: 'The category is missing.' }),
  'category-unknown': (value) => ({
    zh: `政策中没有“${value}”这一类别。`,
    en: `The policy has no category "${value}".`,
  }),
  'text-missing': () => ({ zh: '没有内容。', en: 'The text is missing.' }),
  'cell-too-long': () => ({ zh: '单元格文字过长。', en: 'The cell is too long.' }),
  'cell-is-error': () => ({ zh: '单元格是公式错误。', en: 'The cell holds an error of a formula.' }),
};

export const ticketMessage = ({ code, value }: TicketIssue, lang: 'zh' | 'en'): string =>
  SENTENCES[code](value ?? '')[lang];
