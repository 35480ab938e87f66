// The installation of a rehearsal of years: a PostgreSQL with the virtual clock, the time-skipping server, worker and API as the processes
// that `npm start` runs. Worker and server can be killed as a power cut would.
import { randomBytes } from 'node:crypto';
import { chmodSync } from 'node:fs';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import type { Pool } from 'pg';
import { rebuildEngine } from '../../../engine/rebuild';
import { APP_ROLE, openDatabase } from '../../../prisma/client';
import { migrate } from '../../../prisma/migrate';
import { freePort } from '../../services/free-port';
import { startPart, type Part } from '../../services/part';
import { startPostgres } from '../../services/postgres';
import { connectTestServer, startTestServer, type TestServer } from '../../services/test-server';
import { testServerBinary } from '../../services/test-server-binary';
import { installVirtualClock, VirtualClock } from './virtual-clock';

const READY_MS = 180_000;
const STOP_GRACE_MS = 15_000;

export interface Installation {
  address: string;
  environment: NodeJS.ProcessEnv;
  tokenKey: Uint8Array;
  clock: VirtualClock;
  /** As API and worker have it; the rehearsal only reads. */
  pool: Pool;
  client(): TestWorkflowEnvironment['client'];
  /** Resolves with a sentence when a part ends without having been told to. */
  failed: Promise<string>;
  killWorker(): Promise<void>;
  startWorker(): Promise<void>;
  /** With everything that it knew. */
  killTemporal(): Promise<void>;
  /** A new one, which knows nothing, at the database's time. */
  startTemporal(): Promise<void>;
  /** What `npm run rebuild-engine` does; how many processes came to what end. */
  rebuild(): Promise<Record<string, number>>;
  stop(): Promise<void>;
}

/** Everything in `directory`, on free ports. Throws ServiceError, with everything stopped again. */
export async function openVirtualInstallation(directory: string, say: (line: string) => void): Promise<Installation> {
  const stops: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (const next of stops.splice(0).reverse()) await next();
  };
  try {
    const command = await testServerBinary(say);
    Runtime.install({ logger: new DefaultLogger('ERROR'), shutdownSignals: [] });
    // The postgres user must be able to walk in; its own folder inside is 0700.
    chmodSync(directory, 0o711);
    const postgres = await startPostgres({ directory, port: await freePort(), durable: false, say });
    stops.push(() => postgres.stop());
    await postgres.ensureDatabase('gongzhi');
    const url = postgres.url('gongzhi');
    await migrate(url);
    const superuser = openDatabase({ url, max: 2 });
    stops.push(superuser.close);
    await installVirtualClock(superuser.pool);
    const clock = new VirtualClock(superuser.pool);
    const { pool, close } = openDatabase({ url, max: 4, role: APP_ROLE });
    stops.push(close);

    const port = await freePort();
    let server: { process: TestServer; env: TestWorkflowEnvironment } | undefined;
    const startTemporal = async () => {
      const process = await startTestServer({ command, directory, port, stopSignal: 'SIGKILL' });
      server = { process, env: await connectTestServer(process.address) };
      await clock.take(server.env);
    };
    const killTemporal = async () => {
      clock.drop();
      await server?.process.stop();
      await server?.env.teardown();
      server = undefined;
    };
    stops.push(killTemporal);
    await startTemporal();

    const tokenKey = randomBytes(32);
    const environment: NodeJS.ProcessEnv = {
      ...process.env,
      GONGZHI_MODE: 'embedded',
      DATABASE_URL: url,
      TEMPORAL_ADDRESS: `127.0.0.1:${port}`,
      HOST: '127.0.0.1',
      PORT: '0',
      GONGZHI_DATA_KEY: randomBytes(32).toString('base64'),
      GONGZHI_TOKEN_KEY: tokenKey.toString('base64'),
      // The rehearsal ends with the auditor's questions itself; every virtual night would be once in some seconds.
      GONGZHI_AUDIT_HOUR: 'never',
    };
    let fail = (_sentence: string) => {};
    const failed = new Promise<string>((resolve) => (fail = resolve));
    const start = async (name: string): Promise<Part> => {
      const part = await startPart({ name, entry: `${name}/main.ts`, environment, directory, readyMs: READY_MS });
      void part.failed.then((sentence) => fail(sentence));
      return part;
    };
    let worker: Part | undefined = await start('worker');
    stops.push(async () => worker?.stop(STOP_GRACE_MS));
    const api = await start('api');
    stops.push(() => api.stop(STOP_GRACE_MS));
    return {
      ...{
        address: String(api.ready['url']),
        environment,
        tokenKey,
        clock,
        pool,
        failed,
        startTemporal,
        killTemporal,
        stop,
      },
      client() {
        if (server === undefined) throw new Error('Temporal is not there');
        return server.env.client;
      },
      async killWorker() {
        await worker?.kill();
        worker = undefined;
      },
      async startWorker() {
        worker = await start('worker');
      },
      async rebuild() {
        if (server === undefined) throw new Error('Temporal is not there');
        const results: Record<string, number> = {};
        for await (const { result } of rebuildEngine(server.env.client, pool, { isForced: false }))
          results[result] = (results[result] ?? 0) + 1;
        return results;
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
