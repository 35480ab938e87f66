// The committee election as one process definition.
import type { ProcessDefinition } from '../process';
import { decideElection } from './decide';
import { evolveElection } from './evolve';
import { electionObligations } from './obligations';
import { electionEffect, electionLocks, electionTells } from './outgoing';
import { electionRules, electionWhenDue } from './rules';
import type { ElectionCommand, ElectionCore, ElectionEvent } from './state';

export const election: ProcessDefinition<ElectionCore, ElectionCommand, ElectionEvent> = {
  kind: 'election',
  initial: { phase: 'unlaunched' },
  rules: electionRules,
  decide: decideElection,
  evolve: evolveElection,
  obligations: electionObligations,
  whenDue: electionWhenDue,
  effect: electionEffect,
  tells: electionTells,
  place: (core) => (core.phase === 'unlaunched' ? null : core.place),
  isClosed: (core) => core.phase === 'closed',
  outcome: (core) => (core.phase === 'unlaunched' ? null : core.outcome),
  locks: electionLocks,
  exclusiveKey: (core) => (core.phase === 'unlaunched' ? null : `election:${core.place.estateId}`),
};
