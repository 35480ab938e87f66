// Freezes the roll of a vote or petition from the register as it stands now, under the process's pinned policy.
import { ApplicationFailure } from '@temporalio/activity';
import type { FrozenRoll, VoteScope } from '../domain/owners-vote/messages';
import type { Policy } from '../domain/policy/schema';
import { freezeRoll as freeze } from '../store/rolls/freeze-roll';
import type { ActivityDeps } from './create-activities';

/** Harmless when run twice: one roll per process and version, the second run finds it. */
export const freezeRoll =
  ({ pool }: ActivityDeps) =>
  async ({
    processId,
    version,
    scope,
  }: {
    processId: string;
    version: number;
    scope: VoteScope;
  }): Promise<FrozenRoll> => {
    const { rows } = await pool.query<{ policy: Policy }>('select policy from process where id = $1', [processId]);
    const policy = rows[0]?.policy;
    if (!policy) throw ApplicationFailure.nonRetryable(`no such process: ${processId}`, 'process-not-found');
    const { rollId, rollHash, heads, areaDm2, rightCount, problemCount } = await freeze(
      pool,
      processId,
      version,
      scope,
      policy.vote,
    );
    return { rollId, version, rollHash, heads, areaDm2, rightCount, problemCount };
  };
