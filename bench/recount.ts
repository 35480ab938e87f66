// A doubter's pack of 50,000 ballots recounted cold, each time in a new process, against a process that only streams and parses the
// same file, interleaved. The root that is found must be the one that was written.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writePack } from './recount/write-pack';
import { median, printTable, report, round } from './support/report';

const BALLOTS = 50_000;
const ROUNDS = 5;
const AIM_MS = 2_000;
const AIM_MB = 200;

interface Run {
  ms: number;
  peakMb: number;
  last: Record<string, unknown>;
}

export async function bench(): Promise<void> {
  const directory = mkdtempSync(path.join(tmpdir(), 'gongzhi-bench-'));
  try {
    const file = path.join(directory, 'pack.ndjson');
    const root = writePack(file, BALLOTS);
    const [recounts, reads]: [Run[], Run[]] = [[], []];
    for (let n = 0; n < ROUNDS; n += 1) {
      reads.push(await run(path.join(__dirname, 'recount', 'read.cjs'), file));
      recounts.push(await run(path.join(__dirname, '..', 'scripts', 'recount', 'pack.cjs'), file));
    }
    const broken = recounts.flatMap(({ last }, n) =>
      last['recount'] === 'agrees' && last['root'] === root ? [] : [`round ${n}: ${JSON.stringify(last)}`],
    );
    const ms = (runs: Run[]) => median(runs.map((one) => one.ms));
    const mb = (runs: Run[]) => Math.max(...runs.map(({ peakMb }) => peakMb));
    const row = (name: string, runs: Run[]) => [
      name,
      ...[ms(runs), Math.min(...runs.map((one) => one.ms)), Math.max(...runs.map((one) => one.ms))].map(Math.round),
      Math.round(mb(runs)),
    ];
    printTable(['', 'median ms', 'lowest', 'highest', 'peak MB'], [row('recount', recounts), row('read', reads)]);
    report({
      bench: 'recount',
      ratios: {
        read: ms(recounts) / ms(reads),
        memory: mb(recounts) / mb(reads),
        ofAimedTime: ms(recounts) / AIM_MS,
        ofAimedMemory: mb(recounts) / AIM_MB,
      },
      figures: {
        ballots: BALLOTS,
        fileMb: round(statSync(file).size / 2 ** 20),
        recountMs: round(ms(recounts)),
        readMs: round(ms(reads)),
        recountPeakMb: round(mb(recounts)),
        readPeakMb: round(mb(reads)),
      },
      aims: [
        { ratio: 'ofAimedTime', bound: 'at most', value: 1 },
        { ratio: 'ofAimedMemory', bound: 'at most', value: 1 },
      ],
      broken,
    });
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** From the start of the process to its end. */
function run(program: string, file: string): Promise<Run> {
  const startedAt = performance.now();
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      ['--require', path.join(__dirname, 'recount', 'peak.cjs'), program, file],
      (_error, stdout, stderr) => {
        const peakMb = Number(stderr.trim().split('\n').at(-1));
        const last = stdout.trimEnd().split('\n').at(-1) ?? '';
        if (Number.isNaN(peakMb) || last === '') return reject(new Error(`the program ended early: ${stderr}`));
        const ms = performance.now() - startedAt;
        resolve({ ms, peakMb, last: JSON.parse(last) as Record<string, unknown> });
      },
    );
  });
}
