// Operations about what an account has set up for itself: named lists with filters, and where its mail goes.
import { z } from 'zod';
import { operation } from './operation';
import { processKind } from './process-shapes';
import { commandId, instant, line, uuid } from './shapes';

const code = z.string().regex(/^[a-zA-Z][a-zA-Z0-9:-]{0,79}$/);

/** The filters that the lists know, in the words of their queries. */
const savedList = z
  .discriminatedUnion('list', [
    z.strictObject({
      list: z.literal('stalls'),
      filter: z.strictObject({
        placeId: uuid.optional(),
        kind: processKind.optional(),
        flag: code.optional(),
        duty: code.optional(),
        department: code.optional(),
      }),
    }),
    z.strictObject({
      list: z.literal('obligations'),
      filter: z.strictObject({
        placeId: uuid.optional(),
        isOverdue: z.boolean().optional(),
        isClosed: z.boolean().optional(),
      }),
    }),
    z.strictObject({
      list: z.literal('processes'),
      filter: z.strictObject({
        placeId: uuid.optional(),
        kind: processKind.optional(),
        isOpen: z.boolean().optional(),
      }),
    }),
  ])
  .meta({ id: 'SavedList' });

const view = { name: line(60), show: savedList };
const savedView = z
  .strictObject({ id: uuid, ...view, createdAt: instant, updatedAt: instant })
  .meta({ id: 'SavedView' });
const params = z.strictObject({ viewId: uuid });
const access = { kind: 'signedIn' } as const;
const tag = 'me';

export const savedViewOperations = {
  listSavedViews: operation({
    id: 'listSavedViews',
    method: 'get',
    path: '/v1/saved-views',
    tag,
    summary: { zh: '我保存的视图', en: 'Lists with filters that I have saved' },
    access,
    response: z.strictObject({ items: z.array(savedView) }),
    status: 200,
    problems: [],
  }),
  createSavedView: operation({
    id: 'createSavedView',
    method: 'post',
    path: '/v1/saved-views',
    tag,
    summary: { zh: '保存视图', en: 'Save a list with its filters under a name' },
    access,
    body: z.strictObject({ commandId, viewId: uuid, ...view }).meta({ id: 'NewSavedView' }),
    response: savedView,
    status: 201,
    problems: ['view-name-taken', 'too-many-views', 'id-already-used', 'command-id-reused'],
  }),
  replaceSavedView: operation({
    id: 'replaceSavedView',
    method: 'put',
    path: '/v1/saved-views/{viewId}',
    tag,
    summary: { zh: '修改视图', en: 'Replace name and filters of a saved list' },
    access,
    params,
    body: z.strictObject({ commandId, ...view }).meta({ id: 'ChangedSavedView' }),
    response: savedView,
    status: 200,
    problems: ['not-found', 'view-name-taken', 'command-id-reused'],
  }),
  deleteSavedView: operation({
    id: 'deleteSavedView',
    method: 'post',
    path: '/v1/saved-views/{viewId}/deletion',
    tag,
    summary: { zh: '删除视图', en: 'Delete a saved list; one that is gone already is no error' },
    access,
    params,
    body: z.strictObject({ commandId }).meta({ id: 'ViewToDelete' }),
    response: z.void(),
    status: 204,
    problems: ['command-id-reused'],
  }),
  getMyMail: operation({
    id: 'getMyMail',
    method: 'get',
    path: '/v1/me/mail',
    tag,
    summary: { zh: '我的邮箱（已遮盖）', en: 'Where my mail goes, masked' },
    access,
    response: z.strictObject({ address: z.string().nullable(), setAt: instant.nullable() }).meta({ id: 'MyMail' }),
    status: 200,
    problems: [],
  }),
  setMyMail: operation({
    id: 'setMyMail',
    method: 'put',
    path: '/v1/me/mail',
    tag,
    summary: { zh: '设置或清除我的邮箱', en: 'Set where my mail goes; null: nowhere' },
    access,
    body: z.strictObject({ commandId, address: z.email().max(254).nullable() }).meta({ id: 'MailToSet' }),
    response: z.void(),
    status: 204,
    problems: ['command-id-reused'],
  }),
};
