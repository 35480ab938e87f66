// Everybody who reported a problem hears when it is said to be done, and when it is closed: whoever joined it no less than whoever opened it.
import { instantOf } from '../../domain/calendar/instant';
import type { LaunchedProblem } from '../../domain/problem/state';
import type { AnyPending, OpenProcess } from './append-events';
import { reportersRow, type OutboxRow, type ReportersPayload } from './outbox';

/** `events` are those of one command; people are told at `now`. */
export const reporterNotices = (process: OpenProcess, events: readonly AnyPending[], now: Date): OutboxRow[] =>
  process.kind !== 'problem'
    ? []
    : events.flatMap(({ seq, event }) => {
        const told = toldBecause(event, process);
        return told === null
          ? []
          : [reportersRow(process, `${process.processId}:${seq}:reporters`, told, instantOf(now.getTime()))];
      });

function toldBecause(event: AnyPending['event'], { state }: OpenProcess): ReportersPayload | null {
  const { agreed, mergedInto } = state.core as LaunchedProblem;
  switch (event.type) {
    case 'workVerified':
      return { template: 'problemDone', outcome: null, mergedInto: null, appealUntil: null };
    case 'closingAnnounced': {
      const appealUntil = state.clocks['appeal']?.dueAt ?? null;
      return { template: 'problemEnding', outcome: agreed?.how ?? null, mergedInto, appealUntil };
    }
    case 'problemClosed':
      return { template: 'problemClosed', outcome: String(event['outcome']), mergedInto, appealUntil: null };
    default:
      return null;
  }
}
