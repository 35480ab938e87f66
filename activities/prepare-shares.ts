// Freezes the roll of a plan's scope and works its households' shares out over it.
import { ApplicationFailure } from '@temporalio/activity';
import type { FrozenRoll, VoteScope } from '../domain/owners-vote/messages';
import type { Policy } from '../domain/policy/schema';
import type { Exemption, ShareRule } from '../domain/shares/messages';
import { prepareShares as prepare, type PreparedShares } from '../store/pledges/shares';
import type { ActivityDeps } from './create-activities';
import { freezeRoll } from './freeze-roll';

export interface SharesAsked {
  processId: string;
  /** Of the plan: roll and shares carry it. */
  version: number;
  scope: VoteScope;
  shareRule: ShareRule;
  exemptions: readonly Exemption[];
  targetFen: number;
}

/**
 * Harmless when run twice: one roll and one set of shares for each version, the second run finds them. Shares that cannot be worked out
 * (the register changed since the plan was accepted) fail the activity until the register is put right; it is found among the stuck ones.
 */
export const prepareShares =
  (deps: ActivityDeps) =>
  async (asked: SharesAsked): Promise<{ roll: FrozenRoll; shares: PreparedShares }> => {
    const { processId, version, scope } = asked;
    const roll = await freezeRoll(deps)({ processId, version, scope });
    const { rows } = await deps.pool.query<{ policy: Policy }>('select policy from process where id = $1', [processId]);
    const policy = rows[0]?.policy;
    if (!policy) throw ApplicationFailure.nonRetryable(`no such process: ${processId}`, 'process-not-found');
    const shares = await prepare(deps.pool, { ...asked, rollId: roll.rollId, policy: policy.vote });
    return { roll, shares };
  };
