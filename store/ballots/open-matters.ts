// What keeps a count open beside papers that are not settled: a platform's totals that differ from ours and nobody has said why, and a ballot
// that its owner denies and nobody has ruled on. Asked before the count is finished (activities/tally-vote.ts) and before it is signed.
import type { Rejection } from '../../domain/process';
import { countUnexplained } from '../evote/totals';
import type { Db } from './vote-window';

export interface OpenMatters {
  unexplainedDifferences: number;
  deniedBallots: number;
}

export async function openMatters(db: Db, voteId: string): Promise<OpenMatters> {
  const { rows } = await db.query<{ n: number }>(
    `select count(distinct c.ballot_seq)::int as n from call_back c where c.vote_id = $1 and c.outcome = 'denied'
       and not exists (select from ballot_ruling r where r.vote_id = $1 and r.ballot_seq = c.ballot_seq)`,
    [voteId],
  );
  return { unexplainedDifferences: await countUnexplained(db, voteId), deniedBallots: rows[0]?.n ?? 0 };
}

/**
 * Why this account may not sign the count now: `platform-difference-unexplained`, `denied-ballot-open`, or `counter-has-assisted` where it
 * helped somebody to vote in it. The signature's own rules are the process's (domain/owners-vote).
 */
export async function refuseSignature(db: Db, voteId: string, accountId: string): Promise<Rejection | undefined> {
  const { unexplainedDifferences, deniedBallots } = await openMatters(db, voteId);
  if (unexplainedDifferences > 0)
    return { code: 'platform-difference-unexplained', params: { platforms: unexplainedDifferences } };
  if (deniedBallots > 0) return { code: 'denied-ballot-open', params: { ballots: deniedBallots } };
  const { rowCount } = await db.query('select from assistance where vote_id = $1 and assistant_account = $2 limit 1', [
    voteId,
    accountId,
  ]);
  return rowCount ? { code: 'counter-has-assisted' } : undefined;
}
