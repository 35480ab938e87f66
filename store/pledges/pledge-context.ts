// What must be known before the pledges of a batch can be judged, read in one query under the window's lock: what is pledged already, and of
// each its right.
import type { PledgeCount } from '../../domain/shares/target';
import { fenFromDb } from '../fen';
import type { Tx } from '../transaction';
import { TOTAL_COLUMNS, totalOf, type TotalRow } from './totals';
import type { PledgeWindow } from './window';

export interface Question {
  rightNo: number;
  pledgeId: string;
  commandId: string;
}

/** A stored pledge that carried the same command id. */
export interface EarlierPledge {
  pledgeId: string;
  version: number;
  amountFen: number;
  pledgedAt: Date;
  accountId: string;
  bodyHash: Buffer;
}

export interface Found {
  isOnRoll: boolean;
  voterOwnerId: string | null;
  /** Null: everybody gives what they like. */
  shareFen: number | null;
  /** How often the right has pledged for this version, and whether the last pledge stands. */
  attempts: number;
  stands: boolean;
  /** The pledge's id is taken. */
  isKnown: boolean;
  earlier: EarlierPledge | undefined;
}

export interface PledgeContext {
  /** What is pledged of the version. */
  total: PledgeCount;
  /** In the order of the questions. */
  found: Found[];
}

interface Row extends TotalRow {
  rightNo: number | null;
  voterOwnerId: string | null;
  isShared: boolean | null;
  shareFen: string | null;
  attempts: number | null;
  stands: boolean | null;
  isKnown: boolean | null;
  e_pledge_id: string | null;
  e_version: number;
  e_amount_fen: string;
  e_pledged_at: Date;
  e_by_account: string;
  e_body_hash: Buffer;
}

/** At least one question. Throws where the version has no shares: a window opens only after they were prepared. */
export async function pledgeContext(
  tx: Tx,
  window: PledgeWindow,
  questions: readonly Question[],
): Promise<PledgeContext> {
  // Each limit keeps a search at one look into a unique index per question (see ballots/cast-context.ts).
  const { rows } = await tx.query<Row>({
    name: 'pledge-context',
    text: `select ${TOTAL_COLUMNS}, r.right_no as "rightNo", r.voter_owner_id as "voterOwnerId", s.is_shared as "isShared", s.share_fen as "shareFen",
        l.attempt_no as attempts, l.stands, k.is_known as "isKnown", e.pledge_id as e_pledge_id, e.version as e_version,
        e.amount_fen as e_amount_fen, e.pledged_at as e_pledged_at, e.by_account as e_by_account, e.body_hash as e_body_hash
      from pledge_total t cross join unnest($4::int[], $5::uuid[], $6::uuid[]) with ordinality as q (right_no, pledge_id, command_id, n)
      left join lateral (select * from roll_right where roll_id = $2 and right_no = q.right_no limit 1) r on true
      left join lateral (
        select true as is_shared, share_fen from household_share where process_id = $1 and version = $3 and right_no = q.right_no limit 1
      ) s on true
      left join lateral (
        select p.attempt_no, d.pledge_id is null as stands
        from pledge p left join pledge_end d on d.pledge_id = p.pledge_id
        where p.process_id = $1 and p.version = $3 and p.right_no = q.right_no order by p.attempt_no desc limit 1
      ) l on true
      left join lateral (select true as is_known from pledge where pledge_id = q.pledge_id limit 1) k on true
      left join lateral (select * from pledge where command_id = q.command_id limit 1) e on true
      where t.process_id = $1 and t.version = $3 order by q.n`,
    values: [
      window.processId,
      window.rollId,
      window.version,
      questions.map(({ rightNo }) => rightNo),
      questions.map(({ pledgeId }) => pledgeId),
      questions.map(({ commandId }) => commandId),
    ],
  });
  const found = rows.map((row) => ({
    isOnRoll: row.rightNo !== null,
    voterOwnerId: row.voterOwnerId,
    // A right without a row of its own pays nothing.
    shareFen: row.isShared === null ? 0 : row.shareFen === null ? null : fenFromDb(row.shareFen),
    attempts: row.attempts ?? 0,
    stands: row.stands ?? false,
    isKnown: row.isKnown ?? false,
    earlier:
      row.e_pledge_id === null
        ? undefined
        : {
            pledgeId: row.e_pledge_id,
            version: row.e_version,
            amountFen: fenFromDb(row.e_amount_fen),
            pledgedAt: row.e_pledged_at,
            accountId: row.e_by_account,
            bodyHash: row.e_body_hash,
          },
  }));
  return { total: totalOf(rows[0], window), found };
}
