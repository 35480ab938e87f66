// Rebuilds the engine from the record: every process that is open in PostgreSQL and has no run gets one from where its events end.
import { WorkflowNotFoundError, type Client, type WorkflowHandle } from '@temporalio/client';
import type { Pool } from 'pg';
import type { ProcessKind } from '../domain/process';
import { dischargeMending } from '../store/record/mending';
import { brokenLink, readPinned, readSnapshot } from '../store/record/read-process';
import { workflowIdFor } from '../workflows/messages';
import { isClosed, startFrom, type StartOptions } from './start-process';

export interface RebuildReport {
  processId: string;
  kind: ProcessKind;
  seq: number;
  /**
   * `restarted`: had no run; `replaced`: its run had ended or stood elsewhere; `running`: left as it was; `closed`: the record has ended, so
   * no run is wanted. Left alone until somebody decides: `diverged`, engine and record disagree; `chainBroken`, the record was changed.
   */
  result: 'restarted' | 'replaced' | 'running' | 'closed' | 'diverged' | 'chainBroken';
}

/**
 * Goes through all open processes, and closed ones that have something to mend. `isForced` ends running ones first (after a restore of
 * Temporal to an earlier time, when they stand where the record no longer is) and says of diverged ones that the record is right.
 * Running it again without force changes nothing.
 */
export async function* rebuildEngine(
  client: Client,
  pool: Pool,
  { isForced, start = {} }: { isForced: boolean; start?: StartOptions },
): AsyncGenerator<RebuildReport> {
  const { rows } = await pool.query<{ processId: string; kind: ProcessKind; seq: number }>(
    `select process_id as "processId", kind, seq from process_view v where is_open or exists (select from obligation o
       where o.process_id = v.process_id and o.key = 'mendDivergence' and o.closed_at is null) order by process_id`,
  );
  for (const row of rows) yield { ...row, result: await rebuildOne(client, pool, row, isForced, start) };
}

/** The same for one process. */
export async function rebuildOne(
  client: Client,
  pool: Pool,
  { processId, kind }: { processId: string; kind: ProcessKind },
  isForced: boolean,
  start: StartOptions,
): Promise<RebuildReport['result']> {
  if ((await brokenLink(pool, processId)) !== undefined) return 'chainBroken';
  const handle = client.workflow.getHandle(workflowIdFor(kind, processId));
  const found = await runOf(handle);
  if (!isForced && (await readPinned(pool, processId))?.isDiverged) return 'diverged';
  if (!isForced && found === 'running') return 'running';
  if (found === 'running') await endRun(handle);
  const snapshot = await readSnapshot(pool, processId);
  if (snapshot === undefined || isClosed(snapshot)) {
    await dischargeMending(pool, processId, 'engineRebuilt');
    return 'closed';
  }
  await startFrom(client, snapshot, start);
  // Only now: were the engine away, the operator's duty would be gone and nothing mended.
  await dischargeMending(pool, processId, 'engineRebuilt');
  return found === 'none' ? 'restarted' : 'replaced';
}

async function runOf(handle: WorkflowHandle): Promise<'running' | 'ended' | 'none'> {
  try {
    const { status } = await handle.describe();
    return status.name === 'RUNNING' ? 'running' : 'ended';
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return 'none';
    throw error;
  }
}

/** A run that ended by itself in the meantime has what we want. */
export async function endRun(handle: WorkflowHandle): Promise<void> {
  try {
    await handle.terminate('rebuilt from the record');
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  }
}
