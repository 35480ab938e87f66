// The co-funding as one process definition.
import type { ProcessDefinition } from '../process';
import { decideCofunding } from './decide';
import { evolveCofunding } from './evolve';
import { cofundingEffect } from './effects';
import { cofundingObligations } from './obligations';
import { cofundingRules, cofundingTells, cofundingWhenDue } from './rules';
import type { CofundingCommand, CofundingCore, CofundingEvent } from './state';

export const cofunding: ProcessDefinition<CofundingCore, CofundingCommand, CofundingEvent> = {
  kind: 'cofunding',
  initial: { phase: 'unlaunched' },
  rules: cofundingRules,
  decide: decideCofunding,
  evolve: evolveCofunding,
  obligations: cofundingObligations,
  whenDue: cofundingWhenDue,
  effect: cofundingEffect,
  tells: cofundingTells,
  place: (core) => (core.phase === 'unlaunched' ? null : core.place),
  isClosed: (core) => core.phase === 'closed',
  outcome: (core) => (core.phase === 'unlaunched' ? null : core.outcome),
  exclusiveKey: () => null,
};
