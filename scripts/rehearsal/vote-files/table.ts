// Reads the tables of a vote rehearsal, CSV or JSON, into rows of cells and collects what is wrong with them by row and column.
// What the columns mean is decided by the readers beside this file; the formats are in docs/vote-files.md.
import { parse } from 'csv-parse/sync';
import { readFileSync } from 'node:fs';

/** The files cannot be used; one sentence per fault, each naming its file and, where there is one, row and column. */
export class BadFiles extends Error {
  constructor(readonly faults: string[]) {
    super(faults.join('\n'));
    this.name = 'BadFiles';
  }
}

/** One row. Cells are normalised text (NFKC, trimmed); an empty cell and a missing one are the same. */
export class Row {
  constructor(
    readonly place: string,
    private readonly cells: ReadonlyMap<string, string[]>,
    private readonly faults: string[],
  ) {}

  has(column: string): boolean {
    return this.list(column).length > 0;
  }

  /** The cell as one text; '' when empty. */
  text(column: string): string {
    return this.list(column).join(';');
  }

  /** The cell's parts: a JSON list, or CSV text parted by ; or 、 or |. */
  list(column: string): string[] {
    return this.cells.get(column) ?? [];
  }

  /** One of these words (given with their other spellings), or the default when the cell is empty. */
  oneOf<T extends string>(column: string, words: Readonly<Record<string, T>>, otherwise: NoInfer<T>): T {
    const text = this.text(column);
    if (text === '') return otherwise;
    const word = Object.hasOwn(words, text) ? words[text] : undefined;
    if (word === undefined) this.fault(column, `"${text}" is not one of ${Object.keys(words).join(', ')}`);
    return word ?? otherwise;
  }

  /** A whole number from `min`; undefined (with a fault, if required) when there is none. */
  wholeNumber(column: string, { min = 0, required = true } = {}): number | undefined {
    const text = withoutSeparators(this.text(column));
    if (text === '') {
      if (required) this.fault(column, 'a whole number is missing');
      return undefined;
    }
    const number = Number(text);
    if (!/^\d+$/.test(text) || !Number.isSafeInteger(number) || number < min) {
      this.fault(column, `"${this.text(column)}" is not a whole number from ${min}`);
      return undefined;
    }
    return number;
  }

  /** Square metres with at most two decimals, as 0.01 m². */
  areaDm2(column: string): number | undefined {
    const text = withoutSeparators(this.text(column).replace(/\s*(m2|m²|平方米|平米)$/i, ''));
    const match = /^(\d{1,12})(?:\.(\d*))?$/.exec(text);
    const decimals = (match?.[2] ?? '').replace(/0+$/, '');
    if (match === null) {
      this.fault(column, text === '' ? 'an area is missing' : `"${this.text(column)}" is not an area in m²`);
      return undefined;
    }
    if (decimals.length > 2) {
      this.fault(column, `"${this.text(column)}" has more than two decimals; areas are counted in 0.01 m²`);
      return undefined;
    }
    return Number(match[1]) * 100 + Number(decimals.padEnd(2, '0'));
  }

  fault(column: string, sentence: string): void {
    this.faults.push(`${this.place}, column ${column}: ${sentence}`);
  }
}

export interface Table {
  file: string;
  /** Columns under their canonical names, in the order of the file. */
  columns: string[];
  rows: Row[];
  faults: string[];
}

/**
 * A table from a file. `aliases`: other spelling → canonical column name. JSON: a list of objects, or an object that holds the list
 * under `key`. Throws BadFiles when the file cannot be read as a table at all.
 */
export function readTable(file: string, key: string, aliases: Readonly<Record<string, string>>): Table {
  const text = readText(file);
  return /\.csv$/i.test(file) ? csvTable(file, text, aliases) : jsonTable(file, text, key, aliases);
}

/** The text of a file: UTF-8 with or without a byte order mark, or GB18030, which Chinese Excel writes. */
export function readText(file: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    throw new BadFiles([
      `${file}: cannot be read (${(error as NodeJS.ErrnoException).code ?? (error as Error).message})`,
    ]);
  }
  for (const encoding of ['utf-8', 'gb18030'])
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch {
      // Not in this encoding; the next one, or none, will say.
    }
  throw new BadFiles([`${file}: is neither UTF-8 nor GB18030 text`]);
}

/** Parsed JSON of a file. */
export function readJson(file: string): unknown {
  try {
    return JSON.parse(readText(file)) as unknown;
  } catch (error) {
    if (error instanceof BadFiles) throw error;
    throw new BadFiles([`${file}: is not JSON (${(error as Error).message})`]);
  }
}

function csvTable(file: string, text: string, aliases: Readonly<Record<string, string>>): Table {
  let lines: { record: string[]; info: { lines: number } }[];
  try {
    // With `info` each record comes with its place, which the package's types leave out.
    lines = parse(text, {
      info: true,
      trim: true,
      skip_empty_lines: true,
      relax_column_count: true,
    }) as unknown as typeof lines;
  } catch (error) {
    throw new BadFiles([`${file}: is not CSV (${(error as Error).message})`]);
  }
  const [head, ...body] = lines;
  if (head === undefined) throw new BadFiles([`${file}: is empty`]);
  const columns = head.record.map((cell) => canonical(cell, aliases));
  const doubled = columns.find((column, index) => column !== '' && columns.indexOf(column) !== index);
  if (doubled !== undefined) throw new BadFiles([`${file}, row 1: column ${doubled} stands twice`]);
  const faults: string[] = [];
  const rows = body.flatMap(({ record, info }) => {
    const place = `${file}, row ${info.lines}`;
    if (record.every((cell) => cell.trim() === '')) return [];
    if (record.slice(columns.length).some((cell) => cell !== ''))
      faults.push(`${place}: has ${record.length} cells, but there are ${columns.length} columns`);
    const cells = new Map(columns.map((column, index) => [column, partsOf(record[index] ?? '')]));
    return [new Row(place, cells, faults)];
  });
  return { file, columns, rows, faults };
}

function jsonTable(file: string, text: string, key: string, aliases: Readonly<Record<string, string>>): Table {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new BadFiles([`${file}: is not JSON (${(error as Error).message})`]);
  }
  const list = Array.isArray(json) ? json : isObject(json) ? json[key] : undefined;
  if (!Array.isArray(list))
    throw new BadFiles([`${file}: must be a list of rows, or an object with the list "${key}"`]);
  const faults: string[] = [];
  const columns = new Set<string>();
  const rows = list.flatMap((value: unknown, index) => {
    const place = `${file}, row ${index + 1}`;
    if (!isObject(value)) {
      faults.push(`${place}: is not an object`);
      return [];
    }
    const cells = new Map<string, string[]>();
    for (const [name, cell] of Object.entries(value)) {
      const column = canonical(name, aliases);
      columns.add(column);
      const parts = jsonParts(cell);
      if (parts === undefined) faults.push(`${place}, column ${name}: must be text, a number or a list of texts`);
      else cells.set(column, parts);
    }
    return [new Row(place, cells, faults)];
  });
  return { file, columns: [...columns], rows, faults };
}

function jsonParts(cell: unknown): string[] | undefined {
  if (cell === null || cell === undefined) return [];
  if (typeof cell === 'number') return [String(cell)];
  if (typeof cell === 'string') return partsOf(cell);
  if (Array.isArray(cell) && cell.every((part) => typeof part === 'string'))
    return cell.map(normal).filter((part) => part !== '');
  return undefined;
}

const normal = (text: string): string => text.normalize('NFKC').trim();
const partsOf = (cell: string): string[] =>
  normal(cell)
    .split(/[;、|]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');

function canonical(name: string, aliases: Readonly<Record<string, string>>): string {
  const text = normal(name);
  return (Object.hasOwn(aliases, text) ? aliases[text] : undefined) ?? text;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `1,240.35`: 0.01 m² as people write square metres. */
export const squareMetres = (areaDm2: number): string =>
  `${Math.floor(areaDm2 / 100).toLocaleString('en-US')}.${String(areaDm2 % 100).padStart(2, '0')}`;

const withoutSeparators = (text: string): string =>
  /^\d{1,3}(,\d{3})+(\.\d*)?$/.test(text) ? text.replaceAll(',', '') : text;
