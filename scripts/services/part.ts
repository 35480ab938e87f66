// One part of Gongzhi (the API, the worker) as a child process: started, awaited until it says that it is ready, watched, stopped.
import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { CHECKOUT } from './folders';
import { tailOf } from './guarded-process';
import { ServiceError } from './service-error';

export interface PartOptions {
  name: string;
  /** Its entry, relative to the checkout. */
  entry: string;
  environment: NodeJS.ProcessEnv;
  /** Folder of `<name>.log`, which takes all it writes. */
  directory: string;
  /** How long it may take to become ready. */
  readyMs: number;
}

export interface Part {
  name: string;
  pid: number;
  /** What it said when it was ready. */
  ready: Record<string, unknown>;
  /** Resolves with a sentence when it ends without having been told to. */
  failed: Promise<string>;
  /** Asks it to end (SIGTERM) and kills it after the grace. */
  stop(graceMs: number): Promise<void>;
  /** Ends it at once with SIGKILL, as a power cut would. */
  kill(): Promise<void>;
}

/** Starts a part and waits for its line `{"ready":true,…}` on standard output. Throws ServiceError with the end of its log. */
export async function startPart({ name, entry, environment, directory, readyMs }: PartOptions): Promise<Part> {
  const logFile = path.join(directory, `${name}.log`);
  const log = createWriteStream(logFile, { flags: 'a', mode: 0o600 });
  const watchParent = pathToFileURL(path.join(__dirname, 'watch-parent.mjs')).href;
  const child = spawn(process.execPath, ['--import', 'tsx', '--import', watchParent, path.join(CHECKOUT, entry)], {
    cwd: CHECKOUT,
    env: environment,
    // Its own session: Ctrl-C reaches the starter alone, which stops the parts in order.
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdin.on('error', () => {});
  child.stdout.pipe(log, { end: false });
  child.stderr.pipe(log, { end: false });

  let isExpected = false;
  const exited = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(signal === null ? `exit code ${code ?? '?'}` : `signal ${signal}`));
  });
  const failed = new Promise<string>((resolve) => {
    void exited.then((how) => {
      if (!isExpected) resolve(`The ${name} ended by itself (${how}). The end of ${logFile}:\n${tailOf(logFile)}`);
    });
  });
  const readyLine = new Promise<Record<string, unknown>>((resolve) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const message = line.includes('"ready":true') ? parseLine(line) : undefined;
      if (message?.['ready'] === true) resolve(message);
    });
  });

  const end = async (signal: NodeJS.Signals, graceMs: number) => {
    isExpected = true;
    child.kill(signal);
    const killer = setTimeout(() => child.kill('SIGKILL'), graceMs);
    await exited;
    clearTimeout(killer);
    log.end();
  };
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<string>((resolve) => {
    timer = setTimeout(
      () => resolve(`The ${name} was not ready within ${readyMs / 1000} s. The end of ${logFile}:\n${tailOf(logFile)}`),
      readyMs,
    );
  });
  const outcome = await Promise.race([readyLine, failed, tooLate]).finally(() => clearTimeout(timer));
  if (typeof outcome === 'string') {
    await end('SIGKILL', 0);
    throw new ServiceError(outcome);
  }
  return {
    name,
    pid: child.pid ?? 0,
    ready: outcome,
    failed,
    stop: (graceMs) => end('SIGTERM', graceMs),
    kill: () => end('SIGKILL', 0),
  };
}

function parseLine(line: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(line) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}
