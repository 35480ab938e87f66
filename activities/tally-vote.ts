// Counts the ballots of a closed vote, computes the root of their hash tree and signs it as the last checkpoint.
import { ApplicationFailure } from '@temporalio/activity';
import type { VoteTotals } from '../domain/owners-vote/count-types';
import { ballotTreeRoot } from '../store/ballots/ballot-tree';
import { recordCheckpoint } from '../store/ballots/checkpoints';
import { countUnsettledPapers } from '../store/ballots/disputes';
import { tallyVote as tally } from '../store/ballots/tally-vote';
import { Refused } from '../store/refused';
import { inTransaction } from '../store/transaction';
import { DIVERGED } from '../workflows/messages';
import type { ActivityDeps } from './create-activities';

/** Harmless when run twice: after the count is sealed nothing it reads can change, and the same root is signed once. */
export const tallyVote =
  ({ pool, signing }: ActivityDeps) =>
  async ({
    voteId,
  }: {
    voteId: string;
  }): Promise<{ totals: VoteTotals; ballotRoot: string; unresolvedPaperCount: number }> => {
    try {
      await inTransaction(pool, (tx) => recordCheckpoint(tx, voteId, signing), { timeoutMs: 120_000 });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      // Ballots are missing or changed since a checkpoint was signed: nothing may be counted until somebody has looked. The run ends, and the
      // district has the duty to mend it.
      const { code, params } = error.rejection;
      throw ApplicationFailure.create({ type: DIVERGED, message: code, nonRetryable: true, details: [params] });
    }
    const unresolvedPaperCount = await countUnsettledPapers(pool, voteId);
    const totals = await tally(pool, voteId);
    return { totals, ballotRoot: (await ballotTreeRoot(pool, voteId)).root, unresolvedPaperCount };
  };
