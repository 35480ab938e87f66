// Launching is writing the first events: the record comes first, the engine is started from it by the relay. So a launch is accepted
// while the engine is away, and a lost engine is rebuilt the same way.
import type { Calendar } from '../../domain/calendar/types';
import { instantOf } from '../../domain/calendar/instant';
import { definitionOf } from '../../domain/definitions';
import { decideProcess, evolveProcess, freshState } from '../../domain/machinery';
import type { Policy } from '../../domain/policy/schema';
import type { Actor, Channel, ProcessKind, ProcessPlace, Receipt } from '../../domain/process';
import { canonicalJson, sha256Hex, type CanonicalValue } from '../ballots/ballot-canon';
import { Refused, refused } from '../refused';
import type { Tx } from '../transaction';
import { writeEvents, type AnyPending } from './append-events';
import { GENESIS_HASH } from './event-hash';
import { putStart } from './outbox';

export interface Launch {
  processId: string;
  kind: ProcessKind;
  place: ProcessPlace;
  parentId: string | null;
  policy: Policy;
  calendar: Calendar;
  commandId: string;
  actor: Actor;
  channel: Channel;
  /** The kind's `launch` command. */
  command: { type: 'launch'; [field: string]: unknown };
}

/**
 * Stores the process, pinned to its policy and calendar, with the events of its launch. Throws Refused with the decider's rejection, or
 * `already-running` with the id of the open process of this kind, or `id-already-used`. The same launch again answers like the first.
 */
export async function launchProcess(tx: Tx, launch: Launch, now: Date): Promise<Receipt> {
  const definition = definitionOf(launch.kind);
  const at = instantOf(now.getTime());
  // Two launches under one id wait for each other here; the later one finds the process.
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 1))', [launch.processId]);
  const known = await tx.query<{ seq: number; phase: string; launchedBy: string }>(
    `select v.seq, v.phase, e.command_id as "launchedBy" from process_view v
     join process_event e on e.process_id = v.process_id and e.seq = 1 where v.process_id = $1`,
    [launch.processId],
  );
  if (known.rows[0]) {
    const { seq, phase, launchedBy } = known.rows[0];
    if (launchedBy !== launch.commandId) throw refused('id-already-used', { id: launch.processId });
    return { commandId: launch.commandId, seq, phase };
  }

  const fresh = freshState(definition.initial);
  const setting = { policy: launch.policy, calendar: launch.calendar };
  const asked = { actor: launch.actor, channel: launch.channel, command: launch.command };
  const { decision } = decideProcess(definition, fresh, asked, setting, at);
  if (!decision.ok) throw new Refused(decision.rejection);

  await insertProcess(tx, launch, fresh, now);
  const { commandId, actor, channel } = launch;
  const events = decision.events.map((event, index): AnyPending => ({
    seq: index + 1,
    at,
    commandId,
    actor,
    channel,
    event: { ...event },
  }));
  const opened = {
    processId: launch.processId,
    kind: launch.kind,
    estateId: launch.place.estateId,
    placePath: launch.place.estatePath,
    setting,
    seq: 0,
    hash: GENESIS_HASH,
    state: fresh,
  };
  const { seq } = await writeEvents(tx, opened, events, now);
  await putStart(tx, launch.processId, now);
  const after = events.reduce((state, { event }) => evolveProcess(definition, launch.policy, state, event), fresh);
  return { commandId, seq, phase: after.core.phase };
}

async function insertProcess(tx: Tx, launch: Launch, state: unknown, now: Date): Promise<void> {
  const { processId, kind, place, policy } = launch;
  const policyHash = sha256Hex(canonicalJson(policy as CanonicalValue));
  await tx.query({
    name: 'insert-process',
    text: `with pinned as (
       insert into process (id, kind, estate_id, place_path, parent_id, policy_id, policy_version, policy_hash, policy, calendar, launched_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11))
     insert into process_view (process_id, kind, estate_id, place_path, phase, is_open, is_suspended, seq, hash, state, updated_at)
     values ($1, $2, $3, $4, 'unlaunched', true, false, 0, $12, $13, $11)`,
    values: [
      processId,
      kind,
      place.estateId,
      place.estatePath,
      launch.parentId,
      policy.id,
      policy.version,
      policyHash,
      JSON.stringify(policy),
      JSON.stringify(launch.calendar),
      now,
      GENESIS_HASH,
      JSON.stringify(state),
    ],
  });
}
