// From `POST /v1/estates/{id}/elections` to the first obligation readable, against the bare start of an empty workflow on the same
// Temporal server. Pairs are interleaved and medians compared; how long until the election really runs is shown beside them.
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { workflowIdFor } from '../workflows/messages';
import { startBareWorker, type BareWorker } from './support/bare-worker';
import { buildCity, type City, type Official } from './support/city';
import { drained } from './support/asleep';
import { perSecond } from './support/per-second';
import { median, printTable, report, round } from './support/report';
import { startStack, type BenchStack } from './support/stack';
import { until } from './support/until';
import { bare } from './start/bare-workflow';

const PAIRS = 60;
/** Not measured: caches, plans and connections of a system that has just started. */
const WARM_UP = 10;
const CALLERS = 10;
const BURST = 150;

interface Launched {
  postMs: number;
  readableMs: number;
  runningMs: number;
}

export async function bench(): Promise<void> {
  const stops: (() => Promise<void>)[] = [];
  try {
    console.log('Starting PostgreSQL, Temporal, worker and API …');
    const stack = await startStack();
    stops.push(() => stack.stop());
    const bareWorker = await startBareWorker(stack.temporalAddress, path.join(__dirname, 'start', 'bare-workflow.ts'));
    stops.push(() => bareWorker.stop());
    const city = await buildCity(
      stack,
      Array.from({ length: WARM_UP + PAIRS + 2 * BURST }, () => 3),
    );
    const officer = await city.official('streetOfficer');

    const launches: Launched[] = [];
    const bares: number[] = [];
    for (let n = 0; n < WARM_UP + PAIRS; n++) {
      const isMeasured = n >= WARM_UP;
      // Who goes first alternates, so that neither profits from what the other has warmed.
      const steps = [
        async () => {
          const ms = await startBare(stack, bareWorker);
          if (isMeasured) bares.push(ms);
        },
        async () => {
          const launched = await launch(stack, officer, city, n);
          if (isMeasured) launches.push(launched);
        },
      ];
      for (const step of n % 2 === 0 ? steps : steps.reverse()) await step();
    }
    console.log(`${PAIRS} pairs done`);
    const from = WARM_UP + PAIRS;
    await perSecond(BURST, CALLERS, (n) => post(officer, city, from + n));
    const burstPerSecond = await perSecond(BURST, CALLERS, (n) => post(officer, city, from + BURST + n));
    const drainSeconds = await drained(stack, WARM_UP + PAIRS + 2 * BURST);

    const rows = Object.entries({
      'bare start': bares,
      'POST answered': launches.map(({ postMs }) => postMs),
      'first obligation readable': launches.map(({ readableMs }) => readableMs),
      'election runs (first task done)': launches.map(({ runningMs }) => runningMs),
    });
    console.log('');
    printTable(
      ['ms', 'median', 'lowest', 'p90'],
      rows.map(([name, values]) => [name, median(values), Math.min(...values), percentile(values, 0.9)].map(shown)),
    );
    console.log(`\n${round(burstPerSecond)} launches a second accepted with ${CALLERS} callers.`);
    console.log(`The last of ${2 * BURST} ran ${round(drainSeconds)} s after the last was accepted.`);
    const of = (key: keyof Launched) => median(launches.map((launched) => launched[key]));
    report({
      bench: 'start',
      ratios: { bare: of('readableMs') / median(bares) },
      figures: {
        bareMs: round(median(bares)),
        postMs: round(of('postMs')),
        readableMs: round(of('readableMs')),
        runningMs: round(of('runningMs')),
        launchesPerSecond: round(burstPerSecond),
        callers: CALLERS,
        drainSeconds: round(drainSeconds),
        pairs: PAIRS,
      },
      aims: [{ ratio: 'bare', bound: 'at most', value: 2 }],
      broken: await check(stack, WARM_UP + PAIRS + 2 * BURST),
    });
  } finally {
    for (const stop of stops.reverse()) await stop();
  }
}

const shown = (cell: string | number): string => (typeof cell === 'number' ? cell.toFixed(1) : cell);

function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;
}

/** Milliseconds until the start was answered; returns when the workflow has ended, so that the next sample finds the server idle. */
async function startBare({ client }: BenchStack, { taskQueue }: BareWorker): Promise<number> {
  const startedAt = performance.now();
  const handle = await client.workflow.start(bare, { taskQueue, workflowId: `bare-${randomUUID()}` });
  const ms = performance.now() - startedAt;
  await handle.result();
  return ms;
}

async function post(officer: Official, city: City, estate: number): Promise<string> {
  const electionId = randomUUID();
  const body = { commandId: randomUUID(), electionId, trigger: 'termEnding', termEndsOn: '2027-06-30', seats: 5 };
  await officer.send('POST', `/v1/estates/${city.estates[estate]?.estateId ?? ''}/elections`, body);
  return electionId;
}

async function launch({ client }: BenchStack, officer: Official, city: City, estate: number): Promise<Launched> {
  const startedAt = performance.now();
  const electionId = await post(officer, city, estate);
  const postMs = performance.now() - startedAt;
  const detail = await officer.send<{ waitsFor: { key: string }[] }>('GET', `/v1/processes/${electionId}`);
  const readableMs = performance.now() - startedAt;
  if (detail.waitsFor[0]?.key !== 'formGroup') throw new Error('the first obligation is not readable after the launch');
  const handle = client.workflow.getHandle(workflowIdFor('election', electionId));
  // Started, task scheduled, task begun, task completed: with the fourth event our code has run.
  const hasRun = () =>
    handle.describe().then(
      ({ historyLength }) => historyLength >= 4 || undefined,
      () => undefined,
    );
  await until('the election runs', hasRun, { everyMs: 2, withinMs: 30_000 });
  return { postMs, readableMs, runningMs: performance.now() - startedAt };
}

/** Every launch answered with 201 is on record, has its open obligation, and was carried to the engine. */
async function check({ pool }: BenchStack, amount: number): Promise<string[]> {
  const questions = {
    'elections on record': `select count(*) as found from process_view where kind = 'election' and is_open`,
    'open obligations': `select count(*) as found from obligation where key = 'formGroup' and closed_at is null`,
    'starts carried out': `select count(*) as found from outbox where kind = 'start' and done_at is not null and last_error = 'running'`,
  };
  const broken: string[] = [];
  for (const [what, sql] of Object.entries(questions)) {
    const { rows } = await pool.query<{ found: string }>(sql);
    if (Number(rows[0]?.found) !== amount) broken.push(`${what}: ${rows[0]?.found} instead of ${amount}`);
  }
  const { rows } = await pool.query<{ fsync: string }>('show fsync');
  if (rows[0]?.fsync !== 'on') broken.push('fsync is off');
  return broken;
}
