// Reads the sheets of an .xlsx as rows of cells, streaming, from a zip whose entries were checked. Only the parts a register needs are
// unpacked. exceljs reads too, but takes the pinyin above a name for the name, knows no prefixed XML and spills rows into temporary
// files; so the SAX parser it stands on is used directly, and exceljs writes (workbook-writer.ts).
import path from 'node:path';
import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { FileProblem } from '../../domain/register/file-problem';
import type { Cell, SheetRow } from '../../domain/register/judge-row';
import type { Sheet } from './sheet-source';
import { readEntry, scanZip, type ZipEntry } from './zip';

/** Columns beyond these are not looked at. */
const MAX_COLUMNS = 200;
/** A spreadsheet cell holds 32 767 characters. */
const MAX_CELL = 32_767;
/** Characters in the shared strings of one workbook; a register of 200 000 rows has a fifth of it. */
const MAX_SHARED_CHARACTERS = 60_000_000;

/** The worksheets in the order of their tabs; hidden ones are left out. */
export async function openXlsx(bytes: Buffer): Promise<Sheet[]> {
  if (bytes.subarray(0, 8).equals(OLE_MAGIC)) throw new FileProblem('old-or-encrypted');
  if (bytes.subarray(0, 2).toString('latin1') !== 'PK') throw new FileProblem('not-xlsx');
  const entries = new Map(scanZip(bytes).map((entry) => [entry.name.toLowerCase(), entry]));
  if ([...entries.keys()].some((name) => name.endsWith('vbaproject.bin'))) throw new FileProblem('with-macros');
  const workbook = entries.get('xl/workbook.xml');
  const relations = entries.get('xl/_rels/workbook.xml.rels');
  if (workbook === undefined || relations === undefined) throw new FileProblem('not-xlsx');
  const targets = await readTargets(bytes, relations);
  const partOf = (type: string): ZipEntry | undefined =>
    entries.get(targets.find((target) => target.type.endsWith(`/${type}`))?.part.toLowerCase() ?? '');
  const styles = partOf('styles');
  const sharedStrings = partOf('sharedStrings');
  let shared: Promise<[string[], Set<number>]> | undefined;
  // Read when the first sheet is, and once for all sheets.
  const common = (): Promise<[string[], Set<number>]> =>
    (shared ??= Promise.all([
      sharedStrings === undefined ? [] : readSharedStrings(bytes, sharedStrings),
      styles === undefined ? new Set<number>() : readDateStyles(bytes, styles),
    ]));
  const sheets = await readSheetList(bytes, workbook);
  return sheets.flatMap(({ name, relation }) => {
    const entry = entries.get(targets.find(({ id }) => id === relation)?.part.toLowerCase() ?? '');
    return entry === undefined
      ? []
      : [
          {
            name,
            pages: async function* () {
              yield* readRows(bytes, entry, ...(await common()));
            },
          },
        ];
  });
}

const OLE_MAGIC = Buffer.from('d0cf11e0a1b11ae1', 'hex');

/** Names are compared without their prefix: `x:row` is `row`. */
const local = (name: string): string => name.slice(name.indexOf(':') + 1);
const attribute = (tag: SaxesTagPlain, name: string): string | undefined => tag.attributes[name];

interface Handlers {
  open?(name: string, tag: SaxesTagPlain): void;
  text?(text: string): void;
  close?(name: string): void;
}

/** Feeds an XML part through the parser, giving back control after every chunk. Entities beyond XML's own five are an error. */
async function* parseXml(bytes: Buffer, entry: ZipEntry, handlers: Handlers): AsyncGenerator<void> {
  const parser = new SaxesParser({ xmlns: false, position: false });
  parser.on('opentag', (tag) => handlers.open?.(local(tag.name), tag));
  parser.on('closetag', (tag) => handlers.close?.(local(tag.name)));
  if (handlers.text !== undefined) {
    parser.on('text', handlers.text);
    parser.on('cdata', handlers.text);
  }
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const feed = (work: () => void): void => {
    try {
      work();
    } catch (error) {
      throw error instanceof FileProblem ? error : new FileProblem('broken');
    }
  };
  for await (const chunk of readEntry(bytes, entry)) {
    feed(() => parser.write(decoder.decode(chunk, { stream: true })));
    yield;
  }
  feed(() => parser.write(decoder.decode()).close());
  yield;
}

async function parseWhole(bytes: Buffer, entry: ZipEntry, handlers: Handlers): Promise<void> {
  for await (const step of parseXml(bytes, entry, handlers)) void step;
}

async function readTargets(bytes: Buffer, entry: ZipEntry): Promise<{ id: string; type: string; part: string }[]> {
  const targets: { id: string; type: string; part: string }[] = [];
  await parseWhole(bytes, entry, {
    open(name, tag) {
      const [id, type, target] = ['Id', 'Type', 'Target'].map((key) => attribute(tag, key));
      if (name !== 'Relationship' || id === undefined || type === undefined || target === undefined) return;
      targets.push({ id, type, part: target.startsWith('/') ? target.slice(1) : path.posix.join('xl', target) });
    },
  });
  return targets;
}

async function readSheetList(bytes: Buffer, entry: ZipEntry): Promise<{ name: string; relation: string }[]> {
  const sheets: { name: string; relation: string }[] = [];
  await parseWhole(bytes, entry, {
    open(name, tag) {
      if (name !== 'sheet' || (attribute(tag, 'state') ?? 'visible') !== 'visible') return;
      const relation = Object.entries(tag.attributes).find(([key]) => local(key) === 'id' && key !== 'id')?.[1];
      if (relation !== undefined) sheets.push({ name: attribute(tag, 'name') ?? '', relation });
    },
  });
  return sheets;
}

/** Rich text is joined; the reading above characters (拼音指南, `rPh`) is not part of the text. */
async function readSharedStrings(bytes: Buffer, entry: ZipEntry): Promise<string[]> {
  const strings: string[] = [];
  let text = '';
  let total = 0;
  let isText = false;
  let readings = 0;
  await parseWhole(bytes, entry, {
    open(name) {
      if (name === 'si') text = '';
      else if (name === 'rPh') readings += 1;
      isText = name === 't' && readings === 0;
    },
    text(part) {
      if (isText && text.length <= MAX_CELL) text += part;
    },
    close(name) {
      isText = false;
      if (name === 'rPh') readings -= 1;
      if (name !== 'si') return;
      total += text.length;
      if (total > MAX_SHARED_CHARACTERS) throw new FileProblem('too-complex');
      strings.push(text);
    },
  });
  return strings;
}

/** Number formats that show dates: those built in (the Chinese ones included), and codes with a y, m, d, h or s outside quotes. */
const isDateFormat = (id: number, codes: ReadonlyMap<number, string>): boolean => {
  if ((id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58)) return true;
  const code = codes.get(id);
  return (
    code !== undefined && /[ymdhs]/i.test(code.replace(/"[^"]*"|\\.|\[[^\]]*\]|_.|\*./g, '').replace(/General/gi, ''))
  );
};

async function readDateStyles(bytes: Buffer, entry: ZipEntry): Promise<Set<number>> {
  const codes = new Map<number, string>();
  const formats: number[] = [];
  let isCellFormats = false;
  await parseWhole(bytes, entry, {
    open(name, tag) {
      if (name === 'numFmt') codes.set(Number(attribute(tag, 'numFmtId')), attribute(tag, 'formatCode') ?? '');
      else if (name === 'cellXfs') isCellFormats = true;
      else if (name === 'xf' && isCellFormats) formats.push(Number(attribute(tag, 'numFmtId') ?? 0));
    },
    close(name) {
      if (name === 'cellXfs') isCellFormats = false;
    },
  });
  return new Set(formats.flatMap((format, style) => (isDateFormat(format, codes) ? [style] : [])));
}

/** `AB12` → 27: the position of a cell from 0. */
function positionOf(reference: string): number {
  let position = 0;
  for (const character of reference) {
    const letter = character.charCodeAt(0) - 64;
    if (letter < 1 || letter > 26) break;
    position = position * 26 + letter;
  }
  return position - 1;
}

interface OpenCell {
  position: number;
  type: string;
  style: number;
  hasFormula: boolean;
  value: string | null;
}

async function* readRows(
  bytes: Buffer,
  entry: ZipEntry,
  sharedStrings: readonly string[],
  dateStyles: ReadonlySet<number>,
): AsyncGenerator<SheetRow[]> {
  let page: SheetRow[] = [];
  let rowNo = 0;
  let cells: Cell[] = [];
  let cell: OpenCell | null = null;
  let position = -1;
  let isValue = false;
  let readings = 0;
  const steps = parseXml(bytes, entry, {
    open(name, tag) {
      isValue = false;
      if (name === 'row') {
        rowNo = Number(attribute(tag, 'r') ?? rowNo + 1);
        if (!Number.isInteger(rowNo) || rowNo < 1 || rowNo > 1_048_576) throw new FileProblem('broken');
        cells = [];
        position = -1;
      } else if (name === 'c') {
        const reference = attribute(tag, 'r');
        position = reference === undefined ? position + 1 : positionOf(reference);
        cell = {
          position,
          type: attribute(tag, 't') ?? 'n',
          style: Number(attribute(tag, 's') ?? 0),
          hasFormula: false,
          value: null,
        };
      } else if (cell !== null) {
        if (name === 'f') cell.hasFormula = true;
        else if (name === 'rPh') readings += 1;
        else if ((name === 'v' || name === 't') && readings === 0) {
          isValue = true;
          cell.value ??= '';
        }
      }
    },
    text(part) {
      if (isValue && cell?.value != null && cell.value.length <= MAX_CELL) cell.value += part;
    },
    close(name) {
      isValue = false;
      if (name === 'rPh') readings -= 1;
      else if (name === 'c' && cell !== null) {
        if (cell.position >= 0 && cell.position < MAX_COLUMNS) {
          while (cells.length < cell.position) cells.push('');
          cells[cell.position] = toCell(cell, sharedStrings, dateStyles);
        }
        cell = null;
      } else if (name === 'row' && cells.length > 0) page.push({ rowNo, cells });
    },
  });
  for await (const step of steps) {
    void step;
    if (page.length === 0) continue;
    yield page;
    page = [];
  }
}

/** A formula counts with the result that was saved beside it, which is what the clerk saw. */
function toCell(
  { type, style, hasFormula, value }: OpenCell,
  sharedStrings: readonly string[],
  dateStyles: ReadonlySet<number>,
): Cell {
  if (value === null) return hasFormula ? { kind: 'error', text: '公式没有结果' } : '';
  switch (type) {
    case 's': {
      const text = /^\d+$/.test(value.trim()) ? sharedStrings[Number(value)] : undefined;
      return text ?? { kind: 'error', text: '文字丢失' };
    }
    case 'str':
    case 'inlineStr':
      return value;
    case 'b':
      return value.trim() === '1' ? 'TRUE' : 'FALSE';
    case 'e':
      return { kind: 'error', text: value };
    case 'd':
      return { kind: 'date', serial: null };
    default: {
      if (value.trim() === '') return '';
      const number = Number(value);
      if (dateStyles.has(style)) return { kind: 'date', serial: Number.isFinite(number) ? number : null };
      return Number.isFinite(number) ? { kind: 'number', value: number } : { kind: 'error', text: value };
    }
  }
}
