// Prints in threads of their own, so that the process that was asked goes on meanwhile. Two lanes: three thousand ballots do not hold up
// a notice. A lane has one thread, kept while there is work and a while longer, since reading the fonts takes longer than a notice.
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { Sheet } from '../../papers/blocks';
import { refused } from '../refused';
import type { PrintMessage } from './print-worker';

export interface PrintJob {
  format: 'pdf' | 'docx';
  sheets: readonly Sheet[];
}

interface LaneLimits {
  /** Jobs that may wait; the next hears `unavailable`. */
  waiting: number;
  timeoutMs: number;
  heapMb: number;
}

const QUICK: LaneLimits = { waiting: 20, timeoutMs: 30_000, heapMb: 512 };
const LARGE: LaneLimits = { waiting: 3, timeoutMs: 300_000, heapMb: 2_048 };
const IDLE_MS = 30_000;

/** Sheets and table rows from which on a job takes seconds. */
const LARGE_FROM = 300;

export class Printer {
  private readonly quick = new Lane(QUICK);
  private readonly large = new Lane(LARGE);

  /** The file. Refuses `unavailable` when too much is waiting, or when printing took too long. */
  print(job: PrintJob): Promise<Buffer> {
    return (weightOf(job.sheets) < LARGE_FROM ? this.quick : this.large).print(job);
  }
}

const weightOf = (sheets: readonly Sheet[]): number =>
  sheets.reduce(
    (sum, { blocks }) =>
      sum + 5 + blocks.reduce((rows, block) => rows + (block.kind === 'table' ? block.rows.length : 0), 0),
    0,
  );

/** Sheets that are copied to the thread in one go. */
const AT_ONCE = 100;

/** A few sheets at a time: thousands copied in one go would hold up everybody else. */
async function send(worker: Worker, { format, sheets }: PrintJob): Promise<void> {
  const post = (message: PrintMessage): void => worker.postMessage(message);
  for (let from = 0; from < sheets.length; from += AT_ONCE) {
    post({ sheets: sheets.slice(from, from + AT_ONCE) });
    await setImmediate();
  }
  post({ format });
}

class Lane {
  private worker: Worker | null = null;
  private idle: NodeJS.Timeout | undefined;
  private waiting = 0;
  private last: Promise<unknown> = Promise.resolve();

  constructor(private readonly limits: LaneLimits) {}

  print(job: PrintJob): Promise<Buffer> {
    if (this.waiting >= this.limits.waiting) return Promise.reject(refused('unavailable'));
    this.waiting++;
    clearTimeout(this.idle);
    const printed = this.last.then(() => this.printNow(job));
    this.last = printed
      .catch(() => undefined)
      .finally(() => {
        if (--this.waiting > 0) return;
        this.idle = setTimeout(() => this.stop(), IDLE_MS).unref();
      });
    return printed;
  }

  private printNow(job: PrintJob): Promise<Buffer> {
    const worker = (this.worker ??= this.start());
    return new Promise<Buffer>((resolve, reject) => {
      const settle = (result: Buffer | Error): void => {
        clearTimeout(timer);
        worker.off('message', onBytes).off('error', settle).off('exit', onExit);
        if (Buffer.isBuffer(result)) return resolve(result);
        this.stop();
        reject(result);
      };
      const onBytes = (bytes: Uint8Array): void =>
        settle(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
      const onExit = (code: number): void => settle(new Error(`The printing thread ended with code ${code}.`));
      const timer = setTimeout(() => settle(refused('unavailable')), this.limits.timeoutMs);
      worker.on('message', onBytes).on('error', settle).on('exit', onExit);
      void send(worker, job);
    });
  }

  private start(): Worker {
    const worker = new Worker(path.join(__dirname, 'print-worker.ts'), {
      // The thread loads TypeScript like its process does, whichever loader that has.
      execArgv: ['--require', require.resolve('tsx/cjs')],
      resourceLimits: { maxOldGenerationSizeMb: this.limits.heapMb },
    });
    // A thread that ends between two jobs is not used again; while it works, printNow hears the same and says why.
    worker.on('error', () => this.forget(worker)).on('exit', () => this.forget(worker));
    // Nobody has to wait for it at the end of the process.
    worker.unref();
    return worker;
  }

  private forget(worker: Worker): void {
    if (this.worker === worker) this.worker = null;
  }

  private stop(): void {
    void this.worker?.terminate();
    this.worker = null;
  }
}
