// Counts the ballots of a closed vote, computes the root of their hash tree and signs it as the last checkpoint.
import type { VoteTotals } from '../domain/owners-vote/count-types';
import { ballotTreeRoot } from '../store/ballots/ballot-tree';
import { recordCheckpoint } from '../store/ballots/checkpoints';
import { countUnsettledPapers } from '../store/ballots/disputes';
import { tallyVote as tally } from '../store/ballots/tally-vote';
import { inTransaction } from '../store/transaction';
import type { ActivityDeps } from './create-activities';

/** Harmless when run twice: after the count is sealed nothing it reads can change, and the same root is signed once. */
export const tallyVote =
  ({ pool, signing }: ActivityDeps) =>
  async ({
    voteId,
  }: {
    voteId: string;
  }): Promise<{ totals: VoteTotals; ballotRoot: string; unresolvedPaperCount: number }> => {
    const unresolvedPaperCount = await countUnsettledPapers(pool, voteId);
    const totals = await tally(pool, voteId);
    await inTransaction(pool, (tx) => recordCheckpoint(tx, voteId, signing), { timeoutMs: 120_000 });
    return { totals, ballotRoot: (await ballotTreeRoot(pool, voteId)).root, unresolvedPaperCount };
  };
