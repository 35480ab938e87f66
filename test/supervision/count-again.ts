// The figures of a roll-up counted from scratch, from the recorded events of problems, by other means than the product's.
import { DAY_MS, dateOf, dayOf } from '../../domain/calendar/instant';
import type { Instant } from '../../domain/calendar/types';
import type { Counts } from '../../store/supervision/read-roll-up';

export interface Recorded {
  at: Instant;
  event: { type: string; [field: string]: unknown };
}

/** From scratch, from the events, by other means: a list of every dispatch and answer there was. */
export function countAgain(records: Recorded[][], from: string, to: string, now: Instant) {
  const total = { launched: 0, closed: 0, inTime: 0, due: 0, made: 0, answers: 0, solved: 0, satisfied: 0, open: 0 };
  const days: number[] = [];
  const isIn = (at: Instant): boolean => {
    const day = dateOf(dayOf(at));
    return from <= day && day <= to;
  };
  for (const events of records) {
    const begun = events[0]?.at ?? '';
    const end = events.find(({ event }) => event.type === 'problemClosed');
    if (isIn(begun)) total.launched += 1;
    if (!end) total.open += 1;
    else if (isIn(end.at)) {
      total.closed += 1;
      if (end.at < wholeDueIn(events)) total.inTime += 1;
      days.push(Math.floor((Date.parse(end.at) - Date.parse(begun)) / DAY_MS));
    }
    if (end?.event['outcome'] === 'groundless') continue;
    for (const { at, event } of events) {
      if (event.type !== 'problemAnswered' || !isIn(at)) continue;
      total.answers += 1;
      if (event['isSolved']) total.solved += 1;
      if (event['isSatisfied']) total.satisfied += 1;
    }
    for (const { decidedAt, isAnswered } of dispatchesIn(events, now)) {
      if (!isIn(decidedAt)) continue;
      total.due += 1;
      if (isAnswered) total.made += 1;
    }
  }
  days.sort((a, b) => a - b);
  const medianDays =
    days.length === 0 ? null : ((days[(days.length - 1) >> 1] ?? 0) + (days[days.length >> 1] ?? 0)) / 2;
  return { ...total, medianDays };
}

const DISPATCHES = new Set(['problemLaunched', 'problemDispatched', 'levelRaised']);

/** For each dispatch: what became of it until the next one, the end of its clock, or now. */
function dispatchesIn(events: Recorded[], now: Instant): { decidedAt: Instant; isAnswered: boolean }[] {
  return events.flatMap(({ event }, index) => {
    if (!DISPATCHES.has(event.type)) return [];
    let dueAt: Instant | null = null;
    let isStanding = false;
    for (const later of events.slice(index + 1)) {
      const { type } = later.event;
      const clock = later.event['clock'] as { name: string; dueAt: Instant } | undefined;
      if (type === 'clockStarted' && clock?.name === 'response') dueAt = clock.dueAt;
      if (dueAt === null) continue;
      if (type === 'suspended') isStanding = true;
      if (type === 'resumed') {
        isStanding = false;
        const moved = later.event['moved'] as { name: string; to: Instant }[];
        dueAt = moved.find(({ name }) => name === 'response')?.to ?? dueAt;
      }
      if (type === 'contactMade')
        return [{ decidedAt: later.at < dueAt ? later.at : dueAt, isAnswered: later.at < dueAt }];
      const isOver = DISPATCHES.has(type) || type === 'clockStopped' || type === 'problemClosed';
      if (isOver) return later.at >= dueAt ? [{ decidedAt: dueAt, isAnswered: false }] : [];
    }
    return dueAt !== null && !isStanding && dueAt <= now ? [{ decidedAt: dueAt, isAnswered: false }] : [];
  });
}

/** The last due instant that the clock of the whole was given. */
function wholeDueIn(events: Recorded[]): Instant {
  const given = events.flatMap(({ event }) => {
    const clock = event['clock'] as { name: string; dueAt: Instant } | undefined;
    if (clock?.name === 'whole') return [clock.dueAt];
    const moved = (event['moved'] ?? []) as { name: string; to: Instant }[];
    return moved.filter(({ name }) => name === 'whole').map(({ to }) => to);
  });
  return given.at(-1) ?? '';
}

export const asCounted = ({ launched, closed, inTime, open, medianDays, rates }: Counts) => ({
  ...{ launched, closed, inTime, open, medianDays },
  ...{ due: rates.response.whole, made: rates.response.part, answers: rates.solved.whole },
  ...{ solved: rates.solved.part, satisfied: rates.satisfied.part },
});
