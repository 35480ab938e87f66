// The day of a line on a bank statement, however the bank or the spreadsheet writes it.
import type { LocalDate } from '../calendar/types';
import type { Cell } from '../register/judge-row';
import { cleanText } from '../register/normalise';

const WRITTEN = /^(\d{4})(?:[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{2})(\d{2}))(?:[ T]?\d{1,2}[:时]?\d{2}.*)?$/;
const EXCEL_EPOCH_DAYS = 25_569;

const pad = (part: number): string => String(part).padStart(2, '0');

/** `2026-11-28`, `2026/11/28 10:05:33`, `20261128`, `2026年11月28日`, or a spreadsheet's day. Not after `today`. */
export function bookedOnOf(
  cell: Cell,
  today: LocalDate,
): { on: LocalDate } | 'date-missing' | 'date-unreadable' | 'date-in-future' {
  const on = typeof cell === 'object' ? ofCell(cell) : ofText(cleanText(cell));
  if (on === null) return cell === '' ? 'date-missing' : 'date-unreadable';
  return on > today ? 'date-in-future' : { on };
}

function ofCell(cell: Exclude<Cell, string>): LocalDate | null {
  // A number such as 20261128 was meant as a date.
  if (cell.kind === 'number') return ofText(String(cell.value));
  if (cell.kind !== 'date' || cell.serial === null) return null;
  if (cell.serial < EXCEL_EPOCH_DAYS || cell.serial > 110_000) return null;
  return new Date(Math.floor(cell.serial - EXCEL_EPOCH_DAYS) * 86_400_000).toISOString().slice(0, 10);
}

function ofText(text: string): LocalDate | null {
  const [, year, m, d, mm, dd] = WRITTEN.exec(text) ?? [];
  if (year === undefined || Number(year) < 2000) return null;
  const [month, day] = [Number(m ?? mm), Number(d ?? dd)];
  const date = new Date(Date.UTC(Number(year), month - 1, day));
  const isReal = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return isReal ? `${year}-${pad(month)}-${pad(day)}` : null;
}
