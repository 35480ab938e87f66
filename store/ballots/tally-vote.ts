// The count of a vote in the database. SQL only presses equal ballots together; what a ballot says and how heads agree is decided
// by the one count in domain/owners-vote/totals-from-ballots.ts, which is handed the pressed groups. Memory stays flat.
import type { Pool } from 'pg';
import type {
  AgendaItem,
  BallotChannel,
  BallotChoices,
  CastBallot,
  CountRight,
  VoteTotals,
  Weight,
} from '../../domain/owners-vote/count-types';
import { totalsFromBallots } from '../../domain/owners-vote/totals-from-ballots';
import { inTransaction, type Tx } from '../transaction';
import { readWindow, type VoteWindowRow } from './vote-window';

/** Groups handed to the count at a time. */
const GROUPS_AT_ONCE = 2_000;

/** Totals of the ballots that count now. Throws when the vote has no window. */
export async function tallyVote(pool: Pool, voteId: string): Promise<VoteTotals> {
  // One snapshot for all statements: ballots that arrive meanwhile are in none of them.
  return inTransaction(pool, (tx) => tally(tx, voteId), { isolation: 'repeatable read', timeoutMs: 600_000 });
}

async function tally(tx: Tx, voteId: string): Promise<VoteTotals> {
  const window = await readWindow(tx, voteId);
  if (window === undefined) throw new Error(`no window for vote ${voteId}`);
  const roll = await tx.query<{ heads: number; areaDm2: string }>(
    'select heads, area_dm2 as "areaDm2" from roll where id = $1',
    [window.rollId],
  );
  const electorate = { heads: roll.rows[0]?.heads ?? 0, areaDm2: wholeNumber(roll.rows[0]?.areaDm2 ?? '0') };
  const counted = emptyTotals(window.rules.agenda);
  let countedRights = 0;

  // Grouped into a table first: unlike a cursor, that is worked out in parallel.
  await tx.query(GROUP_BY_SAID, [voteId]);
  let inLargerHeads = 0;
  await eachGroup<RightGroup>(tx, RIGHT_GROUPS, voteId, (groups) => {
    for (const { channel, isVoid, rights, sharing } of groups) {
      countedRights += rights;
      inLargerHeads += sharing;
      if (!isVoid) counted.countedByChannel[channel] = (counted.countedByChannel[channel] ?? 0) + rights;
    }
    add(counted, totalsOf(window, groups.map(asOneRight)));
  });
  if (inLargerHeads > 0) {
    await eachGroup<HeadGroup>(tx, HEAD_GROUPS, voteId, (groups) =>
      add(counted, totalsOf(window, groups.flatMap(asRightsOfOneHead))),
    );
  }

  const ballotCount = window.nextSeq - 1;
  return {
    ...counted,
    electorate,
    deliveredUnreturned: await deliveredUnreturned(tx, window),
    supersededCount: ballotCount - countedRights,
    ballotCount,
  };
}

/** Ballots that say the same, of rights that need no agreement within their head; and the area of the others. */
interface RightGroup {
  choices: BallotChoices;
  isVoid: boolean;
  channel: BallotChannel;
  rights: number;
  heads: number;
  areaDm2: string;
  /** How many of the rights share their head with others. */
  sharing: number;
}

const GROUP_BY_SAID = `
  create temporary table said_group on commit drop as
  select said, channel, min(right_no) as right_no, count(*)::int as rights,
    (count(*) filter (where counts_head and head_size = 1))::int as heads,
    (count(*) filter (where counts_head and head_size > 1))::int as sharing, sum(area_dm2) as area_dm2
  from counted_ballot where vote_id = $1 group by said, channel`;

const RIGHT_GROUPS = `
  select c.choices, c.is_void as "isVoid", g.channel, g.rights, g.heads, g.sharing, g.area_dm2 as "areaDm2"
  from said_group g join counted_ballot c on c.vote_id = $1 and c.right_no = g.right_no`;

/** Heads with several rights whose returned ballots say the same things; a void ballot stands as null. */
interface HeadGroup {
  said: (BallotChoices | null)[];
  heads: number;
}

const HEAD_GROUPS = `
  select (select jsonb_agg(distinct case when c.is_void then 'null'::jsonb else c.choices end)
      from said_group g join counted_ballot c on c.vote_id = $1 and c.right_no = g.right_no where g.said = any(head.said)) as said,
    count(*)::int as heads
  from (
    select array_agg(distinct said order by said) as said
    from counted_ballot where vote_id = $1 and counts_head and head_size > 1 group by head_no
  ) head group by head.said`;

interface Pressed {
  right: CountRight;
  ballot: CastBallot;
}

/** A pressed group is counted like one right that weighs as much as all of them. */
const asOneRight = (group: RightGroup, index: number): Pressed =>
  pressed(index, index, group.heads, wholeNumber(group.areaDm2), group.isVoid ? null : group.choices);

const asRightsOfOneHead = (group: HeadGroup, index: number): Pressed[] =>
  group.said.map((said, own) => pressed(index * 1_000_000 + own, index, group.heads, 0, said));

function pressed(rightNo: number, headNo: number, heads: number, areaDm2: number, said: BallotChoices | null): Pressed {
  return {
    right: { rightNo, headNo, countsHead: heads > 0, areaDm2, groupHeads: heads },
    // Channel and time decide nothing here: every group stands for ballots that already prevailed.
    ballot: { seq: rightNo, rightNo, channel: 'electronic', castAt: '', isVoid: said === null, choices: said ?? {} },
  };
}

function totalsOf({ rules }: VoteWindowRow, groups: Pressed[]): VoteTotals {
  return totalsFromBallots({
    rights: groups.map(({ right }) => right),
    agenda: rules.agenda,
    policy: {
      precedence: settled(rules.precedence),
      voidBallots: settled(rules.voidBallots),
      blankItems: settled(rules.blankItems),
    },
    ballots: groups.map(({ ballot }) => ballot),
    delivered: [],
  });
}

/** The window keeps bare values; their sources are in the pinned policy. */
const settled = <T>(value: T) => ({ value, basis: 'vote_window.rules', confidence: 'custom' as const });

/** Streams the groups through a cursor, a few thousand at a time. */
async function eachGroup<Group extends object>(
  tx: Tx,
  sql: string,
  voteId: string,
  take: (groups: Group[]) => void,
): Promise<void> {
  await tx.query(`declare vote_groups no scroll cursor for ${sql}`, [voteId]);
  for (;;) {
    const { rows } = await tx.query<Group>(`fetch ${GROUPS_AT_ONCE} from vote_groups`);
    if (rows.length > 0) take(rows);
    if (rows.length < GROUPS_AT_ONCE) break;
  }
  await tx.query('close vote_groups');
}

/** Rights delivered with proof before the close whose ballot never came; a head counts when none of its rights returned one. */
async function deliveredUnreturned(tx: Tx, { voteId, rollId, closesAt }: VoteWindowRow): Promise<Weight> {
  const { rows } = await tx.query<{ heads: number; areaDm2: string | null }>(
    `with unreturned as (
       select r.head_no, r.head_size, r.counts_head, r.area_dm2
       from (select distinct right_no from ballot_delivery where vote_id = $1 and result = 'delivered'
               and ($3::timestamptz is null or delivered_at < $3)) d
       join roll_right r on r.roll_id = $2 and r.right_no = d.right_no
       left join counted_ballot c on c.vote_id = $1 and c.right_no = d.right_no
       where c.right_no is null)
     select sum(area_dm2) as "areaDm2",
       (count(distinct head_no) filter (where counts_head and (head_size = 1 or head_no not in
          (select head_no from counted_ballot where vote_id = $1 and counts_head and head_size > 1))))::int as heads
     from unreturned`,
    [voteId, rollId, closesAt],
  );
  return { heads: rows[0]?.heads ?? 0, areaDm2: wholeNumber(rows[0]?.areaDm2 ?? '0') };
}

const NOTHING: Weight = { heads: 0, areaDm2: 0 };

function emptyTotals(agenda: readonly AgendaItem[]): VoteTotals {
  return {
    electorate: { ...NOTHING },
    items: agenda.map(({ itemId }) => ({ itemId, participating: { ...NOTHING }, choices: {}, blank: { ...NOTHING } })),
    void: { ...NOTHING },
    deliveredUnreturned: { ...NOTHING },
    countedByChannel: {},
    supersededCount: 0,
    ballotCount: 0,
  };
}

/** Adds what every group adds; electorate, delivery, channels and ballot numbers are not sums over groups. */
function add(sum: VoteTotals, part: VoteTotals): void {
  addWeight(sum.void, part.void);
  part.items.forEach((item, index) => {
    const into = sum.items[index];
    if (into === undefined) throw new Error('the count gave more items than the agenda has');
    addWeight(into.participating, item.participating);
    addWeight(into.blank, item.blank);
    for (const [id, weight] of Object.entries(item.choices)) addWeight((into.choices[id] ??= { ...NOTHING }), weight);
  });
}

function addWeight(sum: Weight, part: Weight): void {
  sum.heads += part.heads;
  sum.areaDm2 += part.areaDm2;
  if (!Number.isSafeInteger(sum.heads) || !Number.isSafeInteger(sum.areaDm2)) throw new Error('a sum left 2^53');
}

/** bigint columns come as text; a sum beyond 2^53 cannot be compared exactly any more and is refused. */
function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new Error(`not an exact whole number: ${text}`);
  return value;
}
