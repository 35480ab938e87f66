// A small city with everything running: API, worker and relay over a real Temporal dev server and a database of its own.
import { randomUUID } from 'node:crypto';
import { Client } from '@temporalio/client';
import { Worker } from '@temporalio/worker';
import pino from 'pino';
import { createActivities } from '../../activities/create-activities';
import { receiptKeys } from '../../store/ballots/receipt-keys';
import type { StartOptions } from '../../engine/start-process';
import { createSubmitter } from '../../engine/submit';
import { startRelay, type Relay } from '../../worker/relay';
import { troubleInterceptor } from '../../worker/trouble-interceptor';
import { apiWorld, type World } from './api-world';
import { devServer, workflowBundle } from './temporal';

export interface EngineWorld extends World {
  client: Client;
  start: StartOptions;
  /** Ends worker and relay, as a crash would; `startWorker` brings them back. */
  stopWorker(): Promise<void>;
  startWorker(): Promise<void>;
  /** Asks until the answer satisfies; fails with the last answer after half a minute. */
  until<T>(ask: () => Promise<T>, satisfies: (answer: T) => boolean): Promise<T>;
}

export async function engineWorld(options: Pick<StartOptions, 'rollOverAtEvents'> = {}): Promise<EngineWorld> {
  const server = await devServer();
  const client = new Client({ connection: server.connection, namespace: server.namespace });
  const start: StartOptions = { ...options, taskQueue: `test-${randomUUID()}` };
  const world = await apiWorld({ temporal: client, start });
  const { pool } = world.db;
  const { time } = world.deps;
  let running: { worker: Worker; run: Promise<void>; relay: Relay } | undefined;

  const startWorker = async (): Promise<void> => {
    const worker = await Worker.create({
      connection: server.nativeConnection,
      namespace: server.namespace,
      taskQueue: start.taskQueue ?? '',
      workflowBundle: await workflowBundle(),
      activities: createActivities({ pool, time, signing: receiptKeys(world.deps.keyRing).signing }),
      interceptors: { activity: [troubleInterceptor({ pool, time, log: pino({ level: 'silent' }) })] },
    });
    const submitter = createSubmitter(client, pool, start);
    const relay = startRelay({
      pool,
      client,
      submitter,
      time,
      log: pino({ level: 'silent' }),
      start,
      listenUrl: world.db.url,
    });
    running = { worker, run: worker.run(), relay };
  };
  const stopWorker = async (): Promise<void> => {
    if (!running) return;
    const { worker, run, relay } = running;
    running = undefined;
    worker.shutdown();
    await Promise.all([run, relay.stop()]);
  };
  await startWorker();

  return {
    ...world,
    client,
    start,
    startWorker,
    stopWorker,
    until,
    async close() {
      await stopWorker();
      await world.close();
      await server.close();
    },
  };
}

async function until<T>(ask: () => Promise<T>, satisfies: (answer: T) => boolean): Promise<T> {
  const end = Date.now() + 30_000;
  for (;;) {
    const answer = await ask();
    if (satisfies(answer)) return answer;
    if (Date.now() > end) throw new Error(`not within half a minute; last: ${JSON.stringify(answer)}`);
    await new Promise((go) => setTimeout(go, 50));
  }
}
