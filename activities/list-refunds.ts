// Shares out what is left of a project's money, or all of it, to those who paid it.
import { listRefunds as list, type ListedRefunds } from '../store/receipts/list-refunds';
import { inTransaction } from '../store/transaction';
import type { ActivityDeps } from './create-activities';

/** Harmless when run twice: one list for each project and reason, and the second run answers what the first one listed. */
export const listRefunds =
  ({ pool, time }: ActivityDeps) =>
  async ({ processId, of }: { processId: string; of: 'surplus' | 'all' }): Promise<ListedRefunds> => {
    const at = await time.now();
    return inTransaction(pool, (tx) => list(tx, { processId, of, at }), { timeoutMs: 300_000 });
  };
