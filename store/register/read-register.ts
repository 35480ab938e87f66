// From the bytes of a register file to judged rows: picks the sheet, finds the header, reads row by row. Runs in a worker thread
// (read-in-worker.ts); comparing rows with one another and with the register is dry-run.ts.
import { COLUMN_IDS, type ColumnId, findHeader, HEAD_ROWS } from '../../domain/register/columns';
import { FileProblem } from '../../domain/register/file-problem';
import type { Header } from '../../domain/register/header';
import { isBlank, judgeRow, type ParsedRow, type SheetRow } from '../../domain/register/judge-row';
import { openCsv } from './read-csv';
import { openXlsx } from './read-xlsx';
import { MAX_ROWS, type Sheet } from './sheet-source';

export type RegisterFormat = 'xlsx' | 'csv';

/** What was found above the rows, told to the clerk. */
export interface RegisterHead {
  /** The worksheet that was read, or the encoding of a CSV. */
  source: string;
  columns: ColumnId[];
  /** Headers that were not understood; their columns are not read. */
  ignored: string[];
}

export type RegisterPart = { kind: 'head'; head: RegisterHead } | { kind: 'rows'; rows: ParsedRow[] };

/** One `head`, then pages of rows in the order of the file. Throws FileProblem for whatever is wrong with the file as a whole. */
export async function* readRegister(
  bytes: Buffer,
  format: RegisterFormat,
  maxRows = MAX_ROWS,
): AsyncGenerator<RegisterPart> {
  if (bytes.length === 0) throw new FileProblem('empty');
  const sheets = format === 'xlsx' ? await openXlsx(bytes) : openCsv(bytes);
  let problem = new FileProblem(sheets.length === 0 ? 'broken' : 'empty');
  for (const [index, sheet] of sheets.entries()) {
    const opened = await openSheet(sheet);
    if ('problem' in opened) {
      // What is wrong with the first sheet that holds anything is what the clerk wants to know.
      if (index === 0 || problem.code === 'empty') problem = opened.problem;
      continue;
    }
    const { header, below, rest } = opened;
    const columns = COLUMN_IDS.filter((id) => header.columns[id] !== undefined);
    yield { kind: 'head', head: { source: sheet.name.slice(0, 60), columns, ignored: header.ignored } };
    let count = 0;
    const judge = (rows: readonly SheetRow[]): RegisterPart => {
      const parsed = rows.filter((row) => !isBlank(row)).map((row) => judgeRow(row, header.columns));
      count += parsed.length;
      if (count > maxRows) throw new FileProblem('too-many-rows', { limit: maxRows });
      return { kind: 'rows', rows: parsed };
    };
    yield judge(below);
    for await (const page of rest) yield judge(page);
    if (count === 0) throw new FileProblem('no-rows');
    return;
  }
  throw problem;
}

interface OpenSheet {
  header: Header<ColumnId>;
  /** Rows already read that stand below the header. */
  below: SheetRow[];
  rest: AsyncGenerator<SheetRow[]>;
}

async function openSheet(sheet: Sheet): Promise<OpenSheet | { problem: FileProblem }> {
  const pages = sheet.pages();
  const head: SheetRow[] = [];
  while (head.length < HEAD_ROWS) {
    const next = await pages.next();
    if (next.done === true) break;
    head.push(...next.value);
  }
  if (head.every(isBlank)) return { problem: new FileProblem('empty') };
  const found = findHeader(
    head.slice(0, HEAD_ROWS).map(({ cells }) => cells.map((cell) => (typeof cell === 'string' ? cell : ''))),
  );
  if ('header' in found) return { header: found.header, below: head.slice(found.header.rows), rest: pages };
  await pages.return(undefined);
  const { code, ...params } = found.problem;
  return { problem: new FileProblem(code, params) };
}
