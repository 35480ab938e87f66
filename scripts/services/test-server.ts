// Temporal's time-skipping test server: its clock is its own, and everything in it is lost when it ends. Finding the program is
// test-server-binary.ts; the program starts with its clock locked, so that it runs like any other until somebody unlocks it.
import { mkdirSync } from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { startGuarded, tailOf } from './guarded-process';
import { freePort } from './free-port';
import { ServiceError } from './service-error';

/** It is a Java program; on a busy machine it takes its time. */
const START_MS = 50_000;

export interface TestServer {
  address: string;
  port: number;
  stop(): Promise<void>;
}

export interface TestServerOptions {
  command: string;
  /** For its log. */
  directory: string;
  /** A free one when absent. */
  port?: number;
  /** SIGTERM when absent; SIGKILL ends it as a power cut would. */
  stopSignal?: NodeJS.Signals;
}

/** Starts the program and waits until somebody listens. Throws ServiceError with the end of its log when nobody does. */
export async function startTestServer(options: TestServerOptions): Promise<TestServer> {
  const { command, directory, stopSignal = 'SIGTERM' } = options;
  mkdirSync(directory, { recursive: true });
  const port = options.port ?? (await freePort());
  const logFile = path.join(directory, 'server.log');
  const pidFile = path.join(directory, 'server.pid');
  const server = startGuarded({ command, args: [String(port)], stopSignal, graceMs: 5_000, logFile, pidFile });
  for (const until = performance.now() + START_MS; performance.now() < until && !server.hasExited();) {
    if (await isListening(port)) return { address: `127.0.0.1:${port}`, port, stop: () => server.stop() };
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await server.stop();
  throw new ServiceError(`The time-skipping server did not start:\n${tailOf(logFile)}`);
}

/**
 * The SDK's environment on a server that runs. `create` is private, and the public ways would start the server themselves, giving it five
 * seconds, which it often does not keep on a busy machine, or take an existing one without its skipping of time.
 */
export const connectTestServer = (address: string): Promise<TestWorkflowEnvironment> =>
  TestWorkflowEnvironment['create']({ server: { type: 'existing' }, address, supportsTimeSkipping: true });

const isListening = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' }, () => resolve(true)).once('error', () => resolve(false));
    socket.once('close', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
