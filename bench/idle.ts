// What open processes cost when nothing happens: memory of the worker against its cache setting, transactions in PostgreSQL, bytes on
// disk; and whether a process that left the worker's cache long ago still answers. `--processes N` (10,000 when absent).
import { randomInt, randomUUID } from 'node:crypto';
import { statSync } from 'node:fs';
import path from 'node:path';
import { Client as PgClient } from 'pg';
import { openElections } from './idle/open-processes';
import { buildCity, type Official } from './support/city';
import { median, printTable, report, round } from './support/report';
import { startStack, type BenchStack } from './support/stack';
import { until } from './support/until';
import { usageOf } from './support/usage';

const PROCESSES = 10_000;
const CACHED = 500;
/** Measured at these numbers and at the last. */
const STEPS = [100, 1_000];
/** Opened and started so many at a time, until all are there or the time is up: a dev server on one file starts some dozens a second. */
const CHUNK = 250;
const STARTING_SECONDS = 540;
const IDLE_SECONDS = 60;
/** Enough for memory; transactions are compared between the first and the last step only. */
const SHORT_SECONDS = 10;
const COMMANDS = 20;

interface Step {
  processes: number;
  rssMb: number;
  highestRssMb: number;
  cpuShare: number;
  transactionsPerSecond: number;
  databaseBytes: number;
  engineBytes: number;
  startedPerSecond: number;
}

export async function bench(args: string[]): Promise<void> {
  const processes = numberAfter(args, '--processes') ?? PROCESSES;
  console.log(`Starting PostgreSQL, Temporal, worker (${CACHED} cached workflows) and API …`);
  const stack = await startStack({ cachedWorkflows: CACHED });
  const watcher = new PgClient({ connectionString: stack.databaseUrl.replace(/\/[^/]*$/, '/postgres') });
  try {
    await watcher.connect();
    const city = await buildCity(
      stack,
      Array.from({ length: processes }, () => 1),
    );
    const officer = await city.official('streetOfficer');
    const ids: string[] = [];
    const steps: Step[] = [];
    let startingMs = 0;
    for (const amount of [...STEPS.filter((step) => step < processes), processes]) {
      const [from, startedAt] = [ids.length, performance.now()];
      while (ids.length < amount && startingMs + performance.now() - startedAt < STARTING_SECONDS * 1000) {
        const opening = city.estates.slice(ids.length, Math.min(amount, ids.length + CHUNK));
        ids.push(...(await openElections(stack.databaseUrl, opening, officer.accountId)));
        await untilStarted(stack, ids.length);
        console.log(`${ids.length} of ${processes} started`);
      }
      startingMs += performance.now() - startedAt;
      const startedPerSecond = ((ids.length - from) * 1000) / (performance.now() - startedAt);
      await untilQuiet(stack);
      const isCompared = amount === processes || steps.length === 0;
      const idle = await watchIdle(stack, watcher, isCompared ? IDLE_SECONDS : SHORT_SECONDS);
      steps.push({ processes: ids.length, startedPerSecond, ...idle });
    }
    const commandMs = await commandRandom(officer, ids);

    console.log('');
    printTable(
      [
        'open processes',
        'started/s',
        'worker RSS MB',
        'highest',
        'worker CPU %',
        'transactions/s',
        'database MB',
        'Temporal MB',
      ],
      steps.map((step) => [
        step.processes,
        step.startedPerSecond.toFixed(0),
        step.rssMb.toFixed(0),
        step.highestRssMb.toFixed(0),
        (100 * step.cpuShare).toFixed(1),
        step.transactionsPerSecond.toFixed(2),
        (step.databaseBytes / 2 ** 20).toFixed(1),
        (step.engineBytes / 2 ** 20).toFixed(1),
      ]),
    );
    const [first, last] = [steps[0], steps.at(-1)];
    const full = steps.find(({ processes: at }) => at === 1_000) ?? first;
    if (first === undefined || full === undefined || last === undefined) throw new Error('nothing was measured');
    const perProcess = (of: (step: Step) => number) =>
      Math.round((of(last) - of(first)) / Math.max(1, last.processes - first.processes));
    console.log(
      `\nA command to a process chosen at random: median ${median(commandMs).toFixed(0)} ms, slowest ${Math.max(...commandMs).toFixed(0)} ms.`,
    );
    console.log(
      'The issue sets no figure for the memory; "bounded by its cache setting" is taken as at most 1.5 times the memory',
    );
    console.log(`with ${full.processes} processes, when the cache of ${CACHED} was full already.`);
    report({
      bench: 'idle',
      ratios: {
        cache: last.rssMb / full.rssMb,
        idleTx: last.transactionsPerSecond / first.transactionsPerSecond,
      },
      figures: {
        processes: last.processes,
        wanted: processes,
        cachedWorkflows: CACHED,
        ...Object.fromEntries(steps.map((step) => [`rssMbAt${step.processes}`, round(step.rssMb)])),
        idleTransactionsPerSecond: round(last.transactionsPerSecond),
        workerCpuPercent: round(100 * last.cpuShare),
        databaseBytesPerProcess: perProcess(({ databaseBytes }) => databaseBytes),
        temporalBytesPerProcess: perProcess(({ engineBytes }) => engineBytes),
        startedPerSecond: round(last.startedPerSecond),
        commandMs: round(median(commandMs)),
      },
      aims: [
        { ratio: 'cache', bound: 'at most', value: 1.5 },
        { ratio: 'idleTx', bound: 'at most', value: 2 },
      ],
      broken: await check(stack, ids.length),
    });
  } finally {
    await watcher.end();
    await stack.stop();
  }
}

function numberAfter(args: readonly string[], name: string): number | undefined {
  const at = args.indexOf(name);
  if (at < 0) return undefined;
  const value = Number(args[at + 1]);
  if (!Number.isInteger(value) || value < 200) throw new Error(`${name} expects a whole number of at least 200`);
  return value;
}

/** Until the relay has carried out every start and every notice that is due. */
async function untilStarted({ pool }: BenchStack, amount: number): Promise<void> {
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

/** Until the worker has used next to no processor time for five seconds: every first task is done. */
async function untilQuiet({ worker }: BenchStack): Promise<void> {
  const isQuiet = async () => {
    const before = usageOf(worker.pid).cpuSeconds;
    await pause(5_000);
    return usageOf(worker.pid).cpuSeconds - before <= 1 || undefined;
  };
  await until('the worker is quiet', isQuiet, { everyMs: 0, withinMs: 180_000 });
}

/** Looks on for so many seconds, from a connection to another database, whose transactions are not counted. */
async function watchIdle(
  { worker, directory }: BenchStack,
  watcher: PgClient,
  forSeconds: number,
): Promise<Omit<Step, 'processes' | 'startedPerSecond'>> {
  const commits = async () => {
    const { rows } = await watcher.query<{ commits: string }>(
      `select xact_commit + xact_rollback as commits from pg_stat_database where datname = 'bench'`,
    );
    return Number(rows[0]?.commits);
  };
  const before = { commits: await commits(), cpu: usageOf(worker.pid).cpuSeconds, at: performance.now() };
  const rss: number[] = [];
  while (performance.now() - before.at < forSeconds * 1000) {
    await pause(1_000);
    rss.push(usageOf(worker.pid).rssMb);
  }
  const elapsed = (performance.now() - before.at) / 1000;
  const after = { commits: await commits(), cpu: usageOf(worker.pid).cpuSeconds };
  const { rows } = await watcher.query<{ bytes: string }>(`select pg_database_size('bench') as bytes`);
  return {
    rssMb: median(rss),
    highestRssMb: Math.max(...rss),
    cpuShare: (after.cpu - before.cpu) / elapsed,
    transactionsPerSecond: (after.commits - before.commits) / elapsed,
    databaseBytes: Number(rows[0]?.bytes),
    engineBytes: statSync(path.join(directory, 'temporal', 'temporal.db')).size,
  };
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Milliseconds of a command over HTTP to each of some processes that nobody has touched since they were started. */
async function commandRandom(officer: Official, ids: readonly string[]): Promise<number[]> {
  const left = [...ids];
  const members = Array.from({ length: 7 }, (_, n) => ({
    memberId: randomUUID(),
    capacity: n < 4 ? 'owner' : 'street',
  }));
  const command = { type: 'formGroup', members, leaderId: members[6]?.memberId };
  const taken: number[] = [];
  for (let n = 0; n < COMMANDS; n++) {
    const [id] = left.splice(randomInt(left.length), 1);
    const startedAt = performance.now();
    await officer.send('POST', `/v1/elections/${id ?? ''}/commands`, { commandId: randomUUID(), command });
    taken.push(performance.now() - startedAt);
  }
  return taken;
}

/** Every process is open on record and runs in the engine. */
async function check({ pool, client }: BenchStack, amount: number): Promise<string[]> {
  const broken: string[] = [];
  const { rows } = await pool.query<{ open: number }>('select count(*)::int as open from process_view where is_open');
  if (rows[0]?.open !== amount) broken.push(`open processes on record: ${rows[0]?.open} instead of ${amount}`);
  const running = await client.workflow.count(`ExecutionStatus = 'Running' and WorkflowType = 'election'`);
  if (running.count !== amount) broken.push(`running workflows: ${running.count} instead of ${amount}`);
  return broken;
}
