// A worker for a bench's bare workflows: the reference that shows what Temporal itself costs on this machine.
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';

export interface BareWorker {
  taskQueue: string;
  stop(): Promise<void>;
}

/** Runs what `workflowsPath` exports, on a queue of its own, so that the server hands its tasks out as it does for ours. */
export async function startBareWorker(temporalAddress: string, workflowsPath: string): Promise<BareWorker> {
  const taskQueue = 'bench-bare';
  const telemetryOptions = { logging: { filter: 'ERROR', forward: {} } } as const;
  Runtime.install({ shutdownSignals: [], logger: new DefaultLogger('ERROR'), telemetryOptions });
  const connection = await NativeConnection.connect({ address: temporalAddress });
  const worker = await Worker.create({ connection, taskQueue, workflowsPath });
  const running = worker.run();
  return {
    taskQueue,
    async stop() {
      worker.shutdown();
      await running;
      await connection.close();
    },
  };
}
