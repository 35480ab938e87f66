// Objections to what was published (公示异议), the same for a roll, a result, a group and a slate: raised in time under an id of their
// own, each answered on a clock, upheld or dismissed. What an upheld one leads to is the process's own.
import type { Instant } from './calendar/types';
import { refuse, type Decision } from './process';

export interface Objection {
  objectionId: string;
  reasonText: string;
  raisedAt: Instant;
  answer: 'open' | 'upheld' | 'dismissed';
}

type Refusal = Extract<Decision<never>, { ok: false }>;

/** Why this objection cannot be raised; undefined: it can. `isOver`: the time for objections has run out. */
export function refusedObjection(
  objections: readonly Objection[],
  isOver: boolean,
  objectionId: string,
): Refusal | undefined {
  if (isOver) return refuse('objection-period-over');
  if (objections.some((other) => other.objectionId === objectionId))
    return refuse('id-already-used', { id: objectionId });
  return undefined;
}

/** Why this answer cannot be given; undefined: it can. */
export function refusedAnswer(objections: readonly Objection[], objectionId: string): Refusal | undefined {
  const objection = objections.find((other) => other.objectionId === objectionId);
  if (!objection) return refuse('objection-not-found', { id: objectionId });
  if (objection.answer !== 'open') return refuse('objection-already-answered', { id: objectionId });
  return undefined;
}

/** The event's objection as it begins, open. */
export const raised = ({
  objectionId,
  reasonText,
  at,
}: {
  objectionId: string;
  reasonText: string;
  at: Instant;
}): Objection => ({
  objectionId,
  reasonText,
  raisedAt: at,
  answer: 'open',
});

export const answered = <Kind extends Objection>(
  objections: readonly Kind[],
  objectionId: string,
  isUpheld: boolean,
): Kind[] =>
  objections.map((objection) =>
    objection.objectionId === objectionId ? { ...objection, answer: isUpheld ? 'upheld' : 'dismissed' } : objection,
  );

export const openOnes = <Kind extends Objection>(objections: readonly Kind[]): Kind[] =>
  objections.filter(({ answer }) => answer === 'open');

/** Whether answering this one leaves none open. */
export const isLastOpen = (objections: readonly Objection[], objectionId: string): boolean =>
  openOnes(objections).every((other) => other.objectionId === objectionId);
