// Residents' reports a second, each accepted and its first duty read back by the firm that has it, against bare workflow starts a second on the
// same Temporal server with as many callers; rounds of both are interleaved and medians compared. Then a burst: 2,000 callers
// report the same burst pipe of one compound; all are to be taken in within a minute, and joined to one problem (`--burst N`). (Twenty thousand problems open at once: bench open-problems.)
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { drained, numberAfter } from './support/asleep';
import { startBareWorker, type BareWorker } from './support/bare-worker';
import { buildCity, type City, type Official } from './support/city';
import { perSecond } from './support/per-second';
import { median, printTable, report, round } from './support/report';
import { startStack, type BenchStack } from './support/stack';
import { bare } from './start/bare-workflow';

const CALLERS = 10;
/** One report from each in a round. */
const ESTATES = 100;
const ROUNDS = 5;
const BURST = 2_000;
const BURST_CALLERS = 20;
const MINUTE = 60;

interface Estate {
  estateId: string;
  owner: Official;
  firm: Official;
}

export async function bench(args: string[]): Promise<void> {
  const burst = numberAfter(args, '--burst', 1) ?? BURST;
  const stops: (() => Promise<void>)[] = [];
  try {
    console.log('Starting PostgreSQL, Temporal, worker and API …');
    const stack = await startStack();
    stops.push(() => stack.stop());
    const bareWorker = await startBareWorker(stack.temporalAddress, path.join(__dirname, 'start', 'bare-workflow.ts'));
    stops.push(() => bareWorker.stop());
    const city = await buildCity(
      stack,
      Array.from({ length: ESTATES + 1 }, () => 1),
    );
    const estates = await settle(city);
    const officer = await city.official('streetOfficer');
    const [compound, ...others] = estates as [Estate, ...Estate[]];

    const reports: number[] = [];
    const running: number[] = [];
    const bares: number[] = [];
    // The first round is not measured: caches, plans and connections of a system that has just started.
    for (let n = 0; n <= ROUNDS; n += 1) {
      const rounds = [
        async () => bares.push(await bareRound(stack, bareWorker)),
        async () => {
          const startedAt = performance.now();
          reports.push(await perSecond(ESTATES, CALLERS, (at) => reportAndRead(others[at] as Estate)));
          await drained(stack, (n + 1) * ESTATES);
          running.push((ESTATES * 1000) / (performance.now() - startedAt));
        },
      ];
      for (const step of n % 2 === 0 ? rounds : rounds.reverse()) await step();
      console.log(`round ${n} of ${ROUNDS}`);
    }
    const startedAt = performance.now();
    const found = new Set<string>();
    await perSecond(burst, BURST_CALLERS, async (n) => found.add(await tellOfThePipe(officer, compound, n)));
    const burstSeconds = (performance.now() - startedAt) / 1000;
    const total = (ROUNDS + 1) * ESTATES + found.size;
    const drainSeconds = await drained(stack, total, 600_000);

    const [ofReports, ofBares] = [median(reports.slice(1)), median(bares.slice(1))];
    console.log('');
    printTable(
      ['a second', 'median', 'lowest', 'highest'],
      Object.entries({
        'bare starts': bares.slice(1),
        'reports with their first duty read': reports.slice(1),
        'reports until all of them run': running.slice(1),
      }).map(([name, values]) => [name, ...[median(values), Math.min(...values), Math.max(...values)].map(round)]),
    );
    console.log(
      `\n${burst} reports of one burst pipe were accepted in ${round(burstSeconds)} s with ${BURST_CALLERS} callers;`,
    );
    console.log(`the last ran ${round(drainSeconds)} s after the last was accepted.`);
    report({
      bench: 'problems',
      ratios: {
        bare: ofBares / ofReports,
        bareRunning: ofBares / median(running.slice(1)),
        burst: burstSeconds / MINUTE,
      },
      figures: {
        reportsPerSecond: round(ofReports),
        bareStartsPerSecond: round(ofBares),
        burst,
        burstSeconds: round(burstSeconds),
        drainSeconds: round(drainSeconds),
        callers: CALLERS,
      },
      aims: [
        { ratio: 'bare', bound: 'at most', value: 1.5 },
        { ratio: 'burst', bound: 'at most', value: 1 },
      ],
      broken: await check(stack, total, burst, compound),
    });
  } finally {
    for (const stop of stops.reverse()) await stop();
  }
}

/** Each estate with its owner and a firm. */
async function settle(city: City): Promise<Estate[]> {
  const estates: Estate[] = [];
  for (const [n, place] of city.estates.entries())
    estates.push({
      estateId: place.estateId,
      owner: await city.firstOwner(n),
      firm: await city.official('firmManager', place),
    });
  return estates;
}

async function send({ estateId, owner }: Estate, category: string): Promise<string> {
  const problemId = randomUUID();
  const body = { commandId: randomUUID(), problemId, category, reportText: '楼道里的灯坏了' };
  await owner.send('POST', `/v1/estates/${estateId}/problems`, body);
  return problemId;
}

/** A caller without an account, each with a number of their own; returns the problem that the report opened or joined. */
async function tellOfThePipe(officer: Official, { estateId }: Estate, n: number): Promise<string> {
  const { processId } = await officer.send<{ processId: string }>('POST', `/v1/estates/${estateId}/problems`, {
    ...{ commandId: randomUUID(), problemId: randomUUID(), reportId: randomUUID(), category: 'burstPipe' },
    ...{ channel: 'hotline', reportText: '小区停水，路面冒水', joinSame: true },
    onBehalfOf: { name: '来电人', phone: `138${String(n).padStart(8, '0')}` },
  });
  return processId;
}

async function reportAndRead(estate: Estate): Promise<void> {
  const problemId = await send(estate, 'lighting');
  const mine = await estate.firm.send<{ items: { processId: string; duty: string }[] }>('GET', '/v1/obligations/mine');
  if (!mine.items.some(({ processId, duty }) => processId === problemId && duty === 'respond'))
    throw new Error('the first duty is not readable after the report');
}

/** As many bare starts as a round has reports; waits for their ends, so that the next round finds the server idle. */
async function bareRound({ client }: BenchStack, { taskQueue }: BareWorker): Promise<number> {
  const ends: Promise<unknown>[] = [];
  const speed = await perSecond(ESTATES, CALLERS, async () => {
    const handle = await client.workflow.start(bare, { taskQueue, workflowId: `bare-${randomUUID()}` });
    ends.push(handle.result());
  });
  await Promise.all(ends);
  return speed;
}

/** Every report answered with 201 is on record, waits for its desk, and was carried to the engine. */
async function check({ pool }: BenchStack, amount: number, burst: number, { estateId }: Estate): Promise<string[]> {
  const questions: Record<string, [string, number]> = {
    'problems on record': [
      `select count(*)::int as found from process_view where kind = 'problem' and is_open`,
      amount,
    ],
    'of them at the compound': [`select count(*)::int as found from process_view where place_id = '${estateId}'`, 1],
    'reports that this one has': [
      `select count(*)::int as found from problem_report r join process_view v on v.process_id = r.problem_id
         where v.place_id = '${estateId}'`,
      burst,
    ],
    'starts carried out': [
      `select count(*)::int as found from outbox where kind = 'start' and done_at is not null and last_error = 'running'`,
      amount,
    ],
    'without anybody who owes a step': [
      `select count(*)::int as found from process_view v where is_open and not exists
         (select from obligation o where o.process_id = v.process_id and o.closed_at is null)`,
      0,
    ],
  };
  const broken: string[] = [];
  for (const [what, [sql, expected]] of Object.entries(questions)) {
    const { rows } = await pool.query<{ found: number }>(sql);
    if (rows[0]?.found !== expected) broken.push(`${what}: ${rows[0]?.found} instead of ${expected}`);
  }
  const { rows } = await pool.query<{ fsync: string }>('show fsync');
  if (rows[0]?.fsync !== 'on') broken.push('fsync is off');
  return broken;
}
