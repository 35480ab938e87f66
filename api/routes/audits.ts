// The auditor: engine trouble, audits, what they found, and its repair.
import { z } from 'zod';
import { repair, withEngine } from '../../engine/audit/repair';
import { lookAgain } from '../../engine/audit/run-audit';
import { askForAudit } from '../../store/audit/audits';
import { keepRepair, lockItem } from '../../store/audit/items';
import type { Context, Handlers } from '../context';
import { auditOperations as rows } from '../contracts/audits';
import { decodeCursor, pageFrom } from '../cursor';
import type { Deps } from '../deps';
import { oncePerCommand } from '../once-per-command';
import { problem } from '../problems';
import { listAudits, listItems, listTroubles, type TimeKey, type Watcher } from '../read-models/audits';

const timeKey: z.ZodType<TimeKey> = z.tuple([z.iso.datetime(), z.uuid()]);
const watcherOf = (context: Context): Watcher => ({
  caller: context.caller(),
  lang: context.lang,
  paths: context.authorities.map(({ path }) => path),
});

export function createAuditRoutes({ pool, time, temporal, start = {} }: Deps): Handlers<typeof rows> {
  const page = ({ cursor, limit }: { cursor?: string | undefined; limit: number }, { lang }: Context) => ({
    before: decodeCursor(timeKey, cursor, lang),
    limit: limit + 1,
  });
  const itemOf = async (itemId: string, context: Context) => {
    const [item] = await listItems(pool, watcherOf(context), { itemId });
    if (item === undefined) throw problem('not-found');
    return item;
  };

  return {
    async listEngineTroubles({ query }, context) {
      const { isResolved = false, limit } = query;
      const troubles = await listTroubles(pool, watcherOf(context), { isResolved, ...page(query, context) });
      return pageFrom(
        troubles,
        limit,
        (row) => row,
        ({ since, id }) => [since, id],
      );
    },

    startAudit: (asked, context) =>
      oncePerCommand(rows.startAudit, { params: {}, body: asked.body }, context, async (tx, at) => {
        const { caller, paths } = watcherOf(context);
        const { isFull } = asked.body;
        return { auditId: await askForAudit(tx, { accountId: caller.accountId, scopePaths: paths, isFull, at }) };
      }),

    async listAudits({ query }, context) {
      const audits = await listAudits(pool, watcherOf(context), { auditId: null, ...page(query, context) });
      return pageFrom(
        audits,
        query.limit,
        (row) => row,
        ({ queuedAt, id }) => [queuedAt, id],
      );
    },

    async getAudit({ params: { auditId }, query }, context) {
      const watcher = watcherOf(context);
      const [audit] = await listAudits(pool, watcher, { auditId, before: null, limit: 1 });
      if (audit === undefined) throw problem('not-found');
      const { isResolved = null } = query;
      const items = await listItems(pool, watcher, { auditId, isResolved, ...page(query, context) });
      const shown = pageFrom(
        items,
        query.limit,
        (row) => row,
        ({ firstFoundAt, id }) => [firstFoundAt, id],
      );
      return { audit, ...shown };
    },

    async repairAuditItem(asked, context) {
      const { itemId } = asked.params;
      const { processId } = await itemOf(itemId, context);
      if (!temporal) throw problem('unavailable');
      await oncePerCommand(rows.repairAuditItem, asked, context, async (tx, at) => {
        const item = await lockItem(tx, itemId);
        if (item === undefined) throw problem('not-found');
        if (item.resolvedAt !== null) throw problem('already-resolved', { itemId });
        const done = await withEngine(temporal, () => repair({ client: temporal, pool, start, now: at }, item));
        const { commandId, reasonText } = asked.body;
        await keepRepair(tx, item, { ...done, commandId, reasonText, accountId: context.caller().accountId, at });
        return { itemId };
      });
      // After the repair is on record, and again with every repeat: a difference that is still there stays open.
      if (processId !== null) await withEngine(temporal, () => lookAgain({ client: temporal, pool, time }, processId));
      return itemOf(itemId, context);
    },
  };
}
