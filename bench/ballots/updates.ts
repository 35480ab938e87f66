// Runs the rival of one Temporal Update per ballot: a dev server, a worker, and ten callers on one workflow (its limit in flight).
import { createHash, randomUUID } from 'node:crypto';
import path from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { freePort } from '../../scripts/services/free-port';
import { startTemporal } from '../../scripts/services/temporal';
import { ballotBoxByUpdates, castUpdate, closeSignal } from './update-workflow';

export interface UpdateRival {
  /** Casts `amount` ballots by 10 callers and returns how many a second were acknowledged. */
  perSecond(amount: number): Promise<number>;
  stop(): Promise<void>;
}

const CALLERS = 10;

export async function startUpdateRival(directory: string): Promise<UpdateRival> {
  const server = await startTemporal({
    directory: path.join(directory, 'temporal'),
    port: await freePort(),
    isKept: true,
    say: (line) => console.error(line),
  });
  Runtime.install({ shutdownSignals: [], telemetryOptions: { logging: { filter: 'ERROR', forward: {} } } });
  const connection = await Connection.connect({ address: server.address });
  const nativeConnection = await NativeConnection.connect({ address: server.address });
  const client = new Client({ connection });
  const taskQueue = 'bench-ballots';
  const worker = await Worker.create({
    connection: nativeConnection,
    taskQueue,
    workflowsPath: path.join(__dirname, 'update-workflow.ts'),
  });
  const running = worker.run();
  return {
    async perSecond(amount) {
      const handle = await client.workflow.start(ballotBoxByUpdates, {
        taskQueue,
        workflowId: `bench-${randomUUID()}`,
      });
      const startedAt = performance.now();
      let left = amount;
      await Promise.all(
        Array.from({ length: CALLERS }, async () => {
          while (left-- > 0) {
            const commandId = randomUUID();
            const commitment = createHash('sha256').update(commandId).digest('hex');
            await handle.executeUpdate(castUpdate, {
              updateId: commandId,
              args: [{ commandId, rightNo: left + 1, commitment }],
            });
          }
        }),
      );
      const seconds = (performance.now() - startedAt) / 1000;
      await handle.signal(closeSignal);
      const stored = await handle.result();
      if (stored !== amount) throw new Error(`the workflow holds ${stored} of ${amount} ballots`);
      return amount / seconds;
    },
    async stop() {
      worker.shutdown();
      await running;
      await connection.close();
      await nativeConnection.close();
      await server.stop();
    },
  };
}
