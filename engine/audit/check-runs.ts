// Runs that should not be: of processes that the record has closed, or does not know. The list comes from Temporal's visibility, which is
// late by a moment and limited to about ten requests a second: so large pages, a pause between them, and a second look at each suspect.
import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import type { Pool } from 'pg';
import { PROCESS_KINDS } from '../../domain/process';
import type { Difference } from '../../store/audit/differences';
import { TASK_QUEUE } from '../../workflows/messages';

const PAGE = 1_000;
const PAUSE_MS = 500;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

interface Run {
  workflowId: string;
  runId: string;
  processId: string;
}

/** Those within these places; runs of unknown processes lie nowhere and are always told. */
export async function* checkRuns(
  { client, pool, taskQueue = TASK_QUEUE }: { client: Client; pool: Pool; taskQueue?: string | undefined },
  scopePaths: readonly string[],
): AsyncGenerator<Difference> {
  let page: Run[] = [];
  const query = `TaskQueue = '${taskQueue}' and ExecutionStatus = 'Running'`;
  for await (const { workflowId, runId } of client.workflow.list({ query, pageSize: PAGE })) {
    page.push({ workflowId, runId, processId: processIdOf(workflowId) });
    if (page.length < PAGE) continue;
    yield* suspects(client, pool, page, scopePaths);
    page = [];
    await new Promise((go) => setTimeout(go, PAUSE_MS));
  }
  yield* suspects(client, pool, page, scopePaths);
}

/** Of a workflow that no process of ours is named like, the empty string. */
function processIdOf(workflowId: string): string {
  const [kind = '', id = ''] = workflowId.split(':');
  return (PROCESS_KINDS as readonly string[]).includes(kind) && UUID.test(id) ? id : '';
}

async function* suspects(
  client: Client,
  pool: Pool,
  runs: readonly Run[],
  scopePaths: readonly string[],
): AsyncGenerator<Difference> {
  const { rows } = await pool.query<{ id: string; kind: string; isWithin: boolean; isOpen: boolean }>(
    `select p.id, p.kind, coalesce(v.is_open, true) as "isOpen",
       exists (select from unnest($2::text[]) as seen (path) where starts_with(p.place_path, seen.path)) as "isWithin"
     from process p left join process_view v on v.process_id = p.id where p.id = any($1::uuid[])`,
    [runs.map(({ processId }) => processId).filter((id) => id !== ''), scopePaths],
  );
  const known = new Map(rows.map((row) => [`${row.kind}:${row.id}`, row]));
  const suspected = runs.filter(({ workflowId }) => {
    const process = known.get(workflowId);
    return process === undefined || (!process.isOpen && process.isWithin);
  });
  // A run that has just closed its process needs a moment to end.
  if (suspected.length > 0) await new Promise((go) => setTimeout(go, PAUSE_MS));
  for (const { workflowId, runId, processId } of suspected) {
    if (!(await isRunning(client, workflowId, runId))) continue;
    const detail = { workflowId, runId };
    yield known.has(workflowId)
      ? { kind: 'runOfClosed', subject: workflowId, processId, detail }
      : { kind: 'runUnknown', subject: workflowId, processId: null, detail };
  }
}

async function isRunning(client: Client, workflowId: string, runId: string): Promise<boolean> {
  try {
    return (await client.workflow.getHandle(workflowId, runId).describe()).status.name === 'RUNNING';
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}
