// The petition as one process definition.
import type { ProcessDefinition } from '../process';
import { decidePetition } from './decide';
import { evolvePetition } from './evolve';
import {
  petitionEffect,
  petitionExclusiveKey,
  petitionObligations,
  petitionRules,
  petitionTells,
  petitionWhenDue,
} from './rules';
import type { PetitionCommand, PetitionCore, PetitionEvent } from './state';

export const petition: ProcessDefinition<PetitionCore, PetitionCommand, PetitionEvent> = {
  kind: 'petition',
  initial: { phase: 'unlaunched' },
  rules: petitionRules,
  decide: decidePetition,
  evolve: evolvePetition,
  obligations: petitionObligations,
  whenDue: petitionWhenDue,
  effect: petitionEffect,
  tells: petitionTells,
  place: (core) => (core.phase === 'unlaunched' ? null : core.place),
  isClosed: (core) => core.phase === 'closed',
  outcome: (core) => (core.phase === 'unlaunched' ? null : core.outcome),
  exclusiveKey: petitionExclusiveKey,
};
