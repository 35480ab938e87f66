// Saved lists, and where an account's mail goes.
import { createFieldCipher } from '../../store/crypto/field-cipher';
import { readMailAddress, setMailAddress } from '../../store/messages/mail-address';
import { createView, deleteView, listViews, replaceView, type SavedView } from '../../store/saved-views';
import type { Handlers, Result } from '../context';
import { savedViewOperations as rows } from '../contracts/saved-views';
import type { Deps } from '../deps';
import { oncePerCommand } from '../once-per-command';

/** As the contract shows it. A stored filter was checked when it came in; the frame checks it again on its way out. */
const shown = ({ list, filter, createdAt, updatedAt, ...view }: SavedView) =>
  ({
    ...view,
    show: { list, filter },
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  }) as Result<typeof rows.createSavedView>;

export function createSavedViewRoutes({ pool, keyRing, config }: Deps): Handlers<typeof rows> {
  const cipher = createFieldCipher(keyRing);

  return {
    async listSavedViews(_call, context) {
      return { items: (await listViews(pool, context.caller().accountId)).map(shown) };
    },

    async createSavedView({ body }, context) {
      const { viewId, name, show } = body;
      const { accountId } = context.caller();
      return oncePerCommand(rows.createSavedView, { params: {}, body }, context, async (tx, at) =>
        shown(await createView(tx, { viewId, accountId, name, ...show, at }, config.maxSavedViews)),
      );
    },

    async replaceSavedView({ params, body }, context) {
      const { accountId } = context.caller();
      return oncePerCommand(rows.replaceSavedView, { params, body }, context, async (tx, at) =>
        shown(await replaceView(tx, { ...params, accountId, name: body.name, ...body.show, at })),
      );
    },

    async deleteSavedView({ params, body }, context) {
      const { accountId } = context.caller();
      await oncePerCommand(rows.deleteSavedView, { params, body }, context, (tx) =>
        deleteView(tx, params.viewId, accountId),
      );
    },

    async getMyMail(_call, context) {
      const { address, setAt } = await readMailAddress(pool, context.caller().accountId);
      return { address, setAt: setAt?.toISOString() ?? null };
    },

    async setMyMail({ body }, context) {
      const { accountId } = context.caller();
      // The address stays out of what identifies the command: its hash could be guessed from.
      await oncePerCommand(rows.setMyMail, { params: {}, body: { commandId: body.commandId } }, context, (tx, at) =>
        setMailAddress(tx, cipher, { accountId, address: body.address, at }),
      );
    },
  };
}
