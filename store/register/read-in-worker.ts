// Reads an uploaded register file in a thread of its own with a cap on memory and time: whatever the file does, the process that
// took it goes on. The reading itself is read-register.ts.
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { FileProblem } from '../../domain/register/file-problem';
import type { SheetRow } from '../../domain/register/judge-row';
import type { RegisterFormat, RegisterPart } from './read-register';
import type { RowsPart } from './read-rows';
import type { ReadMessage, ReadRequest } from './read-worker';

export interface ReadLimits {
  /** Heap of the thread in MiB. The packed file and a few chunks come on top. */
  heapMb: number;
  /** Of waiting for pages, all together. */
  timeoutMs: number;
}

export const READ_LIMITS: ReadLimits = { heapMb: 384, timeoutMs: 120_000 };

/** The parts of readRegister. Throws FileProblem; `too-complex` and `too-slow` where a limit was met. Leaving the loop ends the thread. */
export const readInWorker = (
  bytes: Buffer,
  format: RegisterFormat,
  limits: ReadLimits = READ_LIMITS,
): AsyncGenerator<RegisterPart> => partsOf<RegisterPart>({ what: 'register', bytes, format }, limits);

/** The rows of the first sheet that holds any, as they stand there. Throws FileProblem, `too-many-rows` beyond `maxRows`. */
export async function readRowsInWorker(
  bytes: Buffer,
  format: RegisterFormat,
  maxRows: number,
): Promise<{ source: string; rows: SheetRow[] }> {
  let source = '';
  const rows: SheetRow[] = [];
  for await (const part of partsOf<RowsPart>({ what: 'rows', bytes, format, maxRows }, READ_LIMITS)) {
    if (part.kind === 'source') source = part.source;
    else rows.push(...part.rows);
  }
  return { source, rows };
}

async function* partsOf<Part extends RegisterPart | RowsPart>(
  request: ReadRequest,
  limits: ReadLimits,
): AsyncGenerator<Part> {
  const worker = new Worker(path.join(__dirname, 'read-worker.ts'), {
    workerData: request,
    // The thread loads TypeScript like its process does, whichever loader that has.
    execArgv: ['--require', require.resolve('tsx/cjs')],
    resourceLimits: { maxOldGenerationSizeMb: limits.heapMb, maxYoungGenerationSizeMb: 32 },
  });
  const inbox = new Inbox(worker);
  let left = limits.timeoutMs;
  try {
    for (;;) {
      const started = performance.now();
      const message = await inbox.next(left);
      left -= performance.now() - started;
      if (message.kind === 'problem') throw new FileProblem(message.code, message.params);
      if (message.kind === 'end') return;
      worker.postMessage('next');
      // It answers with parts of what it was asked for.
      yield message as Part;
    }
  } finally {
    await worker.terminate();
  }
}

/** Messages and ends of the thread, kept until somebody asks. */
class Inbox {
  private readonly messages: ReadMessage[] = [];
  private failure: Error | null = null;
  private wake: () => void = () => {};

  constructor(worker: Worker) {
    worker.on('message', (message: ReadMessage) => {
      this.messages.push(message);
      this.wake();
    });
    worker.on('error', (error) => this.fail(isOutOfMemory(error) ? new FileProblem('too-complex') : (error as Error)));
    worker.on('exit', (code) => this.fail(new Error(`The reading thread ended with code ${code} before its file.`)));
  }

  private fail(error: Error): void {
    this.failure ??= error;
    this.wake();
  }

  async next(withinMs: number): Promise<ReadMessage> {
    if (this.messages.length === 0 && this.failure === null) {
      let timer: NodeJS.Timeout | undefined;
      await new Promise<void>((resolve) => {
        this.wake = resolve;
        timer = setTimeout(resolve, Math.max(0, withinMs));
      });
      clearTimeout(timer);
    }
    const message = this.messages.shift();
    if (message !== undefined) return message;
    throw this.failure ?? new FileProblem('too-slow');
  }
}

// By its code alone: an error of another thread need not be an instance of this one's Error.
const isOutOfMemory = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
