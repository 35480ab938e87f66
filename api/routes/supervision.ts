// What is stuck in the caller's places, and by which rules it is found.
import { z } from 'zod';
import { findScoped } from '../../store/scope';
import type { Context, Handlers } from '../context';
import type { supervisionOperations } from '../contracts/supervision';
import { decodeCursor, pageFrom } from '../cursor';
import type { Deps } from '../deps';
import { listDetectors } from '../read-models/detectors';
import { placesAt } from '../read-models/process-detail';
import { stallItem } from '../read-models/stall-item';
import { scopesOf, type Scopes } from '../read-models/stall-scopes';
import { listStalls, stallKeyOf, type StallKey } from '../read-models/stalls';

const stallKey: z.ZodType<StallKey> = z.tuple([z.union([z.iso.datetime(), z.literal('infinity')]), z.uuid()]);

export function createSupervisionRoutes({ pool, time }: Deps): Handlers<typeof supervisionOperations> {
  /** An unknown place holds nothing, like one out of reach. */
  const scopesIn = async (placeId: string | undefined, { authorities }: Context): Promise<Scopes> => {
    const paths = authorities.map(({ path }) => path);
    if (placeId === undefined) return scopesOf(paths, null);
    const [within] = await findScoped(pool, 'place', placeId);
    return within === undefined ? {} : scopesOf(paths, within);
  };

  return {
    async listStalls({ query }, context) {
      const { placeId, cursor, limit, ...filter } = query;
      const after = decodeCursor(stallKey, cursor, context.lang);
      const [scopes, now] = [await scopesIn(placeId, context), await time.now()];
      const rows = await listStalls(pool, { caller: context.caller(), scopes, filter, after, limit: limit + 1, now });
      const paths = rows.flatMap(({ partyPath }) => (partyPath === null ? [] : [partyPath]));
      const places = await placesAt(pool, paths);
      return pageFrom(rows, limit, (row) => stallItem(row, places, now, context.lang), stallKeyOf);
    },

    async listDetectors({ query }, context) {
      const scopes = await scopesIn(query.placeId, context);
      return { items: await listDetectors(pool, scopes, await time.now(), context.lang) };
    },
  };
}
