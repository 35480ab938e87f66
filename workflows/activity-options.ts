// Timeouts and retries by class of activity. Outages are retried without end: a process waits, it does not fail.
import type { ActivityOptions } from '@temporalio/workflow';

/** One short transaction. */
export const DATABASE: ActivityOptions = {
  startToCloseTimeout: '30 seconds',
  retry: { initialInterval: '200 milliseconds', backoffCoefficient: 2, maximumInterval: '30 seconds' },
};

/** Freezing a roll of 100,000 units, tallying a million ballots. */
export const BULK: ActivityOptions = {
  startToCloseTimeout: '15 minutes',
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '1 minute' },
};
