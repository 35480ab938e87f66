// From the bytes of a hotline's file to judged tickets: the header, each row by itself, and rows against one another. What the places and the
// record make of them is hotline-import.ts.
import { instantOf } from '../../domain/calendar/instant';
import { HEAD_ROWS, type ColumnMap } from '../../domain/register/header';
import {
  findTicketHeader,
  judgeTicket,
  TICKET_COLUMNS,
  type ParsedTicket,
  type TicketColumn,
} from '../../domain/intake/tickets';
import { FileProblem } from '../../domain/register/file-problem';
import type { SheetRow } from '../../domain/register/judge-row';
import { readRowsInWorker } from '../register/read-in-worker';
import type { RegisterFormat } from '../register/read-register';

/** A hotline's day in a large district; above it a file is a mistake, or should be several. */
export const MAX_TICKETS = 5_000;

export interface TicketFile {
  /** The worksheet that was read, or the encoding of a CSV. */
  source: string;
  columns: TicketColumn[];
  /** Headers that were not understood; their columns are not read. */
  ignored: string[];
  tickets: ParsedTicket[];
}

/** Throws FileProblem for a file that cannot be read as tickets. */
export async function readTickets(bytes: Buffer, format: RegisterFormat, now: Date): Promise<TicketFile> {
  const { source, rows } = await readRowsInWorker(bytes, format, MAX_TICKETS + HEAD_ROWS);
  const { columns, ignored, below } = headerOf(rows);
  if (below.length === 0) throw new FileProblem('no-rows');
  if (below.length > MAX_TICKETS) throw new FileProblem('too-many-rows', { limit: MAX_TICKETS });
  const at = instantOf(now.getTime());
  const seen = new Set<string>();
  const tickets = below.map((row) => {
    const ticket = judgeTicket(row, columns, at);
    const { ticketNo } = ticket;
    if (ticketNo === null) return ticket;
    if (seen.has(ticketNo)) ticket.issues.push({ column: 'ticketNo', code: 'ticket-twice-in-file', value: ticketNo });
    seen.add(ticketNo);
    return ticket;
  });
  return { source, columns: Object.keys(columns) as TicketColumn[], ignored, tickets };
}

function headerOf(rows: readonly SheetRow[]): {
  columns: ColumnMap<TicketColumn>;
  ignored: string[];
  below: readonly SheetRow[];
} {
  const head = rows.slice(0, HEAD_ROWS);
  const found = findTicketHeader(head.map(({ cells }) => cells.map((cell) => (typeof cell === 'string' ? cell : ''))));
  if ('header' in found) {
    const { columns, ignored, rows: used } = found.header;
    return { columns, ignored, below: rows.slice(used) };
  }
  const { problem } = found;
  if (problem.code === 'header-not-found') throw new FileProblem('ticket-header-not-found');
  throw new FileProblem(problem.code, { labels: problem.columns.map((id) => TICKET_COLUMNS[id].label) });
}
