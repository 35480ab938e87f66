// A resident's problem as one process definition.
import type { ProcessDefinition } from '../process';
import { decideProblem } from './decide';
import { evolveProblem } from './evolve';
import { problemEffect, problemTells } from './meetings';
import { problemAudience, problemObligations, problemRules, problemSuspension, problemWhenDue } from './rules';
import type { ProblemCommand, ProblemCore, ProblemEvent } from './state';

export const problem: ProcessDefinition<ProblemCore, ProblemCommand, ProblemEvent> = {
  kind: 'problem',
  initial: { phase: 'unlaunched' },
  rules: problemRules,
  decide: decideProblem,
  evolve: evolveProblem,
  obligations: problemObligations,
  whenDue: problemWhenDue,
  effect: problemEffect,
  tells: problemTells,
  place: (core) => (core.phase === 'unlaunched' ? null : core.place),
  isClosed: (core) => core.phase === 'closed',
  outcome: (core) => (core.phase === 'closed' ? core.outcome : null),
  exclusiveKey: () => null,
  audience: problemAudience,
  suspension: problemSuspension,
};
