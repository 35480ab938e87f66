// One HTTP server of the bench of stuck work, in a process of its own: the real API, or the same stack with one look-up by primary key.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type Express } from 'express';
import helmet from 'helmet';
import pino from 'pino';
import { z } from 'zod';
import { createApp } from '../../api/app';
import { Authenticator } from '../../api/auth/authenticator';
import { operation } from '../../api/contracts/operation';
import { supervisionOperations } from '../../api/contracts/supervision';
import { uuid } from '../../api/contracts/shapes';
import type { Deps } from '../../api/deps';
import { problem } from '../../api/problems';
import { mountOperations, problemHandler, requestFacts } from '../../api/routing';
import { APP_ROLE, openDatabase } from '../../prisma/client';
import { openKeyRing } from '../../store/key-ring';
import { databaseClock } from '../../store/time-source';
import { serveTasks } from '../support/child';

export interface ServerTask {
  kind: 'gongzhi' | 'row';
  url: string;
  tokenKeyHex: string;
}

serveTasks<ServerTask>(async (task) => {
  const deps = depsOf(task);
  const server = createServer(task.kind === 'row' ? oneRow(deps) : createApp(deps));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
});

function depsOf({ url, tokenKeyHex }: ServerTask): Deps {
  const { pool, prisma } = openDatabase({ url, max: 4, role: APP_ROLE });
  return {
    pool,
    prisma,
    time: databaseClock(pool),
    keyRing: openKeyRing([{ id: 'k1', secret: Buffer.alloc(32, 7) }]),
    config: {
      tokenKey: Buffer.from(tokenKeyHex, 'hex'),
      isProduction: true,
      trustedProxies: 0,
      listenUrl: null,
      attachments: { maxBytes: 1024 * 1024, maxPixels: 50_000_000, maxSide: 2_048, maxUnused: 40 },
      maxSavedViews: 50,
    },
    // Every answer is logged, as in production; where to is not measured.
    log: pino({ level: 'info' }, pino.destination('/dev/null')),
  };
}

/** The same frame, contract and authentication; the handler reads one row by its key. */
function oneRow(deps: Deps): Express {
  const row = operation({
    ...supervisionOperations.listStalls,
    id: 'oneRow',
    path: '/v1/rows/{id}',
    params: z.strictObject({ id: uuid }),
    query: z.strictObject({}),
    response: z.strictObject({ id: uuid, duty: z.string(), dueAt: z.string().nullable() }),
  });
  const handler = async ({ params }: { params: { id: string } }) => {
    const { rows } = await deps.pool.query<{ id: string; duty: string; dueAt: Date | null }>({
      name: 'one-row',
      text: 'select id, duty, due_at as "dueAt" from obligation where id = $1',
      values: [params.id],
    });
    const [found] = rows;
    if (!found) throw problem('not-found');
    return { ...found, dueAt: found.dueAt?.toISOString() ?? null };
  };
  const app = express();
  app.disable('etag');
  app.disable('x-powered-by');
  app.set('query parser', false);
  app.use(requestFacts);
  app.use((request, response, next) => {
    response.once('finish', () => deps.log.info({ method: request.method, status: response.statusCode }, 'answered'));
    next();
  });
  app.use(helmet());
  app.use(mountOperations([{ row, handler: handler as never }], deps, new Authenticator(deps)));
  app.use(problemHandler(deps));
  return app;
}
