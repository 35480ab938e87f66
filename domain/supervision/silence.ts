// When a process counts as silent, and when as thrown to and fro: what the list of stuck work is sorted by, beside what is overdue. Pure.
import { dueAt } from '../calendar/due';
import { addMs, msOf } from '../calendar/instant';
import type { Instant } from '../calendar/types';
import type { OpenObligation } from '../machinery/look';
import type { Setting } from '../machinery/types';
import type { HasPhase, HasType, ProcessState } from '../process';

/** What is only said about a duty stirs nothing: reminders, reports upwards, pushes, orders; nor does a new holiday table. */
const STIRS_NOTHING = new Set(['reminded', 'escalated', 'nudged', 'ordered', 'calendarRevised']);

export const isStirring = ({ type }: HasType): boolean => !STIRS_NOTHING.has(type);

/**
 * From when silence counts where the district has no figures of its own (policy `supervision`): after a share of the time that the
 * deadline gives or, without a deadline, after a fixed time. Null while the process stands still: then nobody is waited for.
 */
export function quietUntil<Core>(
  { since, dueAt: due }: Pick<OpenObligation, 'since' | 'dueAt'>,
  stirredAt: Instant,
  state: ProcessState<Core>,
  { policy, calendar }: Setting,
): Instant | null {
  if (state.suspension) return null;
  const { silentPercent, silentAfter } = policy.supervision;
  if (due === null) return dueAt(silentAfter, stirredAt, state.calendar ?? calendar).at;
  const given = Math.max(0, msOf(due) - msOf(since));
  return addMs(stirredAt, Math.ceil((given * silentPercent.value) / 100));
}

/** Sent back often enough to be nobody's: a problem by its own count (退单), any duty by the motions that sent it back. */
export function isPingPong(state: ProcessState<HasPhase>, key: string, { policy }: Setting): boolean {
  const { returns } = state.core as { returns?: unknown };
  const ofProcess = typeof returns === 'number' ? returns : 0;
  return Math.max(ofProcess, state.sentBack[key] ?? 0) >= policy.supervision.pingPong.value;
}
