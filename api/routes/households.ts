// Answers contracts/households.ts, but for the launch of one household and its commands (routes/launches.ts). Who may is decided by the rows;
// what is behind the privacy wall is answered only when the look is committed.
import { z } from 'zod';
import { calendarFor } from '../../domain/policy/rehearsal';
import type { Actor } from '../../domain/process';
import { createFieldCipher } from '../../store/crypto/field-cipher';
import { appendEntry, listLooks, noteLook, readContent } from '../../store/households/record';
import { takeHouseholds } from '../../store/households/take';
import { countVisits, listVisits } from '../../store/households/rounds';
import { once } from '../../store/once';
import { processPlace } from '../../store/process-place';
import { storeTextsOf } from '../../store/texts';
import { inTransaction } from '../../store/transaction';
import type { Handlers } from '../context';
import { householdOperations as rows } from '../contracts/households';
import { decodeCursor, pageFrom } from '../cursor';
import type { Deps } from '../deps';
import { oncePerCommand, sha256OfAsked } from '../once-per-command';
import { policyOf } from '../launch';
import { problem } from '../problems';
import { registeredEstate } from './launches';

type Mine = Omit<typeof rows, 'launchHousehold' | 'commandHousehold'>;

const dueAndId = z.tuple([z.iso.datetime(), z.uuid()]);
const byInstant = z.strictObject({ at: z.iso.datetime(), id: z.uuid() });

export function createHouseholdRoutes(deps: Deps): Handlers<Mine> {
  const { pool, time } = deps;
  const cipher = createFieldCipher(deps.keyRing);

  const pathOf = (scoped: { paths: readonly string[] } | null): string => {
    const path = scoped?.paths[0];
    if (path === undefined) throw problem('not-found');
    return path;
  };

  return {
    async launchHouseholds(asked, context) {
      const { households, reasonText, commandId } = asked.body;
      const ids = households.map(({ unitId }) => unitId);
      const twice = ids.find((id, index) => ids.indexOf(id) !== index);
      if (twice !== undefined) throw problem('unit-twice', { unitId: twice });
      const { authority } = context;
      if (!authority) throw problem('forbidden');
      const actor: Actor = { kind: 'account', id: context.caller().accountId, role: authority.role };
      return oncePerCommand(rows.launchHouseholds, asked, context, async (tx, at) => {
        const estate = await registeredEstate(tx, asked.params.estateId);
        const policy = policyOf(asked.body, estate.jurisdiction, at, deps);
        const seal = (text: string) => cipher.seal('text', text);
        const stored = await storeTextsOf(tx, { reasonText }, { commandId, at, seal });
        const place = processPlace(estate);
        const setting = { place, policy, calendar: calendarFor(policy), commandId, actor, ...stored };
        const taken = await takeHouseholds(tx, setting, households, at);
        return { launched: taken.filter(({ result }) => result === 'launched').length, households: taken };
      });
    },

    async listVisits({ query: { cursor, limit } }, context) {
      const after = decodeCursor(dueAndId, cursor, context.lang);
      const found = await listVisits(pool, pathOf(context.scoped), { after, limit: limit + 1 });
      return pageFrom(
        found,
        limit,
        (household) => household,
        ({ dueAt, processId }) => [dueAt, processId],
      );
    },

    async visitCounts({ query }, context) {
      return { items: await countVisits(pool, pathOf(context.scoped), query) };
    },

    async readHousehold({ params, body }, context) {
      const { accountId } = context.caller();
      const role = context.authority?.role;
      if (role === undefined) throw problem('forbidden');
      const at = await time.now();
      const bodySha256 = sha256OfAsked({ params, body });
      const key = { commandId: body.commandId, accountId, operation: rows.readHousehold.id, bodySha256, at };
      const { purpose, purposeText } = body;
      const lookId = await inTransaction(pool, async (tx) => {
        // The receipt holds nothing; a retry looks again, and that is on the record again.
        await once(tx, key, async () => ({ status: 200, response: null }));
        return noteLook(tx, { unitId: params.unitId, accountId, role, purpose, purposeText, at }, cipher);
      });
      const { entries, visits, notes } = await readContent(pool, params.unitId, cipher);
      const shown = entries.map((entry) => ({ ...entry, at: entry.at.toISOString() }));
      return { lookId, lookedAt: at.toISOString(), entries: shown, visits, notes };
    },

    async appendToHousehold({ params, body }, context) {
      const { accountId } = context.caller();
      const { section, contentText } = body;
      return oncePerCommand(rows.appendToHousehold, { params, body }, context, async (tx, at) => ({
        entryId: await appendEntry(tx, { ...params, section, contentText, byAccountId: accountId, at }, cipher),
      }));
    },

    async listHouseholdLooks({ params, query: { cursor, limit } }, context) {
      const before = decodeCursor(byInstant, cursor, context.lang);
      const found = await listLooks(pool, params.unitId, { before, limit: limit + 1 }, cipher);
      return pageFrom(
        found.map((look) => ({ ...look, at: look.at.toISOString() })),
        limit,
        (look) => look,
        ({ at, lookId }) => ({ at, id: lookId }),
      );
    },
  };
}
