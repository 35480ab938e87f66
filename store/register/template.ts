// The empty register workbook that offices fill in: a sheet with the columns and lists to choose from, an example, and explanations.
import ExcelJS from 'exceljs';
import { COLUMN_IDS, COLUMNS, type ColumnId } from '../../domain/register/columns';
import { CAPACITY_WORDS, ID_KIND_WORDS, TENURE_WORDS, USE_WORDS, type UnitUse } from '../../domain/register/judge-row';

/** Rows that carry lists and checks; rows beyond them are read too. */
const PREPARED_ROWS = 1_000;

const first = <T>(words: readonly (readonly [T, readonly string[]])[]): string[] =>
  words.map(([, names]) => names[0] ?? '');
const CHOICES: Partial<Record<ColumnId, string[]>> = {
  use: first<UnitUse>(USE_WORDS),
  tenure: first(TENURE_WORDS),
  idKind: first(ID_KIND_WORDS),
  representative: ['是', '否'],
  capacity: first(CAPACITY_WORDS),
  party: ['中共党员', '群众'],
};
const WIDTHS: Partial<Record<ColumnId, number>> = { holder: 26, idKind: 24, idNumber: 24, phone: 16, area: 14 };

const EXAMPLE: Record<ColumnId, string>[] = [
  [
    '1号楼',
    '1单元',
    '101',
    '住宅',
    '89.53',
    '已售',
    '张三',
    '居民身份证',
    '11010519491231002X',
    '13800138000',
    '',
    '业主',
    '群众',
  ],
  [
    '1号楼',
    '1单元',
    '102',
    '住宅',
    '120.00',
    '已售',
    '李四',
    '居民身份证',
    '440524188001010014',
    '13900139000',
    '是',
    '业主',
    '中共党员',
  ],
  ['1号楼', '1单元', '102', '住宅', '120.00', '已售', '王五', '居民身份证', '360426199101010071', '', '否', '业主', ''],
  ['1号楼', '1单元', '102', '住宅', '120.00', '', '赵六', '', '', '13700137000', '', '租户', ''],
  [
    '2号楼',
    '',
    'S01',
    '商铺',
    '1234.50',
    '未售',
    '某某置业有限公司',
    '统一社会信用代码',
    '91110000600037341L',
    '',
    '',
    '业主',
    '',
  ],
].map((values) => Object.fromEntries(COLUMN_IDS.map((id, i) => [id, values[i] ?? ''])) as Record<ColumnId, string>);

const EXPLANATIONS = [
  '一行是一间房的一个权利人。一人有几间房，写几行；一间房有几个共有人，写几行，并在“是否代表”列恰好标一个“是”。',
  '“专有面积”按不动产登记簿填写平方米数，最多两位小数。同一间房的各行面积、用途、产权状态必须一致。',
  '建设单位未售和已售未交付的房屋，权利人写建设单位，证件类型选“统一社会信用代码”。',
  '租户写姓名和手机号即可，不参加表决。',
  '“证件号码”“手机号”“房号”各列已设为文本，请勿改成数字，否则末尾几位会丢失。',
  '上传后先预检，逐行告诉您将新增、变更还是有问题；确认后才写入，要么全部写入，要么一行不写。',
  '本文件没有写到的房屋保持不变。写到的房屋，业主以本文件为准：不在文件里的原业主视为已转让。',
];

export async function registerTemplate(): Promise<Buffer> {
  const workbook = new ExcelJS.Workbook();
  addSheet(workbook, '业主名册', [], PREPARED_ROWS);
  addSheet(workbook, '填写示例', EXAMPLE, 0);
  const help = workbook.addWorksheet('填写说明');
  help.getColumn(1).width = 110;
  for (const [index, text] of EXPLANATIONS.entries())
    help.addRow([`${index + 1}. ${text}`]).alignment = { wrapText: true };
  return Buffer.from(await workbook.xlsx.writeBuffer());
}

function addSheet(
  workbook: ExcelJS.Workbook,
  name: string,
  rows: readonly Record<ColumnId, string>[],
  preparedRows: number,
): void {
  const sheet = workbook.addWorksheet(name, { views: [{ state: 'frozen', ySplit: 1 }] });
  sheet.columns = COLUMN_IDS.map((id) => ({
    key: id,
    header: COLUMNS[id].label.zh,
    width: WIDTHS[id] ?? 12,
    style: { numFmt: id === 'area' ? '#,##0.00' : '@' },
  }));
  const header = sheet.getRow(1);
  header.font = { bold: true };
  header.eachCell((cell, position) => {
    const id = COLUMN_IDS[position - 1];
    const isRequired = id !== undefined && COLUMNS[id].isRequired;
    cell.fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: isRequired ? 'FFFDE9D9' : 'FFEDEDED' } };
  });
  for (const row of rows) sheet.addRow({ ...row, area: Number(row.area) });
  if (preparedRows === 0) return;
  for (const [index, id] of COLUMN_IDS.entries()) {
    const letter = String.fromCharCode(65 + index);
    const validation = validationOf(id);
    if (validation !== null) addValidation(sheet, `${letter}2:${letter}${preparedRows + 1}`, validation);
  }
}

function validationOf(id: ColumnId): ExcelJS.DataValidation | null {
  const choices = CHOICES[id];
  if (choices !== undefined)
    return {
      type: 'list',
      allowBlank: true,
      formulae: [`"${choices.join(',')}"`],
      // A hint, not a bar: other words for the same thing are understood on import.
      showErrorMessage: true,
      errorStyle: 'warning',
      error: `请从列表中选择：${choices.join('、')}`,
    };
  if (id === 'area')
    return {
      type: 'decimal',
      operator: 'greaterThan',
      allowBlank: true,
      formulae: [0],
      showErrorMessage: true,
      error: '请填写大于 0 的平方米数，最多两位小数。',
    };
  return null;
}

// The typings of exceljs know validations of single cells only; the collection of ranges behind them is what a whole column needs.
function addValidation(sheet: ExcelJS.Worksheet, range: string, validation: ExcelJS.DataValidation): void {
  (
    sheet as unknown as { dataValidations: { add(range: string, validation: ExcelJS.DataValidation): void } }
  ).dataValidations.add(range, validation);
}
