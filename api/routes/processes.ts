// Reading processes: lists, where one stands, its record, what can be done now.
import { z } from 'zod';
import { findScoped } from '../../store/scope';
import type { Context, Handlers } from '../context';
import { type processOperations } from '../contracts/processes';
import { decodeCursor, pageFrom } from '../cursor';
import type { Deps } from '../deps';
import { listCommands } from '../read-models/command-list';
import { processDetail } from '../read-models/process-detail';
import { listProcesses, summaryOf } from '../read-models/process-list';
import { eventOf, listEvents, listRefusedAttempts } from '../read-models/record';

const instantAndId = z.tuple([z.iso.datetime(), z.uuid()]);
/** A place that nobody is at: a filter by an unknown place finds nothing. */
const NOWHERE = '//';

export function createProcessRoutes({ pool, time }: Deps): Handlers<typeof processOperations> {
  return {
    async listProcesses({ query }, context) {
      const after = decodeCursor(instantAndId, query.cursor, context.lang);
      const placePath =
        query.placeId === undefined ? undefined : ((await findScoped(pool, 'place', query.placeId))[0] ?? NOWHERE);
      const caller = context.caller();
      const filter = { caller, placePath, kind: query.kind, isOpen: query.isOpen, after, limit: query.limit + 1 };
      const rows = await listProcesses(pool, filter, await time.now());
      return pageFrom(rows, query.limit, summaryOf, ({ launchedAt, id }) => [launchedAt.toISOString(), id]);
    },

    async getProcess({ params }, context) {
      return processDetail(pool, params.processId, context.caller(), await time.now());
    },

    async listEvents({ params, query }, context) {
      const afterSeq = decodeCursor(z.int().min(0), query.cursor, context.lang) ?? 0;
      const asked = { processId: params.processId, placePath: placePathOf(context), afterSeq, limit: query.limit };
      const { rows, texts, people } = await listEvents(pool, asked, context.caller());
      return { ...pageFrom(rows, query.limit, eventOf, ({ seq }) => seq), texts, people };
    },

    async listRefusedAttempts({ params, query }, context) {
      const before = decodeCursor(instantAndId, query.cursor, context.lang);
      const rows = await listRefusedAttempts(pool, { processId: params.processId, before, limit: query.limit + 1 });
      return pageFrom(
        rows,
        query.limit,
        ({ at, ...attempt }) => ({ ...attempt, at: at.toISOString() }),
        ({ at, id }) => [at.toISOString(), id],
      );
    },

    async listCommands({ params }, context) {
      return { items: await listCommands(pool, params.processId, context.caller(), await time.now(), context.lang) };
    },
  };
}

function placePathOf({ scoped }: Context): string {
  const path = scoped?.paths[0];
  if (path === undefined) throw new Error('the row has no scope');
  return path;
}
