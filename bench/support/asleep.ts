// For benches of processes that sleep: waits until all are asleep, and looks on while nothing happens.
import { statSync } from 'node:fs';
import path from 'node:path';
import { temporal } from '@temporalio/proto';
import { Client as PgClient } from 'pg';
import { TASK_QUEUE } from '../../workflows/messages';
import { median } from './report';
import type { BenchStack } from './stack';
import { until } from './until';
import { usageOf } from './usage';

export interface Idle {
  rssMb: number;
  highestRssMb: number;
  cpuShare: number;
  transactionsPerSecond: number;
  databaseBytes: number;
  engineBytes: number;
}

/** The whole number behind `--name`; undefined: it is not given. Throws when it is no whole number of at least `least`. */
export function numberAfter(args: readonly string[], name: string, least: number): number | undefined {
  const at = args.indexOf(name);
  if (at < 0) return undefined;
  const value = Number(args[at + 1]);
  if (!Number.isInteger(value) || value < least) throw new Error(`${name} expects a whole number of at least ${least}`);
  return value;
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Until the relay has carried out every start and every notice that is due. */
export async function untilStarted({ pool }: BenchStack, amount: number): Promise<void> {
  const isDone = async () => {
    const { rows } = await pool.query<{ done: number; left: number }>(
      `select (count(*) filter (where kind = 'start' and done_at is not null))::int as done,
         (count(*) filter (where done_at is null and available_at <= clock_timestamp() + interval '1 minute'))::int as left from outbox`,
    );
    const { done, left } = rows[0] ?? { done: 0, left: 1 };
    return (done >= amount && left === 0) || undefined;
  };
  await until('every process is started', isDone, { everyMs: 250, withinMs: 180_000 });
}

/** Seconds until the relay has carried out so many starts. */
export async function drained({ pool }: BenchStack, amount: number, withinMs = 180_000): Promise<number> {
  const startedAt = performance.now();
  const allDone = async () => {
    const { rows } = await pool.query<{ done: string }>(
      `select count(*) as done from outbox where kind = 'start' and done_at is not null`,
    );
    return Number(rows[0]?.done) >= amount || undefined;
  };
  await until('all launches are started', allDone, { everyMs: 100, withinMs });
  return (performance.now() - startedAt) / 1000;
}

/**
 * Until no first task waits in the engine, and the worker has used next to no processor time for five seconds. Processes are started faster
 * than a worker takes up their first tasks, so that of many the last waits for minutes; on a busy machine the worker looks idle meanwhile.
 */
export async function untilQuiet(stack: BenchStack, amount: number): Promise<void> {
  const isQuiet = async () => {
    const before = usageOf(stack.worker.pid).cpuSeconds;
    await pause(5_000);
    if (usageOf(stack.worker.pid).cpuSeconds - before > 1) return undefined;
    return (await backlog(stack)) === 0 || undefined;
  };
  await until('no first task waits and the worker is quiet', isQuiet, { everyMs: 0, withinMs: 180_000 + 120 * amount });
}

/** Workflow tasks that wait for a worker. */
async function backlog({ client }: BenchStack): Promise<number> {
  const { namespace } = client.options;
  const { stats } = await client.workflowService.describeTaskQueue({
    ...{ namespace, taskQueue: { name: TASK_QUEUE }, reportStats: true },
    taskQueueType: temporal.api.enums.v1.TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
  });
  return Number(stats?.approximateBacklogCount ?? 0);
}

/** Looks on for so many seconds, from a connection to another database, whose transactions are not counted. */
export async function watchIdle(stack: BenchStack, forSeconds: number): Promise<Idle> {
  const watcher = new PgClient({ connectionString: stack.databaseUrl.replace(/\/[^/]*$/, '/postgres') });
  await watcher.connect();
  try {
    const pid = stack.worker.pid;
    const before = { commits: await commits(watcher), cpu: usageOf(pid).cpuSeconds, at: performance.now() };
    const rss: number[] = [];
    while (performance.now() - before.at < forSeconds * 1000) {
      await pause(1_000);
      rss.push(usageOf(pid).rssMb);
    }
    const elapsed = (performance.now() - before.at) / 1000;
    const after = { commits: await commits(watcher), cpu: usageOf(pid).cpuSeconds };
    return {
      rssMb: median(rss),
      highestRssMb: Math.max(...rss),
      cpuShare: (after.cpu - before.cpu) / elapsed,
      transactionsPerSecond: (after.commits - before.commits) / elapsed,
      ...(await sizes(stack, watcher)),
    };
  } finally {
    await watcher.end();
  }
}

async function commits(watcher: PgClient): Promise<number> {
  const { rows } = await watcher.query<{ commits: string }>(
    `select xact_commit + xact_rollback as commits from pg_stat_database where datname = 'bench'`,
  );
  return Number(rows[0]?.commits);
}

async function sizes({ directory }: BenchStack, watcher: PgClient) {
  const { rows } = await watcher.query<{ bytes: string }>(`select pg_database_size('bench') as bytes`);
  const engineBytes = statSync(path.join(directory, 'temporal', 'temporal.db')).size;
  return { databaseBytes: Number(rows[0]?.bytes), engineBytes };
}

/** Every process is open on record and runs in the engine. */
export async function checkAsleep({ pool, client }: BenchStack, kind: string, amount: number): Promise<string[]> {
  const broken: string[] = [];
  const { rows } = await pool.query<{ open: number }>('select count(*)::int as open from process_view where is_open');
  if (rows[0]?.open !== amount) broken.push(`open processes on record: ${rows[0]?.open} instead of ${amount}`);
  const running = await client.workflow.count(`ExecutionStatus = 'Running' and WorkflowType = '${kind}'`);
  if (running.count !== amount) broken.push(`running workflows: ${running.count} instead of ${amount}`);
  return broken;
}
