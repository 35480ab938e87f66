// What one ballot says on one agenda item, and whether it may say so. Used at the doors (a wrong choice is refused there) and by
// the count, for which a choice that should have been refused is a broken invariant.
import { assertNever } from '../assert-never';
import type { AgendaItem, BallotChoices, ItemChoice } from './count-types';

/** Words with a meaning of their own: no option or candidate may be called so. */
export const RESERVED_ANSWERS = ['yes', 'no', 'abstain', 'blank', 'spoiled'] as const;

export type ChoiceProblem = 'unknownItem' | 'unknownAnswer' | 'wrongShape' | 'tooMany' | 'namedTwice';

export type ItemAnswer = { kind: 'blank' } | { kind: 'spoiled' } | { kind: 'chosen'; ids: string[] };

/** The ids that a valid answer may contain, `abstain` among them. */
export function answerIds(item: AgendaItem): string[] {
  switch (item.kind) {
    case 'yesNo':
      return ['yes', 'no', 'abstain'];
    case 'choice':
      return [...item.optionIds, 'abstain'];
    case 'election':
      return [...item.candidateIds, 'abstain'];
    default:
      return assertNever(item);
  }
}

/** What is wrong with an answer, or null. `spoiled` passes: only paper entry may offer it. */
export function choiceProblem(item: AgendaItem, choice: ItemChoice | undefined): ChoiceProblem | null {
  if (isBlank(choice) || choice === 'spoiled') return null;
  if (typeof choice === 'string') {
    if (item.kind === 'election') return choice === 'abstain' ? null : 'wrongShape';
    return answerIds(item).includes(choice) ? null : 'unknownAnswer';
  }
  if (item.kind !== 'election' || choice === undefined) return 'wrongShape';
  if (choice.some((id) => !item.candidateIds.includes(id))) return 'unknownAnswer';
  if (new Set(choice).size !== choice.length) return 'namedTwice';
  return choice.length > item.seats ? 'tooMany' : null;
}

/** Every problem of a ballot's choices, by item; empty when the ballot may be accepted. Leaving items blank is no problem. */
export function choiceProblems(
  agenda: readonly AgendaItem[],
  choices: BallotChoices,
): { itemId: string; problem: ChoiceProblem }[] {
  const problems: { itemId: string; problem: ChoiceProblem }[] = [];
  for (const itemId of Object.keys(choices)) {
    const item = agenda.find((candidate) => candidate.itemId === itemId);
    const problem = item === undefined ? 'unknownItem' : choiceProblem(item, choices[itemId]);
    if (problem !== null) problems.push({ itemId, problem });
  }
  return problems;
}

/** The answer of an accepted ballot. Throws on a choice that the door should have refused. */
export function itemAnswer(item: AgendaItem, choices: BallotChoices): ItemAnswer {
  const choice = Object.hasOwn(choices, item.itemId) ? choices[item.itemId] : undefined;
  const problem = choiceProblem(item, choice);
  if (problem !== null) throw new Error(`item ${item.itemId}: ${problem} in an accepted ballot`);
  if (choice === undefined || isBlank(choice)) return { kind: 'blank' };
  if (choice === 'spoiled') return { kind: 'spoiled' };
  return { kind: 'chosen', ids: typeof choice === 'string' ? [choice] : choice };
}

function isBlank(choice: ItemChoice | undefined): boolean {
  return choice === undefined || choice.length === 0;
}
