// Starts a server program under guard.mjs, so that it ends with us even if we are killed. It has its own session: Ctrl-C in the
// terminal reaches only us, and we stop things in order.
import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';

export interface GuardedOptions {
  command: string;
  args: string[];
  env?: NodeJS.ProcessEnv | undefined;
  /** Whom the program runs as; the guard itself stays who we are. */
  user?: { uid: number; gid: number } | undefined;
  stopSignal: NodeJS.Signals;
  /** How long it may take to stop before it is killed. */
  graceMs: number;
  /** Standard output and error are appended here. */
  logFile: string;
  /** Written while it runs, so that a later start can wait for it. */
  pidFile?: string | undefined;
}

export interface GuardedProcess {
  /** Resolves with the exit code when it has ended, for whatever reason. */
  exited: Promise<number>;
  hasExited(): boolean;
  stop(): Promise<void>;
}

export function startGuarded(options: GuardedOptions): GuardedProcess {
  const { command, args, user, stopSignal, graceMs, pidFile } = options;
  const log = openSync(options.logFile, 'a', 0o600);
  const guard = spawn(
    process.execPath,
    [path.join(__dirname, 'guard.mjs'), JSON.stringify({ command, args, user, stopSignal, graceMs, pidFile })],
    { env: options.env ?? process.env, detached: true, stdio: ['pipe', log, log] },
  );
  closeSync(log);
  let isOver = false;
  const exited = new Promise<number>((resolve) => {
    guard.once('error', () => resolve(127));
    guard.once('exit', (code) => resolve(code ?? 1));
  }).finally(() => {
    isOver = true;
  });
  guard.stdin?.on('error', () => {});
  return {
    exited,
    hasExited: () => isOver,
    async stop() {
      guard.stdin?.end();
      await exited;
    },
  };
}

/** Waits until the process that wrote `pidFile` (a guard of an earlier, killed starter) has gone; says whether it did in time. */
export async function waitForEarlierProcess(pidFile: string, timeoutMs: number): Promise<boolean> {
  const until = performance.now() + timeoutMs;
  while (existsSync(pidFile) && isGuardAlive(Number(readFileSync(pidFile, 'utf8')))) {
    if (performance.now() > until) return false;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return true;
}

function isGuardAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  // The number may have been given to another program since (after a reboot).
  const commandLine = `/proc/${pid}/cmdline`;
  return !existsSync(commandLine) || readFileSync(commandLine, 'utf8').includes('guard.mjs');
}

/** The last lines of a log, for a sentence about why something did not start. */
export function tailOf(logFile: string, lines = 8): string {
  if (!existsSync(logFile)) return '';
  return readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
}
