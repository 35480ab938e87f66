// What the HTTP servers of benches have in common, each in a process of its own: the dependencies of the real API, and its frame, contract and
// authentication around one handler of a rival.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type Express } from 'express';
import helmet from 'helmet';
import pino from 'pino';
import { Authenticator } from '../../api/auth/authenticator';
import type { Operation } from '../../api/contracts/operation';
import type { Deps } from '../../api/deps';
import { mountOperations, problemHandler, requestFacts } from '../../api/routing';
import { APP_ROLE, openDatabase } from '../../prisma/client';
import { openKeyRing } from '../../store/key-ring';
import { databaseClock } from '../../store/time-source';

/** `connections`: the most that the server opens to the database. */
export function depsOf({ url, tokenKeyHex }: { url: string; tokenKeyHex: string }, connections: number): Deps {
  const { pool, prisma } = openDatabase({ url, max: connections, role: APP_ROLE });
  return {
    pool,
    prisma,
    time: databaseClock(pool),
    keyRing: openKeyRing([{ id: 'k1', secret: Buffer.alloc(32, 7) }]),
    config: {
      ...{ tokenKey: Buffer.from(tokenKeyHex, 'hex'), isProduction: true, trustedProxies: 0, listenUrl: null },
      attachments: { maxBytes: 1024 * 1024, maxPixels: 50_000_000, maxSide: 2_048, maxUnused: 40 },
      maxSavedViews: 50,
    },
    // Every answer is logged, as in production; where to is not measured.
    log: pino({ level: 'info' }, pino.destination('/dev/null')),
  };
}

/** Express without what the API does not use either. */
export function plainExpress(): Express {
  const app = express();
  app.disable('etag');
  app.disable('x-powered-by');
  return app;
}

export function appAround(operation: Operation, handler: unknown, deps: Deps): Express {
  const app = plainExpress();
  app.set('query parser', false);
  app.use(requestFacts);
  app.use((request, response, next) => {
    response.once('finish', () => deps.log.info({ method: request.method, status: response.statusCode }, 'answered'));
    next();
  });
  app.use(helmet());
  app.use(mountOperations([{ row: operation, handler: handler as never }], deps, new Authenticator(deps)));
  app.use(problemHandler(deps));
  return app;
}

export async function listen(app: Express): Promise<{ url: string }> {
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}
