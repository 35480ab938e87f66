// What open processes cost when nothing happens: memory of the worker against its cache setting, transactions in PostgreSQL, bytes on
// disk; and whether a process that left the worker's cache long ago still answers. `--processes N` (10,000 when absent).
import { randomInt, randomUUID } from 'node:crypto';
import { policyById } from '../domain/policy/presets';
import type { ProcessPlace } from '../domain/process';
import { checkAsleep, numberAfter, untilQuiet, untilStarted, watchIdle, type Idle } from './support/asleep';
import { buildCity, type Official } from './support/city';
import { openProcesses, type Opening } from './support/open-processes';
import { median, printTable, report, round } from './support/report';
import { startStack } from './support/stack';

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

interface Step extends Idle {
  processes: number;
  startedPerSecond: number;
}

export async function bench(args: string[]): Promise<void> {
  const processes = numberAfter(args, '--processes', 200) ?? PROCESSES;
  console.log(`Starting PostgreSQL, Temporal, worker (${CACHED} cached workflows) and API …`);
  const stack = await startStack({ cachedWorkflows: CACHED });
  try {
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
        ids.push(...(await openProcesses(stack.databaseUrl, opening.map(anElection), officer.accountId)));
        await untilStarted(stack, ids.length);
        console.log(`${ids.length} of ${processes} started`);
      }
      startingMs += performance.now() - startedAt;
      const startedPerSecond = ((ids.length - from) * 1000) / (performance.now() - startedAt);
      await untilQuiet(stack, ids.length);
      const isCompared = amount === processes || steps.length === 0;
      const idle = await watchIdle(stack, isCompared ? IDLE_SECONDS : SHORT_SECONDS);
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
      broken: await checkAsleep(stack, 'election', ids.length),
    });
  } finally {
    await stack.stop();
  }
}

/** On the national policy with real days. */
function anElection(place: ProcessPlace): Opening {
  const policy = policyById('national');
  if (policy === undefined) throw new Error('there is no national policy');
  const command = { type: 'launch', trigger: 'termEnding', termEndsOn: null, seats: 5, unitCount: 1 } as const;
  return { kind: 'election', place, policy, command };
}

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
