// A table as a file for spreadsheets, streamed row by row: CSV that Chinese Excel reads, or a workbook. Formulas are defused.
import { once } from 'node:events';
import { PassThrough, Readable } from 'node:stream';
import { stringify } from 'csv-stringify/sync';
import ExcelJS from 'exceljs';

export type TableFormat = 'csv' | 'xlsx';
export type Cell = string | number;

export const CONTENT_TYPES: Record<TableFormat, string> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

export interface Table {
  sheet: string;
  header: readonly string[];
  /** Pages of rows, so that a long export holds no transaction open. */
  pages: AsyncIterable<readonly (readonly Cell[])[]>;
}

/** A cell that a spreadsheet could take for a formula gets an apostrophe in front (OWASP); the register's import takes it off again. */
export const defuse = (text: string): string => (/^[=+\-@\t\r＝＋－＠]/.test(text) ? `'${text}` : text);

const cellsOf = (row: readonly Cell[]): Cell[] => row.map((cell) => (typeof cell === 'string' ? defuse(cell) : cell));

/** Streams the file; reading stops when the taker goes away. */
export const tableFile = (format: TableFormat, table: Table): Readable =>
  format === 'csv' ? Readable.from(csvChunks(table)) : xlsxStream(table);

async function* csvChunks({ header, pages }: Table): AsyncGenerator<Buffer> {
  // Chinese Excel takes a CSV for GB18030 unless it begins with the mark of UTF-8.
  yield Buffer.from(`\ufeff${stringify([header], { record_delimiter: 'windows' })}`);
  for await (const rows of pages) yield Buffer.from(stringify(rows.map(cellsOf), { record_delimiter: 'windows' }));
}

function xlsxStream({ sheet: name, header, pages }: Table): Readable {
  const output = new PassThrough();
  const write = async (): Promise<void> => {
    const workbook = new ExcelJS.stream.xlsx.WorkbookWriter({
      stream: output,
      useSharedStrings: false,
      useStyles: false,
    });
    const sheet = workbook.addWorksheet(name);
    sheet.addRow([...header]).commit();
    for await (const rows of pages) {
      if (output.destroyed) return;
      for (const row of rows) sheet.addRow(cellsOf(row)).commit();
      if (output.writableNeedDrain) await Promise.race([once(output, 'drain'), once(output, 'close')]);
    }
    sheet.commit();
    await workbook.commit();
  };
  write().catch((error: unknown) => output.destroy(error instanceof Error ? error : new Error(String(error))));
  return output;
}
