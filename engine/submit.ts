// The only place that sends a command to a running process, and the only one that knows what Temporal's errors mean.
import {
  isGrpcDeadlineError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
  type Client,
} from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { Pool } from 'pg';
import type { ProcessKind, Receipt, Rejection } from '../domain/process';
import { REFUSED, workflowIdFor, type SubmitEnvelope } from '../workflows/messages';
import { startProcess, type StartOptions } from './start-process';

export type Submitted =
  | { kind: 'receipt'; receipt: Receipt }
  | { kind: 'refused'; rejection: Rejection }
  /** Sent, not known whether decided: ask again with the same commandId. */
  | { kind: 'outcomeUnknown' }
  /** Not sent: the engine is away, too busy with this process, or has to be rebuilt for it first. */
  | { kind: 'unavailable'; reason: 'engine-away' | 'process-busy' | 'process-diverged' };

/** More at once to one process only makes all of them slower (the server takes 10; reliability.md 1.4). */
const AT_ONCE = 8;
/** Those who wait for one of the eight; beyond that a caller hears at once that the process is busy. */
const WAITING = 24;

export interface Submitter {
  submit(kind: ProcessKind, processId: string, envelope: SubmitEnvelope, deadlineMs: number): Promise<Submitted>;
}

export function createSubmitter(client: Client, pool: Pool, start: StartOptions = {}): Submitter {
  const queues = new Map<string, { running: number; waiting: (() => void)[] }>();

  /** Takes one of the process's places; undefined: too many wait already. */
  async function enter(processId: string): Promise<(() => void) | undefined> {
    const queue = queues.get(processId) ?? { running: 0, waiting: [] };
    queues.set(processId, queue);
    if (queue.running >= AT_ONCE) {
      if (queue.waiting.length >= WAITING) return undefined;
      await new Promise<void>((go) => queue.waiting.push(go));
    } else queue.running += 1;
    return () => {
      const next = queue.waiting.shift();
      if (next) next();
      else queue.running -= 1;
      if (queue.running === 0) queues.delete(processId);
    };
  }

  async function send(
    kind: ProcessKind,
    processId: string,
    envelope: SubmitEnvelope,
    deadlineMs: number,
  ): Promise<Receipt> {
    const handle = client.workflow.getHandle(workflowIdFor(kind, processId));
    // eslint-disable-next-line no-restricted-syntax -- a gRPC deadline is measured by this machine's clock, not by legal time
    return client.withDeadline(Date.now() + deadlineMs, () =>
      handle.executeUpdate<Receipt, [SubmitEnvelope]>(envelope.command.type, {
        updateId: envelope.commandId,
        args: [envelope],
      }),
    );
  }

  return {
    async submit(kind, processId, envelope, deadlineMs) {
      const leave = await enter(processId);
      if (!leave) return { kind: 'unavailable', reason: 'process-busy' };
      try {
        return { kind: 'receipt', receipt: await send(kind, processId, envelope, deadlineMs) };
      } catch (error) {
        if (!(error instanceof WorkflowNotFoundError)) return meaningOf(error);
        // The record is the truth: a process that is open there and not running is started, and the command sent once more.
        try {
          const started = await startProcess(client, pool, processId, start);
          if (started === 'diverged') return { kind: 'unavailable', reason: 'process-diverged' };
          if (started !== 'running')
            return { kind: 'refused', rejection: { code: started === 'closed' ? 'process-closed' : 'not-found' } };
          return { kind: 'receipt', receipt: await send(kind, processId, envelope, deadlineMs) };
        } catch (again) {
          return meaningOf(again);
        }
      } finally {
        leave();
      }
    },
  };
}

function meaningOf(error: unknown): Submitted {
  if (error instanceof WorkflowUpdateFailedError) {
    const { cause } = error;
    if (cause instanceof ApplicationFailure && cause.type === REFUSED)
      return { kind: 'refused', rejection: (cause.details?.[0] ?? { code: 'process-closed' }) as Rejection };
    // A run that ends properly answers everybody first (process-loop); this one was stopped, and the record knows what it stored.
    if (cause instanceof ApplicationFailure && cause.type === 'AcceptedUpdateCompletedWorkflow')
      return { kind: 'outcomeUnknown' };
    throw error;
  }
  if (error instanceof WorkflowNotFoundError) return { kind: 'refused', rejection: { code: 'process-closed' } };
  if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError || isGrpcDeadlineError(error))
    return { kind: 'outcomeUnknown' };
  if (isOutage(error)) return { kind: 'unavailable', reason: 'engine-away' };
  throw error;
}

/** gRPC UNAVAILABLE (14), RESOURCE_EXHAUSTED (8): nothing was accepted. */
export function isOutage(error: unknown): boolean {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    const code: unknown = (cause as Error & { code?: unknown }).code;
    if (code === 14 || code === 8) return true;
  }
  return false;
}
