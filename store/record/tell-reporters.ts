// Everybody who reported a problem hears when it is said to be done, and when it is closed: whoever joined it no less than whoever opened it.
import type { LaunchedProblem } from '../../domain/problem/state';
import type { AnyPending, OpenProcess } from './append-events';
import { reportersRow, type OutboxRow, type ReportersPayload } from './outbox';

/** `events` are those of one command. */
export const reporterNotices = (process: OpenProcess, events: readonly AnyPending[]): OutboxRow[] =>
  process.kind !== 'problem'
    ? []
    : events.flatMap(({ seq, at, event }) => {
        const told = toldBecause(event, process);
        return told === null ? [] : [reportersRow(process, `${process.processId}:${seq}:reporters`, told, at)];
      });

function toldBecause(event: AnyPending['event'], { state }: OpenProcess): ReportersPayload | null {
  if (event.type === 'workVerified') return { template: 'problemDone', outcome: null, mergedInto: null };
  if (event.type !== 'problemClosed' || !('outcome' in event)) return null;
  const { mergedInto } = state.core as LaunchedProblem;
  return { template: 'problemClosed', outcome: String(event.outcome), mergedInto };
}
