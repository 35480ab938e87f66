// Operations that read processes: lists, where one stands, its record, what can be done now. Launches and commands: launches.ts.
import { z } from 'zod';
import { everyoneAt, officialsAt } from './access';
import { operation } from './operation';
import {
  commandAvailability,
  processDetail,
  processKind,
  processSummary,
  recordedEvent,
  refusedAttempt,
} from './process-shapes';
import { flag, pageOf, pageQuery, uuid } from './shapes';

const processParams = z.strictObject({ processId: uuid });
const thisProcess = { kind: 'process', param: 'processId' } as const;

export const processOperations = {
  listProcesses: operation({
    id: 'listProcesses',
    method: 'get',
    path: '/v1/processes',
    tag: 'processes',
    summary: { zh: '我能看到的程序，新的在前', en: 'Processes within my reach, newest first' },
    access: { kind: 'signedIn' },
    query: pageQuery({
      placeId: uuid.optional().meta({ description: 'At or inside this place' }),
      kind: processKind.optional(),
      isOpen: flag.optional(),
    }),
    response: pageOf(processSummary),
    status: 200,
    problems: [],
  }),
  getProcess: operation({
    id: 'getProcess',
    method: 'get',
    path: '/v1/processes/{processId}',
    tag: 'processes',
    summary: {
      zh: '程序现状：等谁、从何时、到何时、依据哪条、之后自动发生什么',
      en: 'Where it stands: what it waits for, from whom, since when, until when, by which article, and what happens by itself',
    },
    access: everyoneAt(thisProcess),
    params: processParams,
    response: processDetail,
    status: 200,
    problems: [],
  }),
  listEvents: operation({
    id: 'listEvents',
    method: 'get',
    path: '/v1/processes/{processId}/events',
    tag: 'processes',
    summary: { zh: '记录（按先后，含哈希链）', en: 'The record in order, with its hash chain' },
    access: everyoneAt(thisProcess),
    params: processParams,
    query: pageQuery({}),
    response: z.strictObject({
      items: z.array(recordedEvent),
      nextCursor: z.string().nullable(),
      texts: z.record(z.string(), z.string()),
      people: z.record(z.string(), z.string()),
    }),
    status: 200,
    problems: [],
  }),
  listRefusedAttempts: operation({
    id: 'listRefusedAttempts',
    method: 'get',
    path: '/v1/processes/{processId}/refused-attempts',
    tag: 'processes',
    summary: { zh: '被拒绝的操作，新的在前', en: 'Refused attempts, newest first' },
    access: officialsAt(thisProcess),
    params: processParams,
    query: pageQuery({}),
    response: pageOf(refusedAttempt),
    status: 200,
    problems: [],
  }),
  listCommands: operation({
    id: 'listCommands',
    method: 'get',
    path: '/v1/processes/{processId}/commands',
    tag: 'processes',
    summary: { zh: '我现在能办什么；不能办的，为什么', en: 'What I may do now, and for the rest why not' },
    access: everyoneAt(thisProcess),
    params: processParams,
    response: z.strictObject({ items: z.array(commandAvailability) }),
    status: 200,
    problems: [],
  }),
};
