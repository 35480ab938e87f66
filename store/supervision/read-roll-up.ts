// Roll-ups of a place: what is open and overdue now, what was closed in a period and how fast, and the three rates, added up by the places
// inside it, by kind, duty, department or firm. Closed processes come from the tallies, open ones from their facts.
import type { Pool } from 'pg';
import { dateOf, dayInMonth, dayOfDate, partsOf } from '../../domain/calendar/instant';
import type { LocalDate } from '../../domain/calendar/types';
import type { ProcessKind } from '../../domain/process';
import { addParts, medianOf, NO_PARTS, threeRates, type Rate, type RateParts } from '../../domain/supervision/rates';
import type { Tx } from '../transaction';
import { DESK_OF_DUTY, dutyParts, processParts, waitingPast } from './tallies';

export const GROUPINGS = ['street', 'community', 'estate', 'kind', 'duty', 'department', 'firm'] as const;
export type Grouping = (typeof GROUPINGS)[number];

/** Days in China, both included. */
export interface Period {
  from: LocalDate;
  to: LocalDate;
}

export interface RollUpQuestion {
  /** Of the place whose inside is added up. */
  path: string;
  by: Grouping;
  period: Period;
  kind?: ProcessKind | undefined;
  now: Date;
}

/** Counts of processes; by duty, department and firm of duties. */
export interface Counts {
  open: number;
  overdue: number;
  launched: number;
  closed: number;
  inTime: number;
  /** Whole days from beginning to end, the median; null: nothing was closed. */
  medianDays: number | null;
  rates: { response: Rate; solved: Rate; satisfied: Rate };
}

export interface RollUpRow extends Counts {
  /** Id of a place or account, code of a kind, duty or department; null: what belongs to none. */
  key: string | null;
  name: string | null;
}

/** Which part of a place's path is its street, and so on. */
const DEPTH = { street: 3, community: 4, estate: 5 } as const;

const isOfPlaces = (by: Grouping): by is keyof typeof DEPTH => by in DEPTH;
const isOfDuties = (by: Grouping): boolean => by === 'duty' || by === 'department' || by === 'firm';

/** Rows in the order of what is overdue; places without any process are there with zeros. `total` is over the same rows. */
export async function readRollUp(pool: Pool, question: RollUpQuestion): Promise<{ rows: RollUpRow[]; total: Counts }> {
  const { by } = question;
  const [sums, open, names] = await Promise.all([
    pool.query<SumRow>(sumsQuery(question)),
    pool.query<OpenRow>(openQuery(question)),
    namesOf(pool, question),
  ]);
  const groups = new Map<string | null, Group>();
  const groupOf = (key: string | null): Group => {
    const known = groups.get(key);
    if (known) return known;
    const fresh: Group = { ...NOTHING, parts: NO_PARTS, days: new Map() };
    groups.set(key, fresh);
    return fresh;
  };
  if (isOfPlaces(by)) for (const key of names.keys()) groupOf(key);
  const total = { ...NOTHING, parts: NO_PARTS, days: new Map<number, number>() };
  for (const row of sums.rows) for (const group of [groupOf(row.key), total]) addSums(group, row);
  for (const row of open.rows)
    for (const group of [groupOf(row.key), total]) {
      group.open += row.open;
      group.overdue += row.overdue;
    }
  const rows = [...groups].map(([key, group]) => ({ key, name: names.get(key ?? '') ?? null, ...countsOf(group) }));
  rows.sort((a, b) => b.overdue - a.overdue || b.open - a.open || ((a.key ?? '~') < (b.key ?? '~') ? -1 : 1));
  return { rows, total: countsOf(total) };
}

/** What the problems at a place and inside it add to the three rates of a period: one formula for reports and for the packs of meetings. */
export async function readRateParts(
  db: Pool | Tx,
  question: Pick<RollUpQuestion, 'path' | 'period' | 'now'>,
): Promise<RateParts> {
  const { rows } = await db.query<SumRow>(sumsQuery({ ...question, by: 'kind', kind: 'problem' }));
  return rows.reduce<RateParts>(addParts, NO_PARTS);
}

interface Group {
  open: number;
  overdue: number;
  launched: number;
  closed: number;
  inTime: number;
  parts: RateParts;
  days: Map<number, number>;
}

const NOTHING = { open: 0, overdue: 0, launched: 0, closed: 0, inTime: 0 };

function addSums(group: Group, { days, launched, closed, inTime, ...parts }: SumRow): void {
  group.launched += launched;
  group.closed += closed;
  group.inTime += inTime;
  group.parts = addParts(group.parts, parts);
  if (closed > 0) group.days.set(days, (group.days.get(days) ?? 0) + closed);
}

const countsOf = ({ parts, days, ...counts }: Group): Counts => ({
  ...counts,
  medianDays: medianOf(days),
  rates: threeRates(parts),
});

interface SumRow extends RateParts {
  key: string | null;
  days: number;
  launched: number;
  closed: number;
  inTime: number;
}

interface OpenRow {
  key: string | null;
  open: number;
  overdue: number;
}

/** The places at or inside `$1` where processes live, each with the group it belongs to, and whoever is the firm there. */
const seats = (by: Grouping): string => `seat as materialized (
  select s.id, ${isOfPlaces(by) ? `nullif(split_part(s.path, '/', ${DEPTH[by]}), '')` : by === 'firm' ? 'firm.account' : 'null::text'} as key
  from place s ${by === 'firm' ? `left join lateral (${FIRM_OF_PLACE}) firm on true` : ''}
  where starts_with(s.path, $1) and s.kind in ('district', 'street', 'community', 'estate'))`;

/** The register knows no firms; whoever manages for the firm at an estate stands for it: the first of several accounts. */
const FIRM_OF_PLACE = `select a.id::text as account from role_grant g join account a on a.id = g.account_id
  where g.place_id = s.id and g.role = 'firmManager' and g.ended_at is null and a.disabled_at is null order by a.created_at, a.id limit 1`;

const keyOf = (by: Grouping, row: string): string => {
  if (by === 'kind') return `${row}.kind`;
  if (by === 'duty') return `${row}.duty`;
  if (by === 'department') return `${row}.desk`;
  return 'seat.key';
};

/** Whose rows a grouping looks at. */
const deskFilter = (by: Grouping, row: string): string => {
  if (by === 'department') return `and ${row}.desk not in ('', '@firm')`;
  return by === 'firm' ? `and ${row}.desk = '@firm'` : '';
};

// $2, $3: the period. $4, $5: the whole months in it, the end exclusive. $6: one kind, or null.
const IN_TALLY = `((t.grain = 'month' and t.day >= $4::date and t.day < $5::date)
  or (t.grain = 'day' and ((t.day >= $2::date and t.day < $4::date) or (t.day >= $5::date and t.day <= $3::date))))`;
const IN_PERIOD = 'part.day between $2::date and $3::date';
const OF_KIND = (row: string): string => `($6::text is null or ${row}.kind = $6)`;
const OPEN_HERE = 'f.closed_at is null and f.place_id in (select id from seat)';

function sumsQuery({ by, path, period, kind, now }: RollUpQuestion): { text: string; values: unknown[] } {
  const months = wholeMonths(period);
  const processes = (row: string): string =>
    `${row}.place_id, ${row}.kind, ${row}.desk, ${row}.days, ${row}.launched, ${row}.closed, ${row}.in_time, ${row}.responses_due,
      ${row}.responses_made, ${row}.answers, ${row}.solved, ${row}.satisfied, null as duty`;
  const ofProcesses = `
    select ${processes('t')} from process_tally t join seat on seat.id = t.place_id where ${IN_TALLY} and ${OF_KIND('t')}
    union all
    select ${processes('part')} from (${processParts(OPEN_HERE)} union all ${waitingPast(OPEN_HERE, '$7')}) part
    where ${IN_PERIOD} and ${OF_KIND('part')}`;
  const duties = (row: string): string =>
    `${row}.place_id, ${row}.kind, ${row}.desk, ${row}.days, 0, ${row}.closed, ${row}.in_time, 0, 0, 0, 0, 0, ${row}.duty`;
  const ofDuties = `
    select ${duties('t')} from duty_tally t join seat on seat.id = t.place_id where ${IN_TALLY} and ${OF_KIND('t')}
    union all
    select ${duties('part')} from (${dutyParts(OPEN_HERE)}) part where ${IN_PERIOD} and ${OF_KIND('part')}`;
  // Of a desk's processes only the rates are its own; its closings are those of its duties.
  const rates = `select place_id, kind, desk, -1, 0, 0, 0, responses_due, responses_made, answers, solved, satisfied, null from (${ofProcesses}) p
    where days = -1 and desk <> ''`;
  const parts = !isOfDuties(by) ? ofProcesses : by === 'duty' ? ofDuties : `${rates} union all ${ofDuties}`;
  return {
    text: `with ${seats(by)},
      part (place_id, kind, desk, days, launched, closed, in_time, responses_due, responses_made, answers, solved, satisfied, duty) as (${parts})
      select ${keyOf(by, 'part')} as key, part.days, sum(launched)::int as launched, sum(closed)::int as closed, sum(in_time)::int as "inTime",
        sum(responses_due)::int as "responsesDue", sum(responses_made)::int as "responsesMade", sum(answers)::int as answers,
        sum(solved)::int as solved, sum(satisfied)::int as satisfied
      from part join seat on seat.id = part.place_id where $7::timestamptz is not null ${deskFilter(by, 'part')} group by 1, 2`,
    values: [path, period.from, period.to, months.from, months.until, kind ?? null, now],
  };
}

function openQuery({ by, path, kind, now }: RollUpQuestion): { text: string; values: unknown[] } {
  const late = 'o.due_at is not null and o.due_at <= $2';
  const ofKind = '($3::text is null or f.kind = $3)';
  const text = isOfDuties(by)
    ? `with ${seats(by)}, duty as (
        select f.place_id, o.duty, ${DESK_OF_DUTY} as desk, ${late} as is_late
        from obligation o join process_fact f on f.process_id = o.process_id where o.closed_at is null and ${ofKind})
      select ${keyOf(by, 'duty')} as key, count(*)::int as open, (count(*) filter (where is_late))::int as overdue
      from duty join seat on seat.id = duty.place_id where true ${deskFilter(by, 'duty')} group by 1`
    : `with ${seats(by)}
      select ${keyOf(by, 'f')} as key, count(*)::int as open, (count(*) filter (where exists (
        select from obligation o where o.process_id = f.process_id and o.closed_at is null and ${late})))::int as overdue
      from process_fact f join seat on seat.id = f.place_id where f.closed_at is null and ${ofKind} group by 1`;
  return { text, values: [path, now, kind ?? null] };
}

async function namesOf(pool: Pool, { by, path }: RollUpQuestion): Promise<Map<string, string>> {
  if (!isOfPlaces(by) && by !== 'firm') return new Map();
  const { rows } = await pool.query<{ id: string; name: string }>(
    by === 'firm'
      ? `select distinct a.id, a.display_name as name from account a join role_grant g on g.account_id = a.id
         where g.role = 'firmManager' and g.ended_at is null and starts_with(g.path, $1)`
      : 'select id, name from place where starts_with(path, $1) and kind = $2::"PlaceKind"',
    by === 'firm' ? [path] : [path, by],
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** The calendar months that lie wholly in the period; none: an empty stretch at its beginning. */
function wholeMonths({ from, to }: Period): { from: LocalDate; until: LocalDate } {
  const first = partsOf(dayOfDate(from));
  const after = partsOf(dayOfDate(to) + 1);
  const begins = dayInMonth(first.year, first.month + (first.date === 1 ? 0 : 1), 1);
  const ends = dayInMonth(after.year, after.month, 1);
  return begins < ends ? { from: dateOf(begins), until: dateOf(ends) } : { from, until: from };
}
