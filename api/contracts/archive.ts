// Operations on the archive of a process: the file itself, litigation holds, erasure of texts.
import { z } from 'zod';
import { officialsAt } from './access';
import { operation } from './operation';
import { commandId, instant, paragraph, uuid } from './shapes';

const processParams = z.strictObject({ processId: uuid });
const thisProcess = { kind: 'process', param: 'processId' } as const;
const ordered = z.strictObject({ commandId, reasonText: paragraph(4000) });
const holds = z
  .strictObject({
    isHeld: z.boolean(),
    items: z.array(z.strictObject({ isHeld: z.boolean(), reasonText: z.string(), accountId: uuid, at: instant })),
  })
  .meta({ id: 'Holds', description: 'Whether nothing of the process may be erased now, and every order about it' });

const byOfficers = {
  kind: 'roles',
  roles: { districtSupervisor: 'covers', streetOfficer: 'covers' },
  scope: thisProcess,
} as const;

export const archiveOperations = {
  downloadArchive: operation({
    id: 'downloadArchive',
    method: 'get',
    path: '/v1/processes/{processId}/archive',
    tag: 'archive',
    summary: {
      zh: '电子档案：一个文件，含全部记录、文本与封签',
      en: 'The archive: one file with the whole record, its texts and a seal; docs/archive.md',
    },
    access: officialsAt(thisProcess),
    params: processParams,
    transport: 'download',
    response: z.string(),
    status: 200,
    problems: [],
  }),
  listHolds: operation({
    id: 'listHolds',
    method: 'get',
    path: '/v1/processes/{processId}/holds',
    tag: 'archive',
    summary: { zh: '诉讼保全情况', en: 'Litigation holds of this process' },
    access: officialsAt(thisProcess),
    params: processParams,
    response: holds,
    status: 200,
    problems: [],
  }),
  placeHold: operation({
    id: 'placeHold',
    method: 'post',
    path: '/v1/processes/{processId}/holds',
    tag: 'archive',
    summary: { zh: '采取诉讼保全：期间不得删除任何文本', en: 'Place a litigation hold: nothing is erased meanwhile' },
    access: byOfficers,
    params: processParams,
    body: ordered.meta({ id: 'PlaceHold' }),
    response: holds,
    status: 200,
    problems: ['already-on-hold', 'command-id-reused'],
  }),
  liftHold: operation({
    id: 'liftHold',
    method: 'post',
    path: '/v1/processes/{processId}/holds/lifting',
    tag: 'archive',
    summary: { zh: '解除诉讼保全', en: 'Lift the litigation hold' },
    access: byOfficers,
    params: processParams,
    body: ordered.meta({ id: 'LiftHold' }),
    response: holds,
    status: 200,
    problems: ['not-on-hold', 'command-id-reused'],
  }),
  eraseText: operation({
    id: 'eraseText',
    method: 'post',
    path: '/v1/processes/{processId}/texts/{sha256}/erasure',
    tag: 'archive',
    summary: {
      zh: '删除已结束程序中的一段文本（个人信息保护法 47）；记录与哈希链不变',
      en: 'Erase one text of a closed process (PIPL 47); the record and its chain stay whole',
    },
    access: { kind: 'roles', roles: { districtSupervisor: 'covers' }, scope: thisProcess },
    params: processParams.extend({ sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
    body: ordered.meta({ id: 'EraseText' }),
    response: z.strictObject({ sha256: z.string() }),
    status: 200,
    problems: ['on-hold', 'process-still-open', 'text-not-found', 'text-is-published', 'command-id-reused'],
  }),
};
