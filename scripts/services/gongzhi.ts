// The whole of Gongzhi as one object: installation, worker and API, up and healthy. `npm start` runs it for a person; rehearsals,
// benches and end-to-end tests run it for themselves on a folder and ports of their own.
import { loadConfig } from '../../config/config';
import { APP_ROLE, openDatabase } from '../../prisma/client';
import { openKeyRing } from '../../store/key-ring';
import { databaseClock } from '../../store/time-source';
import { seedSample } from '../seed/sample';
import type { SampleAccount } from '../seed/sample';
import { portOrAnother } from './free-port';
import { openInstallation } from './installation';
import type { InstallationOptions } from './installation';
import { startPart } from './part';
import type { Part } from './part';
import { ServiceError } from './service-error';

export interface GongzhiOptions extends InstallationOptions {
  /** Whether an empty database gets the sample street. Never in production mode. */
  hasSample: boolean;
}

export interface Gongzhi {
  /** Where the API answers, e.g. `http://127.0.0.1:8080`. */
  address: string;
  temporalUi: string | undefined;
  /** The environment of API and worker: addresses and secrets, for tools that open the same database. */
  environment: NodeJS.ProcessEnv;
  /** Accounts made by this start, with their passwords; empty when the database had some already. */
  accounts: SampleAccount[];
  /** Resolves with a sentence when any part ends without having been told to. */
  failed: Promise<string>;
  /** Kills the worker with SIGKILL, for rehearsals; `failed` does not count it. */
  killWorker(): Promise<void>;
  startWorker(): Promise<void>;
  /** Crashes the embedded PostgreSQL under API and worker and starts it again, for rehearsals; `failed` does not count it. */
  restartDatabase(): Promise<void>;
  stop(): Promise<void>;
}

const READY_MS = 120_000;
const STOP_GRACE_MS = 15_000;

/** Starts everything and waits until `/readyz` says so. Throws ServiceError or ConfigError, with everything stopped again. */
export async function startGongzhi(options: GongzhiOptions): Promise<Gongzhi> {
  const { directory, say } = options;
  const installation = await openInstallation(options);
  let fail = (_sentence: string) => {};
  const failed = new Promise<string>((resolve) => {
    fail = resolve;
  });
  void installation.failed.then((sentence) => fail(sentence));
  let worker: Part | undefined;
  let api: Part | undefined;
  const stop = async () => {
    // The API first, so that nothing new is accepted; the worker finishes what it has; then the servers under them.
    await api?.stop(STOP_GRACE_MS);
    await worker?.stop(STOP_GRACE_MS);
    await installation.stop();
  };
  try {
    const { environment } = installation;
    const accounts = options.hasSample && installation.isEmbedded ? await seed(environment) : [];
    const { http } = loadConfig(environment);
    const port = await portOrAnother(http.port, (other) => say(`Port ${http.port} is taken; the API uses ${other}.`));
    const childEnvironment = { ...environment, PORT: String(port) };
    const start = async (name: string, entry: string): Promise<Part> => {
      const part = await startPart({ name, entry, environment: childEnvironment, directory, readyMs: READY_MS });
      void part.failed.then((sentence) => fail(sentence));
      return part;
    };
    const startWorker = async () => {
      worker = await start('worker', 'worker/main.ts');
    };
    const startApi = async () => {
      api = await start('api', 'api/main.ts');
    };
    const results = await Promise.allSettled([startWorker(), startApi()]);
    for (const result of results) if (result.status === 'rejected') throw result.reason;
    const address = `http://${http.host === '0.0.0.0' || http.host === '::' ? '127.0.0.1' : http.host}:${port}`;
    await untilReady(address, failed);
    installation.lock.describe(address);
    return {
      address,
      temporalUi: installation.temporalUi,
      environment: childEnvironment,
      accounts,
      failed,
      startWorker,
      restartDatabase: () => installation.restartDatabase(),
      stop,
      async killWorker() {
        await worker?.kill();
        worker = undefined;
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function seed(environment: NodeJS.ProcessEnv): Promise<SampleAccount[]> {
  const { database, keys } = loadConfig(environment);
  const { pool, close } = openDatabase({ url: database.url, max: 2, role: APP_ROLE });
  try {
    return await seedSample({ pool, time: databaseClock(pool), keyRing: openKeyRing(keys.dataKeys) });
  } finally {
    await close();
  }
}

async function untilReady(address: string, failed: Promise<string>): Promise<void> {
  let failure: string | undefined;
  void failed.then((sentence) => {
    failure = sentence;
  });
  const until = performance.now() + READY_MS;
  let answer = 'no answer';
  while (performance.now() < until) {
    if (failure !== undefined) throw new ServiceError(failure);
    try {
      const response = await fetch(`${address}/readyz`, { signal: AbortSignal.timeout(5_000) });
      if (response.ok) return;
      answer = `${response.status}: ${(await response.text()).slice(0, 300)}`;
    } catch (error) {
      answer = (error as Error).message;
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new ServiceError(`The API at ${address} does not say that it is ready (${answer}).`);
}
