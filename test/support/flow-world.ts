// Processes on the time-skipping server: the real workflows, and a record in memory that keeps the rules of the one in PostgreSQL
// (a batch twice is once; a batch that does not follow on has diverged). Sixty days pass in milliseconds.
import { randomUUID } from 'node:crypto';
import { ApplicationFailure } from '@temporalio/activity';
import { WorkflowUpdateFailedError } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import type { Activities } from '../../activities/create-activities';
import { definitionOf } from '../../domain/definitions';
import { decideProcess } from '../../domain/machinery/decide';
import { evolveProcess, freshState } from '../../domain/machinery/evolve';
import { calendarFor } from '../../domain/policy/rehearsal';
import type { Policy } from '../../domain/policy/schema';
import type { Actor, ProcessKind, Receipt } from '../../domain/process';
import type { AnyEvent, AnyPending, Appended } from '../../store/record/append-events';
import { DIVERGED, workflowIdFor, type ProcessInput, type SubmitEnvelope } from '../../workflows/messages';
import { timeSkippingEnvironment, workflowBundle } from './temporal';

interface Recorded {
  seq: number;
  hash: string;
  events: AnyPending[];
}

export interface FlowWorld {
  env: TestWorkflowEnvironment;
  records: Map<string, Recorded>;
  diverged: string[];
  /** What recordEvents does instead of succeeding, next time: fail before storing, or die after. */
  faults: ('before' | 'after')[];
  activities: Activities;
  /** Starts a process from its launch command; everything runs on the environment's clock. */
  start(
    kind: ProcessKind,
    launch: { type: 'launch'; [field: string]: unknown },
    more?: { policy: Policy } & Partial<Pick<ProcessInput, 'rollOverAtEvents'>>,
  ): Promise<string>;
  give(
    kind: ProcessKind,
    processId: string,
    actor: Actor,
    command: { type: string; [field: string]: unknown },
    commandId?: string,
  ): Promise<Receipt>;
  typesOf(processId: string): string[];
  stateOf(processId: string): { phase: string; [field: string]: unknown };
  close(): Promise<void>;
}

export async function flowWorld(policyOf: () => Policy): Promise<FlowWorld> {
  const env = await timeSkippingEnvironment();
  const records = new Map<string, Recorded>();
  const kinds = new Map<string, { kind: ProcessKind; input: ProcessInput }>();
  const diverged: string[] = [];
  const faults: ('before' | 'after')[] = [];

  const append = (processId: string, expected: Appended, events: AnyPending[]): Appended => {
    const record = records.get(processId) ?? { seq: 0, hash: '0', events: [] };
    const last = events.at(-1);
    const isRepeated =
      last !== undefined &&
      record.seq >= last.seq &&
      events.every(({ seq, commandId }) => record.events[seq - 1]?.commandId === commandId);
    if (isRepeated) return { seq: last.seq, hash: `hash-${last.seq}` };
    if (record.seq !== expected.seq || record.hash !== expected.hash)
      throw ApplicationFailure.create({ type: DIVERGED, message: 'diverged', nonRetryable: true });
    record.events.push(...events);
    record.seq = record.events.length;
    record.hash = `hash-${record.seq}`;
    records.set(processId, record);
    return { seq: record.seq, hash: record.hash };
  };

  const activities: Activities = {
    recordEvents: ({ processId, expected, events }) => {
      const fault = faults.shift();
      if (fault === 'before') return Promise.reject(new Error('the database is away'));
      const appended = append(processId, expected, events as AnyPending[]);
      return fault === 'after' ? Promise.reject(new Error('died after the commit')) : Promise.resolve(appended);
    },
    reportDivergence: ({ processId }) => {
      diverged.push(processId);
      return Promise.resolve();
    },
    freezeRoll: ({ version }) =>
      Promise.resolve({
        rollId: randomUUID(),
        version,
        rollHash: 'hash',
        heads: 4,
        areaDm2: 40_000,
        rightCount: 4,
        problemCount: 0,
      }),
    countSignatures: () => Promise.reject(new Error('no signatures here')),
    prepareShares: () => Promise.reject(new Error('no shares here')),
    countPledges: () => Promise.reject(new Error('no pledges here')),
    countReceipts: () => Promise.reject(new Error('no receipts here')),
    checkSplitting: () => Promise.reject(new Error('no grants here')),
    postSpending: () => Promise.reject(new Error('no payments here')),
    listRefunds: () => Promise.reject(new Error('no refunds here')),
    tallyVote: () => Promise.reject(new Error('no ballots here')),
    draftDisclosure: ({ period, version }) => Promise.resolve({ sha256: `figures-${period.no}-${version}` }),
    writePack: ({ meetingId }) =>
      Promise.resolve({ sha256: `pack-of-${meetingId}`, madeAt: '2026-01-01T00:00:00.000Z' }),
    launchChild: ({ childKey }) => Promise.resolve({ childId: childKey.replace(':', '-') }),
  };

  const taskQueue = `flow-${randomUUID()}`;
  const worker = await Worker.create({
    connection: env.nativeConnection,
    taskQueue,
    workflowBundle: await workflowBundle(),
    activities: { ...activities },
  });
  const running = worker.run();

  return {
    env,
    records,
    diverged,
    faults,
    activities,
    async start(kind, launch, more) {
      const processId = randomUUID();
      const definition = definitionOf(kind);
      const policy = more?.policy ?? policyOf();
      const setting = { policy, calendar: calendarFor(policy) };
      const at = new Date(await env.currentTimeMs()).toISOString();
      const commandId = randomUUID();
      const asked = { actor: { kind: 'engine' } as const, channel: 'engine' as const, command: launch };
      let state = freshState(definition.initial);
      const { decision } = decideProcess(definition, state, asked, setting, at);
      if (!decision.ok) throw new Error(`refused: ${decision.rejection.code}`);
      const events = decision.events.map((event, index): AnyPending => {
        state = evolveProcess(definition, policy, state, event);
        return { seq: index + 1, at, commandId, actor: asked.actor, channel: 'engine', event: event as AnyEvent };
      });
      const { seq, hash } = append(processId, { seq: 0, hash: '0' }, events);
      const input: ProcessInput = { processId, kind, setting, state, seq, hash, receipts: {} };
      if (more?.rollOverAtEvents) input.rollOverAtEvents = more.rollOverAtEvents;
      kinds.set(processId, { kind, input });
      await env.client.workflow.start(kind, { taskQueue, workflowId: workflowIdFor(kind, processId), args: [input] });
      return processId;
    },
    async give(kind, processId, actor, command, commandId = randomUUID()) {
      const envelope: SubmitEnvelope = { commandId, actor, channel: 'web', command };
      return env.client.workflow
        .getHandle(workflowIdFor(kind, processId))
        .executeUpdate<Receipt, [SubmitEnvelope]>(command.type, { updateId: commandId, args: [envelope] });
    },
    typesOf: (processId) => (records.get(processId)?.events ?? []).map(({ event }) => event.type),
    stateOf(processId) {
      const { kind = 'election', input } = kinds.get(processId) ?? {};
      const definition = definitionOf(kind);
      const policy = input?.setting.policy ?? policyOf();
      const folded = (records.get(processId)?.events ?? []).reduce(
        (state, { event }) => evolveProcess(definition, policy, state, event),
        freshState(definition.initial),
      );
      return folded.core;
    },
    async close() {
      worker.shutdown();
      await running;
      await env.teardown();
    },
  };
}

/** The rejection code of a refused command, or the error itself. */
export async function refusalOf(answer: Promise<unknown>): Promise<string> {
  try {
    await answer;
  } catch (error) {
    if (error instanceof WorkflowUpdateFailedError) return error.cause?.message ?? error.message;
    throw error;
  }
  throw new Error('the command was accepted');
}
