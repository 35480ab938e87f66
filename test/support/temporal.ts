// Temporal for tests: a time-skipping environment per test file (its clock is its own), one dev server and one workflow bundle per run.
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Connection } from '@temporalio/client';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { DefaultLogger, NativeConnection, Runtime } from '@temporalio/worker';
import { freePort } from '../../scripts/services/free-port';
import { startGuarded, tailOf, type GuardedProcess } from '../../scripts/services/guarded-process';
import { askKeeper } from './stack/stack';

/** The server is a Java program; on a busy machine it takes its time. */
const SERVER_START_MS = 50_000;

let isQuiet = false;

/** Says only what is wrong; the SDK's own default fills the test output. */
function quietRuntime(): void {
  if (isQuiet) return;
  isQuiet = true;
  Runtime.install({
    logger: new DefaultLogger('ERROR'),
    shutdownSignals: [],
    telemetryOptions: { logging: { filter: 'ERROR', forward: {} } },
  });
}

/** An environment whose clock jumps to the next timer when nothing else happens. The caller awaits `teardown()`. */
export async function timeSkippingEnvironment(): Promise<TestWorkflowEnvironment> {
  quietRuntime();
  const { path: command } = await askKeeper<{ path: string }>('/test-server');
  const directory = mkdtempSync(path.join(tmpdir(), 'gongzhi-time-'));
  const port = await freePort();
  const logFile = path.join(directory, 'server.log');
  const server = startGuarded({
    command,
    // Its clock starts locked; the SDK unlocks it while a test sleeps or waits for a result.
    args: [String(port)],
    stopSignal: 'SIGTERM',
    graceMs: 5_000,
    logFile,
    pidFile: path.join(directory, 'server.pid'),
  });
  const stop = async () => {
    await server.stop();
    rmSync(directory, { recursive: true, force: true });
  };
  try {
    await reach(port, server, logFile);
    // `create` is private, and the public ways would start the server themselves, giving it five seconds, which it often does not
    // keep on a busy machine, or take an existing one without its skipping of time.
    const env = await TestWorkflowEnvironment['create']({
      server: { type: 'existing' },
      address: `127.0.0.1:${port}`,
      supportsTimeSkipping: true,
    });
    const teardown = env.teardown.bind(env);
    env.teardown = async () => {
      await teardown();
      await stop();
    };
    return env;
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Waits until somebody listens on the port. */
async function reach(port: number, server: GuardedProcess, logFile: string): Promise<void> {
  for (const until = performance.now() + SERVER_START_MS; performance.now() < until && !server.hasExited();) {
    const isListening = await new Promise<boolean>((resolve) => {
      const socket = connect({ port, host: '127.0.0.1' }, () => resolve(true)).once('error', () => resolve(false));
      socket.once('close', () => resolve(false));
      socket.once('connect', () => socket.destroy());
    });
    if (isListening) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`The time-skipping server did not start:\n${tailOf(logFile)}`);
}

export interface DevServer {
  address: string;
  namespace: string;
  connection: Connection;
  nativeConnection: NativeConnection;
  close(): Promise<void>;
}

/** Connections to the run's dev server. Tests share it: give workflows and task queues names of their own. */
export async function devServer(): Promise<DevServer> {
  quietRuntime();
  const { address } = await askKeeper<{ address: string }>('/dev-server');
  const connection = await Connection.connect({ address });
  const nativeConnection = await NativeConnection.connect({ address });
  return {
    address,
    namespace: 'default',
    connection,
    nativeConnection,
    async close() {
      await connection.close();
      await nativeConnection.close();
    },
  };
}

let bundle: Promise<{ codePath: string }> | undefined;

/** The bundle of workflows/index.ts, built once per run; pass it as `workflowBundle` to Worker.create. */
export function workflowBundle(): Promise<{ codePath: string }> {
  bundle ??= askKeeper('/workflow-bundle');
  return bundle;
}
