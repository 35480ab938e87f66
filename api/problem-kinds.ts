// The two kinds of refusal that a decider gives: what stands in the way, and what the command itself gets wrong.
import type { ProblemKind } from './problems';

export type { ProblemKind };
export const conflict = (zh: string, en: string): ProblemKind => ({ status: 409, title: { zh, en } });
export const rule = (zh: string, en: string): ProblemKind => ({ status: 422, title: { zh, en } });
