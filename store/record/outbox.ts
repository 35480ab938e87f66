// What must happen outside the transaction because of an event, written inside it: commands to other processes, and notices to people.
import { definitionOf } from '../../domain/definitions';
import { nightDelay } from '../../domain/calendar/due';
import { childKeyIn } from '../../domain/child';
import type { OpenObligation } from '../../domain/machinery/look';
import type { ProcessState, Role, Telling } from '../../domain/process';
import { childIdOf, uuidFrom } from '../ids';
import type { RowTable } from './insert-rows';
import type { AnyPending, OpenProcess } from './append-events';

export type OutboxEntry =
  | { kind: 'start'; payload: Record<string, never> }
  | { kind: 'command'; payload: { to: string; commandId: string; command: { type: string; [field: string]: unknown } } }
  | { kind: 'notice'; payload: NoticePayload }
  | { kind: 'reporters'; payload: ReportersPayload };

/** Who is told what about which duty; the relay finds the people and writes their messages. */
export interface NoticePayload {
  template: 'duty' | 'reminder' | 'escalation' | 'nudge';
  obligationKey: string;
  duty: string;
  /** The addressee of the duty itself. */
  party: OpenObligation['party'];
  /** On a rung: who is told instead. */
  tell: Role | null;
  dueAt: string | null;
  rung: number;
  /** Told at night too. */
  isUrgent?: boolean;
}

/** A rung of the ladder: the role told instead, wherever it covers the place of the duty. */
export const atPlace = (party: OpenObligation['party'], role: Role): OpenObligation['party'] => ({
  kind: 'role',
  role,
  placePath: party.placePath,
});

/** What everybody is told who reported the problem; the relay finds them. */
export interface ReportersPayload {
  /**
   * Done: somebody has looked at the work, and they are asked whether it is solved. Ending: two people have agreed to end it without a
   * solution, and they may object.
   */
  template: 'problemDone' | 'problemEnding' | 'problemClosed';
  outcome: string | null;
  /** Closed as merged: the problem that goes on. */
  mergedInto: string | null;
  /** Ending: until when they may object. */
  appealUntil: string | null;
}

/** A row of the outbox; its key is made from facts, so that writing it twice is once. */
export interface OutboxRow {
  key: string;
  kind: OutboxEntry['kind'];
  process_id: string;
  payload: OutboxEntry['payload'];
  created_at: string;
  available_at: string;
}

export const OUTBOX: RowTable = {
  name: 'outbox',
  columns: 'key text, kind text, process_id uuid, payload jsonb, created_at timestamptz, available_at timestamptz',
  onConflict: 'on conflict (key) do nothing',
};

/** Commands to other processes because of this event. */
export function tellingRows(
  process: OpenProcess,
  state: ProcessState<{ phase: string }>,
  pending: AnyPending,
): OutboxRow[] {
  const tellings = definitionOf(process.kind).tells(state.core, pending.event);
  return tellings.map(({ to, command }, index) => {
    const key = `${process.processId}:${pending.seq}:tell:${index}`;
    const childKey = childKeyIn(to);
    const addressee = childKey === undefined ? to : childIdOf(process.processId, childKey);
    return commandRow(process.processId, key, { to: addressee, command }, pending.at);
  });
}

/** A command to a process; its id is made from the key, so that it is given once. */
export const commandRow = (processId: string, key: string, { to, command }: Telling, at: string): OutboxRow =>
  outboxRow(processId, key, { kind: 'command', payload: { to, commandId: uuidFrom(key), command } }, at);

/** Tells people about a duty; at night the message waits for the morning (policy `night`). */
export const noticeRow = (process: OpenProcess, key: string, notice: NoticePayload, at: string): OutboxRow => ({
  ...outboxRow(process.processId, key, { kind: 'notice', payload: notice }, at),
  available_at: notice.isUrgent ? at : nightDelay(at, process.setting.policy.night, process.setting.calendar),
});

/** Tells all reporters; at night it waits for the morning. */
export const reportersRow = (process: OpenProcess, key: string, told: ReportersPayload, at: string): OutboxRow => ({
  ...outboxRow(process.processId, key, { kind: 'reporters', payload: told }, at),
  available_at: nightDelay(at, process.setting.policy.night, process.setting.calendar),
});

/** Has the relay start (or find) the process's run. */
export const startRow = (processId: string, at: string): OutboxRow =>
  outboxRow(processId, `${processId}:start`, { kind: 'start', payload: {} }, at);

const outboxRow = (processId: string, key: string, { kind, payload }: OutboxEntry, at: string): OutboxRow => ({
  key,
  kind,
  process_id: processId,
  payload,
  created_at: at,
  available_at: at,
});
