// Counts the ballots of a closed vote and computes the root of their hash tree.
import type { VoteTotals } from '../domain/owners-vote/count-types';
import { ballotTreeRoot } from '../store/ballots/ballot-tree';
import { countUnsettledPapers } from '../store/ballots/disputes';
import { tallyVote as tally } from '../store/ballots/tally-vote';
import type { ActivityDeps } from './create-activities';

/** Harmless when run twice: it only reads, and after the count is sealed nothing it reads can change. */
export const tallyVote =
  ({ pool }: ActivityDeps) =>
  async ({
    voteId,
  }: {
    voteId: string;
  }): Promise<{ totals: VoteTotals; ballotRoot: string; unresolvedPaperCount: number }> => {
    const unresolvedPaperCount = await countUnsettledPapers(pool, voteId);
    const totals = await tally(pool, voteId);
    return { totals, ballotRoot: (await ballotTreeRoot(pool, voteId)).root, unresolvedPaperCount };
  };
