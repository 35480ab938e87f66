// Ballots of which only a published result is known: heads and area per answer (docs/vote-files.md). Makes groups of owners whose
// ballots add up to exactly these figures, so that both counts run on rows as always. Which owner chose what is not in the figures,
// and does not matter: every total and every verdict depends on the sums alone.
import { choiceProblem } from '../../../domain/owners-vote/item-answer';
import type { AgendaItem, BallotChoices, CastBallot, CountRight } from '../../../domain/owners-vote/count-types';
import type { Row, Table } from './table';

type Measure = 'heads' | 'areaDm2';
const MEASURES: readonly Measure[] = ['heads', 'areaDm2'];

export const TALLY_COLUMNS = ['item', 'answer', 'heads', 'area_m2'];

const WHOLE_VOTE: Record<string, 'returned' | 'void' | 'unreturned'> = {
  returned: 'returned',
  void: 'void',
  unreturned: 'unreturned',
  有效票: 'returned',
  有效: 'returned',
  废票: 'void',
  无效: 'void',
  未交回: 'unreturned',
  未反馈: 'unreturned',
};

interface Published {
  /** Per item: answers in the order of the file. */
  answers: Map<string, { id: string; row: Row; heads: number; areaDm2: number }[]>;
  whole: Partial<Record<'returned' | 'void' | 'unreturned', { row: Row; heads: number; areaDm2: number }>>;
}

/** Rights and ballots whose sums are the table's figures. Faults go into the table. `answerWord` reads the words of an item's answers. */
export function groupsOfTally(
  table: Table,
  agenda: readonly AgendaItem[],
  electorate: { heads: number; areaDm2: number },
  answerWord: (item: AgendaItem, text: string) => string,
  castAt: string,
): { rights: CountRight[]; ballots: CastBallot[]; delivered: number[] } {
  const published = readRows(table, agenda, answerWord);
  const rights: CountRight[] = [];
  const ballots: CastBallot[] = [];
  const delivered: number[] = [];
  const addRight = (measure: Measure, amount: number): number => {
    const rightNo = rights.length + 1;
    const heads = measure === 'heads' ? amount : 0;
    rights.push({ rightNo, headNo: rightNo, countsHead: heads > 0, areaDm2: amount - heads, groupHeads: heads });
    return rightNo;
  };
  const addBallot = (rightNo: number, isVoid: boolean, choices: BallotChoices): void => {
    delivered.push(rightNo);
    ballots.push({ seq: ballots.length + 1, rightNo, channel: 'paper', castAt, isVoid, choices });
  };

  for (const measure of MEASURES) {
    const returned = returnedOf(published, agenda, measure, table);
    const layers = agenda.map((item) => layOut(item, published.answers.get(item.itemId) ?? [], returned, measure));
    const cuts = new Set(layers.flatMap((layer) => layer.flatMap(({ from, to }) => [from, to])));
    const marks = [...cuts.add(0).add(returned)].sort((a, b) => a - b);
    for (const [index, from] of marks.slice(0, -1).entries()) {
      const to = marks[index + 1] ?? from;
      const choices = Object.fromEntries(agenda.map((item, n) => [item.itemId, chosenAt(item, layers[n] ?? [], from)]));
      addBallot(addRight(measure, to - from), false, choices);
    }
    const spoilt = published.whole.void?.[measure] ?? 0;
    if (spoilt > 0) addBallot(addRight(measure, spoilt), true, {});
    const silent = published.whole.unreturned?.[measure] ?? 0;
    if (silent > 0) delivered.push(addRight(measure, silent));
    const rest = electorate[measure] - returned - spoilt - silent;
    const last = published.whole.unreturned ?? published.whole.void ?? published.whole.returned;
    if (rest < 0) overflow(table, last?.row, measure);
    else if (rest > 0) addRight(measure, rest);
  }
  return { rights, ballots, delivered };
}

function readRows(
  table: Table,
  agenda: readonly AgendaItem[],
  answerWord: (item: AgendaItem, text: string) => string,
): Published {
  const published: Published = { answers: new Map(), whole: {} };
  for (const row of table.rows) {
    const [itemId, text] = [row.text('item'), row.text('answer')];
    const figures = { row, heads: row.wholeNumber('heads') ?? 0, areaDm2: row.areaDm2('area_m2') ?? 0 };
    if (itemId === '') {
      const word = Object.hasOwn(WHOLE_VOTE, text) ? WHOLE_VOTE[text] : undefined;
      if (word === undefined) row.fault('answer', `"${text}" without an item must be returned, void or unreturned`);
      else if (published.whole[word] !== undefined) row.fault('answer', `"${text}" stands twice`);
      else published.whole[word] = figures;
      continue;
    }
    const item = agenda.find((one) => one.itemId === itemId || one.titleText === itemId);
    if (item === undefined) {
      row.fault('item', `"${itemId}" is not on the agenda`);
      continue;
    }
    const id = answerWord(item, text);
    const own = published.answers.get(item.itemId) ?? [];
    if (id === '' || choiceProblem(item, item.kind === 'election' && !isApart(id) ? [id] : id) !== null)
      row.fault('answer', `"${text}" is not an answer to ${item.itemId}`);
    else if (own.some((one) => one.id === id)) row.fault('answer', `"${text}" stands twice for ${item.itemId}`);
    else published.answers.set(item.itemId, [...own, { id, ...figures }]);
  }
  return published;
}

/** Answers that stand alone on a ballot's item. */
const isApart = (id: string): boolean => id === 'abstain' || id === 'spoiled';

/** Valid ballots: as stated, else as many as the answers of an item add up to, which an election's do not. */
function returnedOf(published: Published, agenda: readonly AgendaItem[], measure: Measure, table: Table): number {
  let returned = published.whole.returned?.[measure];
  const sumOf = (itemId: string) => (published.answers.get(itemId) ?? []).reduce((sum, one) => sum + one[measure], 0);
  if (returned === undefined) {
    if (agenda.some((item) => item.kind === 'election') && measure === 'heads')
      table.faults.push(
        `${table.file}: with an election, a row with the answer "returned" must say how many valid ballots there were`,
      );
    returned = Math.max(0, ...agenda.filter((item) => item.kind !== 'election').map((item) => sumOf(item.itemId)));
  }
  for (const item of agenda) {
    const rows = published.answers.get(item.itemId) ?? [];
    const places = item.kind === 'election' ? item.seats : 1;
    const apart = rows.filter((one) => isApart(one.id)).reduce((sum, one) => sum + one[measure], 0);
    const isOver = sumOf(item.itemId) - apart > places * (returned - apart);
    const tooLarge =
      rows.find((one) => one[measure] > returned - (isApart(one.id) ? 0 : apart)) ?? (isOver ? rows.at(-1) : undefined);
    if (tooLarge !== undefined) overflow(table, tooLarge.row, measure);
  }
  return returned;
}

function overflow(table: Table, row: Row | undefined, measure: Measure): void {
  const sentence = 'the figures add up to more than there is';
  if (row === undefined) table.faults.push(`${table.file}: ${sentence}`);
  else row.fault(measure === 'heads' ? 'heads' : 'area_m2', sentence);
}

interface Stretch {
  id: string;
  from: number;
  to: number;
}

/**
 * Lays an item's answers along the line of valid ballots. Candidates go one behind the other and start again at the front, so that
 * nobody names one of them twice and nobody more than there are seats (McNaughton's rule); abstentions lie at the far end.
 */
function layOut(
  item: AgendaItem,
  answers: readonly ({ id: string } & Record<Measure, number>)[],
  returned: number,
  measure: Measure,
): Stretch[] {
  const stretches: Stretch[] = [];
  let end = returned;
  for (const one of answers.filter(({ id }) => isApart(id))) {
    stretches.push({ id: one.id, from: end - one[measure], to: end });
    end -= one[measure];
  }
  let at = 0;
  for (const one of answers.filter(({ id }) => !isApart(id))) {
    const to = at + one[measure];
    stretches.push({ id: one.id, from: at, to: Math.min(to, end) });
    if (to > end) stretches.push({ id: one.id, from: 0, to: to - end });
    at = item.kind === 'election' && end > 0 ? to % end : to;
  }
  return stretches.filter(({ from, to }) => to > from);
}

function chosenAt(item: AgendaItem, layer: readonly Stretch[], place: number): string | string[] {
  const ids = layer.filter(({ from, to }) => from <= place && place < to).map(({ id }) => id);
  const [only = ''] = ids;
  return item.kind === 'election' && !isApart(only) ? ids : only;
}
