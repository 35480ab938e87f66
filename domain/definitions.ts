// All process kinds by name: the one place that lists them.
import { cofunding } from './cofunding/definition';
import { committeeTerm } from './committee-term/definition';
import { disclosure } from './disclosure/definition';
import { election } from './election/definition';
import { handover } from './handover/definition';
import { household } from './household/definition';
import { meeting } from './meeting/definition';
import { ownersVote } from './owners-vote/definition';
import { petition } from './petition/definition';
import { problem } from './problem/definition';
import { recall } from './recall/definition';
import { rhythm } from './rhythm/definition';
import type { ProcessDefinition, ProcessKind } from './process';

/** A definition whose own types are forgotten: what the record, the relay and the read models work with. */
export type AnyDefinition = ProcessDefinition<{ phase: string }, { type: string }, { type: string }>;

const DEFINITIONS: Record<ProcessKind, AnyDefinition> = {
  cofunding,
  committeeTerm,
  disclosure,
  election,
  handover,
  household,
  meeting,
  ownersVote,
  petition,
  problem,
  recall,
  rhythm,
};

export const definitionOf = (kind: ProcessKind): AnyDefinition => DEFINITIONS[kind];
