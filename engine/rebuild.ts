// Rebuilds the engine from the record: every process that is open in PostgreSQL and has no run gets one from where its events end.
import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import type { Pool } from 'pg';
import type { ProcessKind } from '../domain/process';
import { brokenLink } from '../store/record/read-process';
import { workflowIdFor } from '../workflows/messages';
import { startProcess, type StartOptions } from './start-process';

export interface RebuildReport {
  processId: string;
  kind: ProcessKind;
  seq: number;
  /** `restarted`: had no run; `replaced`: its run had ended or stood elsewhere; `running`; `chainBroken`: left alone, the record was changed. */
  result: 'restarted' | 'replaced' | 'running' | 'chainBroken';
}

/**
 * Goes through all open processes. `isForced` ends running ones first (after a restore of Temporal to an earlier time, when they stand
 * where the record no longer is). Running it again changes nothing.
 */
export async function* rebuildEngine(
  client: Client,
  pool: Pool,
  { isForced, start }: { isForced: boolean; start?: StartOptions },
): AsyncGenerator<RebuildReport> {
  const { rows } = await pool.query<{ processId: string; kind: ProcessKind; seq: number }>(
    `select process_id as "processId", kind, seq from process_view where is_open order by process_id`,
  );
  for (const row of rows) yield { ...row, result: await rebuildOne(client, pool, row, isForced, start) };
}

async function rebuildOne(
  client: Client,
  pool: Pool,
  { processId, kind }: { processId: string; kind: ProcessKind },
  isForced: boolean,
  start: StartOptions | undefined,
): Promise<RebuildReport['result']> {
  if ((await brokenLink(pool, processId)) !== undefined) return 'chainBroken';
  const found = await runOf(client, workflowIdFor(kind, processId));
  if (found === 'running' && !isForced) return 'running';
  if (found === 'running')
    await client.workflow.getHandle(workflowIdFor(kind, processId)).terminate('rebuilt from the record');
  await dischargeDivergence(pool, processId);
  await startProcess(client, pool, processId, start);
  return found === 'none' ? 'restarted' : 'replaced';
}

async function runOf(client: Client, workflowId: string): Promise<'running' | 'ended' | 'none'> {
  try {
    const { status } = await client.workflow.getHandle(workflowId).describe();
    return status.name === 'RUNNING' ? 'running' : 'ended';
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return 'none';
    throw error;
  }
}

async function dischargeDivergence(pool: Pool, processId: string): Promise<void> {
  await pool.query(
    `update obligation set closed_at = clock_timestamp(), closed_how = 'engineRebuilt', closed_seq = opened_seq
     where process_id = $1 and key = 'mendDivergence' and closed_at is null`,
    [processId],
  );
}
