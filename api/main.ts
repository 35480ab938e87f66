// The API process: configuration, connections, listening, an orderly end. One JSON line on standard output says it is ready.
// Ending with the starter that is gone is the starter's doing (scripts/services/watch-parent.mjs).
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Client } from '@temporalio/client';
import pino, { type Logger } from 'pino';
import { loadConfig, type Config } from '../config/config';
import { openEngine } from '../engine/connect';
import { APP_ROLE, openDatabase, type Database } from '../prisma/client';
import { countSampleAccounts } from '../store/accounts';
import { openKeyRing } from '../store/key-ring';
import { httpPaymentPort } from '../store/receipts/payment-port';
import { databaseClock } from '../store/time-source';
import { createApp } from './app';
import type { Deps } from './deps';
import { createHttpServer } from './http-server';

const STOP_WITHIN_MS = 10_000;

async function main(): Promise<void> {
  const config = loadConfig();
  // Standard output belongs to the ready line; the log goes to standard error.
  const log = pino({ level: config.logLevel, base: { part: 'api' } }, pino.destination(2));
  const database = openDatabase({ url: config.database.url, max: config.database.maxConnections, role: APP_ROLE });
  if (config.mode === 'production') await refuseSampleAccounts(database);
  const engine = openEngine(config.temporal);
  const app = createApp(depsOf(config, database, engine.client, log));
  const server = createHttpServer(app);
  const { port } = await listen(server, config.http);
  const host = config.http.host.includes(':') ? `[${config.http.host}]` : config.http.host;
  process.stdout.write(`${JSON.stringify({ ready: true, part: 'api', url: `http://${host}:${port}` })}\n`);

  const stop = once(async () => {
    log.info('stopping');
    setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref();
    app.stopStreams();
    await new Promise((resolve) => {
      server.close(resolve);
      server.closeIdleConnections();
    });
    await engine.close();
    await database.close();
    process.exit(0);
  });
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, stop);
}

function depsOf(config: Config, { pool, prisma }: Database, temporal: Client, log: Logger): Deps {
  return {
    pool,
    prisma,
    time: databaseClock(pool),
    temporal,
    keyRing: openKeyRing(config.keys.dataKeys),
    payments: config.payments && httpPaymentPort(config.payments),
    config: {
      tokenKey: config.keys.tokenKey,
      isProduction: config.mode === 'production',
      trustedProxies: config.http.trustedProxies,
      maxSavedViews: config.http.maxSavedViews,
      listenUrl: config.database.url,
      attachments: config.http.attachments,
    },
    log,
  };
}

async function refuseSampleAccounts({ pool }: Database): Promise<void> {
  const count = await countSampleAccounts(pool);
  if (count === 0) return;
  throw new Error(`${count} sample accounts can still sign in: disable them before running in production mode.`);
}

const listen = (server: Server, { host, port }: Config['http']): Promise<AddressInfo> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve(server.address() as AddressInfo));
  });

function once(work: () => Promise<void>): () => void {
  let isDone = false;
  return () => {
    if (isDone) return;
    isDone = true;
    work().catch(() => process.exit(1));
  };
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
