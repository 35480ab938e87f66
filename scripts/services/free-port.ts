// Finds ports on loopback. Between finding and using one another program may take it; starters then fail with a clear log.
import { createServer } from 'node:net';

/** Tries to listen on 127.0.0.1:`port` (0: any) and returns the port, or undefined when it is taken. */
function tryPort(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      const address = server.address();
      const found = typeof address === 'object' && address !== null ? address.port : undefined;
      server.close(() => resolve(found));
    });
  });
}

/** Any free port on loopback. */
export async function freePort(): Promise<number> {
  const port = await tryPort(0);
  if (port === undefined) throw new Error('No free port on 127.0.0.1.');
  return port;
}

/** `wanted` if it is free, else another; `instead` is called with the other so that it can be said. */
export async function portOrAnother(wanted: number, instead: (port: number) => void): Promise<number> {
  if (wanted !== 0 && (await tryPort(wanted)) !== undefined) return wanted;
  const port = await freePort();
  if (wanted !== 0) instead(port);
  return port;
}
