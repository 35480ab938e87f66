// One HTTP server of the bench of stuck work, in a process of its own: the real API, or the same stack with one look-up by primary key.
import type { Express } from 'express';
import { z } from 'zod';
import { createApp } from '../../api/app';
import { operation } from '../../api/contracts/operation';
import { uuid } from '../../api/contracts/shapes';
import { supervisionOperations } from '../../api/contracts/supervision';
import type { Deps } from '../../api/deps';
import { problem } from '../../api/problems';
import { appAround, depsOf, listen } from '../support/api-server';
import { serveTasks } from '../support/child';

const CONNECTIONS = 4;

export interface ServerTask {
  kind: 'gongzhi' | 'row';
  url: string;
  tokenKeyHex: string;
}

serveTasks<ServerTask>((task) => {
  const deps = depsOf(task, CONNECTIONS);
  return listen(task.kind === 'row' ? oneRow(deps) : createApp(deps));
});

/** The same frame, contract and authentication; the handler reads one row by its key. */
function oneRow(deps: Deps): Express {
  const row = operation({
    ...supervisionOperations.listStalls,
    id: 'oneRow',
    path: '/v1/rows/{id}',
    params: z.strictObject({ id: uuid }),
    query: z.strictObject({}),
    response: z.strictObject({ id: uuid, duty: z.string(), dueAt: z.string().nullable() }),
  });
  const handler = async ({ params }: { params: { id: string } }) => {
    const { rows } = await deps.pool.query<{ id: string; duty: string; dueAt: Date | null }>({
      name: 'one-row',
      text: 'select id, duty, due_at as "dueAt" from obligation where id = $1',
      values: [params.id],
    });
    const [found] = rows;
    if (!found) throw problem('not-found');
    return { ...found, dueAt: found.dueAt?.toISOString() ?? null };
  };
  return appAround(row, handler, deps);
}
