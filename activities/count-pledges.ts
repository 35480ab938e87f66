// Counts the pledges for one version of a plan that stand.
import { ApplicationFailure } from '@temporalio/activity';
import type { PledgeCount } from '../domain/shares/target';
import { countPledges as count } from '../store/pledges/totals';
import type { ActivityDeps } from './create-activities';

/** Harmless when run twice: it only reads, row by row and not from the kept sum. */
export const countPledges =
  ({ pool }: ActivityDeps) =>
  async ({
    processId,
    version,
  }: {
    processId: string;
    version: number;
  }): Promise<PledgeCount & { version: number }> => {
    const counted = await count(pool, { processId, version });
    if (!counted) throw ApplicationFailure.nonRetryable(`no shares of version ${version}: ${processId}`, 'not-found');
    return { version, ...counted };
  };
