// Whether a run is stuck, by what Temporal says of it: activities that are tried again and again, and a workflow task that fails. Server
// 1.29 has no search attribute that tells of failing tasks, so each run is asked for itself; `describe` is not under visibility's limit.
import { isGrpcServiceError, WorkflowNotFoundError, type Client } from '@temporalio/client';

export interface RunHealth {
  isRunning: boolean;
  activity: Failing[];
  /** One at most: `what` is `workflowTask`. */
  workflowTask: Failing[];
}

export interface Failing {
  what: string;
  attempts: number;
  error: string;
}

/** What has been tried `attempts` times or more. Of a run that is not there nothing is said. */
export async function runHealthOf(client: Client, workflowId: string, attempts: number): Promise<RunHealth> {
  const handle = client.workflow.getHandle(workflowId);
  try {
    const { status, raw } = await handle.describe();
    const taskAttempts = raw.pendingWorkflowTask?.attempt ?? 0;
    return {
      isRunning: status.name === 'RUNNING',
      activity: (raw.pendingActivities ?? [])
        .map(({ activityType, attempt, lastFailure }) => ({
          ...{ what: activityType?.name ?? '', attempts: attempt ?? 1 },
          error: lastFailure?.message ?? lastFailure?.cause?.message ?? 'no answer',
        }))
        .filter((activity) => activity.attempts >= attempts),
      workflowTask:
        taskAttempts >= attempts
          ? [{ what: 'workflowTask', attempts: taskAttempts, error: await taskErrorOf(client, workflowId) }]
          : [],
    };
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return { isRunning: false, activity: [], workflowTask: [] };
    throw error;
  }
}

const LAST_EVENTS = 20;
const UNIMPLEMENTED = 12;

/** The newest failure of a workflow task that the history keeps. A task that nobody takes leaves none. */
async function taskErrorOf(client: Client, workflowId: string): Promise<string> {
  try {
    const { history } = await client.workflowService.getWorkflowExecutionHistoryReverse({
      namespace: client.options.namespace,
      execution: { workflowId },
      maximumPageSize: LAST_EVENTS,
    });
    const failed = history?.events?.find((event) => event.workflowTaskFailedEventAttributes);
    return failed?.workflowTaskFailedEventAttributes?.failure?.message ?? 'no worker finished the task';
  } catch (error) {
    if (isGrpcServiceError(error) && error.code === UNIMPLEMENTED) return 'the task failed';
    throw error;
  }
}
