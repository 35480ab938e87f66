// Answers the operations of contracts/intake.ts: which machines are believed, and their devices. What they say is intake-calls.ts's, a hotline's
// file hotline-imports.ts's.
import { z } from 'zod';
import { listDevices, estateOf, registerDevice, retireDevice } from '../../store/intake/devices';
import { listSources, registerSource, rotateSourceKey, sourceSecret } from '../../store/intake/sources';
import { placeOfEstate } from '../../store/process-place';
import { policyAt } from '../../store/reports/open-problem';
import type { Handlers } from '../context';
import { intakeOperations as rows } from '../contracts/intake';
import { decodeCursor, pageFrom } from '../cursor';
import type { Deps } from '../deps';
import { registeredAnswer } from '../machines';
import { oncePerCommand } from '../once-per-command';
import { problem } from '../problems';
import { createHotlineImportRoutes } from './hotline-imports';
import { createIntakeCallRoutes } from './intake-calls';

export function createIntakeRoutes(deps: Deps): Handlers<typeof rows> {
  const { pool, keyRing } = deps;

  return {
    ...createIntakeCallRoutes(deps),
    ...createHotlineImportRoutes(deps),

    async registerSource({ params, body }, context) {
      const registeredBy = context.caller().accountId;
      const { keyNo } = await oncePerCommand(rows.registerSource, { params, body }, context, (tx, at) =>
        registerSource(tx, keyRing, { ...body, ...params, registeredBy, at }),
      );
      const { sourceId } = body;
      return { sourceId, keyNo, secret: await sourceSecret(pool, keyRing, sourceId, keyNo) };
    },

    async rotateSourceKey({ params, body }, context) {
      const byAccount = context.caller().accountId;
      const { keyNo } = await oncePerCommand(rows.rotateSourceKey, { params, body }, context, (tx, at) =>
        rotateSourceKey(tx, keyRing, { ...body, ...params, byAccount, at }),
      );
      const { sourceId } = params;
      return { sourceId, keyNo, secret: await sourceSecret(pool, keyRing, sourceId, keyNo) };
    },

    async listSources({ params: { placeId } }) {
      const found = await listSources(pool, placeId);
      return {
        items: found.map(({ sourceId, code, kind, ...registered }) => ({
          ...{ sourceId, code, kind },
          ...registeredAnswer(registered),
        })),
      };
    },

    registerDevice: ({ params, body }, context) =>
      oncePerCommand(rows.registerDevice, { params, body }, context, async (tx, at) => {
        const { estateId } = await estateOf(tx, params.placeId);
        const { categories } = policyAt(await placeOfEstate(tx, estateId), at).problem;
        if (!categories[body.category]) throw problem('category-unknown', { category: body.category });
        await registerDevice(tx, { ...body, ...params, byAccount: context.caller().accountId, at });
        return { deviceId: body.deviceId };
      }),

    async retireDevice({ params: { placeId, deviceId }, body }, context) {
      const [placePath = ''] = context.scoped?.paths ?? [];
      await oncePerCommand(rows.retireDevice, { params: { placeId, deviceId }, body }, context, (tx, at) =>
        retireDevice(tx, { deviceId, placePath, at }),
      );
    },

    async listDevices({ query: { cursor, limit } }, context) {
      const after = decodeCursor(z.uuid(), cursor, context.lang);
      const [placePath = ''] = context.scoped?.paths ?? [];
      const found = await listDevices(pool, placePath, { after, limit: limit + 1 });
      return pageFrom(
        found,
        limit,
        ({ registeredAt, retiredAt, ...one }) => ({
          ...one,
          registeredAt: registeredAt.toISOString(),
          retiredAt: retiredAt?.toISOString() ?? null,
        }),
        ({ deviceId }) => deviceId,
      );
    },
  };
}
