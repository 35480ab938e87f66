// Reads an uploaded register file in a thread of its own with a cap on memory and time: whatever the file does, the process that
// took it goes on. The reading itself is read-register.ts.
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { FileProblem } from '../../domain/register/file-problem';
import type { RegisterFormat, RegisterPart } from './read-register';
import type { ReadMessage, ReadRequest } from './read-worker';

export interface ReadLimits {
  /** Heap of the thread in MiB. The packed file and a few chunks come on top. */
  heapMb: number;
  /** Of reading alone: the time the caller takes with a page does not count. */
  timeoutMs: number;
}

export const READ_LIMITS: ReadLimits = { heapMb: 384, timeoutMs: 120_000 };

/** The parts of readRegister. Throws FileProblem; `too-complex` and `too-slow` where a limit was met. Leaving the loop ends the thread. */
export async function* readInWorker(
  bytes: Buffer,
  format: RegisterFormat,
  limits: ReadLimits = READ_LIMITS,
): AsyncGenerator<RegisterPart> {
  const request: ReadRequest = { bytes, format };
  const worker = new Worker(path.join(__dirname, 'read-worker.ts'), {
    workerData: request,
    // The thread loads TypeScript like its process does, whichever loader that has.
    execArgv: ['--require', require.resolve('tsx/cjs')],
    resourceLimits: { maxOldGenerationSizeMb: limits.heapMb, maxYoungGenerationSizeMb: 32 },
  });
  // Between two pages nobody listens; an error then shows itself as silence at the next.
  worker.on('error', () => {});
  let left = limits.timeoutMs;
  try {
    for (;;) {
      const started = performance.now();
      const message = await nextMessage(worker, left);
      left -= performance.now() - started;
      if (message.kind === 'problem') throw new FileProblem(message.code, message.params);
      if (message.kind === 'end') return;
      yield message;
      worker.postMessage('next');
    }
  } finally {
    await worker.terminate();
  }
}

function nextMessage(worker: Worker, withinMs: number): Promise<ReadMessage> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => settle(() => reject(new FileProblem('too-slow'))), Math.max(0, withinMs));
    const onMessage = (message: ReadMessage): void => settle(() => resolve(message));
    const onError = (error: unknown): void =>
      settle(() => reject(isOutOfMemory(error) ? new FileProblem('too-complex') : (error as Error)));
    const onExit = (code: number): void =>
      settle(() => reject(new Error(`The reading thread ended with code ${code} before its file.`)));
    const settle = (finish: () => void): void => {
      clearTimeout(timer);
      worker.off('message', onMessage).off('error', onError).off('exit', onExit);
      finish();
    };
    worker.on('message', onMessage).on('error', onError).on('exit', onExit);
  });
}

const isOutOfMemory = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
