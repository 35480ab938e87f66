// What readers are shown of a process: where it stands, what it waits for, what will happen by itself, what has been recorded.
import { z } from 'zod';
import { DURATION_UNITS } from '../../domain/calendar/types';
import { PROCESS_KINDS, ROLES } from '../../domain/process';
import { instant, placeKind, uuid } from './shapes';

export const processKind = z.enum(PROCESS_KINDS).meta({ id: 'ProcessKind' });

const named = z.strictObject({ id: uuid, name: z.string() });

/** Where a process lives: an estate, or the office whose meetings it runs. */
export const livesAt = named.extend({ kind: placeKind });

const rule = z
  .strictObject({
    n: z.int(),
    unit: z.enum(DURATION_UNITS),
    rollover: z.enum(['none', 'nextWorkingDay']).optional(),
    basis: z.string(),
    confidence: z.enum(['V', 'X', 'S', 'G', 'D', 'custom']),
  })
  .meta({ id: 'DurationRule', description: 'A length of legal time and the article it comes from' });

export const party = z
  .strictObject({
    kind: z.enum(['role', 'department', 'owner', 'account']),
    role: z.enum(ROLES).nullable(),
    department: z.string().nullable(),
    ownerId: uuid.nullable(),
    accountId: uuid.nullable(),
    /** The place whose office is meant, or the owner's estate. */
    place: named.nullable(),
  })
  .meta({ id: 'Party', description: 'To whom a duty is addressed: a role or a department at a place, or one person' });

const duty = {
  key: z.string(),
  duty: z.string().meta({ description: 'Label code, such as formGroup or answerVetting' }),
  party,
  since: instant,
  dueAt: instant
    .nullable()
    .meta({ description: 'Exclusive: at this very instant it is late; null without a legal deadline' }),
  isOverdue: z.boolean(),
  isProvisional: z.boolean().meta({ description: 'Depends on a year whose holidays are not yet published' }),
  basis: z.string().meta({ description: 'The article' }),
  remindedCount: z.int(),
  rung: z.int().meta({ description: 'How far up the ladder it has been reported' }),
  nextStepAt: instant.nullable().meta({ description: 'When somebody is told next' }),
  nextStepTells: z
    .enum([...ROLES, 'addressee'])
    .nullable()
    .meta({ description: 'Who is told then: the role of the next rung, or the addressee, who is reminded' }),
};

export const waiting = z
  .strictObject({ ...duty, isUrgent: z.boolean().meta({ description: 'Its people are told at night too' }) })
  .meta({ id: 'Waiting' });

export const obligationItem = z
  .strictObject({
    id: uuid,
    processId: uuid,
    processKind,
    place: livesAt,
    ...duty,
    closedAt: instant.nullable(),
    closedBy: uuid.nullable(),
    closedHow: z.string().nullable().meta({ description: 'Type of the event that discharged it' }),
  })
  .meta({ id: 'Obligation' });

const clock = z
  .strictObject({
    name: z.string(),
    since: instant,
    dueAt: instant,
    isProvisional: z.boolean(),
    until: instant.optional().meta({ description: 'Counted backwards from this fixed instant; never moves' }),
    extensions: z.int().optional().meta({ description: 'How often an officer has extended it' }),
    addedMs: z
      .int()
      .meta({ description: 'What suspensions and extensions have added; of working time where the rule counts that' }),
    rule,
  })
  .meta({ id: 'Clock' });

export const foreseen = z
  .strictObject({
    at: instant,
    isProvisional: z.boolean(),
    what: z.string().meta({ description: 'What time or the machine will do' }),
    clock: z.string().nullable(),
    basis: z.string().nullable(),
    phaseAfter: z.string(),
  })
  .meta({ id: 'Foreseen', description: 'One thing that will happen by itself if nobody acts' });

const summary = {
  id: uuid,
  kind: processKind,
  place: livesAt,
  phase: z.string(),
  outcome: z.string().nullable(),
  isOpen: z.boolean(),
  isSuspended: z.boolean(),
  launchedAt: instant,
  updatedAt: instant,
  openCount: z.int().meta({ description: 'Duties that wait for people' }),
  overdueCount: z.int(),
  nextDueAt: instant.nullable(),
};

export const processSummary = z.strictObject(summary).meta({ id: 'ProcessSummary' });

export const processDetail = z
  .strictObject({
    ...summary,
    parentId: uuid.nullable(),
    childIds: z.array(uuid),
    seq: z.int().meta({ description: 'Number of the last recorded event' }),
    hash: z.string().meta({ description: 'End of the hash chain over the record' }),
    policy: z.strictObject({
      id: z.string(),
      version: z.string(),
      title: z.string(),
      hash: z.string(),
      jurisdiction: z.string(),
    }),
    waitsFor: z.array(waiting),
    clocks: z.array(clock),
    suspension: z.strictObject({ since: instant, until: instant, reasonText: z.string() }).nullable(),
    ahead: z.array(foreseen),
    slate: z
      .strictObject({ standing: z.int(), partyMembers: z.int(), targetPercent: z.int(), isTargetReached: z.boolean() })
      .nullable()
      .meta({ description: 'Elections: party members among those who stand, against a soft target that bars nobody' }),
    state: z
      .record(z.string(), z.unknown())
      .meta({ description: "The decider's state; texts as hashes, people as ids" }),
    texts: z.record(z.string(), z.string()).meta({ description: 'Texts that the caller may read, by hash' }),
    people: z
      .record(z.string(), z.string())
      .meta({ description: 'Names by id: officials in full, owners masked unless the caller is the office in charge' }),
  })
  .meta({ id: 'Process' });

export const recordedEvent = z
  .strictObject({
    seq: z.int(),
    type: z.string(),
    payload: z.record(z.string(), z.unknown()),
    at: instant.meta({
      description:
        'The legal instant: when somebody acted, or the instant at which time decided it, however late the engine woke',
    }),
    recordedAt: instant.meta({ description: 'When it was written down' }),
    commandId: uuid,
    actorKind: z.enum(['account', 'process', 'time', 'engine']),
    actorId: uuid.nullable(),
    authority: z
      .string()
      .nullable()
      .meta({ description: 'Role, or role:department, under which the actor was let in' }),
    channel: z.enum(['web', 'desk', 'paper', 'phone', 'engine']),
    assistedBy: uuid.nullable(),
    prevHash: z.string(),
    hash: z.string(),
  })
  .meta({ id: 'RecordedEvent' });

export const refusedAttempt = z
  .strictObject({
    id: uuid,
    commandId: uuid,
    commandType: z.string(),
    actorId: uuid.nullable(),
    code: z.string(),
    params: z.record(z.string(), z.unknown()),
    at: instant,
  })
  .meta({ id: 'RefusedAttempt' });

export const commandAvailability = z
  .strictObject({
    type: z.string(),
    roles: z.array(z.enum(ROLES)).meta({ description: 'Who may give it' }),
    can: z.boolean(),
    as: z.enum(ROLES).nullable().meta({ description: 'Under which of their roles the caller would act' }),
    reason: z
      .strictObject({
        code: z.string(),
        params: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
        title: z.string(),
      })
      .nullable()
      .meta({ description: 'Why not; finer rules are judged when the command is given' }),
  })
  .meta({ id: 'CommandAvailability' });

export const change = z
  .strictObject({
    id: z.string().meta({ description: 'Position in the stream: pass it as `after`, or as Last-Event-ID' }),
    processId: uuid,
    kind: processKind,
    seq: z.int(),
    phase: z.string(),
    at: instant,
  })
  .meta({ id: 'Change' });

export const outgoingMessage = z
  .strictObject({
    id: uuid,
    processId: uuid.nullable().meta({ description: 'Null: about everything at the place (a digest)' }),
    obligationKey: z.string().nullable(),
    template: z.string(),
    channel: z.string().meta({ description: '`captured`: kept here only; `mail`: for the mail server' }),
    toAccountId: uuid.nullable(),
    toOwnerId: uuid.nullable(),
    toReportId: uuid.nullable().meta({ description: 'A caller without an account, by the report' }),
    params: z.record(z.string(), z.unknown()),
    createdAt: instant,
    sentAt: instant.nullable().meta({ description: 'When it was captured, or the mail server took it' }),
    failure: z
      .string()
      .nullable()
      .meta({ description: 'Not delivered, and why: `no-address`, `no-server`, `refused-550`' }),
  })
  .meta({ id: 'OutgoingMessage' });
