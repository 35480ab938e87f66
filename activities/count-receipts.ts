// Counts what has come in for a project, less what went back.
import type { Received } from '../domain/cofunding/messages';
import { countReceived } from '../store/receipts/totals';
import type { ActivityDeps } from './create-activities';

/** Harmless when run twice: it only reads. */
export const countReceipts =
  ({ pool }: ActivityDeps) =>
  ({ processId }: { processId: string }): Promise<Received> =>
    countReceived(pool, processId);
