// Why a register file is refused as a whole, before any of its rows is judged: a code, and a sentence that says what to do.
import { COLUMNS, type ColumnId } from './columns';
import type { Lang } from './issues';

export interface FileProblemParams {
  columns?: ColumnId[];
  /** Where the file is no register: what its columns are called. */
  labels?: { zh: string; en: string }[];
  line?: number;
  limit?: number;
}

const names = ({ columns = [], labels }: FileProblemParams, lang: Lang): string =>
  (labels ?? columns.map((id) => COLUMNS[id].label)).map((label) => label[lang]).join(lang === 'zh' ? '、' : ', ');

const SENTENCES = {
  empty: () => ({ zh: '文件是空的。', en: 'The file is empty.' }),
  'old-or-encrypted': () => ({
    zh: '这是旧版 .xls 文件，或者加了打开密码。请另存为不加密码的 .xlsx。',
    en: 'This is an old .xls file, or one with a password. Save it as .xlsx without a password.',
  }),
  'not-xlsx': () => ({ zh: '文件不是 .xlsx 工作簿。', en: 'The file is not an .xlsx workbook.' }),
  'not-csv': () => ({
    zh: '文件不是 CSV 文本，看来是工作簿。请按 .xlsx 上传。',
    en: 'The file is not CSV text; it looks like a workbook. Upload it as .xlsx.',
  }),
  'with-macros': () => ({
    zh: '工作簿带有宏。请另存为不带宏的 .xlsx。',
    en: 'The workbook has macros. Save it as .xlsx without them.',
  }),
  broken: () => ({
    zh: '文件已损坏，无法读取。请重新保存后再上传。',
    en: 'The file is damaged. Save it again and upload it anew.',
  }),
  'too-complex': () => ({
    zh: '文件展开后过大或过于复杂。请只保留名册一张工作表，去掉多余的行、列和格式。',
    en: 'Unpacked, the file is too large or too complex. Keep only the register sheet, without surplus rows, columns and formats.',
  }),
  'too-slow': () => ({
    zh: '读取文件用时过长，已停止。请拆成几个文件。',
    en: 'Reading took too long and was stopped. Split the file.',
  }),
  'too-many-rows': ({ limit }) => ({
    zh: `行数超过 ${limit ?? ''} 行，请拆成几个文件。`,
    en: `More than ${limit ?? ''} rows; split the file.`,
  }),
  'encoding-unknown': () => ({
    zh: '认不出文字编码。请另存为 UTF-8 或 GB18030（中文 Excel 的 CSV），或改用 .xlsx。',
    en: 'The text encoding is unknown. Save it as UTF-8 or GB18030, or use .xlsx.',
  }),
  'csv-broken': ({ line }) => ({
    zh: `CSV 第 ${line ?? '?'} 行附近的引号不成对，无法继续读取。`,
    en: `Quotes do not match near line ${line ?? '?'} of the CSV.`,
  }),
  'header-not-found': () => ({
    zh: '找不到表头。请使用模板，或保证前 15 行内有“楼栋、房号、权利人姓名”等列名。',
    en: 'No header was found. Use the template, or put the column names into the first 15 rows.',
  }),
  'ticket-header-not-found': () => ({
    zh: '找不到表头。请保证前 15 行内有“工单编号、地址、问题类别、内容”等列名。',
    en: 'No header was found. Put the column names (ticket number, address, category, text) into the first 15 rows.',
  }),
  'statement-header-not-found': () => ({
    zh: '找不到表头。请保证前 15 行内有“交易日期、贷方金额（收入）”等列名。',
    en: 'No header was found. Put the column names (date, credit) into the first 15 rows.',
  }),
  'payment-header-not-found': () => ({
    zh: '找不到表头。请保证前 15 行内有“流水号、楼栋、房号、金额、缴费日期”等列名。',
    en: 'No header was found. Put the column names (reference, building, room, amount, paid on) into the first 15 rows.',
  }),
  'columns-missing': (params) => ({
    zh: `表头缺少这些列：${names(params, 'zh')}。`,
    en: `The header lacks these columns: ${names(params, 'en')}.`,
  }),
  'column-twice': (params) => ({
    zh: `表头里这些列出现了不止一次：${names(params, 'zh')}。请只保留一列。`,
    en: `These columns appear more than once: ${names(params, 'en')}. Keep one.`,
  }),
  'no-rows': () => ({ zh: '表头下面没有数据。', en: 'There are no rows below the header.' }),
} satisfies Record<string, (params: FileProblemParams) => { zh: string; en: string }>;

export type FileProblemCode = keyof typeof SENTENCES;

export class FileProblem extends Error {
  constructor(
    readonly code: FileProblemCode,
    readonly params: FileProblemParams = {},
  ) {
    super(code);
    this.name = 'FileProblem';
  }
}

export const fileProblemMessage = (code: FileProblemCode, params: FileProblemParams, lang: Lang): string => {
  const sentence: (params: FileProblemParams) => { zh: string; en: string } = SENTENCES[code];
  return sentence(params)[lang];
};
