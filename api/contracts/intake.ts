// Operations for machines that report problems: hotlines and networks of sensors, their devices, their signed calls, and a hotline's file. What a
// call and a file look like: docs/intake.md.
import { z } from 'zod';
import { TICKET_COLUMN_IDS, TICKET_ISSUES } from '../../domain/intake/tickets';
import { officialsAt } from './access';
import { fileSummary, importedFile } from './file-import';
import { listsMachines, machineCode, newSecret, placeParams, registrars, rotatesKey } from './machines';
import { operation } from './operation';
import { phone } from './reports';
import { commandId, instant, line, pageOf, pageQuery, paragraph, uuid } from './shapes';

const atPlace = { kind: 'place', param: 'placeId' } as const;
const importParams = z.strictObject({ placeId: uuid, importId: uuid });

const sourceParams = z.strictObject({ source: machineCode });
const sourceKind = z.enum(['hotline', 'sensors', 'payments']);
const category = z.string().regex(/^[a-z][a-zA-Z]{1,39}$/);
/** Five thousand tickets stay below it. */
const MAX_FILE_BYTES = 8 * 1024 * 1024;
const MAX_CALL_BYTES = 64 * 1024;

const newKey = z
  .strictObject({
    sourceId: uuid,
    ...newSecret,
  })
  .meta({ id: 'IntakeKey' });

/** An event of a device, as its network tells of it. */
export const alarmCall = z
  .strictObject({
    eventId: z.string().regex(/^[\w.:-]{1,80}$/),
    serialNo: z.string().regex(/^[\w.:-]{1,80}$/),
    happenedAt: z.iso.datetime({ offset: true }),
  })
  .meta({ id: 'AlarmCall' });

/** One ticket of a hotline. */
export const ticketCall = z
  .strictObject({
    ticketNo: z.string().regex(/^[\w.:-]{1,60}$/),
    calledAt: z.iso.datetime({ offset: true }),
    name: line(60).nullable().default(null),
    phone: phone.nullable().default(null),
    address: line(200),
    category: line(40).meta({ description: 'Code of the policy, or the word that hotlines use' }),
    text: paragraph(4000),
  })
  .meta({ id: 'TicketCall' });

const taken = z
  .strictObject({
    processId: uuid,
    reportId: uuid,
    outcome: z.enum(['opened', 'joined', 'alreadyIn']).meta({ description: 'alreadyIn: this number had come before' }),
  })
  .meta({ id: 'TakenSignal' });

const device = z
  .strictObject({
    deviceId: uuid,
    sourceId: uuid,
    serialNo: z.string(),
    category: z.string(),
    placeId: uuid,
    estateId: uuid,
    joinMinutes: z.int(),
    registeredAt: instant,
    retiredAt: instant.nullable(),
  })
  .meta({ id: 'SensorDevice' });

const verdict = z.enum(['opens', 'joins', 'alreadyIn', 'refused']).meta({ id: 'TicketVerdict' });
const counts = { opens: z.int(), joins: z.int(), alreadyIn: z.int(), refused: z.int() };
const hotlineImport = z
  .strictObject({
    importId: uuid,
    source: machineCode,
    ...importedFile,
    summary: fileSummary(z.enum(TICKET_COLUMN_IDS), counts),
  })
  .meta({ id: 'HotlineImport', description: 'The dry run of a file of tickets, and whether it was committed' });
const ticketRow = z
  .strictObject({
    rowNo: z.int(),
    verdict,
    ticketNo: z.string().nullable(),
    estateId: uuid.nullable(),
    spotPlaceId: uuid.nullable(),
    category: z.string().nullable(),
    phoneMasked: z.string().nullable(),
    issues: z.array(
      z.strictObject({ column: z.enum(TICKET_COLUMN_IDS), code: z.enum(TICKET_ISSUES), message: z.string() }),
    ),
    processId: uuid.nullable().meta({ description: 'The problem that it opened or joined, once it is known' }),
  })
  .meta({ id: 'TicketRow', description: 'The answer to one row, numbered as in the file' });

const callProblems = [
  'bad-signature',
  'call-replayed',
  'malformed-request',
  'source-not-here',
  'category-unknown',
  'not-an-estate',
] as const;

export const intakeOperations = {
  registerSource: operation({
    id: 'registerSource',
    method: 'post',
    path: '/v1/places/{placeId}/intake-sources',
    tag: 'intake',
    summary: { zh: '登记热线或传感器网络', en: 'Register a hotline or a network of sensors for this place and below' },
    access: registrars,
    params: placeParams,
    body: z
      .strictObject({
        commandId,
        sourceId: uuid,
        code: machineCode,
        kind: sourceKind,
        name: line(60),
      })
      .meta({ id: 'RegisterSource' }),
    response: newKey,
    status: 201,
    problems: ['source-code-taken', 'id-already-used', 'command-id-reused'],
  }),
  rotateSourceKey: rotatesKey({
    id: 'rotateSourceKey',
    path: '/v1/places/{placeId}/intake-sources/{sourceId}/keys',
    tag: 'intake',
    summary: { zh: '更换来源密钥', en: 'Give the source a new secret' },
    params: placeParams.extend({ sourceId: uuid }),
    response: newKey,
    bodyId: 'RotateSourceKey',
  }),
  listSources: listsMachines({
    id: 'listSources',
    path: '/v1/places/{placeId}/intake-sources',
    tag: 'intake',
    summary: { zh: '已登记的热线和传感器网络', en: 'Hotlines and networks registered at this place, without secrets' },
    own: { sourceId: uuid, code: machineCode, kind: sourceKind },
  }),
  registerDevice: operation({
    id: 'registerDevice',
    method: 'post',
    path: '/v1/places/{placeId}/sensor-devices',
    tag: 'intake',
    summary: { zh: '登记传感器设备', en: 'Register a device at an estate, building or entrance' },
    access: registrars,
    params: placeParams,
    body: z
      .strictObject({
        commandId,
        deviceId: uuid,
        source: machineCode,
        serialNo: z.string().regex(/^[\w.:-]{1,80}$/),
        category: category.meta({ description: 'What its alarm is a problem of' }),
        joinMinutes: z
          .int()
          .min(0)
          .max(10_080)
          .meta({ description: 'An alarm again within so many minutes joins the open problem' }),
      })
      .meta({ id: 'RegisterDevice' }),
    response: z.strictObject({ deviceId: uuid }),
    status: 201,
    problems: [
      'source-not-here',
      'not-an-estate',
      'category-unknown',
      'device-registered',
      'id-already-used',
      'command-id-reused',
    ],
  }),
  retireDevice: operation({
    id: 'retireDevice',
    method: 'post',
    path: '/v1/places/{placeId}/sensor-devices/{deviceId}/retire',
    tag: 'intake',
    summary: { zh: '停用设备', en: 'Retire a device: its alarms are refused' },
    access: registrars,
    params: z.strictObject({ placeId: uuid, deviceId: uuid }),
    body: z.strictObject({ commandId }),
    response: z.void(),
    status: 204,
    problems: ['command-id-reused'],
  }),
  listDevices: operation({
    id: 'listDevices',
    method: 'get',
    path: '/v1/places/{placeId}/sensor-devices',
    tag: 'intake',
    summary: { zh: '设备清单', en: 'Devices at or below this place' },
    access: officialsAt(atPlace),
    params: placeParams,
    query: pageQuery({}),
    response: pageOf(device),
    status: 200,
    problems: [],
  }),
  receiveAlarm: operation({
    id: 'receiveAlarm',
    method: 'post',
    path: '/v1/intake/{source}/alarms',
    tag: 'intake',
    summary: {
      zh: '传感器报警（签名）：立即立为诉求，重复报警并入',
      en: 'Signed call of a network (AlarmCall): opens a problem at once, or joins the open one',
    },
    access: { kind: 'public' },
    params: sourceParams,
    transport: 'upload',
    bodyLimit: MAX_CALL_BYTES,
    response: taken,
    status: 200,
    problems: [...callProblems, 'device-unknown'],
  }),
  receiveTicket: operation({
    id: 'receiveTicket',
    method: 'post',
    path: '/v1/intake/{source}/tickets',
    tag: 'intake',
    summary: { zh: '热线工单（签名）', en: 'Signed call of a hotline (TicketCall)' },
    access: { kind: 'public' },
    params: sourceParams,
    transport: 'upload',
    bodyLimit: MAX_CALL_BYTES,
    response: taken,
    status: 200,
    problems: [...callProblems, 'estate-unknown'],
  }),
  dryRunHotline: operation({
    id: 'dryRunHotline',
    method: 'post',
    path: '/v1/places/{placeId}/hotline-imports',
    tag: 'intake',
    summary: {
      zh: '预检热线工单文件：逐行说明立为新诉求、并入、已有或有问题，不改动任何数据',
      en: 'Dry run of a file of tickets: says of each what would come of it, and does nothing',
    },
    access: registrars,
    params: placeParams,
    // The body is the file, so the command id stands here.
    query: z.strictObject({ commandId, source: machineCode, format: z.enum(['xlsx', 'csv']) }),
    transport: 'upload',
    bodyLimit: MAX_FILE_BYTES,
    response: hotlineImport,
    status: 201,
    problems: ['ticket-file-refused', 'source-not-here', 'unavailable', 'command-id-reused'],
  }),
  getHotlineImport: operation({
    id: 'getHotlineImport',
    method: 'get',
    path: '/v1/places/{placeId}/hotline-imports/{importId}',
    tag: 'intake',
    summary: { zh: '一次工单导入', en: 'One import of tickets' },
    access: registrars,
    params: importParams,
    response: hotlineImport,
    status: 200,
    problems: [],
  }),
  listTicketRows: operation({
    id: 'listTicketRows',
    method: 'get',
    path: '/v1/places/{placeId}/hotline-imports/{importId}/rows',
    tag: 'intake',
    summary: { zh: '工单逐行结果', en: 'The answer to every row' },
    access: registrars,
    params: importParams,
    query: pageQuery({ verdict: verdict.optional() }),
    response: pageOf(ticketRow),
    status: 200,
    problems: [],
  }),
  commitHotline: operation({
    id: 'commitHotline',
    method: 'post',
    path: '/v1/places/{placeId}/hotline-imports/{importId}/commit',
    tag: 'intake',
    summary: { zh: '导入工单：无问题的行全部办理', en: 'Take all tickets that were not refused' },
    access: registrars,
    params: importParams,
    body: z.strictObject({ commandId }),
    response: z
      .strictObject({ opened: z.int(), joined: z.int(), alreadyIn: z.int(), refused: z.int() })
      .meta({ id: 'HotlineCommit' }),
    status: 200,
    problems: ['import-already-committed', 'import-expired', 'command-id-reused'],
  }),
};
