// The inside of the thread in which an uploaded file is unpacked and read: one page, then it waits until the page was taken.
import { parentPort, workerData } from 'node:worker_threads';
import { once } from 'node:events';
import { FileProblem, type FileProblemCode, type FileProblemParams } from '../../domain/register/file-problem';
import { readRegister, type RegisterFormat, type RegisterPart } from './read-register';

export interface ReadRequest {
  bytes: Uint8Array;
  format: RegisterFormat;
}

export type ReadMessage =
  RegisterPart | { kind: 'end' } | { kind: 'problem'; code: FileProblemCode; params: FileProblemParams };

async function read(): Promise<void> {
  const port = parentPort;
  if (port === null) throw new Error('read-worker.ts runs in a worker thread only.');
  const { bytes, format } = workerData as ReadRequest;
  const say = async (message: ReadMessage): Promise<void> => {
    port.postMessage(message);
    if (message.kind === 'head' || message.kind === 'rows') await once(port, 'message');
  };
  try {
    for await (const part of readRegister(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), format))
      await say(part);
    await say({ kind: 'end' });
  } catch (error) {
    if (!(error instanceof FileProblem)) throw error;
    await say({ kind: 'problem', code: error.code, params: error.params });
  }
  port.close();
}

void read();
