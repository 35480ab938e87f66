// The watch on a committee's term as one process definition.
import type { ProcessDefinition } from '../process';
import { decideTerm } from './decide';
import { evolveTerm } from './evolve';
import { termObligations, termRules, termWhenDue } from './rules';
import type { TermCommand, TermCore, TermEvent } from './state';

export const committeeTerm: ProcessDefinition<TermCore, TermCommand, TermEvent> = {
  kind: 'committeeTerm',
  initial: { phase: 'unlaunched' },
  rules: termRules,
  decide: decideTerm,
  evolve: evolveTerm,
  obligations: termObligations,
  whenDue: termWhenDue,
  effect: () => undefined,
  tells: () => [],
  place: (core) => (core.phase === 'unlaunched' ? null : core.place),
  isClosed: (core) => core.phase === 'closed',
  outcome: (core) => (core.phase === 'closed' ? 'ended' : null),
  exclusiveKey: (core) => (core.phase === 'unlaunched' ? null : `committeeTerm:${core.place.estateId}`),
};
