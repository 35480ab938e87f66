// Has people told: of new duties, of deadlines that come near, and, rung by rung, of duties left undone. Writes to the outbox only; who
// the people are is found out when the message is written (store/messages).
import { definitionOf } from '../../domain/definitions';
import { openObligations, type OpenObligation } from '../../domain/machinery';
import type { Tx } from '../transaction';
import type { AnyPending, OpenProcess } from './append-events';
import { putNotice, type NoticePayload } from './outbox';

/** `events` are those of one command, `process` is the state after them, `opened` its new duties. */
export async function tellDuties(
  tx: Tx,
  process: OpenProcess,
  events: readonly AnyPending[],
  opened: readonly OpenObligation[],
): Promise<void> {
  const last = events.at(-1);
  if (!last) return;
  for (const obligation of opened) {
    const key = `${process.processId}:${last.seq}:duty:${obligation.key}`;
    await putNotice(tx, process, key, notice('duty', obligation, null), last.at);
  }
  if (!events.some(({ event }) => isNotice(event))) return;
  const open = openObligations(definitionOf(process.kind), process.state, process.setting);
  for (const { seq, at, event } of events) {
    if (event.type !== 'reminded' && event.type !== 'escalated') continue;
    const obligation = open.find(({ key }) => key === event.key);
    if (!obligation) continue;
    const told =
      event.type === 'reminded'
        ? notice('reminder', obligation, null)
        : notice('escalation', obligation, tellOf(event));
    await putNotice(tx, process, `${process.processId}:${seq}:${event.type}`, told, at);
  }
}

const isNotice = ({ type }: { type: string }): boolean => type === 'reminded' || type === 'escalated';

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
});
