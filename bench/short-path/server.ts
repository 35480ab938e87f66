// One HTTP server of a short-path bench, in a process of its own: the real API, the same stack with one row per request, or bare Express.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type Express } from 'express';
import helmet from 'helmet';
import pino from 'pino';
import { createApp } from '../../api/app';
import { Authenticator } from '../../api/auth/authenticator';
import type { Context } from '../../api/context';
import type { Operation } from '../../api/contracts/operation';
import type { Deps } from '../../api/deps';
import { mountOperations, problemHandler, requestFacts } from '../../api/routing';
import { APP_ROLE, openDatabase } from '../../prisma/client';
import { openKeyRing } from '../../store/key-ring';
import { databaseClock } from '../../store/time-source';
import { serveTasks } from '../support/child';

export interface WithDatabase {
  url: string;
  tokenKeyHex: string;
  rollId: string;
  rollHash: string;
}

export type ServerTask = { kind: 'express' } | ({ kind: 'gongzhi' | 'row' } & WithDatabase);

interface Rivals<Call> {
  operation: Operation;
  /** What bare Express answers beside the command id: as long as a real answer. */
  answer: object;
  /** The rival's handler: one row, in a transaction of its own. */
  insert(deps: Deps, task: WithDatabase): (call: Call, context: Context) => Promise<unknown>;
}

export function serveRivals<Call>({ operation, answer, insert }: Rivals<Call>): void {
  serveTasks<ServerTask>(async (task) => {
    const app =
      task.kind === 'express'
        ? bareExpress(operation, answer)
        : task.kind === 'row'
          ? rowPerRequest(operation, insert, task)
          : createApp(depsOf(task));
    const server = createServer(app);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
  });
}

/** Only parses and answers. */
function bareExpress({ path }: Operation, answer: object): Express {
  const app = express();
  app.disable('etag');
  app.disable('x-powered-by');
  app.post(path.replace(/\{(\w+)\}/g, ':$1'), express.json(), (request, response) => {
    const { commandId } = request.body as { commandId: string };
    response.status(201).json({ ...answer, commandId });
  });
  return app;
}

function depsOf({ url, tokenKeyHex }: WithDatabase): Deps {
  const { pool, prisma } = openDatabase({ url, max: 16, role: APP_ROLE });
  return {
    pool,
    prisma,
    time: databaseClock(pool),
    keyRing: openKeyRing([{ id: 'k1', secret: Buffer.alloc(32, 7) }]),
    config: {
      ...{ tokenKey: Buffer.from(tokenKeyHex, 'hex'), isProduction: true, trustedProxies: 0, listenUrl: null },
      ...{
        attachments: { maxBytes: 1024 * 1024, maxPixels: 50_000_000, maxSide: 2_048, maxUnused: 40 },
        maxSavedViews: 50,
      },
    },
    // Every answer is logged, as in production; where to is not measured.
    log: pino({ level: 'info' }, pino.destination('/dev/null')),
  };
}

/** The same frame, contract and authentication around the rival's handler. */
function rowPerRequest<Call>(operation: Operation, insert: Rivals<Call>['insert'], task: WithDatabase): Express {
  const deps = depsOf(task);
  const handler = insert(deps, task);
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
  app.use(mountOperations([{ row: operation, handler: handler as never }], deps, new Authenticator(deps)));
  app.use(problemHandler(deps));
  return app;
}
