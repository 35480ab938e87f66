// A bench's helper processes: TypeScript files run by tsx, spoken to over IPC, ended with us.
import { fork, type ChildProcess } from 'node:child_process';

export interface Child {
  /** The process id, for reading its memory. */
  pid: number;
  /** Sends a task and waits for its answer; one at a time. */
  ask<Answer>(task: object): Promise<Answer>;
  stop(): Promise<void>;
}

/** Starts `file` and waits for its first message. */
export async function startChild(file: string): Promise<Child> {
  const child = fork(file, [], { execArgv: ['--import', 'tsx'], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  await answerOf(child);
  return {
    pid: child.pid ?? 0,
    ask<Answer>(task: object) {
      const answer = answerOf<Answer>(child);
      child.send(task);
      return answer;
    },
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exited = new Promise((resolve) => child.once('exit', resolve));
      if (child.connected) child.disconnect();
      await exited;
    },
  };
}

function answerOf<Answer>(child: ChildProcess): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null) => reject(new Error(`a helper process ended with ${code}`));
    child.once('exit', onExit);
    child.once('message', (message) => {
      child.off('exit', onExit);
      resolve(message as Answer);
    });
  });
}

/** The helper's side: says that it is ready, answers tasks, leaves when the bench goes. */
export function serveTasks<Task>(work: (task: Task) => Promise<object>): void {
  process.on('message', (task) => {
    void work(task as Task).then(
      (answer) => process.send?.(answer),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  });
  process.on('disconnect', () => process.exit(0));
  process.send?.({ isReady: true });
}
