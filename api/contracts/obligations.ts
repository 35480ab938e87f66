// Operations about what waits for people (duties), what has been sent to them, and the stream of changes.
import { z } from 'zod';
import type { Role } from '../../domain/process';
import { officialsAt } from './access';
import { operation, type Access, type Reach } from './operation';
import { change, obligationItem, outgoingMessage } from './process-shapes';
import { flag, pageOf, pageQuery, uuid } from './shapes';

const position = z
  .string()
  .regex(/^\d{1,19}-\d{1,19}$/)
  .meta({ description: 'Id of the last change seen' });

/** Everybody but owners and the firm, who see their own duties only. */
const officials: Partial<Record<Role, Reach>> = {
  districtSupervisor: 'covers',
  streetOfficer: 'covers',
  communitySecretary: 'covers',
  gridWorker: 'covers',
  committeeMember: 'covers',
  departmentOfficer: 'covers',
  auditor: 'covers',
};
const supervisors: Access = {
  kind: 'roles',
  roles: { districtSupervisor: 'covers', streetOfficer: 'covers', communitySecretary: 'covers', auditor: 'covers' },
  scope: { kind: 'self' },
};
const atPlace = { kind: 'place', param: 'placeId' } as const;

export const obligationOperations = {
  listMyObligations: operation({
    id: 'listMyObligations',
    method: 'get',
    path: '/v1/obligations/mine',
    tag: 'obligations',
    summary: { zh: '等我办的，先到期的在前', en: 'What waits for me, earliest due first' },
    access: { kind: 'signedIn' },
    query: pageQuery({ isOverdue: flag.optional() }),
    response: pageOf(obligationItem),
    status: 200,
    problems: [],
  }),
  listOverdueObligations: operation({
    id: 'listOverdueObligations',
    method: 'get',
    path: '/v1/obligations/overdue',
    tag: 'obligations',
    summary: { zh: '我辖区内逾期未办的', en: 'What is overdue within my places' },
    access: supervisors,
    query: pageQuery({}),
    response: pageOf(obligationItem),
    status: 200,
    problems: [],
  }),
  listPlaceObligations: operation({
    id: 'listPlaceObligations',
    method: 'get',
    path: '/v1/places/{placeId}/obligations',
    tag: 'obligations',
    summary: { zh: '某地各程序等人办的事', en: 'What waits for people in processes at or inside the place' },
    access: { kind: 'roles', roles: officials, scope: atPlace },
    params: z.strictObject({ placeId: uuid }),
    query: pageQuery({
      isOverdue: flag.optional(),
      isClosed: flag.optional().meta({ description: 'true: those already discharged, and by whom' }),
    }),
    response: pageOf(obligationItem),
    status: 200,
    problems: [],
  }),
  listMessages: operation({
    id: 'listMessages',
    method: 'get',
    path: '/v1/places/{placeId}/messages',
    tag: 'obligations',
    summary: {
      zh: '发出的通知（内置安装只存不发）',
      en: 'Messages sent; the embedded installation captures them here',
    },
    access: officialsAt(atPlace),
    params: z.strictObject({ placeId: uuid }),
    query: pageQuery({}),
    response: pageOf(outgoingMessage),
    status: 200,
    problems: [],
  }),
  listChanges: operation({
    id: 'listChanges',
    method: 'get',
    path: '/v1/changes',
    tag: 'changes',
    summary: { zh: '变化（轮询）', en: 'Changes after a position, for polling' },
    access: { kind: 'signedIn' },
    query: z.strictObject({
      after: position.optional().meta({ description: 'Without it the answer is only the present position' }),
      limit: pageQuery({}).shape.limit,
    }),
    response: z.strictObject({
      items: z.array(change),
      position: z.string().meta({ description: 'Pass it as `after` next time' }),
    }),
    status: 200,
    problems: [],
  }),
  streamChanges: operation({
    id: 'streamChanges',
    method: 'get',
    path: '/v1/changes/stream',
    tag: 'changes',
    summary: {
      zh: '变化（服务器推送）；断线后带 Last-Event-ID 重连即可补齐',
      en: 'Changes as server-sent events; reconnect with Last-Event-ID to catch up',
    },
    access: { kind: 'signedIn' },
    query: z.strictObject({ after: position.optional() }),
    transport: 'stream',
    response: z
      .string()
      .meta({ description: 'text/event-stream: `event: change`, `data:` a Change, `id:` its position' }),
    status: 200,
    problems: ['too-many-requests'],
  }),
};
