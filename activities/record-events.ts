// Stores what a process decided. The only way from an engine to the record.
import { ApplicationFailure } from '@temporalio/activity';
import { appendEvents, type AnyEvent, type AnyPending, type Appended } from '../store/record/append-events';
import { Diverged } from '../store/record/diverged';
import { inTransaction } from '../store/transaction';
import { DIVERGED } from '../workflows/messages';
import type { MachineryEvent, PendingEvent } from '../domain/process';
import type { ActivityDeps } from './create-activities';

export interface RecordEventsInput {
  processId: string;
  /** Where the engine believes the record ends. */
  expected: Appended;
  events: PendingEvent<{ type: string } | MachineryEvent>[];
}

/** Harmless when run twice: process and seq are the key, and the second run answers what the first one stored. */
export const recordEvents =
  ({ pool, time }: ActivityDeps) =>
  async ({ processId, expected, events }: RecordEventsInput): Promise<Appended> => {
    const pending = events.map((event): AnyPending => ({ ...event, event: event.event as AnyEvent }));
    const now = await time.now();
    try {
      return await inTransaction(pool, (tx) => appendEvents(tx, processId, expected, pending, now));
    } catch (error) {
      if (!(error instanceof Diverged)) throw error;
      throw ApplicationFailure.create({
        type: DIVERGED,
        message: error.message,
        nonRetryable: true,
        details: [{ expectedSeq: error.expectedSeq, foundSeq: error.foundSeq }],
      });
    }
  };
