// Counts the signatures of a petition that stand.
import { ApplicationFailure } from '@temporalio/activity';
import type { Signed } from '../domain/petition/messages';
import { readProgress } from '../store/petitions/progress';
import type { ActivityDeps } from './create-activities';

/** Harmless when run twice: it only reads, and while a petition is counted no signature is added or ended. */
export const countSignatures =
  ({ pool }: ActivityDeps) =>
  async ({ petitionId }: { petitionId: string }): Promise<Signed> => {
    const progress = await readProgress(pool, petitionId);
    if (!progress) throw ApplicationFailure.nonRetryable(`no such petition: ${petitionId}`, 'process-not-found');
    const { heads, areaDm2 } = progress.signed;
    return { heads, areaDm2 };
  };
