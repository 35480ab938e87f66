// Reads a file of due cases, JSON or CSV (docs/due-format.md), and names the case and field of everything that is wrong with it.
// What a case's texts mean is in understand.ts; working them out is in work-out.ts.
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { BadFile } from '../on-file';
import { caseShape, COLUMNS, fileDefaults, type FileDefaults } from './case-shape';
import { understand, type DueCase } from './understand';

/**
 * The cases of a file's text. `name` decides the format (`.csv`, else JSON). Throws BadFile with every fault found.
 */
export function readCases(text: string, name: string): DueCase[] {
  const isCsv = /\.csv$/i.test(name);
  const { rows, defaults } = isCsv ? csvRows(text) : jsonRows(text);
  const faults: string[] = [];
  const cases: DueCase[] = [];
  const places = new Map<string, string>();
  for (const { place, value } of rows) {
    const upToField = `${place}, ${isCsv ? 'column' : 'field'}`;
    const parsed = caseShape.safeParse(value);
    if (!parsed.success) {
      for (const issue of parsed.error.issues) faults.push(`${upToField} ${fieldOf(issue, isCsv)}: ${issue.message}`);
      continue;
    }
    const earlier = places.get(parsed.data.id);
    if (earlier !== undefined) faults.push(`${place}, field id: "${parsed.data.id}" is already the id of ${earlier}`);
    places.set(parsed.data.id, place);
    const understood = understand(parsed.data, defaults);
    if (Array.isArray(understood)) faults.push(...understood.map((fault) => `${upToField} ${fault}`));
    else
      cases.push({
        ...understood,
        places: { n: `${upToField} ${isCsv ? 'n' : 'rule.n'}`, pauses: `${upToField} pauses` },
      });
  }
  if (rows.length === 0) faults.push('the file has no cases');
  if (faults.length > 0) throw new BadFile(faults);
  return cases;
}

interface Rows {
  rows: { place: string; value: unknown }[];
  defaults: FileDefaults;
}

function jsonRows(text: string): Rows {
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new BadFile([`the file is not JSON: ${(error as Error).message}`]);
  }
  const file = z.union([z.array(z.unknown()), fileDefaults.extend({ cases: z.array(z.unknown()) })]);
  const parsed = file.safeParse(json);
  if (!parsed.success)
    throw new BadFile([
      'the file must be a list of cases, or an object with "cases" and, if wanted, "calendar", "workTimes" and "night"',
    ]);
  const { cases, ...defaults } = Array.isArray(parsed.data) ? { cases: parsed.data } : parsed.data;
  return { rows: cases.map((value, index) => ({ place: `case ${index + 1}${idOf(value)}`, value })), defaults };
}

function csvRows(text: string): Rows {
  let lines: { record: Record<string, string>; info: { lines: number } }[];
  try {
    lines = parse(text, { bom: true, columns: true, info: true, trim: true, skip_empty_lines: true });
  } catch (error) {
    throw new BadFile([`the file is not CSV: ${(error as Error).message}`]);
  }
  const unknown = Object.keys(lines[0]?.record ?? {}).filter((column) => !COLUMNS.includes(column));
  if (unknown.length > 0)
    throw new BadFile([`line 1: unknown column ${unknown.join(', ')}; the columns are ${COLUMNS.join(', ')}`]);
  const rows = lines.map(({ record, info }) => {
    const given = Object.fromEntries(Object.entries(record).filter(([, cell]) => cell !== ''));
    const { n, unit, rollover, expectedProvisional, ...rest } = given;
    const value = {
      ...rest,
      rule: { n: numberOf(n), unit, ...(rollover === undefined ? {} : { rollover }) },
      ...(expectedProvisional === undefined ? {} : { expectedProvisional: flagOf(expectedProvisional) }),
    };
    return { place: `line ${info.lines}${idOf(value)}`, value };
  });
  return { rows, defaults: {} };
}

const numberOf = (cell: string | undefined): unknown =>
  cell !== undefined && /^\d+$/.test(cell) ? Number(cell) : cell;
const flagOf = (cell: string): unknown => (cell === 'true' ? true : cell === 'false' ? false : cell);

function idOf(value: unknown): string {
  const id = typeof value === 'object' && value !== null && 'id' in value ? value.id : undefined;
  return typeof id === 'string' ? ` ("${id.slice(0, 60)}")` : '';
}

/** In CSV the rule's fields are columns of their own. */
function fieldOf(issue: z.core.$ZodIssue, isCsv: boolean): string {
  const path = issue.path.map(String).slice(isCsv && issue.path[0] === 'rule' ? 1 : 0);
  if (issue.code === 'unrecognized_keys') path.push(...issue.keys.slice(0, 1));
  return path.length === 0 ? '(whole case)' : path.join('.');
}
