// Everything an independent recount needs, row by row, without names: the frozen rights, the deliveries, the ballots with what opens
// their commitments. Only for a vote whose counting is over; who may have it is the API's question.
import type { Pool } from 'pg';
import type { BallotChannel, BallotChoices } from '../../domain/owners-vote/count-types';
import { readWindow } from './vote-window';
import { eachPage } from '../each-page';

export type ExportRow =
  | {
      kind: 'vote';
      schemaVersion: 1;
      voteId: string;
      rollHash: string;
      rightCount: number;
      closesAt: string | null;
      rules: object;
    }
  | { kind: 'right'; rightNo: number; headNo: number; countsHead: boolean; areaDm2: number }
  | { kind: 'delivery'; rightNo: number; channel: string; result: string; deliveredAt: string }
  | {
      kind: 'ballot';
      seq: number;
      rightNo: number;
      channel: BallotChannel;
      castAt: string;
      isVoid: boolean;
      choices: BallotChoices;
      salt: string;
      commitment: string;
      leafHash: string;
    }
  /** About a ballot that its owner denied. One that was struck does not count. */
  | { kind: 'ruling'; seq: number; remedy: 'stands' | 'struck'; at: string; reason: string };

const PAGE = 5_000;

/** The vote's head, then all rights, deliveries and ballots in order; pages of rows, so memory does not grow. */
export async function* exportVoteRows(pool: Pool, voteId: string): AsyncGenerator<ExportRow> {
  const window = await readWindow(pool, voteId);
  if (window === undefined) return;
  const { rows: rolls } = await pool.query<{ right_count: number }>('select right_count from roll where id = $1', [
    window.rollId,
  ]);
  yield {
    kind: 'vote',
    schemaVersion: 1,
    voteId,
    rollHash: window.rollHash,
    rightCount: rolls[0]?.right_count ?? 0,
    closesAt: window.closesAt?.toISOString() ?? null,
    rules: window.rules,
  };
  yield* pages<ExportRow & { kind: 'right' }>(pool, (row) => row.rightNo, RIGHTS, window.rollId);
  for await (const row of pages<{ rightNo: number; channel: string; result: string; deliveredAt: Date }>(
    pool,
    (delivery) => delivery.rightNo,
    DELIVERIES,
    voteId,
  )) {
    yield { kind: 'delivery', ...row, deliveredAt: row.deliveredAt.toISOString() };
  }
  yield* exportBallots(pool, voteId);
  yield* exportRulings(pool, voteId);
}

/** In the order of the ballots; reasons by their hash. */
export async function* exportRulings(
  pool: Pool,
  voteId: string,
): AsyncGenerator<Extract<ExportRow, { kind: 'ruling' }>> {
  type Row = Omit<Extract<ExportRow, { kind: 'ruling' }>, 'kind' | 'at'> & { at: Date };
  for await (const { at, ...row } of pages<Row>(pool, (ruling) => ruling.seq, RULINGS, voteId))
    yield { kind: 'ruling', ...row, at: at.toISOString() };
}

/** All ballots in the order of the log, whether they count or not. */
export async function* exportBallots(
  pool: Pool,
  voteId: string,
): AsyncGenerator<Extract<ExportRow, { kind: 'ballot' }>> {
  for await (const row of pages<BallotRow>(pool, (ballot) => ballot.seq, BALLOTS, voteId)) {
    const { seq, rightNo, channel, castAt, isVoid, choices, salt, commitment, leafHash } = row;
    yield {
      kind: 'ballot',
      seq,
      rightNo,
      channel,
      castAt: castAt.toISOString(),
      isVoid,
      choices,
      salt: salt.toString('hex'),
      commitment: commitment.toString('hex'),
      leafHash: leafHash.toString('hex'),
    };
  }
}

interface BallotRow {
  seq: number;
  rightNo: number;
  channel: BallotChannel;
  castAt: Date;
  isVoid: boolean;
  choices: BallotChoices;
  salt: Buffer;
  commitment: Buffer;
  leafHash: Buffer;
}

const RIGHTS = `select 'right' as kind, right_no as "rightNo", head_no as "headNo", counts_head as "countsHead", area_dm2 as "areaDm2"
  from roll_right where roll_id = $1 and right_no > $2 order by right_no limit $3`;
const DELIVERIES = `select right_no as "rightNo", channel, result, delivered_at as "deliveredAt" from ballot_delivery
  where vote_id = $1 and right_no > $2 order by right_no fetch first $3 rows with ties`;
const BALLOTS = `select seq, right_no as "rightNo", channel, cast_at as "castAt", is_void as "isVoid", choices, salt, commitment,
    leaf_hash as "leafHash" from ballot where vote_id = $1 and seq > $2 order by seq limit $3`;

const RULINGS = `select ballot_seq as seq, remedy, at, reason from ballot_ruling
  where vote_id = $1 and ballot_seq > $2 order by ballot_seq limit $3`;

/** Rows page by page; `sql` takes the id, the key to begin behind, and the length of a page, and a page ends with all rows of its last key. */
export async function* pages<Row extends object>(
  pool: Pool,
  keyOf: (row: Row) => number,
  sql: string,
  id: string,
): AsyncGenerator<Row> {
  const read = async (after: Row | null): Promise<Row[]> =>
    (await pool.query<Row>(sql, [id, after === null ? 0 : keyOf(after), PAGE])).rows;
  for await (const page of eachPage(PAGE, read)) yield* page;
}
