// Counts the ballots of a closed vote and signs the root of their hash tree as the last checkpoint.
import { ApplicationFailure } from '@temporalio/activity';
import type { VoteTotals } from '../domain/owners-vote/count-types';
import { recordCheckpoint, type Checkpoint } from '../store/ballots/checkpoints';
import { countUnsettledPapers } from '../store/ballots/disputes';
import { openMatters, type OpenMatters } from '../store/ballots/open-matters';
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
  }): Promise<{ totals: VoteTotals; ballotRoot: string; unresolvedPaperCount: number } & OpenMatters> => {
    let checkpoint: Checkpoint;
    try {
      checkpoint = await inTransaction(pool, (tx) => recordCheckpoint(tx, voteId, signing), { timeoutMs: 120_000 });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      // Ballots are missing or changed since a checkpoint was signed: nothing may be counted until somebody has looked. The run ends, and the
      // district has the duty to mend it.
      const { code, params } = error.rejection;
      throw ApplicationFailure.create({ type: DIVERGED, message: code, nonRetryable: true, details: [params] });
    }
    const unresolvedPaperCount = await countUnsettledPapers(pool, voteId);
    const totals = await tally(pool, voteId);
    // Nothing was added since: the checkpoint is over all ballots.
    return { totals, ballotRoot: checkpoint.root, unresolvedPaperCount, ...(await openMatters(pool, voteId)) };
  };
