// Programs under a guard: whoever is killed, the program ends. Real processes, hence not a unit test.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { endEarlierProcess, startGuarded } from '../../scripts/services/guarded-process';
import type { GuardedProcess } from '../../scripts/services/guarded-process';

const directory = mkdtempSync(path.join(tmpdir(), 'gongzhi-guard-'));
afterAll(() => rmSync(directory, { recursive: true }));

const pidFile = path.join(directory, 'program.pid');
const logFile = path.join(directory, 'program.log');

/** A program that says when it runs, and takes any signal as its end. */
const PROGRAM = `console.log('running'); setInterval(() => {}, 1000);`;

async function start(program = PROGRAM): Promise<{ guarded: GuardedProcess; guard: number; program: number }> {
  rmSync(logFile, { force: true });
  const guarded = startGuarded({
    command: process.execPath,
    args: ['-e', program],
    stopSignal: 'SIGINT',
    graceMs: 1_000,
    logFile,
    pidFile,
  });
  while (!readOr(logFile).includes('running')) await new Promise((resolve) => setTimeout(resolve, 20));
  const pids = JSON.parse(readFileSync(pidFile, 'utf8')) as { guard: number; program: number };
  return { guarded, ...pids };
}

const readOr = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
};

/** A dead process that nobody has collected yet still has a number, but no command line. */
const isAlive = (pid: number): boolean => readOr(`/proc/${pid}/cmdline`) !== '';

test('a program ends when it is stopped, and its file of process ids goes', async () => {
  const { guarded, program } = await start();
  expect(isAlive(program)).toBe(true);
  await guarded.stop();
  expect(isAlive(program)).toBe(false);
  expect(readOr(pidFile)).toBe('');
});

test('a program that ignores its signal is killed after the grace', async () => {
  const { guarded, program } = await start(`process.on('SIGINT', () => {}); ${PROGRAM}`);
  await guarded.stop();
  expect(isAlive(program)).toBe(false);
});

test('a program that ends by itself is noticed, with its exit code', async () => {
  const { guarded } = await start(`console.log('running'); setTimeout(() => process.exit(7), 300);`);
  await expect(guarded.exited).resolves.toBe(7);
});

test('a program whose guard is killed ends too', async () => {
  const { guarded, guard, program } = await start();
  process.kill(guard, 'SIGKILL');
  await expect(guarded.exited).resolves.toBe(1);
  expect(isAlive(program)).toBe(false);
});

test('a program that does not exist is noticed, and said in the log', async () => {
  const guarded = startGuarded({
    command: 'no-such-program',
    args: [],
    stopSignal: 'SIGINT',
    graceMs: 1_000,
    logFile,
    pidFile,
  });
  await expect(guarded.exited).resolves.toBe(127);
  expect(readOr(logFile)).toContain('no-such-program');
});

test('a file of process ids that a power cut left behind keeps nobody waiting', async () => {
  const { guarded } = await start();
  const left = readFileSync(pidFile, 'utf8');
  await guarded.stop();
  writeFileSync(pidFile, left);
  await expect(endEarlierProcess(pidFile, 1_000)).resolves.toBe(true);
  expect(readOr(pidFile)).toBe('');
});
