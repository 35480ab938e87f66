// Duties, messages, and the stream of changes.
import { z } from 'zod';
import { endOfChanges, parsePosition, positionText, readChanges } from '../../store/changes';
import { changeOf, seenBy, type ChangeStreams } from '../changes/change-stream';
import type { Context, Handlers } from '../context';
import { type obligationOperations } from '../contracts/obligations';
import { decodeCursor, pageFrom } from '../cursor';
import type { Deps } from '../deps';
import { Problem } from '../problems';
import { dueKeyOf, listMessages, listMine, listWithin, type DueKey } from '../read-models/obligations';
import { visiblePlaces } from '../read-models/visibility';

const dueKey: z.ZodType<DueKey> = z.tuple([z.union([z.iso.datetime(), z.literal('infinity')]), z.uuid()]);

export function createObligationRoutes(
  { pool, time }: Deps,
  streams: ChangeStreams,
): Handlers<typeof obligationOperations> {
  const dutyPage = ({ cursor, limit }: { cursor?: string | undefined; limit: number }, { lang }: Context) => ({
    after: decodeCursor(dueKey, cursor, lang),
    limit: limit + 1,
  });

  return {
    async listMyObligations({ query }, context) {
      const rows = await listMine(pool, context.caller(), query, dutyPage(query, context), await time.now());
      return pageFrom(rows, query.limit, (row) => row, dueKeyOf);
    },

    async listOverdueObligations({ query }, context) {
      const paths = context.authorities.map(({ path }) => path);
      const rows = await listWithin(
        pool,
        paths,
        context.caller(),
        { isOverdue: true },
        dutyPage(query, context),
        await time.now(),
      );
      return pageFrom(rows, query.limit, (row) => row, dueKeyOf);
    },

    async listPlaceObligations({ query }, context) {
      const rows = await listWithin(
        pool,
        context.scoped?.paths ?? [],
        context.caller(),
        query,
        dutyPage(query, context),
        await time.now(),
      );
      return pageFrom(rows, query.limit, (row) => row, dueKeyOf);
    },

    async listMessages({ query }, context) {
      const before = decodeCursor(z.tuple([z.iso.datetime(), z.uuid()]), query.cursor, context.lang);
      const path = context.scoped?.paths[0] ?? '';
      const rows = await listMessages(pool, { path, caller: context.caller(), before, limit: query.limit + 1 });
      return pageFrom(
        rows,
        query.limit,
        (row) => row,
        ({ createdAt, id }) => [createdAt, id],
      );
    },

    async listChanges({ query }, context) {
      if (query.after === undefined) return { items: [], position: positionText(await endOfChanges(pool)) };
      const after = parsePosition(query.after);
      if (after === null)
        throw new Problem('malformed-request', {}, [{ path: 'query.after', code: 'too_big', message: query.after }]);
      const seen = seenBy(visiblePlaces(context.caller().grants));
      const { changes, end } = await readChanges(pool, after, query.limit, seen);
      return { items: changes.map(changeOf), position: positionText(end) };
    },

    streamChanges: ({ query }, context) => streams.open(context, query.after),
  };
}
