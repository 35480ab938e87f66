// What it costs to watch over the committees' terms of a city: N watches (20,000 when absent; `--watches N`) asleep for years. Measured at
// 1,000 and at N in the same run: memory of the worker, transactions while nothing happens, how late a watch wakes, and how long worker and
// Temporal take from their end to the first answered command. Sleep must cost next to nothing, so each may grow by half at most (waking and
// transactions: to twice, since at 1,000 they are near the noise) where the watches grow twentyfold. Bytes in Temporal are compared with
// the least that can sleep there, one workflow with one timer: at most ten times that, for the whole state, the policy and the calendar of
// the term. And one watch lives through 400 terms: no history may grow beyond what Temporal suggests as its end and the step in hand.
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import type { ProcessPlace } from '../domain/process';
import { checkAsleep, numberAfter, pause, untilQuiet, untilStarted, watchIdle, type Idle } from './support/asleep';
import { startBareWorker } from './support/bare-worker';
import { buildCity, type Official } from './support/city';
import { openProcesses, type Opening } from './support/open-processes';
import { median, printTable, report, round } from './support/report';
import { startStack, type BenchStack } from './support/stack';
import { until } from './support/until';
import { bareSleep } from './watchers/bare-sleep';
import { aWakingWatch, aWatch } from './watchers/openings';
import { liveThrough } from './watchers/terms';

const WATCHES = 20_000;
const REFERENCE = 1_000;
const CACHED = 500;
const CHUNK = 500;
const IDLE_SECONDS = 60;
const WAKING = 20;
const COMMANDS = 20;
const TERMS = 400;
/** Temporal suggests a new run at 4,096 events; the loop takes it when the step in hand is recorded. */
const LONGEST_HISTORY = 4_096 + 64;
const BARE_AT_ONCE = 8;

interface Step extends Idle {
  watches: number;
  startedPerSecond: number;
  lateMs: number;
  latestMs: number;
  commandMs: number;
  workerBackMs: number;
  temporalBackMs: number;
}

export async function bench(args: string[]): Promise<void> {
  const wanted = numberAfter(args, '--watches', 2 * REFERENCE) ?? WATCHES;
  console.log(`Starting PostgreSQL, Temporal, worker (${CACHED} cached workflows) and API …`);
  const stack = await startStack({ cachedWorkflows: CACHED });
  try {
    const bare = await sleepBare(stack);
    const places = wanted + 2 * WAKING;
    const { estates, official } = await buildCity(
      stack,
      Array.from({ length: places }, () => 1),
    );
    const officer = await official('streetOfficer');
    const free = [...estates];
    const ids: string[] = [];
    const steps: Step[] = [];
    for (const amount of [REFERENCE, wanted]) {
      const startedPerSecond = await open(stack, officer, free.splice(0, amount - ids.length), ids);
      const idle = await watchIdle(stack, IDLE_SECONDS);
      const late = await wake(stack, officer, free.splice(0, WAKING));
      const commandMs = median(await commandRandom(officer, ids));
      const workerBackMs = await timeUntilBack(officer, ids, () => stack.restartWorker());
      const temporalBackMs = await timeUntilBack(officer, ids, () => stack.restartTemporal());
      const times = { lateMs: median(late), latestMs: Math.max(...late), commandMs, workerBackMs, temporalBackMs };
      steps.push({ watches: ids.length, startedPerSecond, ...idle, ...times });
    }
    const [few, all] = steps;
    const [watchId] = ids;
    if (few === undefined || all === undefined || watchId === undefined) throw new Error('nothing was measured');
    console.log(`One watch lives through ${TERMS} terms …`);
    const lived = await liveThrough(stack, watchId, TERMS);

    const each = (of: (step: Step) => number) => (of(all) - of(few)) / (all.watches - few.watches);
    const engineBytes = each((step) => step.engineBytes);
    const databaseBytes = each((step) => step.databaseBytes);
    console.log('');
    printTable(
      [
        'watches',
        'started/s',
        'RSS MB',
        'CPU %',
        'tx/s',
        'late ms',
        'latest',
        'command ms',
        'worker back ms',
        'Temporal back ms',
      ],
      steps.map((step) => [
        ...[step.watches, step.startedPerSecond.toFixed(0), step.rssMb.toFixed(0), (100 * step.cpuShare).toFixed(1)],
        ...[step.transactionsPerSecond.toFixed(2), ...[step.lateMs, step.latestMs, step.commandMs].map(Math.round)],
        ...[step.workerBackMs, step.temporalBackMs].map(Math.round),
      ]),
    );
    console.log(
      `\nEach watch: ${Math.round(databaseBytes)} bytes in the database, ${Math.round(engineBytes)} in Temporal;`,
    );
    console.log(
      `a bare sleeping workflow: ${Math.round(bare.bytes)} in Temporal, started ${bare.startedPerSecond.toFixed(0)} a second.`,
    );
    console.log(
      `${TERMS} terms of one watch: ${lived.runs} runs, the longest with ${lived.longestHistory} events, ${lived.eventsPerTerm.toFixed(0)} a term.`,
    );
    const ratio = (of: (step: Step) => number) => of(all) / of(few);
    report({
      bench: 'watchers',
      ratios: {
        memory: ratio(({ rssMb }) => rssMb),
        idleTx: ratio(({ transactionsPerSecond }) => transactionsPerSecond),
        lateness: ratio(({ lateMs }) => lateMs),
        workerBack: ratio(({ workerBackMs }) => workerBackMs),
        temporalBack: ratio(({ temporalBackMs }) => temporalBackMs),
        bareBytes: engineBytes / bare.bytes,
        bareStarts: all.startedPerSecond / bare.startedPerSecond,
      },
      figures: {
        watches: all.watches,
        cachedWorkflows: CACHED,
        rssMb: round(all.rssMb),
        highestRssMb: round(all.highestRssMb),
        idleTransactionsPerSecond: round(all.transactionsPerSecond),
        workerCpuPercent: round(100 * all.cpuShare),
        databaseBytesPerWatch: Math.round(databaseBytes),
        temporalBytesPerWatch: Math.round(engineBytes),
        bareBytes: Math.round(bare.bytes),
        startedPerSecond: round(all.startedPerSecond),
        bareStartedPerSecond: round(bare.startedPerSecond),
        lateMs: round(all.lateMs),
        latestMs: round(all.latestMs),
        commandMs: round(all.commandMs),
        workerBackMs: round(all.workerBackMs),
        temporalBackMs: round(all.temporalBackMs),
        terms: TERMS,
        runs: lived.runs,
        longestHistory: lived.longestHistory,
        eventsPerTerm: round(lived.eventsPerTerm),
      },
      aims: [
        { ratio: 'memory', bound: 'at most', value: 1.5 },
        { ratio: 'idleTx', bound: 'at most', value: 2 },
        { ratio: 'lateness', bound: 'at most', value: 2 },
        { ratio: 'workerBack', bound: 'at most', value: 1.5 },
        { ratio: 'temporalBack', bound: 'at most', value: 1.5 },
        { ratio: 'bareBytes', bound: 'at most', value: 10 },
      ],
      broken: [
        ...(await checkAsleep(stack, 'committeeTerm', wanted + 2 * WAKING)),
        ...(lived.longestHistory > LONGEST_HISTORY ? [`a history has ${lived.longestHistory} events`] : []),
      ],
    });
  } finally {
    await stack.stop();
  }
}

/** A thousand bare workflows asleep in the same Temporal: bytes each, and starts a second with as many at once as the relay has. */
async function sleepBare(stack: BenchStack): Promise<{ bytes: number; startedPerSecond: number }> {
  const worker = await startBareWorker(stack.temporalAddress, path.join(__dirname, 'watchers', 'bare-sleep.ts'));
  try {
    const before = await watchIdle(stack, 1);
    const startedAt = performance.now();
    let left = REFERENCE;
    const starter = async () => {
      while (left-- > 0)
        await stack.client.workflow.start(bareSleep, {
          taskQueue: worker.taskQueue,
          workflowId: `bare-${randomUUID()}`,
        });
    };
    await Promise.all(Array.from({ length: BARE_AT_ONCE }, starter));
    const isAsleep = async () => {
      const { count } = await stack.client.workflow.count(`WorkflowType = 'bareSleep'`);
      return count >= REFERENCE || undefined;
    };
    await until('all bare workflows are started', isAsleep, { everyMs: 250, withinMs: 60_000 });
    const startedPerSecond = (REFERENCE * 1000) / (performance.now() - startedAt);
    // The first tasks of the last ones.
    await pause(5_000);
    const after = await watchIdle(stack, 1);
    return { bytes: (after.engineBytes - before.engineBytes) / REFERENCE, startedPerSecond };
  } finally {
    await worker.stop();
  }
}

/** Opens a watch at each place, waits until all sleep, and returns how many were started a second. */
async function open(stack: BenchStack, officer: Official, places: ProcessPlace[], ids: string[]): Promise<number> {
  const { rows } = await stack.pool.query<{ started: number }>(
    `select count(*)::int as started from outbox where kind = 'start' and done_at is not null`,
  );
  const [before, startedAt] = [rows[0]?.started ?? 0, performance.now()];
  for (let at = 0; at < places.length; at += CHUNK) {
    const chunk = places.slice(at, at + CHUNK);
    ids.push(
      ...(await launch(
        stack,
        officer,
        chunk.map((place) => aWatch(place, Date.now())),
      )),
    );
    await untilStarted(stack, before + at + chunk.length);
    console.log(`${at + chunk.length} of ${places.length} started`);
  }
  const perSecond = (places.length * 1000) / (performance.now() - startedAt);
  await untilQuiet(stack, places.length);
  return perSecond;
}

const launch = (stack: BenchStack, officer: Official, openings: Opening[]): Promise<string[]> =>
  openProcesses(stack.databaseUrl, openings, officer.accountId);

/** Milliseconds from when each of some watches should wake to the record of it, one a second. */
async function wake(stack: BenchStack, officer: Official, places: ProcessPlace[]): Promise<number[]> {
  const [now, first] = [Date.now(), 15_000];
  const ids = await launch(
    stack,
    officer,
    places.map((place, n) => aWakingWatch(place, now, now + first + 1_000 * n)),
  );
  const late = async () => {
    const { rows } = await stack.pool.query<{ late: number }>(
      `select extract(epoch from opened.recorded_at - (started.payload->'clock'->>'dueAt')::timestamptz)::float8 * 1000 as late
       from process_event opened join process_event started on started.process_id = opened.process_id
         and started.type = 'clockStarted' and started.payload->'clock'->>'name' = 'reportOpens'
       where opened.process_id = any($1::uuid[]) and opened.type = 'reportOpened'`,
      [ids],
    );
    return rows.length === ids.length ? rows.map((row) => row.late) : undefined;
  };
  return until('every watch that should wake has woken', late, { everyMs: 500, withinMs: 120_000 });
}

/** Milliseconds of a command over HTTP to each of some watches that nobody has touched: a member has left. */
async function commandRandom(officer: Official, ids: readonly string[]): Promise<number[]> {
  const taken: number[] = [];
  for (let n = 0; n < COMMANDS; n += 1) {
    const startedAt = performance.now();
    await aMemberLeaves(officer, ids);
    taken.push(performance.now() - startedAt);
  }
  return taken;
}

async function aMemberLeaves(officer: Official, ids: readonly string[]): Promise<void> {
  const id = ids[Math.floor(Math.random() * ids.length)] ?? '';
  const { state } = await officer.send<{ state: { term: { members: { memberId: string }[] } } }>(
    'GET',
    `/v1/processes/${id}`,
  );
  const memberId = state.term.members.at(-1)?.memberId;
  const command = { type: 'recordMemberLeft', memberId, cause: 'resigned', reasonText: '迁居外地' };
  await officer.send('POST', `/v1/committee-terms/${id}/commands`, { commandId: randomUUID(), command });
}

/** Milliseconds from the end of a part to the answer of the first command after it. */
async function timeUntilBack(officer: Official, ids: readonly string[], restart: () => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  await restart();
  // While Temporal's workers come back, the API answers that the engine is away.
  const answered = () =>
    aMemberLeaves(officer, ids).then(
      () => true,
      () => undefined,
    );
  await until('a command is answered again', answered, { everyMs: 50, withinMs: 300_000 });
  return performance.now() - startedAt;
}
