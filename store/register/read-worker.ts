// The inside of the thread in which an uploaded file is unpacked and read: a page, and one ahead of it.
import { parentPort, workerData } from 'node:worker_threads';
import { once } from 'node:events';
import { FileProblem, type FileProblemCode, type FileProblemParams } from '../../domain/register/file-problem';
import type { ParsedRow } from '../../domain/register/judge-row';
import { readRegister, type RegisterFormat, type RegisterPart } from './read-register';
import { readRows, type RowsPart } from './read-rows';

/** A register with its rows judged, or any sheet's rows as they stand. */
export type ReadRequest = { bytes: Uint8Array; format: RegisterFormat } & (
  { what: 'register' } | { what: 'rows'; maxRows: number }
);

export type ReadMessage =
  RegisterPart | RowsPart | { kind: 'end' } | { kind: 'problem'; code: FileProblemCode; params: FileProblemParams };

/** Rows per message. */
const PAGE = 1_000;

/** Pages of readRegister gathered into larger ones. */
async function* gathered(parts: AsyncGenerator<RegisterPart>): AsyncGenerator<RegisterPart> {
  let rows: ParsedRow[] = [];
  for await (const part of parts) {
    if (part.kind === 'head') yield part;
    else rows.push(...part.rows);
    if (rows.length < PAGE) continue;
    yield { kind: 'rows', rows };
    rows = [];
  }
  if (rows.length > 0) yield { kind: 'rows', rows };
}

async function read(): Promise<void> {
  const port = parentPort;
  if (port === null) throw new Error('read-worker.ts runs in a worker thread only.');
  const request = workerData as ReadRequest;
  const bytes = Buffer.from(request.bytes.buffer, request.bytes.byteOffset, request.bytes.byteLength);
  const parts: AsyncGenerator<RegisterPart | RowsPart> =
    request.what === 'rows'
      ? readRows(bytes, request.format, request.maxRows)
      : gathered(readRegister(bytes, request.format));
  const say = (message: ReadMessage): void => port.postMessage(message);
  try {
    for await (const part of parts) {
      say(part);
      // One page ahead of its taker: the next is read while this one is stored.
      await once(port, 'message');
    }
    say({ kind: 'end' });
  } catch (error) {
    if (!(error instanceof FileProblem)) throw error;
    say({ kind: 'problem', code: error.code, params: error.params });
  }
  port.close();
}

void read();
