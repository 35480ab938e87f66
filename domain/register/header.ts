// Where the header of a sheet is, whatever the sheet is of: names that offices use for a column, over up to three rows.
import { compact } from './normalise';

/** A column as a sheet may name it. */
export interface NamedColumn {
  /** The header in the template. */
  label: { zh: string; en: string };
  /** Other headers for the same thing, in the spelling of headerKey. */
  aliases: readonly string[];
  /** Without it a file is not what it should be. */
  isRequired: boolean;
}

/** Headers are compared without blanks, marks of obligation, and remarks in brackets: `* 专有面积（㎡）` is `专有面积`. */
const headerKey = (text: string): string =>
  compact(text)
    .replace(/[*:?]/g, '')
    .replace(/[([【][^)\]】]*[)\]】]/g, '')
    .replace(/m2$/i, '')
    .toUpperCase();

/** Column → position in the row, from 0. */
export type ColumnMap<Id extends string> = Partial<Record<Id, number>>;

export type HeaderProblem<Id extends string> =
  { code: 'header-not-found' } | { code: 'columns-missing'; columns: Id[] } | { code: 'column-twice'; columns: Id[] };

export interface Header<Id extends string> {
  columns: ColumnMap<Id>;
  /** Rows of the given head that belong to title and header; data begin after them. */
  rows: number;
  /** Headers that name no column of ours; they are not read, and the clerk is told. */
  ignored: string[];
}

/** How many rows from the top may hold titles, remarks and the header. */
export const HEAD_ROWS = 15;

interface Names<Id> {
  byHeader: ReadonlyMap<string, Id>;
  /** Headers as in the template: where a sheet has both 专有面积 and 建筑面积, the first of these is meant. */
  own: ReadonlySet<string>;
  required: readonly Id[];
}

/**
 * Finds the header among the first rows of a sheet. A header may span several rows with merged cells: a group title above
 * (`产权信息` over three columns) or a name merged downwards; the lowest known name in a column counts.
 * Chosen is the run of up to three rows that names the most columns.
 */
export function headerFinder<Id extends string>(columns: Record<Id, NamedColumn>, ids: readonly Id[]) {
  const named = ids.flatMap((id) => {
    const { label, aliases } = columns[id];
    return [label.zh, label.en, ...aliases].map((name): [string, Id] => [headerKey(name), id]);
  });
  const names: Names<Id> = {
    byHeader: new Map(named),
    own: new Set(ids.map((id) => headerKey(columns[id].label.zh))),
    required: ids.filter((id) => columns[id].isRequired),
  };
  return (head: readonly (readonly string[])[]) => findHeader(head, names);
}

function findHeader<Id extends string>(
  head: readonly (readonly string[])[],
  names: Names<Id>,
): { header: Header<Id> } | { problem: HeaderProblem<Id> } {
  let best: { score: number; rows: number; header: Header<Id>; twice: Id[] } | undefined;
  for (let first = 0; first < Math.min(head.length, HEAD_ROWS); first += 1)
    for (let depth = 1; depth <= 3 && first + depth <= head.length; depth += 1) {
      const found = readHeader(head.slice(first, first + depth), names);
      const score = Object.keys(found.columns).length;
      // A deeper run must name more: otherwise it would swallow rows of data below the header.
      if (score > (best?.score ?? 1))
        best = { score, rows: first + depth, header: { ...found, rows: first + depth }, twice: found.twice };
    }
  if (best === undefined) return { problem: { code: 'header-not-found' } };
  if (best.twice.length > 0) return { problem: { code: 'column-twice', columns: best.twice } };
  const { columns, ignored, rows } = best.header;
  const missing = names.required.filter((id) => columns[id] === undefined);
  return missing.length === 0
    ? { header: { columns, ignored, rows } }
    : { problem: { code: 'columns-missing', columns: missing } };
}

function readHeader<Id extends string>(
  rows: readonly (readonly string[])[],
  { byHeader, own: ownHeaders }: Names<Id>,
): { columns: ColumnMap<Id>; ignored: string[]; twice: Id[] } {
  const found = new Map<Id, { position: number; text: string; isOwn: boolean }[]>();
  const ignored: string[] = [];
  const ignore = (text: string): void => {
    if (ignored.length < 20) ignored.push(compact(text).slice(0, 20));
  };
  const width = Math.max(0, ...rows.map((row) => row.length));
  for (let position = 0; position < width; position += 1) {
    const texts = rows.map((row) => row[position] ?? '').filter((text) => compact(text) !== '');
    const text = texts.findLast((candidate) => byHeader.has(headerKey(candidate)));
    const id = text === undefined ? undefined : byHeader.get(headerKey(text));
    if (text !== undefined && id !== undefined)
      found.set(id, [...(found.get(id) ?? []), { position, text, isOwn: ownHeaders.has(headerKey(text)) }]);
    else if (texts.length > 0) ignore(texts.at(-1) ?? '');
  }
  const columns: ColumnMap<Id> = {};
  const twice: Id[] = [];
  for (const [id, places] of found) {
    const own = places.filter((place) => place.isOwn);
    const [chosen, other] = own.length > 0 ? own : places;
    if (chosen === undefined) continue;
    columns[id] = chosen.position;
    if (other !== undefined) twice.push(id);
    else for (const place of places) if (place !== chosen) ignore(place.text);
  }
  return { columns, ignored, twice };
}
