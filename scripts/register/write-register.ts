// Writes rows of a made-up register as files like those that offices send: CSV in several encodings, workbooks with title rows.
import { stringify } from 'csv-stringify/sync';
import ExcelJS from 'exceljs';
import { COLUMN_IDS, COLUMNS } from '../../domain/register/columns';
import { encodeGb18030 } from './encode-gb18030';
import type { RegisterRow } from './make-register';

const HEADER = COLUMN_IDS.map((id) => COLUMNS[id].label.zh);
const valuesOf = (row: RegisterRow): string[] => COLUMN_IDS.map((id) => row[id]);

export type CsvEncoding = 'utf-8' | 'utf-8-bom' | 'gb18030' | 'utf-16le';

export function registerCsv(rows: readonly RegisterRow[], encoding: CsvEncoding = 'utf-8'): Buffer {
  // Excel's "Unicode text" has tabs.
  const delimiter = encoding === 'utf-16le' ? '\t' : ',';
  const text = stringify([HEADER, ...rows.map(valuesOf)], { delimiter, record_delimiter: 'windows' });
  switch (encoding) {
    case 'gb18030':
      return encodeGb18030(text);
    case 'utf-16le':
      return Buffer.from(`\ufeff${text}`, 'utf16le');
    default:
      return Buffer.from(encoding === 'utf-8-bom' ? `\ufeff${text}` : text);
  }
}

/** With `hasTitle`, a merged title and a header of two rows with merged cells stand above the data. */
export async function registerXlsx(
  rows: readonly RegisterRow[],
  { hasTitle = false }: { hasTitle?: boolean } = {},
): Promise<Buffer> {
  const workbook = new ExcelJS.Workbook();
  const sheet = workbook.addWorksheet('业主名册');
  if (hasTitle) {
    sheet.addRow(['海岸花园业主名册（2026年11月）']);
    sheet.mergeCells(1, 1, 1, HEADER.length);
    sheet.addRow(['房屋信息', '', '', '', '', '', '权利人信息']);
    sheet.mergeCells(2, 1, 2, 6);
    sheet.mergeCells(2, 7, 2, HEADER.length);
  }
  sheet.addRow(HEADER);
  for (const row of rows)
    sheet.addRow(valuesOf(row).map((value) => (/^\d{1,6}(?:\.\d{1,2})?$/.test(value) ? Number(value) : value)));
  return Buffer.from(await workbook.xlsx.writeBuffer());
}

/** A large workbook straight to a file, a row at a time. */
export async function writeRegisterXlsx(filename: string, rows: readonly RegisterRow[]): Promise<void> {
  const workbook = new ExcelJS.stream.xlsx.WorkbookWriter({ filename, useSharedStrings: true });
  const sheet = workbook.addWorksheet('业主名册');
  sheet.addRow(HEADER).commit();
  for (const row of rows) sheet.addRow(valuesOf(row)).commit();
  sheet.commit();
  await workbook.commit();
}
