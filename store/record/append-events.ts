// The only writer of process events. One transaction stores the events and everything that follows from them: the read model, the
// obligations, the outbox, the stream of changes. Either all of it is there or nothing.
import { definitionOf } from '../../domain/definitions';
import { evolveProcess } from '../../domain/machinery/evolve';
import { nextWakeAt } from '../../domain/machinery/time';
import type { Setting } from '../../domain/machinery/types';
import type { Actor, PendingEvent, ProcessKind, ProcessState } from '../../domain/process';
import { refused } from '../refused';
import { noteFacts } from '../supervision/facts';
import type { Tx } from '../transaction';
import { Diverged } from './diverged';
import { eventHash } from './event-hash';
import { project } from './project';
import { PROBLEMS, problemRows } from './project-problem';
import { insertRows, type RowTable } from './insert-rows';
import { OUTBOX, tellingRows, type OutboxRow } from './outbox';
import { syncObligations } from './sync-obligations';
import { dutyNotices } from './tell-duties';
import { reporterNotices } from './tell-reporters';

export type AnyEvent = { type: string } & Record<string, unknown>;
export type AnyPending = PendingEvent<AnyEvent>;
type AnyState = ProcessState<{ phase: string }>;

export interface Appended {
  seq: number;
  hash: string;
}

/** A process row locked for writing, with the state its events amount to. */
export interface OpenProcess {
  processId: string;
  kind: ProcessKind;
  placeId: string;
  placePath: string;
  setting: Setting;
  seq: number;
  hash: string;
  state: AnyState;
}

interface ViewRow {
  kind: ProcessKind;
  place_id: string;
  place_path: string;
  policy: Setting['policy'];
  calendar: Setting['calendar'];
  seq: number;
  hash: string;
  state: AnyState;
}

/** Locks the process's row until the transaction ends; undefined: no such process. */
export async function lockProcess(tx: Tx, processId: string): Promise<OpenProcess | undefined> {
  const { rows } = await tx.query<ViewRow>(
    `select v.kind, v.place_id, v.place_path, p.policy, p.calendar, v.seq, v.hash, v.state
     from process_view v join process p on p.id = v.process_id where v.process_id = $1 for update of v`,
    [processId],
  );
  const row = rows[0];
  if (!row) return undefined;
  return {
    processId,
    kind: row.kind,
    placeId: row.place_id,
    placePath: row.place_path,
    setting: { policy: row.policy, calendar: row.calendar },
    seq: row.seq,
    hash: row.hash,
    state: row.state,
  };
}

/**
 * Appends events that continue the record at `expected`. Running it again with the same events changes nothing and answers the same
 * (the key is process and seq). Throws Diverged when the record does not end where the caller believes.
 */
export async function appendEvents(
  tx: Tx,
  processId: string,
  expected: Appended,
  events: readonly AnyPending[],
  recordedAt: Date,
): Promise<Appended> {
  const process = await lockProcess(tx, processId);
  if (!process) throw new Diverged(processId, expected.seq, -1);
  const [first] = events;
  const last = events.at(-1);
  if (!first || !last) return { seq: process.seq, hash: process.hash };
  const repeated = await alreadyAppended(tx, process, events);
  if (repeated) return repeated;
  if (process.seq !== expected.seq || process.hash !== expected.hash || first.seq !== process.seq + 1)
    throw new Diverged(processId, expected.seq, process.seq);
  return writeEvents(tx, process, events, recordedAt);
}

/** A retry after a commit whose answer was lost: the rows are there, made by the same commands. */
async function alreadyAppended(
  tx: Tx,
  process: OpenProcess,
  events: readonly AnyPending[],
): Promise<Appended | undefined> {
  const last = events.at(-1);
  if (!last || process.seq < last.seq) return undefined;
  const { rows } = await tx.query<{ seq: number; command_id: string; type: string; hash: string }>(
    'select seq, command_id, type, hash from process_event where process_id = $1 and seq = any($2::int[]) order by seq',
    [process.processId, events.map(({ seq }) => seq)],
  );
  const isSame = events.every(
    ({ commandId, event }, index) => rows[index]?.command_id === commandId && rows[index].type === event.type,
  );
  const hash = rows.at(-1)?.hash;
  return isSame && hash !== undefined ? { seq: last.seq, hash } : undefined;
}

async function writeEvents(
  tx: Tx,
  process: OpenProcess,
  events: readonly AnyPending[],
  recordedAt: Date,
): Promise<Appended> {
  const { rows, steps, after } = chain(process, events, recordedAt);
  const outbox: OutboxRow[] = [];
  // Several commands may be stored together; each discharges and opens its own duties.
  for (const step of steps) {
    for (const { state, pending } of step.states) await project(tx, process, state, pending.event);
    const opened = await syncObligations(tx, step.after, step.events);
    outbox.push(...step.tellings, ...dutyNotices(step.after, step.events, opened, recordedAt));
    outbox.push(...reporterNotices(step.after, step.events, recordedAt));
  }
  await noteFacts(
    tx,
    process,
    steps.flatMap(({ states }) => states),
  );
  await updateView(tx, after, recordedAt);
  await tx.query({
    name: 'store-events',
    text: `with events as (${insertRows(EVENTS, '$1')}), told as (${insertRows(OUTBOX, '$2')}), changed as (${insertRows(CHANGES, '$3')}),
        projected as (${insertRows(PROBLEMS, '$4')})
      select ${wakeReaders('$2')}`,
    values: [rows, outbox, changeRows(after, recordedAt), problemRows(after)].map((of) => JSON.stringify(of)),
  });
  return { seq: after.seq, hash: after.hash };
}

/** What the events of one command come to. */
export interface Step {
  events: AnyPending[];
  /** The state after each event. */
  states: { state: AnyState; pending: AnyPending }[];
  tellings: OutboxRow[];
  after: OpenProcess;
}

export interface Chained {
  /** For process_event. */
  rows: object[];
  steps: Step[];
  after: OpenProcess;
}

/** The rows of events that follow on `process`, each holding the hash of the one before, and where the process stands after them. */
export function chain(process: OpenProcess, events: readonly AnyPending[], recordedAt: Date): Chained {
  const definition = definitionOf(process.kind);
  const rows: object[] = [];
  const steps: Step[] = [];
  let after = process;
  for (const [index, pending] of events.entries()) {
    const row = eventRow(process.processId, after.hash, pending, recordedAt);
    rows.push(row);
    const state = evolveProcess(definition, process.setting.policy, after.state, pending.event);
    after = afterEvents(process, pending.seq, row.hash, state);
    const isNewCommand = events[index - 1]?.commandId !== pending.commandId;
    const step = isNewCommand ? undefined : steps.at(-1);
    const ofCommand = step ?? { events: [], states: [], tellings: [], after };
    if (!step) steps.push(ofCommand);
    ofCommand.events.push(pending);
    ofCommand.states.push({ state, pending });
    ofCommand.tellings.push(...tellingRows(process, state, pending));
    ofCommand.after = after;
  }
  return { rows, steps, after };
}

export const EVENTS: RowTable = {
  name: 'process_event',
  columns: `process_id uuid, recorded_at timestamptz, seq int, type text, payload jsonb, at timestamptz, command_id uuid, actor_kind text,
    actor_id uuid, authority text, channel text, assisted_by uuid, prev_hash text, hash text`,
};

function eventRow(processId: string, prevHash: string, pending: AnyPending, recordedAt: Date) {
  const { type, ...payload } = pending.event;
  const { seq, at, commandId, channel } = pending;
  const who = { ...actorColumns(pending.actor), channel, assistedBy: pending.assistedBy ?? null };
  return {
    process_id: processId,
    recorded_at: recordedAt,
    seq,
    type,
    payload,
    at,
    command_id: commandId,
    actor_kind: who.actorKind,
    actor_id: who.actorId,
    authority: who.authority,
    channel,
    assisted_by: who.assistedBy,
    prev_hash: prevHash,
    hash: eventHash(prevHash, { processId, seq, type, payload, at, commandId, ...who }),
  };
}

export const CHANGES: RowTable = {
  name: 'change',
  columns: 'place_path text, process_id uuid, kind text, seq int, phase text, at timestamptz',
};

/** A process that not everybody at its place may see is not on the stream, which knows places only. */
export const changeRows = ({ placePath, processId, kind, seq, state }: OpenProcess, at: Date): object[] =>
  definitionOf(kind).audience?.(state.core)
    ? []
    : [{ place_path: placePath, process_id: processId, kind, seq, phase: state.core.phase, at }];

/** Wakes the change streams, and the relay where there is an outbox row, when the transaction commits. */
export const wakeReaders = (outbox: string): string =>
  `pg_notify('gongzhi_change', ''), case when json_array_length(${outbox}) > 0 then pg_notify('gongzhi_outbox', '') end`;

const actorColumns = (actor: Actor): { actorKind: string; actorId: string | null; authority: string | null } => ({
  actorKind: actor.kind,
  actorId: 'id' in actor ? actor.id : null,
  authority: actor.kind === 'account' ? actor.role + (actor.department ? `:${actor.department}` : '') : null,
});

/** The process after an event, under the calendar that it was given last. */
export function afterEvents(process: OpenProcess, seq: number, hash: string, state: AnyState): OpenProcess {
  const setting = { policy: process.setting.policy, calendar: state.calendar ?? process.setting.calendar };
  return { ...process, seq, hash, state, setting };
}

/** Makes the read model say what the state says. Refuses `already-running` where the law wants one open process and another is. */
export async function updateView(tx: Tx, process: OpenProcess, at: Date): Promise<void> {
  const { exclusiveKey, ...view } = viewColumns(process);
  if (exclusiveKey) await refuseSecondOpen(tx, process.processId, exclusiveKey);
  await tx.query({
    name: 'update-view',
    text: `update process_view set phase = $2, outcome = $3, is_open = $4, is_suspended = $5, exclusive_key = $6, seq = $7, hash = $8,
       state = $9, updated_at = $10, next_wake_at = $11, locks = $12, seen_by_roles = $13,
       seen_by = $14, hidden_from = $15 where process_id = $1`,
    values: [
      process.processId,
      view.phase,
      view.outcome,
      view.isOpen,
      view.isSuspended,
      exclusiveKey,
      process.seq,
      process.hash,
      JSON.stringify(process.state),
      at,
      view.nextWakeAt,
      view.locks,
      view.seenByRoles,
      view.seenBy,
      view.hiddenFrom,
    ],
  });
}

/** What the read model says beside the state itself. */
export function viewColumns({ kind, state, setting }: OpenProcess) {
  const definition = definitionOf(kind);
  const { core } = state;
  const isOpen = !definition.isClosed(core);
  const audience = definition.audience?.(core);
  return {
    phase: core.phase,
    outcome: definition.outcome(core),
    isOpen,
    isSuspended: state.suspension !== null,
    exclusiveKey: isOpen ? definition.exclusiveKey(core) : null,
    locks: isOpen ? (definition.locks?.(core, setting.policy) ?? []) : [],
    nextWakeAt: nextWakeAt(definition, state, setting),
    seenByRoles: audience?.roles ?? [],
    seenBy: audience?.people ?? [],
    hiddenFrom: audience?.hiddenFrom ?? [],
  };
}

/** One open process of a kind per estate where the law wants one. The unique key decides races; this names the winner. */
async function refuseSecondOpen(tx: Tx, processId: string, key: string): Promise<void> {
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [key]);
  const winner = await holderOf(tx, key, processId);
  if (winner !== undefined) throw refused('already-running', { processId: winner });
}

/** The open process that holds the key, if it is another one. */
export async function holderOf(tx: Tx, key: string, processId: string): Promise<string | undefined> {
  const { rows } = await tx.query<{ process_id: string }>(
    'select process_id from process_view where exclusive_key = $1 and process_id <> $2',
    [key, processId],
  );
  return rows[0]?.process_id;
}
