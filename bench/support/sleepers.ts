// What open processes cost when nothing happens: memory of the worker against its cache setting, transactions in PostgreSQL, bytes on
// disk; and whether a process that left the worker's cache long ago still answers.
import { randomInt, randomUUID } from 'node:crypto';
import type { ProcessKind, ProcessPlace } from '../../domain/process';
import { checkAsleep, untilQuiet, untilStarted, watchIdle, type Idle } from './asleep';
import { buildCity, type Official } from './city';
import { openProcesses, type Opening } from './open-processes';
import { median, printTable, report, round } from './report';
import { startStack } from './stack';

const CACHED = 500;
/** Measured at these numbers and at the last. */
const STEPS = [100, 1_000];
/** Opened and started so many at a time, until all are there or the time is up: a dev server on one file starts some dozens a second. */
const CHUNK = 250;
const IDLE_SECONDS = 60;
/** Enough for memory; transactions are compared between the first and the last step only. */
const SHORT_SECONDS = 10;
const COMMANDS = 20;

interface Step extends Idle {
  processes: number;
  startedPerSecond: number;
}

export interface Sleepers {
  bench: string;
  kind: ProcessKind;
  processes: number;
  /** Without the time for sleeping: what is not started by then is not opened. */
  startingSeconds: number;
  /** How many processes share an estate; absent: each has its own. */
  perEstate?: number;
  opening(place: ProcessPlace): Opening;
  /** Where commands to the kind are sent, and one that fits right after the launch. */
  commands: string;
  command(): object;
}

export async function benchSleepers(sleepers: Sleepers): Promise<void> {
  const { processes, kind, opening, startingSeconds, perEstate = 1 } = sleepers;
  console.log(`Starting PostgreSQL, Temporal, worker (${CACHED} cached workflows) and API …`);
  const stack = await startStack({ cachedWorkflows: CACHED });
  try {
    const city = await buildCity(
      stack,
      Array.from({ length: Math.ceil(processes / perEstate) }, () => 1),
    );
    const officer = await city.official('streetOfficer');
    const places = Array.from({ length: processes }, (_, n) => city.estates[Math.floor(n / perEstate)] as ProcessPlace);
    const ids: string[] = [];
    const steps: Step[] = [];
    let startingMs = 0;
    for (const amount of [...STEPS.filter((step) => step < processes), processes]) {
      const [from, startedAt] = [ids.length, performance.now()];
      while (ids.length < amount && startingMs + performance.now() - startedAt < startingSeconds * 1000) {
        const chunk = places.slice(ids.length, Math.min(amount, ids.length + CHUNK));
        ids.push(...(await openProcesses(stack.databaseUrl, chunk.map(opening), officer.accountId)));
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
    const commandMs = await commandRandom(officer, ids, sleepers);
    printSteps(steps);
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
      bench: sleepers.bench,
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
      broken: await checkAsleep(stack, kind, ids.length),
    });
  } finally {
    await stack.stop();
  }
}

function printSteps(steps: readonly Step[]): void {
  console.log('');
  printTable(
    [
      ...['open processes', 'started/s', 'worker RSS MB', 'highest', 'worker CPU %', 'transactions/s'],
      ...['database MB', 'Temporal MB'],
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
}

/** Milliseconds of a command over HTTP to each of some processes that nobody has touched since they were started. */
async function commandRandom(
  officer: Official,
  ids: readonly string[],
  { commands, command }: Pick<Sleepers, 'commands' | 'command'>,
): Promise<number[]> {
  const left = [...ids];
  const taken: number[] = [];
  for (let n = 0; n < COMMANDS; n++) {
    const [id] = left.splice(randomInt(left.length), 1);
    const startedAt = performance.now();
    await officer.send('POST', `${commands}/${id ?? ''}/commands`, { commandId: randomUUID(), command: command() });
    taken.push(performance.now() - startedAt);
  }
  return taken;
}
