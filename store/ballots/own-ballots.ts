// A voter's own ballots with what opens them. Whose ballots these are is asked here and nowhere else; nobody else is shown choices.
import type { BallotChannel, BallotChoices } from '../../domain/owners-vote/count-types';
import { receiptOf } from './cast-ballot';
import type { Receipt } from './receipts';
import type { Db, VoteWindowRow } from './vote-window';

export interface OwnBallot {
  seq: number;
  rightNo: number;
  channel: BallotChannel;
  castAt: Date;
  isVoid: boolean;
  choices: BallotChoices;
  isCounted: boolean;
  receipt: Receipt;
  /** Hex. */
  salt: string;
}

/**
 * Ballots that `ownerId` cast (as agent too), and those cast in his name, paper included; oldest first. An agent does not see what
 * his principal cast himself.
 */
export async function ownBallots(
  db: Db,
  window: VoteWindowRow,
  accountId: string,
  ownerId: string,
): Promise<OwnBallot[]> {
  const { rows } = await db.query<
    Omit<OwnBallot, 'receipt' | 'salt'> & { commitment: Buffer; salt: Buffer; receipt: object }
  >(
    `select b.seq, b.right_no as "rightNo", b.channel, b.cast_at as "castAt", b.is_void as "isVoid", b.choices,
       coalesce(c.seq = b.seq, false) as "isCounted", b.commitment, b.salt, b.receipt
     from ballot b left join counted_ballot c on c.vote_id = b.vote_id and c.right_no = b.right_no
     where b.vote_id = $1
       and b.right_no in (select right_no from roll_right where roll_id = $4 and (voter_owner_id = $2 or voter_owner_id in (
         select principal_owner_id from proxy_authority where vote_id = $1 and agent_owner_id = $2)))
       and (b.in_name_of = $2 or (b.channel = 'electronic' and b.cast_by_account = $3))
     order by b.seq`,
    [window.voteId, ownerId, accountId, window.rollId],
  );
  return rows.map(({ commitment, salt, receipt, ...ballot }) => ({
    ...ballot,
    receipt: receiptOf(window, { ...ballot, commitment, receipt }),
    salt: salt.toString('hex'),
  }));
}
