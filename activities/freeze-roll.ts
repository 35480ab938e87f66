// Freezes the roll of a vote from the register as it stands now, under the vote's pinned policy.
import { ApplicationFailure } from '@temporalio/activity';
import type { FrozenRoll, VoteScope } from '../domain/owners-vote/messages';
import type { Policy } from '../domain/policy/schema';
import { freezeRoll as freeze } from '../store/rolls/freeze-roll';
import type { ActivityDeps } from './create-activities';

/** Harmless when run twice: one roll per vote and version, the second run finds it. */
export const freezeRoll =
  ({ pool }: ActivityDeps) =>
  async ({ voteId, version, scope }: { voteId: string; version: number; scope: VoteScope }): Promise<FrozenRoll> => {
    const { rows } = await pool.query<{ policy: Policy }>('select policy from process where id = $1', [voteId]);
    const policy = rows[0]?.policy;
    if (!policy) throw ApplicationFailure.nonRetryable(`no such vote: ${voteId}`, 'process-not-found');
    const { rollId, rollHash, heads, areaDm2, rightCount, problemCount } = await freeze(
      pool,
      voteId,
      version,
      scope,
      policy.vote,
    );
    return { rollId, version, rollHash, heads, areaDm2, rightCount, problemCount };
  };
