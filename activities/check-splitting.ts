// Looks for other projects of the same kind at the same place that count on public money too: one project split into several is seen as one.
import { ApplicationFailure } from '@temporalio/activity';
import { before } from '../domain/calendar/due';
import type { Calendar } from '../domain/calendar/types';
import type { Policy } from '../domain/policy/schema';
import { otherPublicMoney } from '../store/receipts/project-plan';
import type { ActivityDeps } from './create-activities';

/** Harmless when run twice: it only reads. The time is the policy's, back from now. */
export const checkSplitting =
  ({ pool, time }: ActivityDeps) =>
  async ({ processId }: { processId: string }): Promise<{ otherFen: number; processIds: string[] }> => {
    const { rows } = await pool.query<{ policy: Policy; calendar: Calendar }>(
      'select policy, calendar from process where id = $1',
      [processId],
    );
    const [process] = rows;
    if (!process) throw ApplicationFailure.nonRetryable(`no such process: ${processId}`, 'process-not-found');
    const now = (await time.now()).toISOString();
    const since = before(process.policy.cofunding.grant.splitWithin, now, process.calendar).at;
    return otherPublicMoney(pool, processId, new Date(since));
  };
