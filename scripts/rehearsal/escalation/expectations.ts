// What the record must show of the year because of how its people behaved: planned cases, firms that dawdle, the department that is silent,
// and what returns. Read from the stories alone (record.ts).
import { DAY_MS, HOUR_MS } from '../../../domain/calendar/instant';
import { SILENT_DEPARTMENT } from './conduct';
import type { Story } from './record';
import type { Problem } from './task';

const LEVELS = ['estate', 'community', 'street', 'district'];
const RECURS_WITHIN_DAYS = 90;
/** The engine is away for two days once. */
const LATEST_MS = 2 * DAY_MS + HOUR_MS;

/** What is not as it must be, one sentence each. */
export function disappointments(problems: readonly Problem[], stories: readonly Story[], now: number): string[] {
  const byId = new Map(stories.map((story) => [story.processId, story]));
  return [
    ...problems.flatMap((problem) => {
      const story = byId.get(problem.id);
      if (story === undefined) return [`report ${problem.report.no} is not on record`];
      return [...ofCase(problem, story), ...ofDawdlers(problem, story, now)];
    }),
    ...stories.flatMap((story) => [...ofSilence(story, now), ...ofRecurrence(story, stories)]),
  ];
}

function ofCase({ planned }: Problem, story: Story): string[] {
  if (planned === null || planned.holds(story)) return [];
  const { events, ...rest } = story;
  const shown = { ...rest, clocks: [...rest.clocks], events: events.map(({ type }) => type).join(' ') };
  return [`case ${planned.name}: ${JSON.stringify(shown)}`];
}

/** Whatever lies with a firm that never acts leaves it by a missed clock: once that is due, or when the engine is back from days away. */
function ofDawdlers({ estate, report }: Problem, { firstLevel, events }: Story, now: number): string[] {
  if (estate.desk !== 'dawdlingFirm' || firstLevel !== 'estate') return [];
  const clock = events.find(({ type, payload }) => type === 'clockStarted' && nameOf(payload) === 'response');
  const dueAt = Date.parse(String((clock?.payload['clock'] as { dueAt?: string } | undefined)?.dueAt));
  const left = events.find(({ type, payload }) => type === 'levelRaised' && payload['from'] === 'estate');
  if (left === undefined) return dueAt > now ? [] : [`report ${report.no} still lies with a firm that never acts`];
  const isRight = left.payload['why'] === 'noResponse' && left.at >= dueAt && left.at < dueAt + LATEST_MS;
  return isRight ? [] : [`report ${report.no} left a dawdling firm by ${JSON.stringify(left.payload)}`];
}

const nameOf = (payload: Record<string, unknown>): string => (payload['clock'] as { name: string }).name;

/** The silent department answers no call before the district has ordered it to, and its silence is noticed. */
function ofSilence({ events, processId }: Story, now: number): string[] {
  let standing: 'called' | 'silent' | 'ordered' | null = null;
  let dueAt = Infinity;
  for (const { type, payload } of events) {
    const clock = payload['clock'] as { name: string; dueAt: string } | undefined;
    if (type === 'clockStarted' && clock?.name === `call:${SILENT_DEPARTMENT}`) dueAt = Date.parse(clock.dueAt);
    if (type === 'departmentsCalled' && (payload['departments'] as string[]).includes(SILENT_DEPARTMENT))
      standing = 'called';
    if (type === 'workReported' || type === 'problemClosed') standing = null;
    if (payload['department'] !== SILENT_DEPARTMENT) continue;
    if (type === 'callUnanswered') standing = 'silent';
    if (type === 'departmentOrdered') standing = 'ordered';
    if (type === 'callAnswered') {
      if (standing !== 'ordered') return [`problem ${processId}: ${SILENT_DEPARTMENT} answered without an order`];
      standing = null;
    }
  }
  return standing === 'called' && dueAt <= now ? [`problem ${processId}: silence was not noticed`] : [];
}

/** The same thing at the same spot within ninety days of its solution is linked, and begins above where it ended. */
function ofRecurrence(story: Story, stories: readonly Story[]): string[] {
  const { spotId, category, launchedAt, recurrenceOf, processId, why, firstLevel } = story;
  const [before] = stories
    .filter((other) => other.spotId === spotId && other.category === category && other.closedAt !== null)
    .filter(({ outcome }) => outcome === 'resolved' || outcome === 'unverified')
    .filter(
      ({ closedAt }) => (closedAt ?? 0) < launchedAt && launchedAt - (closedAt ?? 0) <= RECURS_WITHIN_DAYS * DAY_MS,
    )
    .sort((a, b) => (b.closedAt ?? 0) - (a.closedAt ?? 0));
  if ((before?.processId ?? null) !== recurrenceOf)
    return [`problem ${processId} should be linked to ${before?.processId}`];
  if (before === undefined || why === 'complaint') return [];
  const isAbove = firstLevel === 'district' || LEVELS.indexOf(firstLevel) > LEVELS.indexOf(before.level);
  return isAbove && why === 'recurrence' ? [] : [`problem ${processId} returns at ${firstLevel} by ${why}`];
}
