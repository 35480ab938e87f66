// Reads a process back from its record: the fold of its events, for starting the engine, for rebuilding views, for checking the chain.
import type { Pool } from 'pg';
import { definitionOf } from '../../domain/definitions';
import { evolveProcess, freshState } from '../../domain/machinery/evolve';
import type { Setting } from '../../domain/machinery/types';
import type { ProcessKind, ProcessState, Receipt } from '../../domain/process';
import type { Tx } from '../transaction';
import type { AnyEvent } from './append-events';
import { eventHash, GENESIS_HASH } from './event-hash';
import { divergedSql } from './mending';

/** Receipts carried into the engine; older ones are looked up in process_event. */
const CARRIED_RECEIPTS = 200;

/** Everything a run of the engine needs to go on where the record ends. Plain JSON, ids only. */
export interface Snapshot {
  processId: string;
  kind: ProcessKind;
  setting: Setting;
  state: ProcessState<{ phase: string }>;
  seq: number;
  hash: string;
  /** Newest receipts by command id, oldest first. */
  receipts: Record<string, Receipt>;
}

export interface StoredEvent {
  seq: number;
  type: string;
  payload: Record<string, unknown>;
  at: Date;
  /** When the database took it in. */
  recordedAt: Date;
  commandId: string;
  actorKind: string;
  actorId: string | null;
  authority: string | null;
  channel: string;
  assistedBy: string | null;
  prevHash: string;
  hash: string;
}

/** The process's events in order. */
export async function readEvents(db: Pool | Tx, processId: string): Promise<StoredEvent[]> {
  const { rows } = await db.query<StoredEvent>(
    `select seq, type, payload, at, recorded_at as "recordedAt", command_id as "commandId", actor_kind as "actorKind", actor_id as "actorId", authority, channel,
       assisted_by as "assistedBy", prev_hash as "prevHash", hash
     from process_event where process_id = $1 order by seq`,
    [processId],
  );
  return rows;
}

/** What the process was pinned to when it was launched, where it lives, and whether its engine and record disagree. */
export interface PinnedProcess extends Pick<Snapshot, 'processId' | 'kind' | 'setting'> {
  placeId: string;
  isDiverged: boolean;
}

/** Undefined: no such process. */
export async function readPinned(db: Pool | Tx, processId: string): Promise<PinnedProcess | undefined> {
  const { rows } = await db.query<Omit<PinnedProcess, 'processId' | 'setting'> & Setting>({
    name: 'read-pinned',
    text: `select kind, policy, calendar, place_id as "placeId", ${divergedSql('process.id')} as "isDiverged" from process where id = $1`,
    values: [processId],
  });
  const [process] = rows;
  if (!process) return undefined;
  const { policy, calendar, ...pinned } = process;
  return { processId, ...pinned, setting: { policy, calendar } };
}

export type ReadProcess = PinnedProcess & Snapshot;

/** Folds the record; undefined: no such process. */
export async function readSnapshot(db: Pool | Tx, processId: string): Promise<ReadProcess | undefined> {
  const process = await readPinned(db, processId);
  return process && { ...process, ...foldOf(process, await readEvents(db, processId)) };
}

/** Where these events, all of the process, leave it. */
export function foldOf(
  { processId, kind, setting }: Pick<Snapshot, 'processId' | 'kind' | 'setting'>,
  events: readonly StoredEvent[],
): Snapshot {
  const definition = definitionOf(kind);
  const receipts: Record<string, Receipt> = {};
  let state = freshState(definition.initial);
  let seq = 0;
  let hash = GENESIS_HASH;
  for (const event of events) {
    state = evolveProcess(definition, setting.policy, state, { type: event.type, ...event.payload } as AnyEvent);
    seq = event.seq;
    hash = event.hash;
    receipts[event.commandId] = { commandId: event.commandId, seq, phase: state.core.phase };
  }
  const newest = Object.fromEntries(Object.entries(receipts).slice(-CARRIED_RECEIPTS));
  return { processId, kind, setting, state, seq, hash, receipts: newest };
}

/**
 * The first event whose hash does not follow from the one before, or that is missing at the end, where the view still knows it; undefined:
 * the chain is whole.
 */
export async function brokenLink(db: Pool | Tx, processId: string): Promise<number | undefined> {
  const events = await readEvents(db, processId);
  const { rows } = await db.query<{ seq: number }>('select seq from process_view where process_id = $1', [processId]);
  return brokenAmong(processId, events, rows[0]?.seq ?? 0);
}

/** The same of events already read; `knownSeq` is the last one that the view knows. */
export function brokenAmong(processId: string, events: readonly StoredEvent[], knownSeq: number): number | undefined {
  let hash = GENESIS_HASH;
  let last = 0;
  for (const event of events) {
    const { prevHash: _prev, hash: stored, at, recordedAt: _recordedAt, ...hashed } = event;
    const expected = eventHash(hash, { processId, ...hashed, at: at.toISOString() });
    if (event.prevHash !== hash || stored !== expected) return event.seq;
    hash = stored;
    last = event.seq;
  }
  return knownSeq > last ? last + 1 : undefined;
}
