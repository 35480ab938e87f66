// Whether every process is where its events say: the chain of its events is whole, their fold is what the read model shows, and the engine
// stands there too.
import { isDeepStrictEqual } from 'node:util';
import type { WorkflowClient } from '@temporalio/client';
import type { Pool } from 'pg';
import type { ProcessKind } from '../../../domain/process';
import { brokenLink, readSnapshot } from '../../../store/record/read-process';
import { workflowIdFor } from '../../../workflows/messages';
import { together } from '../election/client';

export interface Checked {
  processes: number;
  open: number;
  events: number;
  /** What was found wrong, one sentence each. */
  broken: string[];
}

interface View {
  processId: string;
  kind: ProcessKind;
  phase: string;
  isOpen: boolean;
  seq: number;
  hash: string;
  state: object;
}

const AT_ONCE = 4;

export async function checkProcesses(pool: Pool, client: WorkflowClient): Promise<Checked> {
  const { rows: views } = await pool.query<View>(
    'select process_id as "processId", kind, phase, is_open as "isOpen", seq, hash, state from process_view order by process_id',
  );
  const broken = (await together(views, AT_ONCE, (view) => faultOf(pool, client, view))).filter(
    (fault) => fault !== undefined,
  );
  const { rows } = await pool.query<{ diverged: number; unsent: number }>(
    `select (select count(*)::int from obligation where key = 'mendDivergence') as diverged,
       (select count(*)::int from outbox where done_at is null and attempts > 0) as unsent`,
  );
  const { diverged = 0, unsent = 0 } = rows[0] ?? {};
  if (diverged > 0) broken.push(`${diverged} times the engine and the record disagreed`);
  if (unsent > 0) broken.push(`${unsent} entries of the outbox were tried in vain`);
  const open = views.filter(({ isOpen }) => isOpen).length;
  return { processes: views.length, open, events: views.reduce((sum, { seq }) => sum + seq, 0), broken };
}

async function faultOf(pool: Pool, client: WorkflowClient, view: View): Promise<string | undefined> {
  const { processId, kind, seq, hash } = view;
  const named = `${kind} ${processId}`;
  const link = await brokenLink(pool, processId);
  if (link !== undefined) return `${named}: the chain is broken at event ${link}`;
  const folded = await readSnapshot(pool, processId);
  if (folded?.seq !== seq || folded.hash !== hash || !isDeepStrictEqual(plain(folded.state), plain(view.state)))
    return `${named}: the read model is not the fold of its events`;
  const engine = await engineStateOf(client, view);
  return engine === undefined ? undefined : `${named}: ${engine}`;
}

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

/** What the engine says of a process, where it is not what the record says. A closed one may have been lost with an earlier server. */
async function engineStateOf(
  client: WorkflowClient,
  { processId, kind, phase, isOpen, seq }: View,
): Promise<string | undefined> {
  if (!isOpen) return undefined;
  const handle = client.getHandle(workflowIdFor(kind, processId));
  const { status } = await handle.describe();
  if (status.name !== 'RUNNING') return `its run is ${status.name}`;
  const { currentDetails = '' } = await handle.query<{ currentDetails?: string }>('__temporal_workflow_metadata');
  const lines = currentDetails.split('\n');
  const isThere = lines.includes(`phase: ${phase}`) && lines.includes(`recorded events: ${seq}`);
  return isThere
    ? undefined
    : `the engine says ${JSON.stringify(currentDetails)}, the record ${phase} with ${seq} events`;
}
