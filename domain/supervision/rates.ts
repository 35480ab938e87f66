// The three rates of residents' problems (三率: 响应率、解决率、满意率), folded from the record of one problem at a time, and how their parts add
// up. Pure; needs nothing but the events, so that anybody can work them out again. Who asks for which period is the reader's.
import type { Instant } from '../calendar/types';

/** The firm at the desk of an estate, where a department's code would stand. */
export const FIRM_DESK = '@firm';

/** Whoever had to act: a department's code, FIRM_DESK, or '' for the other desks. */
export type Desk = string;

/** A dispatch whose response time is answered or over; `at` is the contact, or the instant at which the time was over. */
export interface SettledResponse {
  at: Instant;
  desk: Desk;
  isAnswered: boolean;
}

/** The resident's own word; a call in vain is none. */
export interface GivenAnswer {
  at: Instant;
  desk: Desk;
  isSolved: boolean;
  isSatisfied: boolean;
}

/** What the rates need of one process, folded so far. Plain JSON. */
export interface RateFold {
  estateDesk: string | null;
  desk: Desk;
  /** A dispatch was recorded and its response clock has not yet been started. */
  isDispatched: boolean;
  /** The dispatch that waits for its first contact; `isStanding`: the process stands still, and its time with it. */
  waiting: { dueAt: Instant; desk: Desk; isStanding: boolean } | null;
  responses: SettledResponse[];
  answers: GivenAnswer[];
  /** Closed as groundless: taken out of all three rates (剔除). */
  isGroundless: boolean;
  /** When the clock of the whole is (or was) due. */
  wholeDueAt: Instant | null;
  /** When two people agreed to end it without a solution; the time in which reporters may object is not the offices' time. */
  endedAt: Instant | null;
}

export const NO_RATES: RateFold = {
  estateDesk: null,
  desk: '',
  isDispatched: false,
  waiting: null,
  responses: [],
  answers: [],
  isGroundless: false,
  wholeDueAt: null,
  endedAt: null,
};

/** An event as it was recorded: `at` is its legal instant. */
export interface RatedEvent {
  at: Instant;
  event: { type: string; [field: string]: unknown };
}

/** Folds one event of a problem's record; events that no rate speaks of change nothing. */
export function foldRates(fold: RateFold, { at, event }: RatedEvent): RateFold {
  switch (event.type) {
    case 'problemLaunched':
      return dispatchedTo({ ...fold, estateDesk: textOf(event['desk']) }, at, handlerIn(event));
    case 'problemDispatched':
      return dispatchedTo(fold, at, event['handler'] as Handler);
    case 'levelRaised':
      return dispatchedTo(fold, at, { level: String(event['to']), department: null });
    case 'contactMade': {
      const { waiting, ...rest } = fold;
      if (!waiting) return fold;
      const isAnswered = at < waiting.dueAt;
      const settled = { at: isAnswered ? at : waiting.dueAt, desk: waiting.desk, isAnswered };
      return { ...rest, waiting: null, responses: [...fold.responses, settled] };
    }
    case 'problemAnswered': {
      const isSolved = event['isSolved'] === true;
      const isSatisfied = event['isSatisfied'] === true;
      return { ...fold, answers: [...fold.answers, { at, desk: fold.desk, isSolved, isSatisfied }] };
    }
    case 'closingAnnounced':
      return { ...settled(fold, at), endedAt: at };
    case 'appealUpheld':
      return { ...fold, endedAt: null };
    case 'problemClosed':
      return { ...settled(fold, at), isGroundless: event['outcome'] === 'groundless' };
    default:
      return foldClocks(fold, at, event);
  }
}

/** The response clock starts with a dispatch, and moves with every standstill, extension and new holiday table. */
function foldClocks(fold: RateFold, at: Instant, event: RatedEvent['event']): RateFold {
  switch (event.type) {
    case 'clockStarted':
    case 'deadlineExtended': {
      const { name, dueAt } = event['clock'] as { name: string; dueAt: Instant };
      if (name === 'whole') return { ...fold, wholeDueAt: dueAt };
      if (name !== 'response') return fold;
      // A response clock that starts without a dispatch is of a desk that had the problem already (reopened, taken up again).
      if (fold.isDispatched)
        return { ...fold, isDispatched: false, waiting: { dueAt, desk: fold.desk, isStanding: false } };
      return fold.waiting ? { ...fold, waiting: { ...fold.waiting, dueAt } } : fold;
    }
    case 'clockStopped':
      return event['name'] === 'response' && !fold.isDispatched ? settled(fold, at) : fold;
    case 'suspended':
      return fold.waiting ? { ...fold, waiting: { ...fold.waiting, isStanding: true } } : fold;
    case 'resumed':
    case 'calendarRevised': {
      const moved = event['moved'] as { name: string; to: Instant }[];
      const toOf = (name: string): Instant | undefined => moved.find((clock) => clock.name === name)?.to;
      const wholeDueAt = toOf('whole') ?? fold.wholeDueAt;
      if (!fold.waiting) return { ...fold, wholeDueAt };
      const isStanding = event.type === 'resumed' ? false : fold.waiting.isStanding;
      const dueAt = toOf('response') ?? fold.waiting.dueAt;
      return { ...fold, wholeDueAt, waiting: { ...fold.waiting, dueAt, isStanding } };
    }
    default:
      return fold;
  }
}

interface Handler {
  level: string;
  department: string | null;
}

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);

const handlerIn = (event: RatedEvent['event']): Handler => ({
  level: String(event['level']),
  department: textOf(event['department']),
});

function dispatchedTo(fold: RateFold, at: Instant, { level, department }: Handler): RateFold {
  const firm = level === 'estate' && fold.estateDesk === 'firmManager' ? FIRM_DESK : '';
  return { ...settled(fold, at), desk: department ?? firm, isDispatched: true };
}

/**
 * Whoever waited for a first contact waits no more: it counts as unanswered once its time is over. What was sent on, or done without a
 * contact, before that counts neither way.
 */
function settled(fold: RateFold, at: Instant): RateFold {
  const { waiting } = fold;
  if (!waiting) return fold;
  const isOver = at >= waiting.dueAt;
  const unanswered = { at: waiting.dueAt, desk: waiting.desk, isAnswered: false };
  return { ...fold, waiting: null, responses: isOver ? [...fold.responses, unanswered] : fold.responses };
}

/** Numerators and denominators of the three rates, as whole numbers that can be added. */
export interface RateParts {
  responsesDue: number;
  responsesMade: number;
  answers: number;
  solved: number;
  satisfied: number;
}

export const NO_PARTS: RateParts = { responsesDue: 0, responsesMade: 0, answers: 0, solved: 0, satisfied: 0 };

/**
 * What one problem adds to the rates of a period [from, to) as seen at `now`: each part counts where its instant lies. A dispatch that is
 * still waiting counts once its time is over.
 */
export function ratePartsOf(fold: RateFold, from: Instant, to: Instant, now: Instant): RateParts {
  if (fold.isGroundless) return NO_PARTS;
  const isWithin = ({ at }: { at: Instant }): boolean => from <= at && at < to;
  const { waiting } = fold;
  const isOver = waiting !== null && !waiting.isStanding && waiting.dueAt <= now && isWithin({ at: waiting.dueAt });
  const responses = fold.responses.filter(isWithin);
  const answers = fold.answers.filter(isWithin);
  return {
    responsesDue: responses.length + (isOver ? 1 : 0),
    responsesMade: responses.filter(({ isAnswered }) => isAnswered).length,
    answers: answers.length,
    solved: answers.filter(({ isSolved }) => isSolved).length,
    satisfied: answers.filter(({ isSatisfied }) => isSatisfied).length,
  };
}

export const addParts = (one: RateParts, other: RateParts): RateParts => ({
  responsesDue: one.responsesDue + other.responsesDue,
  responsesMade: one.responsesMade + other.responsesMade,
  answers: one.answers + other.answers,
  solved: one.solved + other.solved,
  satisfied: one.satisfied + other.satisfied,
});

/** A rate with its base; `percent` has two decimals and is null where nothing was to be counted. */
export interface Rate {
  part: number;
  whole: number;
  percent: number | null;
}

export const rateOf = (part: number, whole: number): Rate => ({
  part,
  whole,
  percent: whole === 0 ? null : Math.round((part * 10_000) / whole) / 100,
});

export const threeRates = (parts: RateParts): { response: Rate; solved: Rate; satisfied: Rate } => ({
  response: rateOf(parts.responsesMade, parts.responsesDue),
  solved: rateOf(parts.solved, parts.answers),
  satisfied: rateOf(parts.satisfied, parts.answers),
});

/** The formulas as readers are told them; the code above is their meaning. */
export const RATE_FORMULAS = {
  response: {
    zh: '响应率 = 期内在响应时限届满前已联系诉求人的派单数 ÷ 期内已响应或响应时限已届满的派单数；时限届满前转出的不计；认定为不属实的诉求全部剔除',
    en: 'Response rate = dispatches with a first contact before the response clock was due ÷ dispatches that were answered or whose response time was over; sent on before that: not counted; groundless problems are taken out',
  },
  solved: {
    zh: '解决率 = 诉求人答复“已解决”的次数 ÷ 诉求人答复次数；联系不上的不计入基数；认定为不属实的诉求全部剔除',
    en: 'Solved rate = answers of residents that say solved ÷ answers of residents; a call in vain is no answer; groundless problems are taken out',
  },
  satisfied: {
    zh: '满意率 = 诉求人答复“满意”的次数 ÷ 诉求人答复次数；联系不上的不计入基数；认定为不属实的诉求全部剔除',
    en: 'Satisfied rate = answers of residents that say satisfied ÷ answers of residents; a call in vain is no answer; groundless problems are taken out',
  },
} as const;

/** The median of whole numbers given as how often each occurs; of two in the middle their mean; null: none. */
export function medianOf(counts: ReadonlyMap<number, number>): number | null {
  const values = [...counts].filter(([, count]) => count > 0).sort(([a], [b]) => a - b);
  const total = values.reduce((sum, [, count]) => sum + count, 0);
  if (total === 0) return null;
  const nth = (n: number): number => {
    let seen = 0;
    return values.find(([, count]) => (seen += count) >= n)?.[0] ?? 0;
  };
  return (nth(Math.floor((total + 1) / 2)) + nth(Math.floor(total / 2) + 1)) / 2;
}
