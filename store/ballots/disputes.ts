// What must not be overlooked when votes are counted: papers whose readings differ or that are not entered yet, rights that brought
// several ballots, with the one that counts, and ballots that their owners deny. Choices appear only once counting is over.
import type { BallotChannel } from '../../domain/owners-vote/count-types';
import { differingItems } from './paper-entries';
import type { PaperState } from './paper-serials';
import type { Db } from './vote-window';

export interface UnsettledPaper {
  serialNo: number;
  rightNo: number;
  state: Extract<PaperState, 'returned' | 'mismatch'>;
  returnedAt: Date;
  /** Who has read it so far: accounts. */
  enteredBy: string[];
  /** Item ids on which the readings differ, or `void`. */
  differing: string[];
}

export interface Duplicate {
  rightNo: number;
  countedSeq: number;
  ballots: { seq: number; channel: BallotChannel; castAt: Date; isVoid: boolean }[];
}

/** Its owner, called back, said that it is not theirs. */
export interface DeniedBallot {
  seq: number;
  rightNo: number;
  channel: BallotChannel;
  deniedAt: Date;
  /** Null: nobody has ruled on it, and the count stays open. */
  ruling: 'stands' | 'struck' | null;
}

export interface Disputes {
  papers: UnsettledPaper[];
  duplicates: Duplicate[];
  denied: DeniedBallot[];
}

/** Papers that came back and are not ballots yet; the count cannot be finished while there are any. */
export async function countUnsettledPapers(db: Db, voteId: string): Promise<number> {
  const { rows } = await db.query<{ n: number }>(
    `select count(*)::int as n from paper_serial where vote_id = $1 and state in ('returned', 'mismatch')`,
    [voteId],
  );
  return rows[0]?.n ?? 0;
}

/** At most `limit` of each kind, papers with differing readings first. */
export async function listDisputed(db: Db, voteId: string, limit = 200): Promise<Disputes> {
  const papers = await db.query<Omit<UnsettledPaper, 'differing'> & { readings: Parameters<typeof differingItems>[0] }>(
    `select s.serial_no as "serialNo", s.right_no as "rightNo", s.state, s.returned_at as "returnedAt",
       coalesce(json_agg(e.by_account order by e.entry_no) filter (where e.entry_no is not null), '[]') as "enteredBy",
       coalesce(json_agg(json_build_object('choices', e.choices, 'is_void', e.is_void)) filter (where e.entry_no is not null), '[]')
         as readings
     from paper_serial s left join paper_entry e on e.vote_id = s.vote_id and e.serial_no = s.serial_no
     where s.vote_id = $1 and s.state in ('returned', 'mismatch')
     group by s.vote_id, s.serial_no order by s.state = 'mismatch' desc, s.serial_no limit $2`,
    [voteId, limit],
  );
  const duplicates = await db.query<
    Omit<Duplicate, 'ballots'> & { ballots: (Duplicate['ballots'][number] & { castAt: string })[] }
  >(
    `select c.right_no as "rightNo", c.seq as "countedSeq",
       (select json_agg(json_build_object('seq', b.seq, 'channel', b.channel, 'castAt', b.cast_at, 'isVoid', b.is_void) order by b.seq)
        from ballot b where b.vote_id = c.vote_id and b.right_no = c.right_no) as ballots
     from counted_ballot c where c.vote_id = $1 and c.ballot_count > 1 order by c.right_no limit $2`,
    [voteId, limit],
  );
  const denied = await db.query<DeniedBallot>(
    `select b.seq, b.right_no as "rightNo", b.channel, c.at as "deniedAt", r.remedy as ruling
     from call_back c join ballot b on b.vote_id = c.vote_id and b.seq = c.ballot_seq
     left join ballot_ruling r on r.vote_id = c.vote_id and r.ballot_seq = c.ballot_seq
     where c.vote_id = $1 and c.outcome = 'denied' order by r.remedy is not null, b.seq limit $2`,
    [voteId, limit],
  );
  return {
    denied: denied.rows,
    papers: papers.rows.map(({ readings, ...paper }) => ({ ...paper, differing: differingItems(readings) })),
    duplicates: duplicates.rows.map((row) => ({
      ...row,
      ballots: row.ballots.map((ballot) => ({ ...ballot, castAt: new Date(ballot.castAt) })),
    })),
  };
}
