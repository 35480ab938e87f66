// A Temporal dev server on loopback, under a guard, with or without a database file. Finding the program is temporal-binary.ts.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { Connection } from '@temporalio/client';
import { freePort } from './free-port';
import { startGuarded, tailOf, endEarlierProcess } from './guarded-process';
import { ServiceError } from './service-error';
import { temporalBinary } from './temporal-binary';

export interface TemporalOptions {
  /** Log, and the database file if it is kept. */
  directory: string;
  port: number;
  /** Temporal's own web page; undefined: none. */
  uiPort?: number | undefined;
  /** Whether workflows survive a restart of the server. */
  isKept: boolean;
  say: (line: string) => void;
}

export interface TemporalServer {
  address: string;
  uiAddress: string | undefined;
  exited: Promise<number>;
  stop(): Promise<void>;
}

/** Starts the dev server and waits until its `default` namespace answers. Throws ServiceError when it does not come up. */
export async function startTemporal(options: TemporalOptions): Promise<TemporalServer> {
  const { directory, port, uiPort, isKept, say } = options;
  mkdirSync(directory, { recursive: true });
  const command = await temporalBinary(say);
  const pidFile = path.join(directory, 'temporal.pid');
  if (!(await endEarlierProcess(pidFile, 30_000))) {
    throw new ServiceError(`Another Temporal still runs on ${directory} (guard process in ${pidFile}).`);
  }
  const logFile = path.join(directory, 'temporal.log');
  const server = startGuarded({
    command,
    args: [
      ...['server', 'start-dev', '--ip', '127.0.0.1', '--port', String(port), '--log-level', 'warn'],
      ...['--http-port', String(await freePort()), '--metrics-port', String(await freePort())],
      ...(uiPort === undefined ? ['--headless'] : ['--ui-ip', '127.0.0.1', '--ui-port', String(uiPort)]),
      ...(isKept ? ['--db-filename', path.join(directory, 'temporal.db')] : []),
    ],
    // The CLI would read a user's own profile, which has nothing to do with this server.
    env: { ...process.env, TEMPORAL_CONFIG_FILE: '', TEMPORAL_ADDRESS: '', TEMPORAL_NAMESPACE: '' },
    stopSignal: 'SIGINT',
    graceMs: 10_000,
    logFile,
    pidFile,
  });
  const address = `127.0.0.1:${port}`;
  try {
    await untilServing(address, server.hasExited);
  } catch (error) {
    await server.stop();
    throw new ServiceError(`Temporal did not start on port ${port}: ${(error as Error).message}\n${tailOf(logFile)}`);
  }
  return {
    address,
    uiAddress: uiPort === undefined ? undefined : `http://127.0.0.1:${uiPort}`,
    exited: server.exited,
    stop: () => server.stop(),
  };
}

async function untilServing(address: string, hasExited: () => boolean): Promise<void> {
  const until = performance.now() + 120_000;
  for (;;) {
    let connection: Connection | undefined;
    try {
      connection = await Connection.connect({ address, connectTimeout: 2_000 });
      await connection.workflowService.describeNamespace({ namespace: 'default' });
      return;
    } catch (error) {
      if (hasExited() || performance.now() > until) throw error;
    } finally {
      await connection?.close();
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
