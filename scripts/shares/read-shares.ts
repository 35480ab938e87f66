// Reads a file of units whose shares are asked for, JSON or CSV (docs/shares-format.md), and names line and column of everything that is wrong
// with it. What the rule makes of the units is domain/shares.
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { floorOfRoom } from '../../domain/shares/floor';
import type { ShareRule } from '../../domain/shares/messages';
import type { Exempt, ShareUnit } from '../../domain/shares/types';
import { BadFile, type Given } from '../on-file';
import { decimal, fraction, yesNo } from './cells';
import { ruleOf, totalOf } from './rule';

/** The columns, by the names that a header may give them. */
const NAMES = {
  unit: ['unit', '房屋', '房号', '户号'],
  area: ['area', '面积', '建筑面积', '专有面积'],
  floor: ['floor', '楼层'],
  household: ['household', '计户', '是否计户'],
  coefficient: ['coefficient', '系数', '楼层系数'],
  weight: ['weight', '权重', '受益权重'],
  pays: ['pays', '承担比例', '减免后比例'],
  expected: ['expected', '应分摊', '应付', '应分摊额'],
  note: ['note', '备注'],
} as const;
export type Column = keyof typeof NAMES;
const COLUMN_OF = new Map<string, Column>(
  Object.entries(NAMES).flatMap(([column, names]) => names.map((name): [string, Column] => [name, column as Column])),
);

/** A unit as the file has it. */
export interface FileUnit extends ShareUnit {
  /** `line 3` or `unit 2`, for faults that are found only later. */
  place: string;
  /** In 1/10,000. */
  coefficient: number | undefined;
  weight: number | undefined;
  pays: { num: number; den: number } | undefined;
  expectedFen: number | undefined;
}

export interface SharesFile {
  rule: ShareRule;
  totalFen: number;
  units: FileUnit[];
  exemptions: Exempt[];
}

/** What a file's text asks for. `name` decides the format (`.csv`, else JSON); a CSV file's rule is in the options. Throws BadFile with every fault. */
export function readShares(text: string, name: string, given: Given): SharesFile {
  const isCsv = /\.csv$/i.test(name);
  const { rows, ruleFrom } = isCsv ? csvRows(text, given) : jsonRows(text, given);
  const faults: string[] = [];
  if (rows.length === 0) faults.push('the file has no units');
  const units = rows.map((row, index) => unitOf(row, index + 1, faults));
  const rule = ruleOf(ruleFrom, units, faults);
  const totalFen = totalOf(ruleFrom, faults);
  if (faults.length > 0 || rule === undefined) throw new BadFile(faults);
  const exemptions = units.flatMap(({ unitLabel, pays }) => (pays ? [{ unitLabel, ...pays }] : []));
  return { rule, totalFen, units, exemptions };
}

interface Row {
  place: string;
  cells: Partial<Record<Column, string>>;
  /** How the file calls the column. */
  heading(column: Column): string;
}

/** Where rule and total stand: in a JSON file's object, or in the options beside a CSV file. */
export type RuleSource =
  { kind: 'file'; rule?: unknown; total?: unknown; totalFen?: unknown } | { kind: 'options'; given: Given };

function unitOf({ place, cells, heading }: Row, unitNo: number, faults: string[]): FileUnit {
  const read = <T>(column: Column, parse: (cell: string) => T | undefined, wanted: string): T | undefined => {
    const cell = cells[column];
    if (cell === undefined) return undefined;
    const value = parse(cell);
    if (value === undefined) faults.push(`${place}, ${heading(column)}: "${cell.slice(0, 40)}" is no ${wanted}`);
    return value;
  };
  const unitLabel = cells.unit ?? '';
  if (unitLabel === '') faults.push(`${place}, ${heading('unit')}: it has no name`);
  const floor = read('floor', (cell) => (/^-?\d{1,3}$/.test(cell) ? Number(cell) : undefined), 'whole number');
  return {
    ...{ place: `${place} ("${unitLabel.slice(0, 60)}")`, unitNo, unitLabel },
    areaDm2: read('area', (cell) => decimal(cell, 2), 'area in m² with at most two decimals') ?? 0,
    isHousehold: read('household', yesNo, 'yes or no') ?? true,
    floor: floor ?? floorOfRoom(unitLabel.slice(unitLabel.lastIndexOf('-') + 1)),
    coefficient: read('coefficient', (cell) => decimal(cell, 4), 'coefficient with at most four decimals'),
    weight: read('weight', (cell) => decimal(cell, 0), 'whole number'),
    pays: read('pays', fraction, 'part below 1, as 0, 0.5 or 1/2'),
    expectedFen: read('expected', (cell) => decimal(cell, 2), 'amount in yuan with at most two decimals'),
  };
}

const cell = z.union([z.string(), z.number(), z.boolean()]);
const fileShape = z.strictObject({
  rule: z.unknown().optional(),
  total: z.unknown().optional(),
  totalFen: z.unknown().optional(),
  units: z.array(z.record(z.string(), cell)).max(100_000),
});

function jsonRows(text: string, given: Given): { rows: Row[]; ruleFrom: RuleSource } {
  const asked = ['rule', 'total', 'rate', 'by-area'].filter((option) => given[option] !== undefined);
  if (asked.length > 0) throw new BadFile([`a JSON file has its rule inside: leave out --${asked.join(', --')}`]);
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new BadFile([`the file is not JSON: ${(error as Error).message}`]);
  }
  const parsed = fileShape.safeParse(json);
  if (!parsed.success)
    throw new BadFile(
      parsed.error.issues.map(({ path, message }) => `field ${path.join('.') || '(file)'}: ${message}`),
    );
  const { units, ...ruleFrom } = parsed.data;
  const unknown = units.flatMap((unit, index) =>
    Object.keys(unit).flatMap((key) => (COLUMN_OF.has(key) ? [] : [`unit ${index + 1}, field ${key}: unknown`])),
  );
  if (unknown.length > 0) throw new BadFile(unknown);
  const rows = units.map((unit, index): Row => {
    const entries = Object.entries(unit).map(([key, value]) => [COLUMN_OF.get(key), String(value).trim()]);
    return {
      place: `unit ${index + 1}`,
      cells: Object.fromEntries(entries) as Row['cells'],
      heading: (column) => `field ${Object.keys(unit).find((key) => COLUMN_OF.get(key) === column) ?? column}`,
    };
  });
  return { rows, ruleFrom: { kind: 'file', ...ruleFrom } };
}

function csvRows(text: string, given: Given): { rows: Row[]; ruleFrom: RuleSource } {
  let lines: { record: string[]; info: { lines: number } }[];
  try {
    const options = { bom: true, info: true, trim: true, skip_empty_lines: true, relax_column_count: true } as const;
    // With `info` a record comes with its line, which the types of csv-parse know for records of named columns only.
    lines = parse(text, options) as unknown as typeof lines;
  } catch (error) {
    throw new BadFile([`the file is not CSV: ${(error as Error).message}`]);
  }
  const [head, ...body] = lines;
  const headings = (head?.record ?? []).map((heading) => heading.replace(/[(（].*[)）]$/, '').trim());
  const columns = headings.map((heading) => COLUMN_OF.get(heading));
  const faults = headings.flatMap((heading, index) => {
    const column = columns[index];
    if (column === undefined) return [`line 1: unknown column "${heading}"; the columns are ${knownColumns()}`];
    return columns.indexOf(column) < index ? [`line 1: column "${heading}" stands there twice`] : [];
  });
  const torn = body.flatMap(({ record, info }) =>
    record.length === headings.length
      ? []
      : [`line ${info.lines}: ${record.length} cells instead of ${headings.length}`],
  );
  if (faults.length + torn.length > 0) throw new BadFile([...faults, ...torn]);
  const heading = (column: Column): string => `column ${headings[columns.indexOf(column)] ?? column}`;
  const rows = body.map(({ record, info }): Row => {
    const filled = record.flatMap((value, index) => (value === '' ? [] : [[columns[index], value]]));
    return { place: `line ${info.lines}`, cells: Object.fromEntries(filled) as Row['cells'], heading };
  });
  return { rows, ruleFrom: { kind: 'options', given } };
}

const knownColumns = (): string =>
  Object.values(NAMES)
    .map(([en, zh]) => `${en} (${zh})`)
    .join(', ');
