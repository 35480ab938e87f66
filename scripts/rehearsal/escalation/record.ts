// What the recorded events themselves say of the year: where each problem went, the three rates, what is overdue. Worked out anew from rows of
// `process_event`, with nothing of the product's own folds and read models, so that the two can be held against each other.
import type { Pool } from 'pg';

export interface Recorded {
  processId: string;
  seq: number;
  type: string;
  payload: Record<string, unknown>;
  /** Milliseconds. */
  at: number;
  actorId: string | null;
}

interface Response {
  at: number;
  isAnswered: boolean;
  /** Nothing has ended it: it counts once its time is over, unless the problem stands still. */
  isPending?: true;
}

interface Word {
  at: number;
  isSolved: boolean;
  isSatisfied: boolean;
}

/** One problem's way, from its events. */
export interface Story {
  processId: string;
  events: Recorded[];
  launchedAt: number;
  category: string;
  spotId: string;
  firstLevel: string;
  /** Where it lies, or ended. */
  level: string;
  /** Why it did not begin at the level of its category. */
  why: string | null;
  recurrenceOf: string | null;
  /** About a role: whom it is hidden from. */
  complaintOf: string | null;
  /** Why it went up, each time. */
  raised: string[];
  closedAt: number | null;
  outcome: string | null;
  isOwned: boolean;
  isStanding: boolean;
  /** Running clocks and when they are due. */
  clocks: Map<string, number>;
  responses: Response[];
  words: Word[];
  parkedFor: 'until its day' | 'otherwise' | null;
  /** How many people proposed and approved its special closing. */
  closers: number;
  /** The first messages about it went out within minutes, whatever the hour. */
  isToldAtOnce: boolean;
}

const TOLD_WITHIN_MS = 15 * 60_000;
const DAY_MS = 24 * 3_600_000;

export async function readStories(pool: Pool): Promise<Story[]> {
  const { rows } = await pool.query<Recorded>(
    `select e.process_id as "processId", e.seq, e.type, e.payload, extract(epoch from e.at)::float8 * 1000 as at, e.actor_id as "actorId"
     from process_event e join process p on p.id = e.process_id where p.kind = 'problem' order by e.process_id, e.seq`,
  );
  const { rows: told } = await pool.query<{ processId: string; first: number }>(
    `select process_id as "processId", extract(epoch from min(created_at))::float8 * 1000 as first from outgoing_message
     group by process_id`,
  );
  const firstTold = new Map(told.map(({ processId, first }) => [processId, first]));
  const byProcess = new Map<string, Recorded[]>();
  for (const row of rows) byProcess.set(row.processId, [...(byProcess.get(row.processId) ?? []), row]);
  return [...byProcess.values()].map((events) => {
    const story = storyOf(events);
    const first = firstTold.get(story.processId);
    story.isToldAtOnce = first !== undefined && first - story.launchedAt < TOLD_WITHIN_MS;
    return story;
  });
}

const MOVES = ['problemLaunched', 'problemDispatched', 'levelRaised'];

export function storyOf(events: Recorded[]): Story {
  const [launch] = events;
  if (launch?.type !== 'problemLaunched') throw new Error('a problem begins with problemLaunched');
  const { category, level, why, recurrenceOf, spot, complaintOf } = launch.payload as Record<string, string | null> & {
    spot: { placeId: string };
    complaintOf: { role: string } | null;
  };
  const story: Story = {
    ...{ processId: launch.processId, events, launchedAt: launch.at, category: category ?? '', spotId: spot.placeId },
    ...{ firstLevel: level ?? '', level: level ?? '', why: why ?? null, recurrenceOf: recurrenceOf ?? null },
    ...{ complaintOf: complaintOf?.role ?? null, raised: [], closedAt: null, outcome: null, isOwned: false },
    ...{
      isStanding: false,
      clocks: new Map(),
      isAsked: false,

      responses: [],
      words: [],
      parkedFor: null,
    },
    closers: new Set(events.filter(({ type }) => type.startsWith('closing')).map(({ actorId }) => actorId)).size,
    isToldAtOnce: false,
  };
  for (const event of events) tell(story, event);
  story.responses = responsesOf(events);
  return story;
}

function tell(story: Story, { type, payload, at }: Recorded): void {
  const clock = payload['clock'] as { name: string; dueAt: string } | undefined;
  switch (type) {
    case 'clockStarted':
    case 'deadlineExtended':
      if (clock) story.clocks.set(clock.name, Date.parse(clock.dueAt));
      return;
    case 'clockStopped':
      story.clocks.delete(String(payload['name']));
      return;
    case 'suspended':
      story.isStanding = true;
      return;
    case 'resumed':
    case 'calendarRevised':
      if (type === 'resumed') story.isStanding = false;
      for (const { name, to } of payload['moved'] as { name: string; to: string }[])
        story.clocks.set(name, Date.parse(to));
      return;
    case 'levelRaised':
      story.level = String(payload['to']);
      story.raised.push(String(payload['why']));
      return;
    case 'problemDispatched':
      story.level = (payload['handler'] as { level: string }).level;
      return;
    case 'returnAccepted':
      story.isOwned ||= payload['isLast'] === true;
      return;
    case 'problemAnswered':
      story.words.push({ at, isSolved: payload['isSolved'] === true, isSatisfied: payload['isSatisfied'] === true });
      return;
    case 'parkingEnded': {
      const parked = story.events.find((event) => event.type === 'problemParked');
      const since = at - Date.parse(`${String(parked?.payload['reviewOn'])}T00:00:00+08:00`);
      const isItsDay = since >= 0 && since < DAY_MS;
      story.parkedFor = isItsDay && payload['reasonText'] === null ? 'until its day' : 'otherwise';
      return;
    }
    case 'problemClosed':
      story.closedAt = at;
      story.outcome = String(payload['outcome']);
      return;
  }
}

/**
 * Whether each desk that was given the problem spoke to the resident in time. Of each sending the first response clock counts: until the contact,
 * the next sending, or the clock's stop; what ended before it was due without a contact is no matter of the rate.
 */
function responsesOf(events: readonly Recorded[]): Response[] {
  const found: Response[] = [];
  for (const [n, { type }] of events.entries()) {
    if (!MOVES.includes(type)) continue;
    const rest = events.slice(n + 1);
    const next = rest.findIndex((event) => MOVES.includes(event.type));
    // Two moves of one command (a decision that also names a department) are one sending: the clock follows the last.
    const during = next < 0 ? rest : rest.slice(0, next);
    const started = during.findIndex(
      (event) => event.type === 'clockStarted' && (event.payload['clock'] as { name: string }).name === 'response',
    );
    if (started < 0) continue;
    let due = Date.parse((during[started]?.payload['clock'] as { dueAt: string }).dueAt);
    let end: Recorded | undefined;
    for (const event of during.slice(started + 1)) {
      const moved = (event.payload['moved'] as { name: string; to: string }[] | undefined)?.find(
        ({ name }) => name === 'response',
      );
      if (moved) due = Date.parse(moved.to);
      const extended = event.payload['clock'] as { name: string; dueAt: string } | undefined;
      if (event.type === 'deadlineExtended' && extended?.name === 'response') due = Date.parse(extended.dueAt);
      const isEnd = event.type === 'contactMade' || event.type === 'problemClosed';
      if (isEnd || (event.type === 'clockStopped' && event.payload['name'] === 'response')) {
        end = event;
        break;
      }
    }
    const last = end ?? (next < 0 ? undefined : rest[next]);
    if (last === undefined) found.push({ at: due, isAnswered: false, isPending: true });
    else if (last.type === 'contactMade' && last.at < due) found.push({ at: last.at, isAnswered: true });
    else if (last.at >= due) found.push({ at: due, isAnswered: false });
  }
  return found;
}

export interface Sums {
  launched: number;
  closed: number;
  responsesDue: number;
  responsesMade: number;
  answers: number;
  solved: number;
  satisfied: number;
}

/** Sums of a period [from, to) as seen at `now`, all milliseconds. */
export function sumsOf(stories: readonly Story[], from: number, to: number, now: number): Sums {
  const isWithin = ({ at }: { at: number }): boolean => from <= at && at < to && at <= now;
  const counted = stories.filter(({ outcome }) => outcome !== 'groundless');
  const responses = counted.flatMap((story) =>
    story.responses.filter((response) => isWithin(response) && !(response.isPending && story.isStanding)),
  );
  const words = counted.flatMap((story) => story.words.filter(isWithin));
  return {
    launched: stories.filter(({ launchedAt }) => isWithin({ at: launchedAt })).length,
    closed: stories.filter(({ closedAt }) => closedAt !== null && isWithin({ at: closedAt })).length,
    responsesDue: responses.length,
    responsesMade: responses.filter(({ isAnswered }) => isAnswered).length,
    answers: words.length,
    solved: words.filter(({ isSolved }) => isSolved).length,
    satisfied: words.filter(({ isSatisfied }) => isSatisfied).length,
  };
}

/** Clocks on which somebody's duty hangs; `whole` is nobody's duty by itself. */
const OF_DUTIES = [
  ...['response', 'handling', 'verify', 'feedback', 'returnReview', 'closingReview', 'explainDelay', 'review'],
  ...['research', 'supervision', 'appraisal'],
];

/** Which clocks of open problems are over at `now` while people should have acted: `<process> <clock>`, sorted. */
export function overdueOf(stories: readonly Story[], now: number): string[] {
  return stories
    .filter(({ closedAt, isStanding }) => closedAt === null && !isStanding)
    .flatMap(({ processId, clocks }) =>
      [...clocks]
        .filter(([, dueAt]) => dueAt <= now)
        .filter(([name]) => OF_DUTIES.includes(name) || /^(call|order):/.test(name))
        .map(([name]) => `${processId} ${name}`),
    )
    .sort();
}
