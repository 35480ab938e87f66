// Reads what a vote rehearsal votes on: agenda items by the nine matters of Civil Code 278 (docs/vote-files.md).
import type { AgendaItem } from '../../../domain/owners-vote/count-types';
import { RESERVED_ANSWERS } from '../../../domain/owners-vote/item-answer';
import { BadFiles, readTable, type Row } from './table';

const ALIASES = {
  itemId: 'item',
  议题: 'item',
  事项: 'item',
  标题: 'title',
  titleText: 'title',
  类型: 'kind',
  法定事项: 'matter',
  款项: 'matter',
  选项: 'answers',
  候选人: 'answers',
  optionIds: 'answers',
  candidateIds: 'answers',
  席位: 'seats',
  minSeats: 'min_seats',
  最少席位: 'min_seats',
};
const COLUMNS = ['item', 'title', 'kind', 'matter', 'answers', 'seats', 'min_seats'];
const KINDS: Record<string, AgendaItem['kind']> = {
  yesNo: 'yesNo',
  choice: 'choice',
  election: 'election',
  表决: 'yesNo',
  选择: 'choice',
  选举: 'election',
};

/** Throws BadFiles with every fault found. */
export function readMatters(file: string): AgendaItem[] {
  const table = readTable(file, 'items', ALIASES);
  const unknown = table.columns.filter((column) => !COLUMNS.includes(column));
  if (unknown.length > 0)
    table.faults.push(`${file}: unknown column ${unknown.join(', ')}; the columns are ${COLUMNS.join(', ')}`);
  const seen = new Set<string>();
  const items = table.rows.map((row) => {
    const item = itemOf(row);
    if (item.itemId === '') row.fault('item', 'the item has no name');
    if (seen.has(item.itemId)) row.fault('item', `"${item.itemId}" stands twice`);
    seen.add(item.itemId);
    return item;
  });
  if (table.rows.length === 0) table.faults.push(`${file}: has no rows`);
  if (table.faults.length > 0) throw new BadFiles(table.faults);
  return items;
}

function itemOf(row: Row): AgendaItem {
  const answers = row.list('answers');
  const likely = row.has('seats') ? 'election' : answers.length > 0 ? 'choice' : 'yesNo';
  const kind = row.oneOf('kind', KINDS, likely);
  const itemId = row.text('item');
  const matter = row.wholeNumber('matter', { min: 1 }) ?? 1;
  if (matter > 9) row.fault('matter', `${matter} is not one of the nine matters of Civil Code 278`);
  const base = { itemId, matter, titleText: row.text('title') || itemId };
  if (kind === 'yesNo') {
    for (const column of ['answers', 'seats', 'min_seats'])
      if (row.has(column)) row.fault(column, 'a yes-or-no item has none');
    return { kind, ...base };
  }
  const reserved = answers.find((id) => RESERVED_ANSWERS.some((word) => word === id));
  if (reserved !== undefined) row.fault('answers', `"${reserved}" has a meaning of its own and cannot be an answer`);
  if (new Set(answers).size !== answers.length) row.fault('answers', 'an answer stands twice');
  if (kind === 'choice') {
    if (answers.length < 2) row.fault('answers', 'a choice needs at least two');
    for (const column of ['seats', 'min_seats']) if (row.has(column)) row.fault(column, 'a choice has none');
    return { kind, ...base, optionIds: answers };
  }
  if (answers.length < 1) row.fault('answers', 'an election needs candidates');
  const seats = row.wholeNumber('seats', { min: 1 }) ?? 1;
  const minSeats = row.wholeNumber('min_seats', { min: 1, required: false }) ?? 1;
  if (minSeats > seats) row.fault('min_seats', `${minSeats} is more than the ${seats} seats`);
  return { kind, ...base, candidateIds: answers, seats, minSeats };
}
