// Makes the read models again from the record: view, obligations and facts of each process, as if its events were stored now, and the
// tallies. Ids and instants come out as they were; nobody is told anything twice, and ballots and windows are not touched.
import type { Pool } from 'pg';
import { definitionOf } from '../../domain/definitions';
import { evolveProcess, freshState } from '../../domain/machinery/evolve';
import type { Actor, Channel } from '../../domain/process';
import { rebuildFacts, type FoldedEvent } from '../supervision/facts';
import { rebuildTallies } from '../supervision/tallies';
import { inTransaction, type Tx } from '../transaction';
import {
  afterEvents,
  lockProcess,
  updateView,
  type AnyEvent,
  type AnyPending,
  type OpenProcess,
} from './append-events';
import { GENESIS_HASH } from './event-hash';
import { projectProblem } from './project-problem';
import { readEvents, type StoredEvent } from './read-process';
import { syncObligations } from './sync-obligations';

export interface RebuiltView {
  processId: string;
  /** Number of events folded. */
  seq: number;
}

/** Goes through all processes, closed ones too, each in a transaction of its own: running it beside everything else is safe. */
export async function* rebuildViews(pool: Pool): AsyncGenerator<RebuiltView> {
  const { rows } = await pool.query<{ id: string }>('select id from process order by id');
  for (const { id } of rows) {
    const seq = await inTransaction(pool, (tx) => rebuildView(tx, id));
    yield { processId: id, seq };
  }
  await rebuildTallies(pool);
}

/** Rebuilds the views of one process under its row lock; returns the last seq. Throws when there is no such process. */
export async function rebuildView(tx: Tx, processId: string): Promise<number> {
  const locked = await lockOrMake(tx, processId);
  const definition = definitionOf(locked.kind);
  // What an operator has to mend is not in the record.
  await tx.query(`delete from obligation where process_id = $1 and key <> 'mendDivergence'`, [processId]);
  const events = await readEvents(tx, processId);
  let after: OpenProcess = { ...locked, seq: 0, hash: GENESIS_HASH, state: freshState(definition.initial) };
  let ofCommand: AnyPending[] = [];
  const folded: FoldedEvent[] = [];
  for (const [index, stored] of events.entries()) {
    const pending = pendingOf(stored);
    const state = evolveProcess(definition, locked.setting.policy, after.state, pending.event);
    after = afterEvents(locked, stored.seq, stored.hash, state);
    ofCommand.push(pending);
    folded.push({ state, pending });
    if (events[index + 1]?.commandId === stored.commandId) continue;
    await syncObligations(tx, after, ofCommand);
    ofCommand = [];
  }
  const last = events.at(-1);
  await rebuildFacts(tx, locked, folded);
  if (last) await updateView(tx, after, last.recordedAt);
  await projectProblem(tx, after);
  return after.seq;
}

/** The process's view row, locked; a view that was lost is made again, empty. */
async function lockOrMake(tx: Tx, processId: string): Promise<OpenProcess> {
  await tx.query(
    `insert into process_view (process_id, kind, place_id, place_path, phase, is_open, is_suspended, seq, hash, state, updated_at)
     select id, kind, place_id, place_path, 'unlaunched', true, false, 0, $2, '{}', launched_at from process where id = $1
     on conflict (process_id) do nothing`,
    [processId, GENESIS_HASH],
  );
  const locked = await lockProcess(tx, processId);
  if (!locked) throw new Error(`no such process: ${processId}`);
  return locked;
}

/** The event as the engine gave it. Only what the read models need of the actor comes back: who it was. */
const pendingOf = (stored: StoredEvent): AnyPending => ({
  seq: stored.seq,
  at: stored.at.toISOString(),
  commandId: stored.commandId,
  actor: { kind: stored.actorKind, ...(stored.actorId ? { id: stored.actorId } : {}) } as Actor,
  channel: stored.channel as Channel,
  event: { type: stored.type, ...stored.payload } as AnyEvent,
});
