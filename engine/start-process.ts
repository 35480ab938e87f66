// Starts a process's run from its record. Starting what already runs changes nothing, so it is safe at any time.
import type { Client } from '@temporalio/client';
import type { Pool } from 'pg';
import { definitionOf } from '../domain/definitions';
import { readSnapshot, type ReadProcess, type Snapshot } from '../store/record/read-process';
import { TASK_QUEUE, workflowIdFor, type ProcessInput } from '../workflows/messages';

export type Started = 'running' | 'closed' | 'diverged' | 'unknown';

export interface StartOptions {
  taskQueue?: string;
  rollOverAtEvents?: number;
}

/**
 * `running`: a run is there, now or before; `closed`: the record says the process has ended; `diverged`: engine and record disagreed, and
 * an operator has yet to rebuild it; `unknown`: no such process.
 */
export async function startProcess(
  client: Client,
  pool: Pool,
  processId: string,
  options: StartOptions = {},
): Promise<Started> {
  const snapshot = await readSnapshot(pool, processId);
  if (!snapshot) return 'unknown';
  if (isClosed(snapshot)) return 'closed';
  if (snapshot.isDiverged) return 'diverged';
  await startFrom(client, snapshot, options);
  return 'running';
}

export const isClosed = ({ kind, state }: Pick<Snapshot, 'kind' | 'state'>): boolean =>
  definitionOf(kind).isClosed(state.core);

/** Starts the run without asking whether an operator has something to mend first: that is startProcess's and the rebuild's business. */
export async function startFrom(client: Client, read: ReadProcess, options: StartOptions): Promise<void> {
  const { placeId, isDiverged: _isDiverged, ...snapshot } = read;
  const { kind, processId, seq } = snapshot;
  const input: ProcessInput = {
    ...snapshot,
    ...(options.rollOverAtEvents ? { rollOverAtEvents: options.rollOverAtEvents } : {}),
  };
  await client.workflow.start(kind, {
    workflowId: workflowIdFor(kind, processId),
    taskQueue: options.taskQueue ?? TASK_QUEUE,
    args: [input],
    // The record decides whether a process may run again (after a rebuild), not the engine's memory of closed runs.
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
    workflowIdConflictPolicy: 'USE_EXISTING',
    staticSummary: `${kind} at place ${placeId}, from event ${seq}`,
  });
}
