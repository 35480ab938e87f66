// The whole of Gongzhi for a bench: a durable PostgreSQL, a Temporal dev server on a file, worker and API as the processes that
// `npm start` runs. Nothing is replaced by a lighter part.
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { Client, Connection } from '@temporalio/client';
import type { Pool } from 'pg';
import { openDatabase } from '../../prisma/client';
import { freePort } from '../../scripts/services/free-port';
import { startPart, type Part } from '../../scripts/services/part';
import { startTemporal } from '../../scripts/services/temporal';
import { openKeyRing, type KeyRing } from '../../store/key-ring';
import { durableDatabase } from './durable-database';

export interface BenchStack {
  /** For the bench's own preparations and questions; as superuser. */
  pool: Pool;
  /** Of the database, as superuser. */
  databaseUrl: string;
  /** Holds everything the stack keeps on disk. */
  directory: string;
  client: Client;
  temporalAddress: string;
  /** Signs access tokens as the API does. */
  tokenKey: Uint8Array;
  keyRing: KeyRing;
  /** Where the API answers. */
  address: string;
  /** The one that runs now. */
  readonly worker: Part;
  /** Kills the worker as a power cut would, and starts it again; returns when it says that it is ready. */
  restartWorker(): Promise<void>;
  /** Stops Temporal and starts it again on its file; returns when it answers. */
  restartTemporal(): Promise<void>;
  stop(): Promise<void>;
}

const READY_MS = 120_000;
const STOP_GRACE_MS = 15_000;

/** `cachedWorkflows`: the worker's cache setting; absent: its default. */
export async function startStack({ cachedWorkflows }: { cachedWorkflows?: number } = {}): Promise<BenchStack> {
  const stops: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const next of stops.splice(0).reverse()) await next();
  };
  try {
    const database = await durableDatabase();
    stops.push(() => database.stop());
    const { pool, close } = openDatabase({ url: database.url, max: 4, statementTimeoutMs: 600_000 });
    stops.push(close);
    const temporal = {
      directory: path.join(database.directory, 'temporal'),
      port: await freePort(),
      isKept: true,
      say: (line: string) => console.error(line),
    };
    let server = await startTemporal(temporal);
    stops.push(() => server.stop());
    const connection = await Connection.connect({ address: server.address });
    stops.push(() => connection.close());

    const [dataKey, tokenKey] = [randomBytes(32), randomBytes(32)];
    const environment: NodeJS.ProcessEnv = {
      ...process.env,
      GONGZHI_MODE: 'embedded',
      DATABASE_URL: database.url,
      TEMPORAL_ADDRESS: server.address,
      HOST: '127.0.0.1',
      PORT: '0',
      GONGZHI_DATA_KEY: dataKey.toString('base64'),
      GONGZHI_TOKEN_KEY: tokenKey.toString('base64'),
      ...(cachedWorkflows === undefined ? {} : { GONGZHI_CACHED_WORKFLOWS: String(cachedWorkflows) }),
    };
    const { directory } = database;
    const start = async (name: string, entry: string): Promise<Part> => {
      const part = await startPart({ name, entry, environment, directory, readyMs: READY_MS });
      stops.push(() => part.stop(STOP_GRACE_MS));
      void part.failed.then((sentence) => console.error(sentence));
      return part;
    };
    let worker = await start('worker', 'worker/main.ts');
    const api = await start('api', 'api/main.ts');
    return {
      pool,
      databaseUrl: database.url,
      directory,
      client: new Client({ connection }),
      temporalAddress: server.address,
      tokenKey,
      keyRing: openKeyRing([{ id: 'k1', secret: dataKey }]),
      address: String(api.ready['url']),
      get worker() {
        return worker;
      },
      async restartWorker() {
        await worker.kill();
        worker = await start('worker', 'worker/main.ts');
      },
      async restartTemporal() {
        await server.stop();
        server = await startTemporal(temporal);
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
