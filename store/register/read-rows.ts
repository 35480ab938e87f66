// Any spreadsheet as it stands: the rows of the first sheet that holds something. Runs in a worker thread (read-in-worker.ts); what the rows
// mean is asked afterwards.
import { FileProblem } from '../../domain/register/file-problem';
import { isBlank, type SheetRow } from '../../domain/register/judge-row';
import { openCsv } from './read-csv';
import type { RegisterFormat } from './read-register';
import { openXlsx } from './read-xlsx';

export type RowsPart = { kind: 'source'; source: string } | { kind: 'rows'; rows: SheetRow[] };

/** The sheet's name or the encoding first, then pages of rows. Throws FileProblem for whatever is wrong with the file as a whole. */
export async function* readRows(bytes: Buffer, format: RegisterFormat, maxRows: number): AsyncGenerator<RowsPart> {
  if (bytes.length === 0) throw new FileProblem('empty');
  const sheets = format === 'xlsx' ? await openXlsx(bytes) : openCsv(bytes);
  if (sheets.length === 0) throw new FileProblem('broken');
  for (const sheet of sheets) {
    let count = 0;
    for await (const page of sheet.pages()) {
      const rows = page.filter((row) => !isBlank(row));
      if (rows.length === 0) continue;
      if (count === 0) yield { kind: 'source', source: sheet.name.slice(0, 60) };
      count += rows.length;
      if (count > maxRows) throw new FileProblem('too-many-rows', { limit: maxRows });
      yield { kind: 'rows', rows };
    }
    if (count > 0) return;
  }
  throw new FileProblem('empty');
}
