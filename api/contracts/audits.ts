// Operations of the auditor: differences between engine and record, their repair, and processes whose engine is in trouble.
import { z } from 'zod';
import { DIFFERENCE_KINDS, MOTIONS } from '../../store/audit/differences';
import { TROUBLE_KINDS } from '../../store/supervision/engine-troubles';
import { operation, type Access } from './operation';
import { livesAt, processKind } from './process-shapes';
import { commandId, flag, instant, pageOf, pageQuery, paragraph, uuid } from './shapes';

const watchers: Access = {
  kind: 'roles',
  roles: { districtSupervisor: 'covers', auditor: 'covers' },
  scope: { kind: 'self' },
};
/** Whoever audits does not change what is audited. */
const menders: Access = { kind: 'roles', roles: { districtSupervisor: 'covers' }, scope: { kind: 'self' } };

const engineTrouble = z
  .strictObject({
    id: uuid,
    processId: uuid,
    processKind,
    place: livesAt,
    kind: z.enum(TROUBLE_KINDS),
    what: z.string().meta({ description: 'Type of the activity; `workflowTask`; `record`' }),
    attempts: z.int(),
    lastError: z.string().meta({ description: 'In words, cut, without personal data' }),
    since: instant,
    seenAt: instant,
    resolvedAt: instant.nullable(),
  })
  .meta({ id: 'EngineTrouble', description: 'A process that cannot go on by itself, and why; docs/auditor.md' });

const audit = z
  .strictObject({
    id: uuid,
    trigger: z.enum(['nightly', 'asked']),
    askedBy: uuid.nullable(),
    isFull: z.boolean(),
    state: z.enum(['queued', 'running', 'finished']),
    queuedAt: instant,
    startedAt: instant.nullable(),
    finishedAt: instant.nullable(),
    processes: z.int().meta({ description: 'Looked at so far' }),
    events: z.int(),
    found: z.int().meta({ description: 'Differences it found within your places' }),
    open: z.int().meta({ description: 'Those of them that are still there' }),
  })
  .meta({ id: 'Audit' });

const auditItem = z
  .strictObject({
    id: uuid,
    kind: z.enum(DIFFERENCE_KINDS),
    label: z.string().meta({ description: 'What it is, in your language' }),
    instruction: z.string().meta({ description: 'What is to be done about it, in your language' }),
    subject: z.string().meta({
      description:
        'A process, a workflow, an entry of the outbox, a duty, an estate (its own money), a kept sum, a piece of money, a row, a posting',
    }),
    processId: uuid.nullable(),
    place: livesAt.nullable(),
    detail: z.record(z.string(), z.unknown()).meta({ description: 'Ids, numbers, instants' }),
    motion: z
      .enum(MOTIONS)
      .nullable()
      .meta({ description: 'What `repair` would do; null: only a person may decide, docs/auditor.md' }),
    firstFoundAt: instant,
    foundAt: instant,
    resolvedAt: instant.nullable(),
    repairs: z.array(
      z.strictObject({
        motion: z.enum(MOTIONS),
        result: z.string(),
        accountId: uuid,
        reasonText: z.string().nullable(),
        at: instant,
      }),
    ),
  })
  .meta({ id: 'AuditItem', description: 'A difference between engine and record' });

export const auditOperations = {
  listEngineTroubles: operation({
    id: 'listEngineTroubles',
    method: 'get',
    path: '/v1/engine-troubles',
    tag: 'audit',
    summary: {
      zh: '引擎故障：哪些程序自己走不动，为什么',
      en: 'Processes that cannot go on by themselves, and why; newest first',
    },
    access: watchers,
    query: pageQuery({ isResolved: flag.optional().meta({ description: 'true: those that have healed' }) }),
    response: pageOf(engineTrouble),
    status: 200,
    problems: [],
  }),
  startAudit: operation({
    id: 'startAudit',
    method: 'post',
    path: '/v1/audits',
    tag: 'audit',
    summary: {
      zh: '立即核对引擎与记录；同范围已在核对的，答复那一次',
      en: 'Hold engine and record against each other now; one under way over the same places is answered instead',
    },
    access: watchers,
    body: z
      .strictObject({
        commandId,
        isFull: z.boolean().default(false).meta({ description: 'All closed processes too, not only a share of them' }),
      })
      .meta({ id: 'StartAudit' }),
    response: z.strictObject({ auditId: uuid }),
    status: 202,
    problems: ['command-id-reused'],
  }),
  listAudits: operation({
    id: 'listAudits',
    method: 'get',
    path: '/v1/audits',
    tag: 'audit',
    summary: { zh: '历次核对', en: 'Audits, newest first' },
    access: watchers,
    query: pageQuery({}),
    response: pageOf(audit),
    status: 200,
    problems: [],
  }),
  getAudit: operation({
    id: 'getAudit',
    method: 'get',
    path: '/v1/audits/{auditId}',
    tag: 'audit',
    summary: { zh: '一次核对及其发现的差异', en: 'One audit with the differences it found' },
    access: watchers,
    params: z.strictObject({ auditId: uuid }),
    query: pageQuery({ isResolved: flag.optional() }),
    response: pageOf(auditItem).extend({ audit }),
    status: 200,
    problems: [],
  }),
  repairAuditItem: operation({
    id: 'repairAuditItem',
    method: 'post',
    path: '/v1/audits/items/{itemId}/repair',
    tag: 'audit',
    summary: {
      zh: '修复一项差异，并立即复查',
      en: 'Repair a difference and look again at once; on the record with its reason',
    },
    access: menders,
    params: z.strictObject({ itemId: uuid }),
    body: z.strictObject({ commandId, reasonText: paragraph(4000) }).meta({ id: 'RepairAuditItem' }),
    response: auditItem,
    status: 200,
    problems: ['only-a-person-decides', 'chain-is-broken', 'already-resolved', 'unavailable', 'command-id-reused'],
  }),
};
