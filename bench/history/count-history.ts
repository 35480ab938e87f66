// Counts what Temporal keeps about a workflow, by fetching the histories of all its runs.
import type { Client } from '@temporalio/client';

export interface HistoryCount {
  runs: number;
  events: number;
  updates: number;
  activities: number;
  timers: number;
  workflowTasks: number;
  /** As the server says. */
  bytes: number;
}

/** All runs of this workflow id, from the newest back along continue-as-new. Throws when the server's own count differs. */
export async function countHistory(client: Client, workflowId: string): Promise<HistoryCount> {
  const count: HistoryCount = { runs: 0, events: 0, updates: 0, activities: 0, timers: 0, workflowTasks: 0, bytes: 0 };
  let runId: string | undefined;
  do {
    const handle = client.workflow.getHandle(workflowId, runId);
    const { events = [] } = await handle.fetchHistory();
    const described = await handle.describe();
    if (described.historyLength !== events?.length)
      throw new Error(`${workflowId}: ${events?.length} events fetched, the server counts ${described.historyLength}`);
    count.runs++;
    count.events += events.length;
    count.bytes += described.historySize ?? 0;
    for (const event of events) {
      if (event.workflowExecutionUpdateAcceptedEventAttributes) count.updates++;
      if (event.activityTaskScheduledEventAttributes) count.activities++;
      if (event.timerStartedEventAttributes) count.timers++;
      if (event.workflowTaskCompletedEventAttributes) count.workflowTasks++;
    }
    runId = events[0]?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId || undefined;
  } while (runId !== undefined);
  return count;
}
