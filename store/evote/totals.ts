// The platform's totals beside ours: handed in, compared anew at every reading, explained by an official where they differ. A difference that
// nobody explained keeps the count open (activities/tally-vote.ts) and from being signed (store/ballots/open-matters.ts).
import type { BallotChoices, CastBallot, CountRight } from '../../domain/owners-vote/count-types';
import {
  platformTotals,
  totalsDifferences,
  type PlatformTotals,
  type TotalsDifference,
} from '../../domain/owners-vote/platform-totals';
import { totalsFromBallots } from '../../domain/owners-vote/totals-from-ballots';
import { canonicalJson, sha256Hex, type CanonicalValue } from '../ballots/ballot-canon';
import { readWindow, type Db, type VoteWindowRow } from '../ballots/vote-window';
import { refused } from '../refused';
import type { Tx } from '../transaction';

export interface TotalsSource {
  voteId: string;
  platformId: string;
  door: 'file' | 'webhook';
  byAccount: string | null;
  at: Date;
}

/** Keeps what the platform says; what it said before stays, and the same again is kept once. Refuses `unknown-agenda-item`, `vote-not-open`. */
export async function keepTotals(tx: Tx, source: TotalsSource, totals: PlatformTotals): Promise<{ totalsNo: number }> {
  const { voteId, platformId, door, byAccount, at } = source;
  const window = await readWindow(tx, voteId);
  if (window === undefined) throw refused('vote-not-open');
  const known = new Set(window.rules.agenda.map(({ itemId }) => itemId));
  const strange = totals.items.find(({ itemId }) => !known.has(itemId));
  if (strange !== undefined) throw refused('unknown-agenda-item', { itemId: strange.itemId });
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`platform-totals:${voteId}:${platformId}`]);
  const { rows } = await tx.query<{ totalsNo: number; isSame: boolean }>(
    `select totals_no as "totalsNo", totals = $3::jsonb as "isSame" from platform_totals where vote_id = $1 and platform_id = $2
     order by totals_no desc limit 1`,
    [voteId, platformId, JSON.stringify(totals)],
  );
  const [last] = rows;
  if (last?.isSame) return { totalsNo: last.totalsNo };
  const totalsNo = (last?.totalsNo ?? 0) + 1;
  await tx.query(
    `insert into platform_totals (vote_id, platform_id, totals_no, totals, door, received_at, by_account)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [voteId, platformId, totalsNo, JSON.stringify(totals), door, at, byAccount],
  );
  return { totalsNo };
}

export interface Comparison {
  platformId: string;
  platform: string;
  name: string;
  ours: PlatformTotals;
  /** Null: the platform has brought ballots and no totals. */
  theirs: PlatformTotals | null;
  receivedAt: Date | null;
  /** Empty where there is nothing to compare with. */
  differences: TotalsDifference[];
  /** What is compared here: an explanation is good for this and nothing else. */
  comparisonSha256: string;
  state: 'agrees' | 'differs' | 'missing';
  explanation: { reason: string; byAccount: string; at: Date } | null;
}

/** Of every platform that has brought ballots or totals for this vote. Shows choices: only once the window is closed. */
export async function comparisons(db: Db, window: VoteWindowRow): Promise<Comparison[]> {
  const { rows } = await db.query<{
    platformId: string;
    platform: string;
    name: string;
    theirs: PlatformTotals | null;
    receivedAt: Date | null;
  }>(
    `select e.id as "platformId", e.code as platform, e.name, t.totals as theirs, t.received_at as "receivedAt"
     from evote_platform e
     left join lateral (select totals, received_at from platform_totals where vote_id = $1 and platform_id = e.id
       order by totals_no desc limit 1) t on true
     where t.totals is not null
       or exists (select from platform_row r where r.vote_id = $1 and r.platform_id = e.id and r.ballot_seq is not null)
     order by e.code`,
    [window.voteId],
  );
  const found: Comparison[] = [];
  for (const row of rows) {
    const ours = await oursOf(db, window, row.platformId);
    const compared = { ours, theirs: row.theirs };
    const comparisonSha256 = sha256Hex(canonicalJson(compared as unknown as CanonicalValue));
    const differences = row.theirs === null ? [] : totalsDifferences(ours, row.theirs);
    const state = row.theirs === null ? 'missing' : differences.length > 0 ? 'differs' : 'agrees';
    const explanation = await explanationOf(db, window.voteId, row.platformId, comparisonSha256);
    found.push({ ...row, ...compared, differences, comparisonSha256, state, explanation });
  }
  return found;
}

/** The newest of each right's ballots that the platform brought, counted by themselves: other channels decide nothing here. */
async function oursOf(db: Db, { voteId, rollId, rules }: VoteWindowRow, platformId: string): Promise<PlatformTotals> {
  const { rows } = await db.query<CountRight & { seq: number; castAt: Date; choices: BallotChoices }>(
    `select distinct on (b.right_no) b.seq, b.right_no as "rightNo", b.cast_at as "castAt", b.choices, r.head_no as "headNo",
       r.counts_head as "countsHead", r.area_dm2 as "areaDm2"
     from ballot b join roll_right r on r.roll_id = $2 and r.right_no = b.right_no
     where b.vote_id = $1 and b.channel = 'platform' and b.cast_by_account = $3
     order by b.right_no, b.cast_at desc, b.seq desc`,
    [voteId, rollId, platformId],
  );
  const ballots = rows.map(({ seq, rightNo, castAt, choices }): CastBallot => ({
    ...{ seq, rightNo, choices },
    ...{ channel: 'platform', castAt: castAt.toISOString(), isVoid: false },
  }));
  const settled = <T>(value: T) => ({ value, basis: 'vote_window.rules', confidence: 'custom' as const });
  const { items } = totalsFromBallots({
    rights: rows,
    agenda: rules.agenda,
    policy: {
      precedence: settled('lastValid'),
      voidBallots: settled(rules.voidBallots),
      blankItems: settled(rules.blankItems),
    },
    ballots,
    delivered: [],
  });
  return platformTotals(ballots.length, items);
}

async function explanationOf(
  db: Db,
  voteId: string,
  platformId: string,
  comparisonSha256: string,
): Promise<Comparison['explanation']> {
  const { rows } = await db.query<{ reason: string; byAccount: string; at: Date }>(
    `select reason, by_account as "byAccount", at from platform_explanation
     where vote_id = $1 and platform_id = $2 and comparison_sha256 = $3`,
    [voteId, platformId, comparisonSha256],
  );
  return rows[0] ?? null;
}

/**
 * An official says why the totals differ (or are missing). Refuses `comparison-changed` where the figures are no longer those that were
 * shown, `nothing-to-explain`, `already-explained`. `reason` is the hash of a text.
 */
export async function explainDifference(
  tx: Tx,
  window: VoteWindowRow,
  given: { platformId: string; comparisonSha256: string; reason: string; byAccount: string; at: Date },
): Promise<void> {
  const { platformId, comparisonSha256, reason, byAccount, at } = given;
  const comparison = (await comparisons(tx, window)).find((one) => one.platformId === platformId);
  if (comparison?.comparisonSha256 !== comparisonSha256) throw refused('comparison-changed');
  if (comparison.state === 'agrees') throw refused('nothing-to-explain');
  const { rowCount } = await tx.query(
    `insert into platform_explanation (vote_id, platform_id, comparison_sha256, reason, by_account, at)
     values ($1, $2, $3, $4, $5, $6) on conflict do nothing`,
    [window.voteId, platformId, comparisonSha256, reason, byAccount, at],
  );
  if (rowCount === 0) throw refused('already-explained');
}

/** Platforms whose totals differ from ours, or are missing, and nobody has said why. */
export async function countUnexplained(db: Db, voteId: string): Promise<number> {
  const window = await readWindow(db, voteId);
  if (window === undefined) return 0;
  return (await comparisons(db, window)).filter(({ state, explanation }) => state !== 'agrees' && explanation === null)
    .length;
}
