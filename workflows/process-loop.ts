// The loop around every process. Handlers change memory and queue events; the loop alone records them, runs effects and sleeps until the
// next due instant. So nothing interleaves and no lock is needed. What a process is, is in domain/; this file knows no process.
import {
  allHandlersFinished,
  ApplicationFailure,
  condition,
  continueAsNew,
  defineUpdate,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  uuid4,
  workflowInfo,
  ActivityFailure,
} from '@temporalio/workflow';
import type { Activities } from '../activities/create-activities';
import { decideProcess, MACHINERY_RULES } from '../domain/machinery/decide';
import { evolveProcess } from '../domain/machinery/evolve';
import { openObligations } from '../domain/machinery/look';
import { catchUp, nextWakeAt } from '../domain/machinery/time';
import type { Advanced } from '../domain/machinery/types';
import type {
  Actor,
  MachineryEvent,
  PendingEvent,
  ProcessDefinition,
  Receipt,
  Rejection,
  HasPhase,
  HasType,
} from '../domain/process';
import { DATABASE } from './activity-options';
import { DIVERGED, REFUSED, type ProcessInput, type ProcessResult, type SubmitEnvelope } from './messages';

const { recordEvents, reportDivergence } = proxyActivities<Activities>(DATABASE);

/** Receipts kept in memory and carried over; the API looks older ones up in process_event. */
const KEPT_RECEIPTS = 200;
/** A timer longer than this is cut in two, so that no single one outlives a year. */
const LONGEST_SLEEP_MS = 365 * 86_400_000;

/** Runs one effect and says what came of it, as a command of the same process. */
export type Perform<Command> = (effect: { type: string }) => Promise<Command>;

const ENGINE: Actor = { kind: 'engine' };

export async function processLoop<Core extends HasPhase, Command extends HasType, Event extends HasType>(
  definition: ProcessDefinition<Core, Command, Event>,
  input: ProcessInput<Core>,
  perform: Perform<Command>,
): Promise<ProcessResult> {
  let { state, seq, hash } = input;
  const { processId, setting } = input;
  const receipts = { ...input.receipts };
  const pending: PendingEvent<Event>[] = [];
  let recordedSeq = seq;
  const now = (): string => new Date().toISOString();

  const queue = (
    events: readonly (Event | MachineryEvent)[],
    envelope: Omit<SubmitEnvelope, 'command'>,
    at: string,
  ): void => {
    for (const event of events) {
      state = evolveProcess(definition, setting.policy, state, event);
      pending.push({ ...envelope, seq: ++seq, at, event });
    }
  };

  /** What time decided since the last look, each step at its legal instant under a command id of its own. */
  const queueTime = ({ steps }: Advanced<Core, Event>): void => {
    for (const { actor, at, events } of steps) queue(events, { commandId: uuid4(), actor, channel: 'engine' }, at);
  };

  const apply = (envelope: SubmitEnvelope): Receipt => {
    const at = now();
    const { command, ...from } = envelope;
    const { caughtUp, decision } = decideProcess(
      definition,
      state,
      { ...from, command: command as unknown as Command },
      setting,
      at,
    );
    queueTime(caughtUp);
    if (!decision.ok) throw refusal(decision.rejection);
    queue(decision.events, from, at);
    return (receipts[envelope.commandId] = { commandId: envelope.commandId, seq, phase: state.core.phase });
  };

  const assertAcceptable = (envelope: SubmitEnvelope): void => {
    if (envelope.commandId in receipts) return;
    const { command, ...from } = envelope;
    const asked = { ...from, command: command as unknown as Command };
    const { decision } = decideProcess(definition, state, asked, setting, now());
    if (!decision.ok) throw refusal(decision.rejection);
  };

  for (const type of [...Object.keys(definition.rules), ...Object.keys(MACHINERY_RULES)]) {
    setHandler(
      defineUpdate<Receipt, [SubmitEnvelope]>(type),
      async (envelope) => {
        const receipt = receipts[envelope.commandId] ?? apply(envelope);
        // Answered only when stored: what the caller was told can no longer be lost.
        await condition(() => recordedSeq >= receipt.seq);
        return receipt;
      },
      { validator: assertAcceptable },
    );
  }

  const record = async (): Promise<void> => {
    while (pending.length > 0) {
      const events = pending.slice();
      const summary = events.map(({ event }) => event.type).join(', ');
      const appended = await recordEvents.executeWithOptions({ ...DATABASE, summary: shortened(summary) }, [
        { processId, expected: { seq: recordedSeq, hash }, events },
      ]);
      pending.splice(0, events.length);
      recordedSeq = appended.seq;
      hash = appended.hash;
    }
  };

  /** Until every accepted command is stored and answered; commands that arrive meanwhile are taken along. */
  const finishHandlers = async (): Promise<void> => {
    while (pending.length > 0 || !allHandlersFinished()) {
      await condition(() => pending.length > 0 || allHandlersFinished());
      await record();
    }
  };

  const shouldRollOver = (): boolean =>
    workflowInfo().continueAsNewSuggested || workflowInfo().historyLength >= (input.rollOverAtEvents ?? Infinity);

  /** Waits for an effect, storing what people decide meanwhile; undefined: the process was closed and no longer wants the answer. */
  const whileRecording = async (effect: Promise<Command>): Promise<Command | undefined> => {
    let settled: { command: Command } | { error: unknown } | undefined;
    effect.then(
      (command) => (settled = { command }),
      (error: unknown) => (settled = { error }),
    );
    for (;;) {
      await condition(() => settled !== undefined || pending.length > 0);
      await record();
      if (definition.isClosed(state.core)) return undefined;
      if (settled === undefined) continue;
      if ('error' in settled) throw settled.error;
      return settled.command;
    }
  };

  const runEffect = async (): Promise<boolean> => {
    const isAtRest = state.suspension !== null || definition.isClosed(state.core);
    const effect = isAtRest ? undefined : definition.effect(state.core, setting.policy);
    if (!effect) return false;
    const command = await whileRecording(perform(effect));
    if (command === undefined) return true;
    const at = now();
    const asked = { actor: ENGINE, channel: 'engine' as const, command };
    const { caughtUp, decision } = decideProcess(definition, state, asked, setting, at);
    queueTime(caughtUp);
    // Refused means the process moved on while the machine was busy (it was voided, say): the answer is no longer needed.
    if (decision.ok) queue(decision.events, { commandId: uuid4(), actor: ENGINE, channel: 'engine' }, at);
    return true;
  };

  const describe = (): void =>
    setCurrentDetails(
      [
        `phase: ${state.core.phase}`,
        ...openObligations(definition, state, setting).map(
          ({ key, dueAt }) => `waits for: ${key}, due ${dueAt ?? 'open'}`,
        ),
        `recorded events: ${recordedSeq}`,
      ].join('\n'),
    );

  try {
    for (;;) {
      queueTime(catchUp(definition, state, setting, now()));
      await record();
      describe();
      if (definition.isClosed(state.core)) break;
      if (await runEffect()) continue;
      if (shouldRollOver()) {
        await finishHandlers();
        return await continueAsNew<(next: ProcessInput<Core>) => Promise<ProcessResult>>({
          ...input,
          state,
          seq,
          hash,
          receipts: newest(receipts),
        });
      }
      const wakeAt = nextWakeAt(definition, state, setting);
      const ms =
        wakeAt === null ? LONGEST_SLEEP_MS : Math.min(Date.parse(wakeAt) - Date.parse(now()), LONGEST_SLEEP_MS);
      await condition(() => pending.length > 0 || shouldRollOver(), Math.max(1, ms), {
        summary: `${state.core.phase} until ${wakeAt ?? 'somebody acts'}`,
      });
    }
    await finishHandlers();
    return { processId, end: 'closed', outcome: definition.outcome(state.core) };
  } catch (error) {
    if (!isDivergence(error)) throw error;
    await reportDivergence({ processId, seq: recordedSeq });
    return { processId, end: 'diverged', outcome: null };
  }
}

const refusal = (rejection: Rejection): ApplicationFailure =>
  ApplicationFailure.create({ message: rejection.code, type: REFUSED, nonRetryable: true, details: [rejection] });

const isDivergence = (error: unknown): boolean =>
  error instanceof ActivityFailure && error.cause instanceof ApplicationFailure && error.cause.type === DIVERGED;

const newest = (receipts: Record<string, Receipt>): Record<string, Receipt> =>
  Object.fromEntries(Object.entries(receipts).slice(-KEPT_RECEIPTS));

const shortened = (text: string): string => (text.length > 180 ? `${text.slice(0, 177)}...` : text);
