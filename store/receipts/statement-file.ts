// From the bytes of a bank statement to judged lines: the header, each line by itself, and lines against one another. Whose payments they are is
// asked in statement-import.ts.
import { createHash } from 'node:crypto';
import type { LocalDate } from '../../domain/calendar/types';
import { FileProblem } from '../../domain/register/file-problem';
import { HEAD_ROWS, type ColumnMap } from '../../domain/register/header';
import type { SheetRow } from '../../domain/register/judge-row';
import {
  checkBalances,
  findStatementHeader,
  isRefusedLine,
  judgeLine,
  STATEMENT_COLUMNS,
  type ParsedLine,
  type StatementColumn,
} from '../../domain/receipts/statement';
import { readRowsInWorker } from '../register/read-in-worker';
import type { RegisterFormat } from '../register/read-register';

/** A year of a busy account; above it a file is a mistake, or should be several. */
export const MAX_LINES = 5_000;

export interface StatementLine extends ParsedLine {
  /** What makes it one line among all of its account; null where it was refused. */
  lineKey: string | null;
}

export interface StatementFile {
  /** The worksheet that was read, or the encoding of a CSV. */
  source: string;
  columns: StatementColumn[];
  /** Headers that were not understood; their columns are not read. */
  ignored: string[];
  lines: StatementLine[];
  /** Lines whose balance does not follow on from the one before. */
  balanceBreaks: number;
}

/** Throws FileProblem for a file that cannot be read as a statement. `today` is the day by China time. */
export async function readStatement(bytes: Buffer, format: RegisterFormat, today: LocalDate): Promise<StatementFile> {
  const { source, rows } = await readRowsInWorker(bytes, format, MAX_LINES + HEAD_ROWS);
  const { columns, ignored, below } = headerOf(rows);
  if (below.length === 0) throw new FileProblem('no-rows');
  if (below.length > MAX_LINES) throw new FileProblem('too-many-rows', { limit: MAX_LINES });
  const lines = below.map((row) => judgeLine(row, columns, today));
  refuseRepeatedSerials(lines);
  const balanceBreaks = checkBalances(lines);
  return { source, columns: Object.keys(columns) as StatementColumn[], ignored, lines: keyed(lines), balanceBreaks };
}

function headerOf(rows: readonly SheetRow[]): {
  columns: ColumnMap<StatementColumn>;
  ignored: string[];
  below: readonly SheetRow[];
} {
  const head = rows.slice(0, HEAD_ROWS);
  const found = findStatementHeader(
    head.map(({ cells }) => cells.map((cell) => (typeof cell === 'string' ? cell : ''))),
  );
  if ('header' in found) {
    const { columns, ignored, rows: used } = found.header;
    return { columns, ignored, below: rows.slice(used) };
  }
  const { problem } = found;
  if (problem.code === 'header-not-found') throw new FileProblem('statement-header-not-found');
  throw new FileProblem(problem.code, { labels: problem.columns.map((id) => STATEMENT_COLUMNS[id].label) });
}

function refuseRepeatedSerials(lines: readonly ParsedLine[]): void {
  const seen = new Set<string>();
  for (const { serial, issues } of lines) {
    if (serial === null) continue;
    if (seen.has(serial)) issues.push({ column: 'serial', code: 'serial-twice-in-file', value: serial });
    seen.add(serial);
  }
}

/**
 * By the bank's number; where it gives none, by all that the line says. Lines that say the same are counted: the second of a day is another
 * payment, and the second time the file comes it is the same second again.
 */
function keyed(lines: readonly ParsedLine[]): StatementLine[] {
  const counted = new Map<string, number>();
  return lines.map((line) => {
    if (isRefusedLine(line)) return { ...line, lineKey: null };
    if (line.serial !== null) return { ...line, lineKey: `serial:${line.serial}` };
    const { bookedOn, direction, amountFen, balanceFen, remark, counterName, counterAccount } = line;
    const said = JSON.stringify([bookedOn, direction, amountFen, balanceFen, remark, counterName, counterAccount]);
    const hash = createHash('sha256').update(said).digest('hex');
    const index = (counted.get(hash) ?? 0) + 1;
    counted.set(hash, index);
    return { ...line, lineKey: `line:${hash}:${index}` };
  });
}
