// Reads the ballots of a vote rehearsal: one row per ballot of a unit or owner, or per group of owners with its heads and area
// (docs/vote-files.md); published totals per answer go to read-tally.ts. Finds the right behind each row; what the ballots add up to is the count's.
import { choiceProblem } from '../../../domain/owners-vote/item-answer';
import type {
  AgendaItem,
  BallotChannel,
  BallotChoices,
  CastBallot,
  CountRight,
  ItemChoice,
} from '../../../domain/owners-vote/count-types';
import type { Roll } from '../../../domain/roll/build-roll';
import { groupsOfTally, TALLY_COLUMNS } from './read-tally';
import { BadFiles, readTable, squareMetres, type Row, type Table } from './table';

/** Who may vote, as far as ballots must be matched to it. */
export type Electorate = { kind: 'roll'; roll: Roll } | { kind: 'totals'; heads: number; areaDm2: number };

export interface BallotsFile {
  rights: CountRight[];
  ballots: CastBallot[];
  delivered: number[];
  /** What was read otherwise than it was written. */
  warnings: string[];
}

const ALIASES = {
  房号: 'unit',
  房屋: 'unit',
  业主: 'owner',
  组: 'group',
  渠道: 'channel',
  方式: 'channel',
  状态: 'status',
  结果: 'status',
  时间: 'cast_at',
  户数: 'heads',
  人数: 'heads',
  面积: 'area_m2',
  议题: 'item',
  事项: 'item',
  选择: 'answer',
  选项: 'answer',
  候选人: 'answer',
};
const COLUMNS = ['unit', 'owner', 'group', 'heads', 'area_m2', 'channel', 'status', 'cast_at'];
const CHANNELS: Record<string, BallotChannel> = {
  paper: 'paper',
  electronic: 'electronic',
  platform: 'platform',
  纸质: 'paper',
  书面: 'paper',
  电子: 'electronic',
  网上: 'electronic',
  平台: 'platform',
};
const STATUSES = {
  returned: 'returned',
  void: 'void',
  unreturned: 'unreturned',
  undelivered: 'undelivered',
  交回: 'returned',
  有效: 'returned',
  废票: 'void',
  无效: 'void',
  未交回: 'unreturned',
  未反馈: 'unreturned',
  未送达: 'undelivered',
} as const;
const ANSWERS: Record<string, string> = {
  同意: 'yes',
  赞成: 'yes',
  反对: 'no',
  不同意: 'no',
  弃权: 'abstain',
  废: 'spoiled',
  空白: '',
  blank: '',
};

/** Throws BadFiles with every fault found. */
export function readBallots(file: string, agenda: readonly AgendaItem[], electorate: Electorate): BallotsFile {
  const table = readTable(file, 'ballots', {
    ...Object.fromEntries(agenda.map((item) => [item.titleText, item.itemId])),
    ...ALIASES,
  });
  if (table.columns.includes('answer')) return tallyOf(table, agenda, electorate);
  const columns = [...COLUMNS, ...agenda.map((item) => item.itemId)];
  const clash = agenda.find((item) => [...COLUMNS, ...TALLY_COLUMNS].includes(item.itemId));
  if (clash !== undefined)
    table.faults.push(`${file}: an item cannot be called ${clash.itemId}, which is a column of its own`);
  const unknown = table.columns.filter((column) => !columns.includes(column));
  if (unknown.length > 0)
    table.faults.push(`${file}: unknown column ${unknown.join(', ')}; the columns are ${columns.join(', ')}`);
  const missing = agenda.filter((item) => !table.columns.includes(item.itemId));
  if (table.rows.length > 0 && missing.length > 0)
    table.faults.push(`${file}: no column for item ${missing.map((item) => item.itemId).join(', ')}`);

  const warnings: string[] = [];
  const isGrouped = table.columns.includes('heads');
  const finder = isGrouped ? groupFinder(electorate) : rightFinder(electorate, file, table.faults);
  const ballots: CastBallot[] = [];
  const delivered = new Set<number>();
  const hasInstants = table.rows.some((row) => row.has('cast_at'));
  for (const row of table.rows) {
    const rightNo = finder.rightOf(row);
    const status = row.oneOf('status', STATUSES, 'returned');
    const channel = row.oneOf('channel', CHANNELS, 'paper');
    const castAt = instantOf(row, hasInstants && (status === 'returned' || status === 'void'));
    const choices = status === 'void' ? {} : choicesOf(row, agenda, warnings);
    if (status !== 'returned' && status !== 'void' && Object.keys(choices).length > 0)
      row.fault('status', `a ballot that is ${status} cannot carry answers`);
    if (rightNo === undefined) continue;
    if (status !== 'undelivered') delivered.add(rightNo);
    if (status === 'returned')
      ballots.push({ seq: ballots.length + 1, rightNo, channel, castAt, isVoid: false, choices });
    if (status === 'void') ballots.push({ seq: ballots.length + 1, rightNo, channel, castAt, isVoid: true, choices });
  }
  if (table.faults.length > 0) throw new BadFiles(table.faults);
  return { rights: finder.rights(), ballots, delivered: [...delivered], warnings };
}

function tallyOf(table: Table, agenda: readonly AgendaItem[], electorate: Electorate): BallotsFile {
  const unknown = table.columns.filter((column) => !TALLY_COLUMNS.includes(column));
  if (unknown.length > 0)
    table.faults.push(
      `${table.file}: unknown column ${unknown.join(', ')}; the columns are ${TALLY_COLUMNS.join(', ')}`,
    );
  const all = electorate.kind === 'roll' ? electorate.roll : electorate;
  const groups = groupsOfTally(table, agenda, all, answerOf, NO_INSTANT);
  if (table.faults.length > 0) throw new BadFiles(table.faults);
  return { ...groups, warnings: [] };
}

interface Finder {
  rightOf(row: Row): number | undefined;
  rights(): CountRight[];
}

/** Rows name a unit, or an owner who has one right. */
function rightFinder(electorate: Electorate, file: string, faults: string[]): Finder {
  if (electorate.kind === 'totals') {
    faults.push(`${file}: a register given as totals needs ballots by group, with the columns heads and area_m2`);
    return { rightOf: () => undefined, rights: () => [] };
  }
  const { rights } = electorate.roll;
  const byUnit = new Map(rights.flatMap((right) => right.unitIds.map((unitId) => [unitId, right.rightNo] as const)));
  const byOwner = new Map<string, number[]>();
  for (const right of rights)
    for (const ownerId of right.holderOwnerIds) byOwner.set(ownerId, [...(byOwner.get(ownerId) ?? []), right.rightNo]);
  return {
    rightOf(row) {
      const [unit, owner] = [row.text('unit'), row.text('owner')];
      if (unit !== '') {
        const rightNo = byUnit.get(unit);
        if (rightNo === undefined) row.fault('unit', `"${unit}" has no vote in this register`);
        return rightNo;
      }
      const own = byOwner.get(owner) ?? [];
      if (owner === '') row.fault('unit', 'the ballot names neither a unit nor an owner');
      else if (own.length === 0) row.fault('owner', `"${owner}" has no vote in this register`);
      else if (own.length > 1) row.fault('owner', `"${owner}" has ${own.length} votes; name the unit`);
      return own.length === 1 ? own[0] : undefined;
    },
    rights: () => rights.map(({ rightNo, headNo, countsHead, areaDm2 }) => ({ rightNo, headNo, countsHead, areaDm2 })),
  };
}

/** Each row is a right of its own that stands for its heads and area; who is in no row took no part and was not reached. */
function groupFinder(electorate: Electorate): Finder {
  const { heads, areaDm2 } = electorate.kind === 'roll' ? electorate.roll : electorate;
  const left = { heads, areaDm2 };
  const rights: CountRight[] = [];
  const add = (group: { heads: number; areaDm2: number }): number => {
    const rightNo = rights.length + 1;
    rights.push({
      rightNo,
      headNo: rightNo,
      countsHead: group.heads > 0,
      areaDm2: group.areaDm2,
      groupHeads: group.heads,
    });
    return rightNo;
  };
  return {
    rightOf(row) {
      const group = { heads: row.wholeNumber('heads') ?? 0, areaDm2: row.areaDm2('area_m2') ?? 0 };
      left.heads -= group.heads;
      left.areaDm2 -= group.areaDm2;
      if (left.heads < 0 && left.heads + group.heads >= 0)
        row.fault('heads', `with this row the groups have ${heads - left.heads} heads, the register only ${heads}`);
      if (left.areaDm2 < 0 && left.areaDm2 + group.areaDm2 >= 0)
        row.fault(
          'area_m2',
          `with this row the groups have ${m2(areaDm2 - left.areaDm2)}, the register only ${m2(areaDm2)}`,
        );
      return add(group);
    },
    rights: () => {
      const isRest = left.heads > 0 || left.areaDm2 > 0;
      if (!isRest) return rights;
      const rightNo = rights.length + 1;
      return [
        ...rights,
        { rightNo, headNo: rightNo, countsHead: left.heads > 0, areaDm2: left.areaDm2, groupHeads: left.heads },
      ];
    },
  };
}

function choicesOf(row: Row, agenda: readonly AgendaItem[], warnings: string[]): BallotChoices {
  const choices: BallotChoices = {};
  for (const item of agenda) {
    const parts = row
      .list(item.itemId)
      .map((part) => answerOf(item, part))
      .filter((part) => part !== '');
    const [only] = parts;
    if (only === undefined) continue;
    const isOneWord = item.kind !== 'election' || (parts.length === 1 && ['abstain', 'spoiled'].includes(only));
    const choice: ItemChoice = isOneWord ? parts.join(';') : parts;
    const problem = choiceProblem(item, choice);
    if (problem === 'tooMany') {
      // 所选人数多于应选人数: that item of the ballot is void, the others stand.
      warnings.push(
        `${row.place}, column ${item.itemId}: names ${parts.length} for ${seatsOf(item)} seats; read as spoiled`,
      );
      choices[item.itemId] = 'spoiled';
    } else if (problem === null) choices[item.itemId] = choice;
    else row.fault(item.itemId, `"${parts.join(';')}" ${PROBLEMS[problem]}`);
  }
  return choices;
}

const PROBLEMS = {
  unknownItem: 'answers no item',
  unknownAnswer: 'is not an answer to this item',
  wrongShape: 'is not an answer to this item',
  namedTwice: 'names somebody twice',
} as const;

/** Chinese words for the fixed answers, unless an option or candidate is called so. */
function answerOf(item: AgendaItem, part: string): string {
  const own = item.kind === 'choice' ? item.optionIds : item.kind === 'election' ? item.candidateIds : [];
  if (own.includes(part)) return part;
  return (Object.hasOwn(ANSWERS, part) ? ANSWERS[part] : undefined) ?? part;
}

const seatsOf = (item: AgendaItem): number => (item.kind === 'election' ? item.seats : 1);

/** ISO 8601, or China time without a zone. Without instants the order of the rows decides, first row oldest. */
function instantOf(row: Row, isNeeded: boolean): string {
  const text = row.text('cast_at');
  if (text === '') {
    if (isNeeded) row.fault('cast_at', 'is missing; either every returned ballot has it or none');
    return NO_INSTANT;
  }
  const local = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d)(:\d\d)?$/.exec(text);
  const ms = Date.parse(local === null ? text : `${local[1]}T${local[2]}${local[3] ?? ':00'}+08:00`);
  const isInstant = local !== null || /^\d{4}-\d\d-\d\dT.*(Z|[+-]\d\d:\d\d)$/.test(text);
  if (!Number.isNaN(ms) && isInstant) return new Date(ms).toISOString();
  row.fault('cast_at', `"${text}" is not an instant such as 2026-11-22 18:30 or 2026-11-22T10:30:00Z`);
  return NO_INSTANT;
}

/** Stands where the files name no instant. */
export const NO_INSTANT = '1970-01-01T00:00:00.000Z';

const m2 = (areaDm2: number): string => `${squareMetres(areaDm2)} m²`;
