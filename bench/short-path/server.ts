// One HTTP server of a short-path bench: the real API, the same stack with one row per request, or bare Express.
import express, { type Express } from 'express';
import { createApp } from '../../api/app';
import type { Context } from '../../api/context';
import type { Operation } from '../../api/contracts/operation';
import type { Deps } from '../../api/deps';
import { appAround, depsOf, listen, plainExpress } from '../support/api-server';
import { serveTasks } from '../support/child';

const CONNECTIONS = 16;

export interface WithDatabase {
  url: string;
  tokenKeyHex: string;
  rollId: string;
  rollHash: string;
}

export type ServerTask = { kind: 'express' } | ({ kind: 'gongzhi' | 'row' } & WithDatabase);

interface Rivals<Call> {
  operation: Operation;
  /** What bare Express answers beside the command id: as long as a real answer. */
  answer: object;
  /** The rival's handler: one row, in a transaction of its own. */
  insert(deps: Deps, task: WithDatabase): (call: Call, context: Context) => Promise<unknown>;
}

export function serveRivals<Call>({ operation, answer, insert }: Rivals<Call>): void {
  serveTasks<ServerTask>((task) => {
    if (task.kind === 'express') return listen(bareExpress(operation, answer));
    const deps = depsOf(task, CONNECTIONS);
    return listen(task.kind === 'row' ? appAround(operation, insert(deps, task), deps) : createApp(deps));
  });
}

/** Only parses and answers. */
function bareExpress({ path }: Operation, answer: object): Express {
  const app = plainExpress();
  app.post(path.replace(/\{(\w+)\}/g, ':$1'), express.json(), (request, response) => {
    const { commandId } = request.body as { commandId: string };
    response.status(201).json({ ...answer, commandId });
  });
  return app;
}
