// Launching is writing the first events: the record comes first, the engine is started from it by the relay. So a launch is accepted
// while the engine is away, and a lost engine is rebuilt the same way.
import type { Calendar } from '../../domain/calendar/types';
import { instantOf } from '../../domain/calendar/instant';
import { definitionOf } from '../../domain/definitions';
import { decideProcess } from '../../domain/machinery/decide';
import { freshState } from '../../domain/machinery/evolve';
import { openObligations } from '../../domain/machinery/look';
import type { Policy } from '../../domain/policy/schema';
import { seatOf, type Actor, type AnyPlace, type Channel, type ProcessKind, type Receipt } from '../../domain/process';
import { canonicalJson, sha256Hex, type CanonicalValue } from '../ballots/ballot-canon';
import { Refused, refused } from '../refused';
import { FACTS, factRow } from '../supervision/facts';
import type { Tx } from '../transaction';
import {
  chain,
  CHANGES,
  changeRows,
  EVENTS,
  holderOf,
  viewColumns,
  wakeReaders,
  type AnyPending,
  type Chained,
} from './append-events';
import { GENESIS_HASH } from './event-hash';
import { insertRows } from './insert-rows';
import { OUTBOX, startRow, type OutboxRow } from './outbox';
import { project } from './project';
import { PROBLEMS, problemRows } from './project-problem';
import { OBLIGATIONS, openedRow } from './sync-obligations';
import { dutyNotices } from './tell-duties';

export interface Launch {
  processId: string;
  kind: ProcessKind;
  place: AnyPlace;
  parentId: string | null;
  policy: Policy;
  calendar: Calendar;
  commandId: string;
  actor: Actor;
  channel: Channel;
  /** The kind's own part of its `launch` command; id, place and parent are added. */
  command: { type: 'launch'; [field: string]: unknown };
  /** For callers that keep receipts of their own: an id that is in use is refused even to the command that used it. */
  isRepeatRefused?: boolean;
}

/**
 * Stores the process, pinned to its policy and calendar, with the events of its launch. Throws Refused with the decider's rejection, or
 * `already-running` with the id of the open process of this kind, or `id-already-used`. The same launch again answers like the first.
 */
export async function launchProcess(tx: Tx, launch: Launch, now: Date): Promise<Receipt> {
  const definition = definitionOf(launch.kind);
  const { processId, commandId, actor, channel, policy, calendar, place } = launch;
  const at = instantOf(now.getTime());
  const fresh = freshState(definition.initial);
  const setting = { policy, calendar };
  const command = { ...launch.command, processId, place, parentId: launch.parentId };
  const { decision } = decideProcess(definition, fresh, { actor, channel, command }, setting, at);
  if (!decision.ok) {
    const earlier = await earlierLaunch(tx, launch);
    if (earlier) return earlier;
    throw new Refused(decision.rejection);
  }
  const events = decision.events.map((event, index): AnyPending => ({
    seq: index + 1,
    at,
    commandId,
    actor,
    channel,
    event: { ...event },
  }));
  const { placeId, placePath } = seatOf(place);
  const unlaunched = {
    processId,
    kind: launch.kind,
    placeId,
    placePath,
    setting,
    seq: 0,
    hash: GENESIS_HASH,
    state: fresh,
  };
  const chained = chain(unlaunched, events, now);
  const { isNew, isAlone } = await storeLaunch(tx, launch, chained, now);
  if (!isNew) {
    const earlier = await earlierLaunch(tx, launch);
    if (!earlier) throw refused('id-already-used', { id: processId });
    return earlier;
  }
  if (!isAlone) {
    const { exclusiveKey } = viewColumns(chained.after);
    const winner = await holderOf(tx, exclusiveKey ?? '', processId);
    // None: the other one closed in between, and the same command may come again.
    throw winner === undefined
      ? refused('outcome-unknown', { commandId })
      : refused('already-running', { processId: winner });
  }
  for (const { states } of chained.steps)
    for (const { state, pending } of states) await project(tx, unlaunched, state, pending.event);
  return { commandId, seq: chained.after.seq, phase: chained.after.state.core.phase };
}

/** What the same launch was answered the first time; undefined: the id is free. Refuses `id-already-used` to another command. */
async function earlierLaunch(tx: Tx, { processId, commandId, isRepeatRefused }: Launch): Promise<Receipt | undefined> {
  const { rows } = await tx.query<{ seq: number; phase: string; launchedBy: string }>(
    `select v.seq, v.phase, e.command_id as "launchedBy" from process_view v
     join process_event e on e.process_id = v.process_id and e.seq = 1 where v.process_id = $1`,
    [processId],
  );
  const [found] = rows;
  if (!found) return undefined;
  if (found.launchedBy !== commandId || isRepeatRefused) throw refused('id-already-used', { id: processId });
  return { commandId, seq: found.seq, phase: found.phase };
}

/**
 * Everything in one statement, since somebody waits for each round trip. Of two launches under one id, or of two that exclude each other,
 * the later waits at the unique key until the other has committed and then stores nothing more: `isNew` and `isAlone` say why.
 */
async function storeLaunch(
  tx: Tx,
  { policy, calendar, parentId }: Launch,
  { rows: events, steps, after }: Chained,
  now: Date,
): Promise<{ isNew: boolean; isAlone: boolean }> {
  const { processId, kind, state } = after;
  const at = instantOf(now.getTime());
  const view = viewColumns(after);
  const obligations: object[] = [];
  const outbox: OutboxRow[] = [];
  // One command: one step.
  for (const step of steps) {
    const opened = openObligations(definitionOf(kind), step.after.state, step.after.setting);
    const last = step.events.at(-1);
    if (last) obligations.push(...opened.map((duty) => openedRow(step.after, duty, last)));
    outbox.push(...step.tellings, ...dutyNotices(step.after, step.events, opened, now));
  }
  const { rows } = await tx.query<{ isNew: boolean; isAlone: boolean }>({
    name: 'store-launch',
    text: STORE_LAUNCH,
    values: [
      processId,
      kind,
      after.placeId,
      after.placePath,
      parentId,
      policy.id,
      policy.version,
      hashOf(policy),
      JSON.stringify(policy),
      JSON.stringify(calendar),
      now,
      view.phase,
      view.outcome,
      view.isOpen,
      view.isSuspended,
      view.exclusiveKey,
      after.seq,
      after.hash,
      JSON.stringify(state),
      view.nextWakeAt,
      JSON.stringify(events),
      JSON.stringify(obligations),
      JSON.stringify([...outbox, startRow(processId, at)]),
      JSON.stringify(changeRows(after, now)),
      view.locks,
      view.seenByRoles,
      view.seenBy,
      view.hiddenFrom,
      JSON.stringify([
        factRow(
          after,
          steps.flatMap(({ states }) => states),
          at,
        ),
      ]),
      JSON.stringify(problemRows(after)),
    ],
  });
  return { isNew: rows[0]?.isNew ?? false, isAlone: rows[0]?.isAlone ?? false };
}

const STORE_LAUNCH = `with pinned as (
    insert into process (id, kind, place_id, place_path, parent_id, policy_id, policy_version, policy_hash, policy, calendar, launched_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict (id) do nothing returning id),
  viewed as (
    insert into process_view (process_id, kind, place_id, place_path, phase, outcome, is_open, is_suspended, exclusive_key, seq, hash, state,
      updated_at, next_wake_at, locks, seen_by_roles, seen_by, hidden_from)
    select $1, $2, $3, $4, $12, $13, $14, $15, $16, $17, $18, $19, $11, $20, $25, $26, $27, $28 from pinned
    on conflict (exclusive_key) do nothing returning process_id),
  recorded as (${insertRows(EVENTS, '$21', 'viewed')}),
  opened as (${insertRows(OBLIGATIONS, '$22', 'viewed')}),
  told as (${insertRows(OUTBOX, '$23', 'viewed')}),
  changed as (${insertRows(CHANGES, '$24', 'viewed')}),
  noted as (${insertRows(FACTS, '$29', 'viewed')}),
  projected as (${insertRows(PROBLEMS, '$30', 'viewed')})
  select exists (select from pinned) as "isNew", exists (select from viewed) as "isAlone", ${wakeReaders('$23')}`;

/** Presets are the same objects for as long as the process lives. */
const hashes = new WeakMap<Policy, string>();

function hashOf(policy: Policy): string {
  const hash = hashes.get(policy) ?? sha256Hex(canonicalJson(policy as CanonicalValue));
  hashes.set(policy, hash);
  return hash;
}
