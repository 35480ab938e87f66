// One Gongzhi per data folder. The lock is a listening socket, which the system frees however its holder dies,
// and which tells a second starter where the first one is.
import { createHash } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import type { Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ServiceError } from './service-error';

export interface StartLock {
  /** What a second starter is told about this one, e.g. its address. */
  describe(text: string): void;
  release(): Promise<void>;
}

/** Takes the lock of `directory`. Throws ServiceError with one sentence when another process holds it. */
export async function takeStartLock(directory: string): Promise<StartLock> {
  mkdirSync(directory, { recursive: true });
  let description = 'it is still starting';
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.end(`process ${process.pid}; ${description}`);
  });
  const address = await listen(server, directory);
  if (typeof address !== 'string') {
    throw new ServiceError(
      `Gongzhi already runs on ${directory} (${address.holder}). Stop it first, or set GONGZHI_DATA to another folder.`,
    );
  }
  return {
    describe(text) {
      description = text;
    },
    release: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** The address listened on, or who holds it. */
async function listen(server: Server, directory: string): Promise<string | { holder: string }> {
  const digest = createHash('sha256').update(path.resolve(directory)).digest('hex').slice(0, 16);
  const inFolder = path.join(directory, 'start.sock');
  // A socket's path may have about a hundred bytes.
  const address =
    process.platform === 'win32'
      ? `\\\\.\\pipe\\gongzhi-${digest}`
      : Buffer.byteLength(inFolder) < 100
        ? inFolder
        : path.join(tmpdir(), `gongzhi-${digest}.sock`);
  for (let attempt = 1; ; attempt += 1) {
    const error = await new Promise<NodeJS.ErrnoException | undefined>((resolve) => {
      server.once('error', resolve);
      server.listen(address, () => resolve(undefined));
    });
    server.removeAllListeners('error');
    if (error === undefined) return address;
    if (error.code !== 'EADDRINUSE') throw error;
    const holder = await askHolder(address);
    if (holder !== undefined) return { holder };
    // Left behind by a starter that was killed: nobody listens on it any more.
    if (attempt > 3) throw error;
    rmSync(address, { force: true });
  }
}

function askHolder(address: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    let text = '';
    const socket = connect(address);
    socket.setTimeout(2_000, () => socket.destroy(new Error('no answer')));
    socket.on('data', (chunk) => (text += chunk.toString('utf8')));
    socket.on('end', () => resolve(text));
    socket.on('error', (error: NodeJS.ErrnoException) =>
      resolve(error.code === 'ECONNREFUSED' || error.code === 'ENOENT' ? undefined : 'it does not answer'),
    );
  });
}
