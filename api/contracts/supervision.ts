// Operations by which supervisors see what is stuck in their district, over all kinds of processes, and by which rules.
import { z } from 'zod';
import { DETECTORS } from '../../domain/supervision/detectors';
import { FLAGS } from '../read-models/stall-filters';
import { operation, type Access } from './operation';
import { livesAt, party, processKind } from './process-shapes';
import { instant, pageOf, pageQuery, role, uuid } from './shapes';

const supervisors: Access = {
  kind: 'roles',
  roles: { districtSupervisor: 'covers', streetOfficer: 'covers', communitySecretary: 'covers', auditor: 'covers' },
  scope: { kind: 'self' },
};

const flag = z.enum(FLAGS);
const code = z.string().regex(/^[a-zA-Z][a-zA-Z0-9]{0,59}$/);
const detectorIds = DETECTORS.map(({ id }) => id) as [string, ...string[]];
const ms = z.int().min(0);

const stall = z
  .strictObject({
    id: uuid.meta({ description: 'Of the duty; of the process where nobody has a duty' }),
    process: z.strictObject({
      id: uuid,
      kind: processKind,
      phase: z.string(),
      isSuspended: z.boolean(),
      suspendedUntil: instant.nullable(),
      place: livesAt,
    }),
    key: z.string().nullable(),
    duty: z
      .string()
      .nullable()
      .meta({ description: 'Label code; null: nobody has a duty in the process while its engine is in trouble' }),
    party: party.nullable().meta({ description: 'For whom it waits' }),
    since: instant,
    dueAt: instant.nullable(),
    isProvisional: z.boolean(),
    overdueMs: ms.nullable().meta({ description: 'How late it is; null: it is not' }),
    basis: z.string().nullable().meta({ description: 'The article' }),
    rung: z.int().meta({ description: 'How far up the ladder it has been reported' }),
    stirredAt: instant
      .nullable()
      .meta({ description: 'When something last happened in the process; reminders, pushes and orders do not count' }),
    silentAt: instant.nullable().meta({ description: 'From when it counts as silent' }),
    stuckAt: instant
      .nullable()
      .meta({ description: 'The earlier of due and silent, the order of the list; null: the process stands still' }),
    openMs: ms.meta({ description: 'How long the duty has been open' }),
    normal: z.strictObject({ n: z.int(), medianMs: ms, p90Ms: ms }).nullable().meta({
      description: 'How long this duty took in this district, by n closed ones; null: fewer than the policy asks for',
    }),
    flags: z.array(flag),
    troubles: z.array(
      z.strictObject({ kind: z.string(), what: z.string(), attempts: z.int(), lastError: z.string(), since: instant }),
    ),
    detectors: z.array(z.string()).meta({ description: 'Which of the nineteen detectors find it' }),
    nextStepAt: instant.nullable().meta({ description: 'When somebody is told next' }),
    nextStepTells: z.union([role, z.literal('addressee')]).nullable(),
    nextDecision: z
      .strictObject({ what: z.string(), at: instant.nullable() })
      .nullable()
      .meta({ description: 'What time or the machine decides next in the process, and when; `at` null: at once' }),
    why: z.string().meta({ description: 'Why it is stuck, in a sentence, in the language asked for' }),
  })
  .meta({ id: 'Stall' });

const detector = z
  .strictObject({
    id: z.string(),
    no: z.int(),
    title: z.string(),
    basis: z.string(),
    reads: z.array(
      z.strictObject({
        kind: processKind,
        what: z.enum(['overdueDuty', 'openDuty', 'pingPong', 'state']),
        duties: z.array(z.string()).nullable().meta({ description: 'null: of all duties, or of none' }),
      }),
    ),
    isInRelease: z.boolean().meta({ description: 'false: its process is not in this release, and it finds nothing' }),
    missing: z.string().nullable().meta({ description: 'What it needs that is not in this release' }),
    processes: z.int().nullable().meta({ description: 'How many processes it finds; null: it is not in this release' }),
  })
  .meta({ id: 'Detector' });

export const supervisionOperations = {
  listStalls: operation({
    id: 'listStalls',
    method: 'get',
    path: '/v1/stalls',
    tag: 'supervision',
    summary: {
      zh: '辖区内所有等人办的事，卡得最久的在前：等谁、何时到期、正常多久、接下来自动发生什么、为什么卡住',
      en: 'Everything within my places that waits for people, stuck for longest first: for whom, until when, what is normal, what happens next, and why',
    },
    access: supervisors,
    query: pageQuery({
      placeId: uuid.optional().meta({ description: 'At or inside this place' }),
      kind: processKind.optional(),
      duty: code.optional(),
      role: role.optional().meta({ description: 'Of whom it waits for' }),
      department: code.optional(),
      flag: z
        .enum([...FLAGS, 'any'])
        .optional()
        .meta({ description: '`any`: only what is stuck in some way' }),
      detector: z.enum(detectorIds).optional(),
    }),
    response: pageOf(stall),
    status: 200,
    problems: [],
  }),
  listDetectors: operation({
    id: 'listDetectors',
    method: 'get',
    path: '/v1/detectors',
    tag: 'supervision',
    summary: {
      zh: '十九项监测规则，各自在辖区内发现多少程序',
      en: 'The nineteen detectors, and how many processes each finds within my places',
    },
    access: supervisors,
    query: z.strictObject({ placeId: uuid.optional().meta({ description: 'At or inside this place' }) }),
    response: z.strictObject({ items: z.array(detector) }),
    status: 200,
    problems: [],
  }),
};
