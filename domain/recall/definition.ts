// The recall as one process definition.
import type { ProcessDefinition } from '../process';
import { decideRecall } from './decide';
import { evolveRecall } from './evolve';
import { recallEffect, recallObligations, recallRules, recallTells, recallWhenDue } from './rules';
import type { RecallCommand, RecallCore, RecallEvent } from './state';

export const recall: ProcessDefinition<RecallCore, RecallCommand, RecallEvent> = {
  kind: 'recall',
  initial: { phase: 'unlaunched' },
  rules: recallRules,
  decide: decideRecall,
  evolve: evolveRecall,
  obligations: recallObligations,
  whenDue: recallWhenDue,
  effect: recallEffect,
  tells: recallTells,
  place: (core) => (core.phase === 'unlaunched' ? null : core.place),
  isClosed: (core) => core.phase === 'closed',
  outcome: (core) => (core.phase === 'unlaunched' ? null : core.outcome),
  exclusiveKey: (core) => (core.phase === 'unlaunched' ? null : `recall:${core.place.estateId}`),
};
