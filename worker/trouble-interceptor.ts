// Notes at once that an activity of this worker fails again and again, and that it has healed: no question to Temporal, and the newest
// error itself. Attempts that never come to an end here (the worker was killed, the time ran out) are found by trouble-watch.ts.
import type { ActivityInterceptorsFactory } from '@temporalio/worker';
import { ApplicationFailure } from '@temporalio/common';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import { noteTrouble, resolveTroubles, TROUBLE_ATTEMPTS } from '../store/supervision/engine-troubles';
import type { TimeSource } from '../store/time-source';
import { DIVERGED } from '../workflows/messages';

export interface TroubleNotes {
  pool: Pool;
  time: TimeSource;
  log: Logger;
}

export const troubleInterceptor =
  (notes: TroubleNotes): ActivityInterceptorsFactory =>
  ({ info: { attempt, activityType, workflowExecution } }) => {
    const processId = workflowExecution?.workflowId.split(':')[1] ?? '';
    return {
      inbound: {
        async execute(input, next) {
          try {
            const answer = await next(input);
            if (attempt >= TROUBLE_ATTEMPTS) await heal(notes, processId, activityType);
            return answer;
          } catch (error) {
            if (isTrouble(error, attempt)) await note(notes, processId, activityType, attempt, error);
            throw error;
          }
        },
      },
    };
  };

/** What will not be tried again is trouble at once; a divergence has its own way to the operator. */
function isTrouble(error: unknown, attempt: number): boolean {
  if (error instanceof ApplicationFailure && error.nonRetryable) return error.type !== DIVERGED;
  return attempt >= TROUBLE_ATTEMPTS;
}

/** What fails may be the database itself: then nothing can be noted, and the activity's own answer counts. */
async function note(
  { pool, time, log }: TroubleNotes,
  processId: string,
  what: string,
  attempts: number,
  error: unknown,
) {
  const message = error instanceof Error ? error.message : String(error);
  await noteTrouble(pool, { processId, kind: 'activity', what, attempts, error: message }, await time.now()).catch(
    (cause: unknown) => log.warn({ err: cause, processId, what, attempts }, 'trouble could not be noted'),
  );
}

async function heal({ pool, time, log }: TroubleNotes, processId: string, what: string) {
  await resolveTroubles(pool, { processId, kind: 'activity', what }, await time.now()).catch((cause: unknown) =>
    log.warn({ err: cause, processId, what }, 'trouble could not be resolved'),
  );
}
