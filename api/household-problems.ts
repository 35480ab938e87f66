// Refusals of the visits to households beside those of every process. Registered in problems.ts.
import type { ProblemKind } from './problems';

export const HOUSEHOLD_PROBLEMS = {
  'unit-twice': { status: 422, title: { zh: '同一户在名单中出现两次', en: 'A unit is named twice in the list' } },
} satisfies Record<string, ProblemKind>;
