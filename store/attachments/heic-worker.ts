// The inside of the thread in which a HEIC file is decoded: its size first, then its first picture.
import { parentPort, workerData } from 'node:worker_threads';
import heic from 'heic-decode';
import type { DecodedHeic, HeicRequest } from './decode-heic';

async function decode({ bytes, maxPixels }: HeicRequest): Promise<DecodedHeic> {
  const pictures = await heic.all({ buffer: bytes });
  try {
    const [first] = pictures;
    if (first === undefined) return { kind: 'broken' };
    const { width, height } = first;
    if (width * height > maxPixels) return { kind: 'tooLarge', width, height };
    const { data } = await first.decode();
    return { kind: 'pixels', width, height, pixels: new Uint8Array(data.buffer, data.byteOffset, data.byteLength) };
  } finally {
    pictures.dispose();
  }
}

void decode(workerData as HeicRequest).then(
  (decoded) => parentPort?.postMessage(decoded),
  () => parentPort?.postMessage({ kind: 'broken' } satisfies DecodedHeic),
);
