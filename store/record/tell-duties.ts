// Has people told: of new duties, of deadlines that come near, and, rung by rung, of duties left undone; but nobody of what is about them. Gives rows of the outbox; who
// the people are is found out when the message is written (store/messages).
import { instantOf } from '../../domain/calendar/instant';
import { mayBeTold } from '../../domain/audience';
import { definitionOf } from '../../domain/definitions';
import { openObligations, type OpenObligation } from '../../domain/machinery/look';
import type { AnyPending, OpenProcess } from './append-events';
import { atPlace, noticeRow, type NoticePayload, type OutboxRow } from './outbox';

/**
 * `events` are those of one command, `process` is the state after them, `opened` its new duties. People are told at `now`, however long ago
 * the legal instant of a step was: a message that is late is not sent at night for that.
 */
export function dutyNotices(
  process: OpenProcess,
  events: readonly AnyPending[],
  opened: readonly OpenObligation[],
  now: Date,
): OutboxRow[] {
  const last = events.at(-1);
  if (!last) return [];
  const at = instantOf(now.getTime());
  const audience = definitionOf(process.kind).audience?.(process.state.core);
  const rows = opened.flatMap((obligation) => {
    const key = `${process.processId}:${last.seq}:duty:${obligation.key}`;
    return mayBeTold(audience, obligation.party) ? [noticeRow(process, key, notice('duty', obligation, null), at)] : [];
  });
  if (!events.some(({ event }) => isNotice(event))) return rows;
  const open = openObligations(definitionOf(process.kind), process.state, process.setting);
  for (const { seq, event } of events) {
    const template = TEMPLATES[event.type];
    const about = 'key' in event ? event.key : undefined;
    const obligation = open.find(({ key }) => key === about);
    if (!template || !obligation) continue;
    const tell = template === 'escalation' ? tellOf(event) : null;
    const told = notice(template, obligation, tell);
    const addressee = tell === null ? obligation.party : atPlace(obligation.party, tell);
    if (mayBeTold(audience, addressee))
      rows.push(noticeRow(process, `${process.processId}:${seq}:${event.type}`, told, at));
  }
  return rows;
}

/** What somebody is told because of an event; a duty that was handed on is a new one to whoever has it now. */
const TEMPLATES: Partial<Record<string, NoticePayload['template']>> = {
  reminded: 'reminder',
  escalated: 'escalation',
  nudged: 'nudge',
  readdressed: 'duty',
  takenOver: 'duty',
  sentBack: 'duty',
};

const isNotice = ({ type }: { type: string }): boolean => TEMPLATES[type] !== undefined;

const tellOf = (event: AnyPending['event']): NoticePayload['tell'] =>
  'tell' in event ? (event.tell as NoticePayload['tell']) : null;

const notice = (
  template: NoticePayload['template'],
  obligation: OpenObligation,
  tell: NoticePayload['tell'],
): NoticePayload => ({
  template,
  obligationKey: obligation.key,
  duty: obligation.duty,
  party: obligation.party,
  tell,
  dueAt: obligation.dueAt,
  rung: obligation.rung,
  ...(obligation.isUrgent ? { isUrgent: true } : {}),
});
