// What must be known of the rights in a batch before a ballot can be judged, read in one query under the window's lock.
import type { BallotChannel } from '../../domain/owners-vote/count-types';
import type { Tx } from '../transaction';
import type { VoteWindowRow } from './vote-window';

/** The ballot that counts for a right so far. */
export interface CountedBallot {
  seq: number;
  channel: BallotChannel;
  isVoid: boolean;
  castAt: Date;
  ballotCount: number;
  electronicCount: number;
}

export interface RightState {
  rightNo: number;
  headNo: number;
  countsHead: boolean;
  headSize: number;
  areaDm2: number;
  voterOwnerId: string | null;
  counted: CountedBallot | null;
}

/** An accepted ballot that carried the same command id. */
export interface EarlierBallot {
  seq: number;
  rightNo: number;
  castAt: Date;
  castByAccount: string;
  commitment: Buffer;
  salt: Buffer;
  bodyHash: Buffer;
  receipt: object;
}

export interface Question {
  rightNo: number;
  commandId: string;
  /** Who wants to vote; null for paper. */
  ownerId: string | null;
}

export interface Found {
  /** Null: the roll has no such right. */
  right: RightState | null;
  /** The live authority under which `ownerId` may act for the right's voter. */
  proxyId: string | null;
  earlier: EarlierBallot | null;
}

interface Row {
  head_no: number | null;
  counts_head: boolean;
  head_size: number;
  area_dm2: number;
  voter_owner_id: string | null;
  seq: number | null;
  channel: BallotChannel;
  is_void: boolean;
  cast_at: Date;
  ballot_count: number;
  electronic_count: number;
  proxy_id: string | null;
  b_seq: number | null;
  b_right_no: number;
  b_cast_at: Date;
  b_cast_by: string;
  b_commitment: Buffer;
  b_salt: Buffer;
  b_body_hash: Buffer;
  b_receipt: object;
}

/** Answers in the order of the questions. */
export async function castContext(tx: Tx, window: VoteWindowRow, questions: readonly Question[]): Promise<Found[]> {
  // Each limit keeps a search at one look into a unique index per question. As plain joins, planned while the statistics of a new vote
  // still say "empty", they compared every question with every ballot of the vote: seconds a batch at 10,000 ballots.
  const { rows } = await tx.query<Row>({
    name: 'cast-context',
    text: `select r.head_no, r.counts_head, r.head_size, r.area_dm2, r.voter_owner_id,
        c.seq, c.channel, c.is_void, c.cast_at, c.ballot_count, c.electronic_count, p.id as proxy_id,
        b.seq as b_seq, b.right_no as b_right_no, b.cast_at as b_cast_at, b.cast_by_account as b_cast_by,
        b.commitment as b_commitment, b.salt as b_salt, b.body_hash as b_body_hash, b.receipt as b_receipt
      from unnest($3::int[], $4::uuid[], $5::uuid[]) with ordinality as q (right_no, command_id, owner_id, n)
      left join lateral (select * from roll_right where roll_id = $2 and right_no = q.right_no limit 1) r on true
      left join lateral (select * from counted_ballot where vote_id = $1 and right_no = q.right_no limit 1) c on true
      left join lateral (select * from ballot where vote_id = $1 and command_id = q.command_id limit 1) b on true
      left join lateral (
        select id from proxy_authority a where r.voter_owner_id is distinct from q.owner_id and a.vote_id = $1
          and a.principal_owner_id = r.voter_owner_id and a.agent_owner_id = q.owner_id and a.revoked_at is null limit 1
      ) p on true
      order by q.n`,
    values: [
      window.voteId,
      window.rollId,
      questions.map(({ rightNo }) => rightNo),
      questions.map(({ commandId }) => commandId),
      questions.map(({ ownerId }) => ownerId),
    ],
  });
  return rows.map((row, index) => foundIn(row, questions[index]?.rightNo ?? 0));
}

function foundIn(row: Row, rightNo: number): Found {
  const counted: CountedBallot | null =
    row.seq === null
      ? null
      : {
          seq: row.seq,
          channel: row.channel,
          isVoid: row.is_void,
          castAt: row.cast_at,
          ballotCount: row.ballot_count,
          electronicCount: row.electronic_count,
        };
  return {
    right:
      row.head_no === null
        ? null
        : {
            rightNo,
            headNo: row.head_no,
            countsHead: row.counts_head,
            headSize: row.head_size,
            areaDm2: row.area_dm2,
            voterOwnerId: row.voter_owner_id,
            counted,
          },
    proxyId: row.proxy_id,
    earlier:
      row.b_seq === null
        ? null
        : {
            seq: row.b_seq,
            rightNo: row.b_right_no,
            castAt: row.b_cast_at,
            castByAccount: row.b_cast_by,
            commitment: row.b_commitment,
            salt: row.b_salt,
            bodyHash: row.b_body_hash,
            receipt: row.b_receipt,
          },
  };
}
