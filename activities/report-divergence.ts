// Tells the operator that a process stands still because engine and record disagree. Nothing is healed here.
import { openMending } from '../store/record/mending';
import type { ActivityDeps } from './create-activities';

/** Harmless when run twice (store/record/mending.ts). */
export const reportDivergence =
  ({ pool, time }: ActivityDeps) =>
  async ({ processId, seq }: { processId: string; seq: number }): Promise<void> =>
    openMending(pool, processId, seq, await time.now());
