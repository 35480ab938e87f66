// Temporal for tests: a time-skipping environment per test file (its clock is its own), one dev server and one workflow bundle per run.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Connection } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { DefaultLogger, NativeConnection, Runtime } from '@temporalio/worker';
import { connectTestServer, startTestServer } from '../../scripts/services/test-server';
import { askKeeper } from './stack/stack';

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
  const server = await startTestServer({ command, directory });
  const stop = async () => {
    await server.stop();
    rmSync(directory, { recursive: true, force: true });
  };
  try {
    const env = await connectTestServer(server.address);
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
