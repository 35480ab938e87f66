// The owners' vote as one process definition.
import type { ProcessDefinition } from '../process';
import { decideVote } from './decide';
import { evolveVote } from './evolve';
import { voteEffect, voteObligations, voteRules, voteTells, voteWhenDue } from './rules';
import type { VoteCommand, VoteCore, VoteEvent } from './state';

export const ownersVote: ProcessDefinition<VoteCore, VoteCommand, VoteEvent> = {
  kind: 'ownersVote',
  initial: { phase: 'unlaunched' },
  rules: voteRules,
  decide: decideVote,
  evolve: evolveVote,
  obligations: voteObligations,
  whenDue: voteWhenDue,
  effect: voteEffect,
  tells: voteTells,
  place: (core) => (core.phase === 'unlaunched' ? null : core.place),
  isClosed: (core) => core.phase === 'closed',
  outcome: (core) => (core.phase === 'unlaunched' ? null : core.outcome),
  exclusiveKey: () => null,
};
