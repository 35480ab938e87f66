// What a platform brings, as rows: a CSV or JSON Lines file (docs/evote-import.md), or the list in a signed call. A row that cannot be read
// stays a row and says why; only a file that is no such file at all is refused as a whole. Whether a row may count: judge-rows.ts.
import { instantOf } from '../../domain/calendar/instant';
import type { AgendaItem, BallotChoices, ItemChoice } from '../../domain/owners-vote/count-types';
import { FileProblem } from '../../domain/register/file-problem';
import { refused } from '../refused';
import { openCsv } from '../register/read-csv';

/** How many ballots may come at once: the window's lock is held meanwhile. */
export const MAX_ROWS = 5_000;

export interface BroughtRow {
  /** As in the file (its heading is row 1), or the place in the list, from 1. */
  rowNo: number;
  reference: string | null;
  /** By its number, or by the name that the published roll gives it. */
  right: number | string | null;
  /** When the owner voted, by the platform's clock. */
  castAt: Date | null;
  choices: BallotChoices;
  /** What cannot be read. */
  unreadable: 'reference' | 'right' | 'castAt' | 'choices' | 'row' | null;
}

const REFERENCE = /^[A-Za-z0-9._:/-]{1,80}$/;

/** Rows of a JSON list; anything may be in it. Refuses `evote-file-refused` for too many. */
export function rowsOfList(list: readonly unknown[], firstRowNo = 1): BroughtRow[] {
  if (list.length > MAX_ROWS) throw refused('evote-file-refused', { reason: 'too-many-rows', limit: MAX_ROWS });
  return list.map((value, index) => rowOf(firstRowNo + index, value));
}

const FIELDS = new Set(['reference', 'rightNo', 'unit', 'castAt', 'choices']);

function rowOf(rowNo: number, value: unknown): BroughtRow {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  const given = (isObject ? value : {}) as Record<string, unknown>;
  const reference =
    typeof given['reference'] === 'string' && REFERENCE.test(given['reference']) ? given['reference'] : null;
  const right = rightOf(given['rightNo'], given['unit']);
  const castAt = typeof given['castAt'] === 'string' ? instantFrom(given['castAt']) : null;
  const choices = choicesOf(given['choices']);
  const unreadable =
    !isObject || Object.keys(given).some((key) => !FIELDS.has(key))
      ? 'row'
      : reference === null
        ? 'reference'
        : right === null
          ? 'right'
          : castAt === null
            ? 'castAt'
            : choices === null
              ? 'choices'
              : null;
  return { rowNo, reference, right, castAt, choices: choices ?? {}, unreadable };
}

function rightOf(rightNo: unknown, unit: unknown): number | string | null {
  if (rightNo !== undefined && unit !== undefined) return null;
  if (typeof rightNo === 'number')
    return Number.isInteger(rightNo) && rightNo >= 1 && rightNo <= 2_147_483_647 ? rightNo : null;
  if (typeof unit !== 'string') return null;
  const name = unit.normalize('NFKC').trim();
  return name === '' || name.length > 100 ? null : name;
}

/** ISO 8601 with a zone, or `2026-11-20 18:30[:15]`, which is China time. */
function instantFrom(text: string): Date | null {
  const local = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d)(:\d\d)?$/.exec(text.trim());
  const iso = local === null ? text.trim() : `${local[1]}T${local[2]}${local[3] ?? ':00'}+08:00`;
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?(Z|[+-]\d\d:\d\d)$/.test(iso)) return null;
  try {
    return new Date(instantOf(Date.parse(iso)));
  } catch {
    return null;
  }
}

function choicesOf(value: unknown): BallotChoices | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const isAnswer = (answer: unknown): answer is ItemChoice =>
    typeof answer === 'string' ||
    (Array.isArray(answer) && answer.length <= 60 && answer.every((id) => typeof id === 'string'));
  const entries = Object.entries(value as Record<string, unknown>);
  return entries.length <= 200 && entries.every(([, answer]) => isAnswer(answer))
    ? Object.fromEntries(entries as [string, ItemChoice][])
    : null;
}

// ---- files ------------------------------------------------------------------------------------------------------------

export type EvoteFormat = 'csv' | 'jsonl';

/** Refuses `evote-file-refused` with the reason for what is no such file. */
export async function readEvoteFile(
  bytes: Buffer,
  format: EvoteFormat,
  agenda: readonly AgendaItem[],
): Promise<BroughtRow[]> {
  const rows = format === 'csv' ? await readCsv(bytes, agenda) : readJsonLines(bytes);
  if (rows.length === 0) throw refused('evote-file-refused', { reason: 'no-rows' });
  return rows;
}

function readJsonLines(bytes: Buffer): BroughtRow[] {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw refused('evote-file-refused', { reason: 'encoding-unknown' });
  }
  const lines = text
    .split(/\r?\n/)
    .map((line, index) => ({ line, rowNo: index + 1 }))
    .filter(({ line }) => line.trim() !== '');
  if (lines.length > MAX_ROWS) throw refused('evote-file-refused', { reason: 'too-many-rows', limit: MAX_ROWS });
  return lines.map(({ line, rowNo }) => {
    try {
      return rowOf(rowNo, JSON.parse(line) as unknown);
    } catch {
      return rowOf(rowNo, null);
    }
  });
}

/** Headings of the four fixed columns; every other one is an item of the agenda. */
const HEADINGS: Record<string, 'reference' | 'rightNo' | 'unit' | 'castAt'> = {
  reference: 'reference',
  编号: 'reference',
  right_no: 'rightNo',
  票权号: 'rightNo',
  unit: 'unit',
  房号: 'unit',
  cast_at: 'castAt',
  时间: 'castAt',
};
const WORDS: Record<string, string> = { 同意: 'yes', 反对: 'no', 弃权: 'abstain' };

async function readCsv(bytes: Buffer, agenda: readonly AgendaItem[]): Promise<BroughtRow[]> {
  const [sheet] = openSheet(bytes);
  const rows: BroughtRow[] = [];
  let headings: string[] | undefined;
  try {
    for await (const page of sheet?.pages() ?? [])
      for (const { rowNo, cells } of page) {
        const texts = cells.map((cell) => String(cell ?? '').trim());
        if (texts.every((text) => text === '')) continue;
        if (headings === undefined) headings = headingsOf(texts, agenda);
        else rows.push(rowOf(rowNo, objectOf(headings, texts, agenda)));
        if (rows.length > MAX_ROWS) throw refused('evote-file-refused', { reason: 'too-many-rows', limit: MAX_ROWS });
      }
  } catch (error) {
    throw asRefused(error);
  }
  return rows;
}

function openSheet(bytes: Buffer): ReturnType<typeof openCsv> {
  try {
    return openCsv(bytes);
  } catch (error) {
    throw asRefused(error);
  }
}

const asRefused = (error: unknown): unknown =>
  error instanceof FileProblem ? refused('evote-file-refused', { reason: error.code }) : error;

function headingsOf(texts: string[], agenda: readonly AgendaItem[]): string[] {
  const headings = texts.map((text) => HEADINGS[text.normalize('NFKC')] ?? text);
  const fixed = new Set<string>(Object.values(HEADINGS));
  const strange = headings.find((heading) => !fixed.has(heading) && agenda.every(({ itemId }) => itemId !== heading));
  if (strange !== undefined)
    throw refused('evote-file-refused', { reason: 'unknown-column', column: headings.indexOf(strange) + 1 });
  if (new Set(headings).size !== headings.length) throw refused('evote-file-refused', { reason: 'column-twice' });
  for (const needed of ['reference', 'castAt'])
    if (!headings.includes(needed)) throw refused('evote-file-refused', { reason: 'column-missing', column: needed });
  return headings;
}

function objectOf(headings: string[], texts: string[], agenda: readonly AgendaItem[]): Record<string, unknown> {
  const cell = (heading: string): string => texts[headings.indexOf(heading)] ?? '';
  const choices: BallotChoices = {};
  for (const { itemId, kind } of agenda) {
    const text = headings.includes(itemId) ? cell(itemId) : '';
    const named = text.split(/[;；、|]/).flatMap((name) => (name.trim() === '' ? [] : [name.trim()]));
    const [first] = named;
    if (first === undefined) continue;
    const word = WORDS[first] ?? first;
    choices[itemId] =
      kind === 'election' && !(named.length === 1 && word === 'abstain') ? named : (WORDS[text] ?? text);
  }
  const [rightNo, unit] = [cell('rightNo'), cell('unit')];
  return {
    reference: cell('reference'),
    castAt: cell('castAt'),
    choices,
    ...(rightNo === '' ? {} : { rightNo: /^\d{1,10}$/.test(rightNo) ? Number(rightNo) : 0 }),
    ...(unit === '' || rightNo !== '' ? {} : { unit }),
  };
}
