// Whether every process is where its events say, and the books of every estate what their rows say: what the nightly auditor asks, asked of all of them.
import type { Client } from '@temporalio/client';
import type { Pool } from 'pg';
import { checkProcess } from '../../../engine/audit/check-process';
import { checkBooks } from '../../../store/audit/check-books';
import { databaseClock } from '../../../store/time-source';
import { together } from '../election/client';

export interface Checked {
  processes: number;
  open: number;
  events: number;
  /** What was found wrong, one sentence each. */
  broken: string[];
}

const AT_ONCE = 4;

export async function checkProcesses(pool: Pool, client: Client): Promise<Checked> {
  const { rows: ids } = await pool.query<{ id: string }>('select id from process order by id');
  const now = await databaseClock(pool).now();
  const checked = await together(ids, AT_ONCE, ({ id }) => checkProcess({ client, pool }, id, now));
  const differences = checked.flatMap((process) => process?.differences ?? []);
  for await (const difference of checkBooks(pool, ['/'])) differences.push(difference);
  const broken = differences.map(({ kind, subject, detail }) => `${kind} ${subject}: ${JSON.stringify(detail)}`);
  const { rows } = await pool.query<{ diverged: number; unsent: number }>(
    `select (select count(*)::int from obligation where key = 'mendDivergence') as diverged,
       (select count(*)::int from outbox where done_at is null and attempts > 0) as unsent`,
  );
  const { diverged = 0, unsent = 0 } = rows[0] ?? {};
  if (diverged > 0) broken.push(`${diverged} times the engine and the record disagreed`);
  if (unsent > 0) broken.push(`${unsent} entries of the outbox were tried in vain`);
  const open = checked.filter((process) => process?.isOpen).length;
  return {
    processes: ids.length,
    open,
    events: checked.reduce((sum, process) => sum + (process?.events ?? 0), 0),
    broken,
  };
}
