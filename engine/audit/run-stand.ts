// Where the run of a process stands, read from its history: the last answer of recordEvents says after which event and with which hash.
// No Query: that would bring every sleeping workflow back into a worker's memory, and needs a worker that can replay it.
import { isGrpcServiceError, WorkflowNotFoundError, type Client } from '@temporalio/client';
import { defaultPayloadConverter } from '@temporalio/common';
import type { temporal } from '@temporalio/proto';
import type { ProcessInput } from '../../workflows/messages';
import type { Appended } from '../../store/record/append-events';

type HistoryEvent = temporal.api.history.v1.IHistoryEvent;

export type RunStand =
  | { status: 'none' }
  /** `end`: completed, failed, timedOut, terminated, canceled. */
  | { status: 'ended'; end: string }
  | ({ status: 'running' } & Appended);

/** Newest first, so many at once: what is looked for is nearly always among the last. */
const PAGE = 40;
const UNIMPLEMENTED = 12;

/** Of the latest run under this workflow id. */
export async function runStandOf(client: Client, workflowId: string): Promise<RunStand> {
  const completed = new Map<string, Appended>();
  let isFirst = true;
  for await (const event of newestFirst(client, workflowId)) {
    const end = isFirst ? endOf(event) : undefined;
    if (end !== undefined) return { status: 'ended', end };
    isFirst = false;
    const answer = event.activityTaskCompletedEventAttributes;
    if (answer) completed.set(String(answer.scheduledEventId), firstPayload(answer.result) as Appended);
    const recorded = completed.get(String(event.eventId));
    if (recorded !== undefined && event.activityTaskScheduledEventAttributes?.activityType?.name === 'recordEvents')
      return { status: 'running', seq: recorded.seq, hash: recorded.hash };
    const start = event.workflowExecutionStartedEventAttributes;
    if (start) {
      const { seq, hash } = firstPayload(start.input) as ProcessInput;
      return { status: 'running', seq, hash };
    }
  }
  return { status: 'none' };
}

async function* newestFirst(client: Client, workflowId: string): AsyncGenerator<HistoryEvent> {
  const { workflowService, options } = client;
  const asked = { namespace: options.namespace, execution: { workflowId }, maximumPageSize: PAGE };
  try {
    for (let nextPageToken: Uint8Array | undefined; ;) {
      const page = await workflowService.getWorkflowExecutionHistoryReverse({
        ...asked,
        ...(nextPageToken === undefined ? {} : { nextPageToken }),
      });
      yield* page.history?.events ?? [];
      if (!page.nextPageToken?.length) return;
      nextPageToken = page.nextPageToken;
    }
  } catch (error) {
    if (isNotFound(error)) return;
    // The time-skipping server of rehearsals reads forwards only.
    if (!isGrpcServiceError(error) || error.code !== UNIMPLEMENTED) throw error;
  }
  try {
    const { events } = await client.workflow.getHandle(workflowId).fetchHistory();
    yield* [...(events ?? [])].reverse();
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}

const isNotFound = (error: unknown): boolean =>
  error instanceof WorkflowNotFoundError || (isGrpcServiceError(error) && error.code === 5);

function endOf(event: HistoryEvent): string | undefined {
  if (event.workflowExecutionCompletedEventAttributes) return 'completed';
  if (event.workflowExecutionFailedEventAttributes) return 'failed';
  if (event.workflowExecutionTimedOutEventAttributes) return 'timedOut';
  if (event.workflowExecutionTerminatedEventAttributes) return 'terminated';
  if (event.workflowExecutionCanceledEventAttributes) return 'canceled';
  return undefined;
}

const firstPayload = (payloads: temporal.api.common.v1.IPayloads | null | undefined): unknown => {
  const payload = payloads?.payloads?.[0];
  return payload ? defaultPayloadConverter.fromPayload(payload) : undefined;
};
