// Plays on the record in PostgreSQL: the same deciders, stored by the functions that the engine and the API store with. For tests of
// what follows from the record; the way through the engine has its own tests (test/engine).
import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { definitionOf } from '../../domain/definitions';
import { decideProcess } from '../../domain/machinery/decide';
import { evolveProcess } from '../../domain/machinery/evolve';
import { catchUp, nextWakeAt } from '../../domain/machinery/time';
import type { Step } from '../../domain/machinery/types';
import type { Actor, ProcessPlace } from '../../domain/process';
import { uuidFrom } from '../../store/ids';
import { appendEvents, lockProcess, type AnyEvent, type AnyPending } from '../../store/record/append-events';
import { launchProcess, type Launch } from '../../store/record/launch-process';
import { inTransaction } from '../../store/transaction';
import type { Act, Play } from './play';

/** What happened, as an engine that slept well would store it: it wakes at every instant at which time decides something. */
export async function pendingOf(
  pool: Pool,
  processId: string,
  acts: readonly Act[],
): Promise<{ expected: { seq: number; hash: string }; events: AnyPending[] }> {
  return inTransaction(pool, async (tx) => {
    const process = await lockProcess(tx, processId);
    if (!process) throw new Error('no such process');
    const definition = definitionOf(process.kind);
    const { setting } = process;
    let { state, seq } = process;
    const events: AnyPending[] = [];
    const store = ({ at, actor, events: made }: Step<{ type: string }>): void => {
      const commandId = randomUUID();
      for (const event of made) {
        seq += 1;
        events.push({ seq, at, commandId, actor, channel: 'web', event: { ...event } as AnyEvent });
        state = evolveProcess(definition, setting.policy, state, event);
      }
    };
    for (const { at, given } of acts) {
      for (let wake = nextWakeAt(definition, state, setting); wake !== null && wake <= at;) {
        for (const step of catchUp(definition, state, setting, wake).steps) store(step);
        wake = nextWakeAt(definition, state, setting);
      }
      if (!given) continue;
      const asked = { actor: given.actor, channel: 'web' as const, command: given.command };
      const { decision } = decideProcess(definition, state, asked, setting, at);
      if (!decision.ok) throw new Error(`refused: ${decision.rejection.code}`);
      store({ at, actor: given.actor, events: decision.events });
    }
    return { expected: { seq: process.seq, hash: process.hash }, events };
  });
}

/** Stores what happened in one batch, as the engine does with what arrived while it was storing the batch before. */
export async function storeActs(pool: Pool, processId: string, acts: readonly Act[]): Promise<AnyPending[]> {
  const { expected, events } = await pendingOf(pool, processId, acts);
  const now = new Date(acts.at(-1)?.at ?? 0);
  await inTransaction(pool, (tx) => appendEvents(tx, processId, expected, events, now));
  return events;
}

/**
 * A whole play on the record: the launch, then one, two and three acts at a time. `afterBatch` looks at it whenever something was stored.
 * Answers with the
 * process's id, and with the id that somebody or something in the play was given.
 */
export async function playOnRecord<
  Core extends { phase: string },
  Command extends { type: string },
  Event extends { type: string },
>(
  pool: Pool,
  play: Play<Core, Command, Event>,
  afterBatch: (processId: string) => Promise<void>,
): Promise<{ processId: string; idOf: (named: string | Actor) => string }> {
  const salt = randomUUID();
  const acts = play.acts.map(({ at, given }) => (given ? { at, given: withUuids(given, salt) } : { at }));
  const [first, ...rest] = acts;
  if (first?.given?.command.type !== 'launch') throw new Error('a play begins with its launch');
  const command = first.given.command as Launch['command'] & { place: ProcessPlace };
  const processId = String(command['processId']);
  const launch: Launch = {
    processId,
    kind: play.definition.kind,
    place: command.place,
    parentId: null,
    policy: play.policy,
    calendar: play.setting.calendar,
    commandId: randomUUID(),
    actor: first.given.actor,
    channel: 'web',
    command,
  };
  await inTransaction(pool, (tx) => launchProcess(tx, launch, new Date(first.at)));
  await afterBatch(processId);
  for (let size = 1; rest.length > 0; size = (size % 3) + 1) {
    await storeActs(pool, processId, rest.splice(0, size));
    await afterBatch(processId);
  }
  return { processId, idOf: (named) => uuidIn(salt, wordOf(named)) };
}

const uuidIn = (salt: string, word: string): string => uuidFrom(`${salt}:${word}`);

const wordOf = (named: string | Actor): string =>
  typeof named === 'string' ? named : 'id' in named ? named.id : named.kind;

/** Plays name people and things with words; the tables want UUIDs. Whatever is called `id`, `…Id` or `…Ids` gets one made of its word. */
function withUuids<T>(value: T, salt: string, key = ''): T {
  if (typeof value === 'string') return (/(^id|Ids?)$/.test(key) ? uuidIn(salt, value) : value) as T;
  if (Array.isArray(value)) return value.map((entry) => withUuids(entry as unknown, salt, key)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, entry]) => [name, withUuids(entry as unknown, salt, name)]),
  ) as T;
}
