// The only writer of process events. One transaction stores the events and everything that follows from them: the read model, the
// obligations, the outbox, the stream of changes. Either all of it is there or nothing.
import { definitionOf } from '../../domain/definitions';
import { evolveProcess, nextWakeAt, type Setting } from '../../domain/machinery';
import type { Actor, PendingEvent, ProcessKind, ProcessState } from '../../domain/process';
import { refused } from '../refused';
import type { Tx } from '../transaction';
import { Diverged } from './diverged';
import { eventHash } from './event-hash';
import { projectVote } from './project-vote';
import { putOutbox } from './outbox';
import { syncObligations } from './sync-obligations';
import { tellDuties } from './tell-duties';

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
  estateId: string;
  placePath: string;
  setting: Setting;
  seq: number;
  hash: string;
  state: AnyState;
}

interface ViewRow {
  kind: ProcessKind;
  estate_id: string;
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
    `select v.kind, v.estate_id, v.place_path, p.policy, p.calendar, v.seq, v.hash, v.state
     from process_view v join process p on p.id = v.process_id where v.process_id = $1 for update of v`,
    [processId],
  );
  const row = rows[0];
  if (!row) return undefined;
  return {
    processId,
    kind: row.kind,
    estateId: row.estate_id,
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

/** Writes events after `process` without asking questions; appendEvents and the launch come through here. */
export async function writeEvents(
  tx: Tx,
  process: OpenProcess,
  events: readonly AnyPending[],
  recordedAt: Date,
): Promise<Appended> {
  const definition = definitionOf(process.kind);
  const { policy } = process.setting;
  let { hash, state } = process;
  const rows: unknown[][] = [];
  let ofCommand: AnyPending[] = [];
  for (const [index, pending] of events.entries()) {
    const { type, ...payload } = pending.event;
    const who = { ...actorColumns(pending.actor), channel: pending.channel, assistedBy: pending.assistedBy ?? null };
    const { processId } = process;
    const next = eventHash(hash, {
      processId,
      seq: pending.seq,
      type,
      payload,
      at: pending.at,
      commandId: pending.commandId,
      ...who,
    });
    rows.push([
      pending.seq,
      type,
      JSON.stringify(payload),
      pending.at,
      pending.commandId,
      who.actorKind,
      who.actorId,
      who.authority,
      who.channel,
      who.assistedBy,
      hash,
      next,
    ]);
    hash = next;
    state = evolveProcess(definition, policy, state, pending.event);
    await projectVote(tx, process, state, pending.event);
    await putOutbox(tx, process, state, pending);
    ofCommand.push(pending);
    if (events[index + 1]?.commandId === pending.commandId) continue;
    // Several commands may be stored together; each discharges and opens its own duties.
    const after = afterEvents(process, pending.seq, hash, state);
    const opened = await syncObligations(tx, after, ofCommand);
    await tellDuties(tx, after, ofCommand, opened);
    ofCommand = [];
  }
  await insertEvents(tx, process.processId, rows, recordedAt);
  const seq = events.at(-1)?.seq ?? process.seq;
  await updateView(tx, afterEvents(process, seq, hash, state), recordedAt);
  await tx.query({
    name: 'put-change',
    text: `with put as (insert into change (place_path, process_id, kind, seq, phase, at) values ($1, $2, $3, $4, $5, $6))
     select pg_notify('gongzhi_change', '')`,
    values: [process.placePath, process.processId, process.kind, seq, state.core.phase, recordedAt],
  });
  return { seq, hash };
}

const actorColumns = (actor: Actor): { actorKind: string; actorId: string | null; authority: string | null } => ({
  actorKind: actor.kind,
  actorId: 'id' in actor ? actor.id : null,
  authority: actor.kind === 'account' ? actor.role + (actor.department ? `:${actor.department}` : '') : null,
});

async function insertEvents(tx: Tx, processId: string, rows: unknown[][], recordedAt: Date): Promise<void> {
  const column = (index: number): unknown[] => rows.map((row) => row[index]);
  await tx.query(
    `insert into process_event (process_id, recorded_at, seq, type, payload, at, command_id, actor_kind, actor_id, authority,
       channel, assisted_by, prev_hash, hash)
     select $1, $2, * from unnest($3::int[], $4::text[], $5::jsonb[], $6::timestamptz[], $7::uuid[], $8::text[], $9::uuid[],
       $10::text[], $11::text[], $12::uuid[], $13::text[], $14::text[])`,
    [processId, recordedAt, ...Array.from({ length: 12 }, (_, index) => column(index))],
  );
}

/** The process after an event, under the calendar that it was given last. */
export function afterEvents(process: OpenProcess, seq: number, hash: string, state: AnyState): OpenProcess {
  const setting = { policy: process.setting.policy, calendar: state.calendar ?? process.setting.calendar };
  return { ...process, seq, hash, state, setting };
}

/** Makes the read model say what the state says. Refuses `already-running` where the law wants one open process and another is. */
export async function updateView(tx: Tx, process: OpenProcess, at: Date): Promise<void> {
  const definition = definitionOf(process.kind);
  const wakeAt = nextWakeAt(definition, process.state, process.setting);
  const { core } = process.state;
  const isOpen = !definition.isClosed(core);
  const exclusiveKey = isOpen ? definition.exclusiveKey(core) : null;
  if (exclusiveKey) await refuseSecondOpen(tx, process.processId, exclusiveKey);
  await tx.query(
    `update process_view set phase = $2, outcome = $3, is_open = $4, is_suspended = $5, exclusive_key = $6, seq = $7, hash = $8,
       state = $9, updated_at = $10, next_wake_at = $11 where process_id = $1`,
    [
      process.processId,
      core.phase,
      definition.outcome(core),
      isOpen,
      process.state.suspension !== null,
      exclusiveKey,
      process.seq,
      process.hash,
      JSON.stringify(process.state),
      at,
      wakeAt,
    ],
  );
}

/** One open process of a kind per estate where the law wants one. The unique key decides races; this names the winner. */
async function refuseSecondOpen(tx: Tx, processId: string, key: string): Promise<void> {
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [key]);
  const { rows } = await tx.query<{ process_id: string }>(
    'select process_id from process_view where exclusive_key = $1 and process_id <> $2',
    [key, processId],
  );
  const running = rows[0];
  if (running) throw refused('already-running', { processId: running.process_id });
}
