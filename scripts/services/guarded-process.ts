// Starts a server program under guard.mjs, so that it ends with us even if we are killed. It has its own session: Ctrl-C in the
// terminal reaches only us, and we stop things in order.
import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, rmSync } from 'node:fs';
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
  /** Exists while it runs, so that a later start can wait for it. */
  pidFile: string;
}

export interface GuardedProcess {
  /** Resolves with the exit code when it has ended, for whatever reason. */
  exited: Promise<number>;
  hasExited(): boolean;
  stop(): Promise<void>;
  /** Sends the program a signal of the caller's choice and waits until it has ended. */
  kill(signal: NodeJS.Signals): Promise<void>;
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
    guard.once('exit', (code, signal) => {
      // A killed guard leaves its program behind.
      if (signal === null) resolve(code ?? 1);
      else void endEarlierProcess(pidFile, graceMs).then(() => resolve(1));
    });
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
    async kill(signal) {
      const running = readPidFile(pidFile);
      if (running !== undefined) process.kill(running.program, signal);
      await exited;
    },
  };
}

/**
 * Waits until what runs under `pidFile` has gone: the guard of an earlier, killed starter is about to end its program; a program
 * whose guard was killed too is told to end here. Says whether it has gone in time.
 */
export async function endEarlierProcess(pidFile: string, timeoutMs: number): Promise<boolean> {
  const until = performance.now() + timeoutMs;
  let isTold = false;
  for (let left = readPidFile(pidFile); left !== undefined; left = readPidFile(pidFile)) {
    const isGuardAlive = isAlive(left.guard, 'guard.mjs');
    const isProgramAlive = isAlive(left.program, path.basename(left.command));
    if (!isGuardAlive && !isProgramAlive) {
      rmSync(pidFile, { force: true });
      return true;
    }
    if (!isGuardAlive && !isTold) {
      process.kill(left.program, left.stopSignal);
      isTold = true;
    }
    if (performance.now() > until) return false;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return true;
}

interface PidFile {
  guard: number;
  program: number;
  command: string;
  stopSignal: NodeJS.Signals;
}

/** Undefined when there is none (the guard removes it at its end), or it was cut off while being written. */
function readPidFile(pidFile: string): PidFile | undefined {
  try {
    return JSON.parse(readFileSync(pidFile, 'utf8')) as PidFile;
  } catch {
    return undefined;
  }
}

function isAlive(pid: number, hint: string): boolean {
  if (pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  try {
    // The number may have been given to another program since (after a reboot).
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(hint);
  } catch {
    return !existsSync('/proc/self');
  }
}

/** The last lines of a log, for a sentence about why something did not start. */
export function tailOf(logFile: string, lines = 8): string {
  if (!existsSync(logFile)) return '';
  return readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
}
