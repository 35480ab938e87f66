// The worker process: runs the workflows and activities, and beside them relay, checkpointer, digester, reminders, trouble watch, auditor and the
// figures of what is normal.
// Prints one JSON line when it is ready.
import { NativeConnection, Runtime, Worker } from '@temporalio/worker';
import pino from 'pino';
import { createActivities } from '../activities/create-activities';
import { loadConfig } from '../config/config';
import { openEngine } from '../engine/connect';
import { createSubmitter } from '../engine/submit';
import { APP_ROLE, openDatabase } from '../prisma/client';
import { receiptKeys } from '../store/ballots/receipt-keys';
import { createFieldCipher } from '../store/crypto/field-cipher';
import { openKeyRing } from '../store/key-ring';
import { databaseClock } from '../store/time-source';
import { TASK_QUEUE } from '../workflows/messages';
import { startAuditor } from './auditor';
import { startCheckpointer } from './checkpointer';
import { startNormals } from './normals';
import { startDigester } from './digester';
import { smtpPort } from './mail-port';
import { startRelay } from './relay';
import { startSecondPersonReminders } from './second-persons';
import { troubleInterceptor } from './trouble-interceptor';
import { startTroubleWatch } from './trouble-watch';
import { workflowBundle } from './workflow-bundle';

async function main(): Promise<void> {
  const config = loadConfig();
  const log = pino({ level: config.logLevel, base: { part: 'worker' } });
  // We decide the order in which parts stop; the runtime would only see the worker.
  Runtime.install({ shutdownSignals: [], telemetryOptions: { logging: { filter: 'WARN', forward: {} } } });

  const { url, maxConnections } = config.database;
  const database = openDatabase({ url, max: maxConnections, role: APP_ROLE });
  const time = databaseClock(database.pool);
  const engine = openEngine(config.temporal);
  const { address, namespace, tls, apiKey } = config.temporal;
  const connection = await NativeConnection.connect({
    address,
    ...(tls === undefined ? {} : { tls }),
    ...(apiKey === undefined ? {} : { apiKey }),
  });
  const keyRing = openKeyRing(config.keys.dataKeys);
  const { signing } = receiptKeys(keyRing);
  const worker = await Worker.create({
    connection,
    namespace,
    taskQueue: TASK_QUEUE,
    workflowBundle: await workflowBundle(),
    activities: createActivities({ pool: database.pool, time, signing }),
    interceptors: { activity: [troubleInterceptor({ pool: database.pool, time, log })] },
    maxCachedWorkflows: config.worker.cachedWorkflows,
    shutdownGraceTime: '5 seconds',
  });
  const submitter = createSubmitter(engine.client, database.pool);
  const relay = startRelay({ pool: database.pool, client: engine.client, submitter, time, log, listenUrl: url });
  const normals = startNormals({ pool: database.pool, time, log });
  const checkpointer = startCheckpointer({ pool: database.pool, time, signing, log });
  const mail = config.mail === undefined ? null : smtpPort(config.mail);
  const cipher = createFieldCipher(keyRing);
  const digester = startDigester({ pool: database.pool, time, log, cipher, ...config.digest, mail });
  const reminders = startSecondPersonReminders({ pool: database.pool, time, log });
  const watching = { client: engine.client, pool: database.pool, time, log };
  const troubleWatch = startTroubleWatch(watching);
  const auditor = startAuditor({ ...watching, ...config.audit });

  const stop = (): void => {
    if (worker.getState() === 'RUNNING') worker.shutdown();
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  stopWithParent(stop);
  const running = worker.run();
  process.stdout.write(`${JSON.stringify({ ready: true, part: 'worker', taskQueue: TASK_QUEUE })}\n`);
  await running;
  await relay.stop();
  await checkpointer.stop();
  await normals.stop();
  await digester.stop();
  await reminders.stop();
  await troubleWatch.stop();
  await auditor.stop();
  await connection.close();
  await engine.close();
  await database.close();
}

/** Started by the starter, the worker ends with it: the pipe on standard input closes even when the starter is killed. */
function stopWithParent(stop: () => void): void {
  if (process.env['GONGZHI_GUARDED'] !== '1') return;
  process.stdin.resume();
  process.stdin.once('end', stop);
  process.stdin.once('close', stop);
}

main().catch((error: unknown) => {
  process.stderr.write(`worker: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
});
