// The rhythm as one process definition.
import type { ProcessDefinition } from '../process';
import { decideRhythm } from './decide';
import { evolveRhythm } from './evolve';
import { rhythmEffect, rhythmExclusiveKey, rhythmObligations, rhythmRules, rhythmWhenDue } from './rules';
import type { RhythmCommand, RhythmCore, RhythmEvent } from './state';

export const rhythm: ProcessDefinition<RhythmCore, RhythmCommand, RhythmEvent> = {
  kind: 'rhythm',
  initial: { phase: 'unlaunched' },
  rules: rhythmRules,
  decide: decideRhythm,
  evolve: evolveRhythm,
  obligations: rhythmObligations,
  whenDue: rhythmWhenDue,
  effect: rhythmEffect,
  // Its meetings hear nothing of it: one that is called is held, whatever becomes of the rhythm.
  tells: () => [],
  place: (core) => (core.phase === 'unlaunched' ? null : core.place),
  isClosed: (core) => core.phase === 'closed',
  outcome: (core) => (core.phase === 'unlaunched' ? null : core.outcome),
  exclusiveKey: rhythmExclusiveKey,
};
