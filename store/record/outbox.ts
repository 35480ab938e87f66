// What must happen outside the transaction because of an event, written inside it: commands to other processes, and notices to people.
import { definitionOf } from '../../domain/definitions';
import { nightDelay } from '../../domain/calendar/due';
import { instantOf } from '../../domain/calendar/instant';
import type { OpenObligation } from '../../domain/machinery';
import type { ProcessState, Role } from '../../domain/process';
import { uuidFrom } from '../ids';
import type { Tx } from '../transaction';
import type { AnyPending, OpenProcess } from './append-events';

export type OutboxEntry =
  | { kind: 'start'; payload: Record<string, never> }
  | { kind: 'command'; payload: { to: string; commandId: string; command: { type: string; [field: string]: unknown } } }
  | { kind: 'notice'; payload: NoticePayload };

/** Who is told what about which duty; the relay finds the people and writes their messages. */
export interface NoticePayload {
  template: 'duty' | 'reminder' | 'escalation';
  obligationKey: string;
  duty: string;
  /** The addressee of the duty itself. */
  party: OpenObligation['party'];
  /** On a rung: who is told instead. */
  tell: Role | null;
  dueAt: string | null;
  rung: number;
}

/** Commands to other processes because of this event. */
export async function putOutbox(
  tx: Tx,
  process: OpenProcess,
  state: ProcessState<{ phase: string }>,
  pending: AnyPending,
): Promise<void> {
  const tellings = definitionOf(process.kind).tells(state.core, pending.event);
  for (const [index, { to, command }] of tellings.entries()) {
    const key = `${process.processId}:${pending.seq}:tell:${index}`;
    await insertOutbox(
      tx,
      process.processId,
      key,
      { kind: 'command', payload: { to, commandId: uuidFrom(key), command } },
      pending.at,
      pending.at,
    );
  }
}

/** Tells people about a duty; at night the message waits for the morning (policy `night`). */
export async function putNotice(
  tx: Tx,
  process: OpenProcess,
  key: string,
  notice: NoticePayload,
  at: string,
): Promise<void> {
  const availableAt = nightDelay(at, process.setting.policy.night, process.setting.calendar);
  await insertOutbox(tx, process.processId, key, { kind: 'notice', payload: notice }, at, availableAt);
}

/** Has the relay start (or find) the process's run. */
export const putStart = (tx: Tx, processId: string, at: Date): Promise<void> =>
  insertOutbox(
    tx,
    processId,
    `${processId}:start`,
    { kind: 'start', payload: {} },
    instantOf(at.getTime()),
    instantOf(at.getTime()),
  );

async function insertOutbox(
  tx: Tx,
  processId: string,
  key: string,
  entry: OutboxEntry,
  createdAt: string,
  availableAt: string,
): Promise<void> {
  await tx.query({
    name: 'put-outbox',
    text: `with put as (
       insert into outbox (key, kind, process_id, payload, created_at, available_at) values ($1, $2, $3, $4, $5, $6)
       on conflict (key) do nothing)
     select pg_notify('gongzhi_outbox', '')`,
    values: [key, entry.kind, processId, JSON.stringify(entry.payload), createdAt, availableAt],
  });
}
