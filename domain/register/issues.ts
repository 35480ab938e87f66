// What can be wrong with a row of a register file, in sentences that a clerk understands and can act on.
// Codes are stable; the row and the column say where, the sentence says what to do.
import { COLUMNS, type ColumnId } from './columns';

export type Lang = 'zh' | 'en';

export interface IssueParams {
  /** Other rows that the sentence names, as numbered in the file. */
  rows?: number[];
  /** What stands in the cell; only ever filled for columns that are not personal. */
  value?: string;
  /** Two spellings or figures that contradict one another. */
  other?: string;
  allowed?: string;
}

type Sentence = (params: Required<IssueParams>) => { zh: string; en: string };

const rowsZh = (rows: number[]): string => `第 ${rows.slice(0, 5).join('、')} 行${rows.length > 5 ? '等' : ''}`;
const rowsEn = (rows: number[]): string =>
  `row${rows.length === 1 ? '' : 's'} ${rows.slice(0, 5).join(', ')}${rows.length > 5 ? ' and more' : ''}`;

const MERGED_ZH = '如果是合并单元格，请取消合并并逐行填写。';
const MERGED_EN = 'If the cells are merged, unmerge them and fill in every row.';

const SENTENCES = {
  'building-missing': () => ({ zh: `没有填写楼栋。${MERGED_ZH}`, en: `The building is missing. ${MERGED_EN}` }),
  'room-missing': () => ({ zh: `没有填写房号。${MERGED_ZH}`, en: `The room is missing. ${MERGED_EN}` }),
  'room-contradicts': ({ value }) => ({
    zh: `房号“${value}”里写的楼栋或单元与本行的楼栋、单元不一致，请核对。`,
    en: `The room "${value}" names a building or entrance other than this row's cells.`,
  }),
  'address-malformed': ({ value }) => ({
    zh: `看不懂房号“${value}”。请只写房号，例如 101，或 1-1-101。`,
    en: `The room "${value}" cannot be read. Write just the room, such as 101, or 1-1-101.`,
  }),
  'entrance-missing': ({ rows }) => ({
    zh: `没有填写单元，而${rowsZh(rows)}的同一楼栋同一房号写了单元。请补上单元。`,
    en: `The entrance is missing, but ${rowsEn(rows)} give one for the same building and room.`,
  }),
  'entrance-missing-in-file': ({ other }) => ({
    zh: `没有填写单元，而名册里同一楼栋同一房号在${other}。请补上单元。`,
    en: `The entrance is missing, but the register has this building and room in ${other}.`,
  }),
  'use-missing': () => ({ zh: `没有填写用途。${MERGED_ZH}`, en: `The use is missing. ${MERGED_EN}` }),
  'value-unknown': ({ value, allowed }) => ({
    zh: `不认识“${value}”，请填写：${allowed}。`,
    en: `"${value}" is not known. Write one of: ${allowed}.`,
  }),
  'area-missing': () => ({ zh: `没有填写专有面积。${MERGED_ZH}`, en: `The area is missing. ${MERGED_EN}` }),
  'area-not-a-number': ({ value }) => ({
    zh: `专有面积“${value}”不是数字，请填写平方米数，例如 89.53。`,
    en: `The area "${value}" is not a number of square metres, such as 89.53.`,
  }),
  'area-three-decimals': ({ value }) => ({
    zh: `专有面积“${value}”的小数超过两位。不动产登记的面积是两位小数，请按登记簿填写，系统不代为四舍五入。`,
    en: `The area "${value}" has more than two decimals. Titles have two; write the registered figure, it is not rounded here.`,
  }),
  'area-not-positive': ({ value }) => ({
    zh: `专有面积“${value}”应当大于 0。`,
    en: `The area "${value}" must be more than 0.`,
  }),
  'area-absurd': ({ value }) => ({
    zh: `专有面积“${value}”平方米大得不合情理，请检查小数点。`,
    en: `An area of "${value}" m² is out of all proportion; check the decimal point.`,
  }),
  'holder-missing': () => ({ zh: `没有填写权利人姓名。${MERGED_ZH}`, en: `The right holder is missing. ${MERGED_EN}` }),
  'id-missing': () => ({
    zh: '没有填写证件号码。业主以证件号码区分，不能为空。',
    en: 'The document number is missing. Owners are told apart by it.',
  }),
  'id-fifteen-digits': () => ({
    zh: '这是 15 位的旧身份证号码，请填写现在的 18 位号码。',
    en: 'This is an old number of 15 digits; write the present one of 18.',
  }),
  'id-malformed': () => ({
    zh: '证件号码的位数或字符与证件类型不符，请核对。',
    en: 'The document number does not fit the kind of document.',
  }),
  'id-too-short': () => ({ zh: '证件号码太短，请核对。', en: 'The document number is too short.' }),
  'id-checksum': () => ({
    zh: '证件号码的校验位不对，可能抄错了一位，请核对原件。',
    en: 'The check digit of the document number is wrong: one character may be miscopied.',
  }),
  'id-lost-digits': () => ({
    zh: '证件号码被电子表格存成了数字，末尾几位已经丢失。请先把这一列设为“文本”，再重新填写。',
    en: 'The spreadsheet stored the document number as a number and lost its last digits. Format the column as text and type it again.',
  }),
  'cell-is-date': () => ({
    zh: '这一格被电子表格存成了日期。请把这一列设为“文本”，再重新填写。',
    en: 'The spreadsheet stored this cell as a date. Format the column as text and type it again.',
  }),
  'cell-is-error': ({ value }) => ({
    zh: `这一格是公式错误${value ? `（${value}）` : ''}，请改成实际内容。`,
    en: `This cell is a formula error${value ? ` (${value})` : ''}.`,
  }),
  'cell-too-long': () => ({ zh: '这一格的内容太长。', en: 'This cell is too long.' }),
  'phone-malformed': () => ({
    zh: '手机号不正确。请只填一个号码：11 位手机号、带区号的固定电话，或以 + 开头的境外号码。',
    en: 'The phone number is wrong. Write one number: a mobile, a landline with area code, or a foreign one with +.',
  }),
  'developer-needs-code': () => ({
    zh: '未售或已售未交付的房屋，权利人应当是建设单位，证件类型为统一社会信用代码。',
    en: 'An unsold or undelivered unit is held by the developer, identified by its credit code.',
  }),
  'tenant-not-representative': () => ({
    zh: '租户不参加表决，不能作代表。',
    en: 'A tenant does not vote and cannot be the representative.',
  }),
  'row-repeated': ({ rows }) => ({
    zh: `与${rowsZh(rows)}重复：同一间房、同一个人写了不止一次。请只保留一行。`,
    en: `Repeats ${rowsEn(rows)}: the same unit and person. Keep one.`,
  }),
  'room-repeated': ({ rows }) => ({
    zh: `与${rowsZh(rows)}是同一间房，权利人不同，又没有标明代表。若是共有人，请在“是否代表”列恰好标一个“是”；若不是，请改正房号。`,
    en: `The same unit as ${rowsEn(rows)} with another holder and no representative. Mark exactly one joint owner, or correct the room.`,
  }),
  'representatives-many': ({ rows }) => ({
    zh: `这间房的共有人里，${rowsZh(rows)}也标了代表。一间房只能有一个代表。`,
    en: `More than one joint owner of this unit is marked as representative (also ${rowsEn(rows)}).`,
  }),
  'sole-owner-not-representative': () => ({
    zh: '这间房只有一个权利人，却标了“不是代表”。请核对是否漏了共有人的行。',
    en: 'The only owner of this unit is marked as not representing it; a row may be missing.',
  }),
  'unit-contradicts': ({ rows, value, other }) => ({
    zh: `与${rowsZh(rows)}是同一间房，但这里写的是“${value}”，那里写的是“${other}”，请统一。`,
    en: `The same unit as ${rowsEn(rows)}, but "${value}" here and "${other}" there.`,
  }),
  'tenant-without-owner': () => ({
    zh: '这间房只有租户，没有业主。请补上业主的行。',
    en: 'This unit has a tenant but no owner; add the owner.',
  }),
  'too-many-holders': ({ value }) => ({
    zh: `同一间房写了 ${value} 行，超过了系统能处理的数目，请核对房号。`,
    en: `One unit has ${value} rows, more than can be handled; check the room.`,
  }),
  'id-two-names': ({ rows }) => ({
    zh: `与${rowsZh(rows)}的证件号码相同，姓名却不同。请核对后统一成一个写法。`,
    en: `The same document number as ${rowsEn(rows)} under another name. Make them agree.`,
  }),
  'id-two-kinds': ({ rows }) => ({
    zh: `与${rowsZh(rows)}的证件号码相同，证件类型却不同，请统一。`,
    en: `The same document number as ${rowsEn(rows)} under another kind of document.`,
  }),
  'owner-two-phones': ({ rows }) => ({
    zh: `与${rowsZh(rows)}是同一个人，手机号却不同，请统一成一个。`,
    en: `The same person as ${rowsEn(rows)} with another phone number. Make them agree.`,
  }),
  'owner-two-parties': ({ rows }) => ({
    zh: `与${rowsZh(rows)}是同一个人，政治面貌却不同，请统一。`,
    en: `The same person as ${rowsEn(rows)} with another political status.`,
  }),
  'name-differs-elsewhere': () => ({
    zh: '此证件号码在其他小区已登记为另一个姓名，不能由本小区的导入更改。请核对；确需更正的，由该小区办理。',
    en: 'Another estate holds this document number under another name, which an import here may not change.',
  }),
} satisfies Record<string, Sentence>;

export type IssueCode = keyof typeof SENTENCES;

/** One thing wrong with one row. Stored as it is; sentences are made when it is shown. */
export interface Issue {
  rowNo: number;
  column: ColumnId;
  code: IssueCode;
  params?: IssueParams;
}

export const issue = (rowNo: number, column: ColumnId, code: IssueCode, params?: IssueParams): Issue =>
  params === undefined ? { rowNo, column, code } : { rowNo, column, code, params };

/** `第 12 行“专有面积(㎡)”：……` */
export function issueMessage({ rowNo, column, code, params = {} }: Issue, lang: Lang): string {
  const sentence: Sentence = SENTENCES[code];
  const text = sentence({ rows: [], value: '', other: '', allowed: '', ...params })[lang];
  const label = COLUMNS[column].label[lang];
  return lang === 'zh' ? `第 ${rowNo} 行“${label}”：${text}` : `Row ${rowNo}, "${label}": ${text}`;
}
