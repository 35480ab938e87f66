// Carries the outbox out: starts processes, hands commands from one process to another, tells people. Every entry may be carried out
// twice and counts once, so several relays may run and any of them may die at any time.
import type { Client } from '@temporalio/client';
import type { Pool } from 'pg';
import { Client as PgClient } from 'pg';
import type { Logger } from 'pino';
import { withTexts } from '../activities/label-texts';
import type { Submitter } from '../engine/submit';
import { startProcess, type StartOptions } from '../engine/start-process';
import { MACHINERY_RULES } from '../domain/machinery/decide';
import type { ProcessKind } from '../domain/process';
import { createBatcher, type Batcher } from '../store/batcher';
import {
  finishOutbox,
  nextOutboxAt,
  returnOutbox,
  takeOutbox,
  type FinishedEntry,
  type TakenEntry,
} from '../store/record/take-outbox';
import { tellReporters } from '../store/messages/tell-reporters';
import { writeNotices } from '../store/messages/write-notices';
import type { TimeSource } from '../store/time-source';
import { createPause } from './pause';

export interface RelayDeps {
  pool: Pool;
  client: Client;
  submitter: Submitter;
  time: TimeSource;
  log: Logger;
  start?: StartOptions;
  /** For LISTEN; null: the relay only polls. */
  listenUrl: string | null;
}

export interface Relay {
  /** Ends after the entries in hand are finished. */
  stop(): Promise<void>;
}

const AT_ONCE = 8;
const BATCH = 32;
/** Looks at least this often, should a notification be lost. */
const LONGEST_PAUSE_MS = 5_000;
const UPDATE_DEADLINE_MS = 15_000;

export function startRelay(deps: RelayDeps): Relay {
  let isStopping = false;
  const pause = createPause();
  const listener = deps.listenUrl === null ? undefined : listen(deps.listenUrl, () => pause.wake(), deps.log);

  const run = async (): Promise<void> => {
    while (!isStopping) {
      try {
        if ((await carryOut(deps)) > 0) continue;
        const next = await nextOutboxAt(deps.pool);
        const now = await deps.time.now();
        const ms = next ? Math.max(10, next.getTime() - now.getTime()) : LONGEST_PAUSE_MS;
        await pause.rest(Math.min(ms, LONGEST_PAUSE_MS));
      } catch (error) {
        deps.log.error({ err: error }, 'relay: the outbox cannot be read');
        await pause.rest(1_000);
      }
    }
  };
  const running = run();
  return {
    async stop() {
      isStopping = true;
      pause.wake();
      await running;
      await listener?.stop();
    },
  };
}

/** Takes and carries out one batch; returns how many entries there were. */
export async function carryOut(deps: RelayDeps): Promise<number> {
  const entries = await takeOutbox(deps.pool, await deps.time.now(), BATCH);
  const queue = [...entries];
  const done = finisher(deps);
  const hands = Array.from({ length: Math.min(AT_ONCE, queue.length) }, async () => {
    for (let entry = queue.shift(); entry; entry = queue.shift()) await carry(deps, entry, done);
  });
  await Promise.all(hands);
  return entries.length;
}

/** Notes at once what is carried out; entries that end while the last note is being written share the next. */
const finisher = ({ pool, time }: RelayDeps): Batcher<FinishedEntry, true> =>
  createBatcher({
    ...{ maxBatch: BATCH, maxInFlight: 1 },
    async run(_key, entries) {
      await finishOutbox(pool, entries, await time.now());
      return entries.map(() => true);
    },
  });

async function carry(deps: RelayDeps, entry: TakenEntry, done: Batcher<FinishedEntry, true>): Promise<void> {
  const { pool, time, log } = deps;
  try {
    const note = await effectOf(deps, entry);
    await done.add('outbox', { id: entry.id, note });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    log.warn(
      { outboxKey: entry.key, kind: entry.kind, attempts: entry.attempts, reason: message },
      'relay: will try again',
    );
    await returnOutbox(pool, entry, await time.now(), message);
  }
}

/** Carries one entry out; what it returns is noted beside it. Throws when it has to be tried again. */
async function effectOf(deps: RelayDeps, entry: TakenEntry): Promise<string | null> {
  switch (entry.kind) {
    case 'start':
      return startProcess(deps.client, deps.pool, entry.processId, deps.start);
    case 'notice': {
      const told = await writeNotices(deps.pool, entry.key, entry.processId, entry.payload, entry.createdAt);
      return told === 0 ? 'nobody holds the role there' : null;
    }
    case 'reporters': {
      const told = await tellReporters(deps.pool, entry.key, entry.processId, entry.payload, entry.createdAt);
      return told === 0 ? 'nobody reported it' : null;
    }
    case 'command': {
      const { to, commandId, command } = entry.payload;
      const addressee = await addresseeOf(deps.pool, to);
      if (!addressee) return 'no such process';
      const envelope = {
        commandId,
        actor: { kind: 'process', id: entry.processId } as const,
        channel: 'engine' as const,
        command: await withTexts(deps.pool, command, entry.createdAt),
      };
      const submitted = await deps.submitter.submit(addressee.kind, addressee.id, envelope, UPDATE_DEADLINE_MS);
      if (submitted.kind === 'receipt') return null;
      // Who stands still cannot hear what happened elsewhere, and must once it goes on; only an order to stand still is then void.
      if (
        submitted.kind === 'refused' &&
        submitted.rejection.code === 'process-suspended' &&
        !(command.type in MACHINERY_RULES)
      )
        throw new Error('process-suspended');
      // Any other refusal is an answer: the other process has moved on, and its record says why.
      if (submitted.kind === 'refused') return `refused: ${submitted.rejection.code}`;
      throw new Error(submitted.kind === 'unavailable' ? submitted.reason : submitted.kind);
    }
  }
}

/**
 * Whom a telling is for: a process by its id, or the open one that holds an exclusive key. What is told to a key waits until somebody holds it:
 * owners may demand a first assembly before anybody watches over their estate.
 */
async function addresseeOf(pool: Pool, to: string): Promise<{ id: string; kind: ProcessKind } | undefined> {
  const isKey = to.includes(':');
  const { rows } = await pool.query<{ id: string; kind: ProcessKind }>(
    isKey
      ? 'select process_id as id, kind from process_view where exclusive_key = $1'
      : 'select id, kind from process where id = $1',
    [to],
  );
  if (isKey && rows.length === 0) throw new Error('nobody-holds-this-key-yet');
  return rows[0];
}

/** Calls `onNotice` at every notification; reconnects by itself. */
function listen(url: string, onNotice: () => void, log: Logger): { stop(): Promise<void> } {
  let client: PgClient | undefined;
  let isStopped = false;
  const connect = async (): Promise<void> => {
    while (!isStopped) {
      const next = new PgClient({ connectionString: url });
      client = next;
      const ended = new Promise<void>((go) => next.once('end', go));
      next.on('error', (error) => log.warn({ reason: error.message }, 'relay: listening was interrupted'));
      next.on('notification', onNotice);
      try {
        await next.connect();
        await next.query('listen gongzhi_outbox');
        onNotice();
        await ended;
      } catch {
        await new Promise((go) => setTimeout(go, 1_000));
      }
    }
  };
  const connected = connect();
  return {
    async stop() {
      isStopped = true;
      await client?.end().catch(() => {});
      await connected;
    },
  };
}
