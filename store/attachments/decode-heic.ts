// HEIC, the iPhone's own format, is decoded in a thread of its own with a cap on memory and time: the decoder is WebAssembly and would keep the
// process from everything else meanwhile. What comes out are pixels; the inside of the thread is heic-worker.ts.
import path from 'node:path';
import { Worker } from 'node:worker_threads';

export type DecodedHeic =
  | { kind: 'pixels'; width: number; height: number; pixels: Uint8Array }
  | { kind: 'tooLarge'; width: number; height: number }
  | { kind: 'broken' };

export interface HeicRequest {
  bytes: Uint8Array;
  maxPixels: number;
}

const HEAP_MB = 512;
const TIMEOUT_MS = 30_000;

/** RGBA, four bytes a pixel, already turned as the file says. Whatever goes wrong in the thread is the file's fault. */
export async function decodeHeic(bytes: Buffer, maxPixels: number): Promise<DecodedHeic> {
  const request: HeicRequest = { bytes, maxPixels };
  const worker = new Worker(path.join(__dirname, 'heic-worker.ts'), {
    workerData: request,
    // The thread loads TypeScript like its process does, whichever loader that has.
    execArgv: ['--require', require.resolve('tsx/cjs')],
    // What the decoder says of a broken file is for nobody, and standard output is not its own.
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB, maxYoungGenerationSizeMb: 32 },
  });
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise<DecodedHeic>((resolve) => {
      timer = setTimeout(() => resolve({ kind: 'broken' }), TIMEOUT_MS);
      worker.once('message', resolve);
      worker.once('error', () => resolve({ kind: 'broken' }));
      worker.once('exit', () => resolve({ kind: 'broken' }));
    });
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
}
