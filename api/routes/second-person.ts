// Answers contracts/second-person.ts.
import { z } from 'zod';
import { DAY_MS } from '../../domain/calendar/instant';
import { fenFromDb } from '../../store/fen';
import { pageOfWaitingSteps, type WaitingStep } from '../../store/second-person/waiting';
import type { Handlers } from '../context';
import type { secondPersonOperations } from '../contracts/second-person';
import { decodeCursor, pageFrom } from '../cursor';
import type { Deps } from '../deps';

const key = z.strictObject({ since: z.iso.datetime(), id: z.uuid() });

export function createSecondPersonRoutes({ pool, time }: Deps): Handlers<typeof secondPersonOperations> {
  return {
    async listWaitingForSecond({ query: { step = null, cursor, limit } }, context) {
      const after = decodeCursor(key, cursor, context.lang);
      const path = context.scoped?.paths[0] ?? '';
      const found = await pageOfWaitingSteps(pool, path, { step, after, limit: limit + 1 });
      const now = (await time.now()).getTime();
      const { accountId } = context.caller();
      const shown = ({ estateId, estateName, amountFen, since, first, ...waiting }: WaitingStep) => ({
        ...waiting,
        place: { id: estateId, name: estateName, kind: 'estate' as const },
        amountFen: fenFromDb(amountFen),
        since: since.toISOString(),
        days: Math.max(0, Math.floor((now - since.getTime()) / DAY_MS)),
        firstBy: first,
        isYours: first.includes(accountId),
      });
      return pageFrom(found, limit, shown, ({ since, id }) => ({ since: since.toISOString(), id }));
    },
  };
}
