// The handover as one process definition; launched by the process that needs it.
import type { ProcessDefinition } from '../process';
import { decideHandover } from './decide';
import { evolveHandover } from './evolve';
import { handoverObligations, handoverRules, handoverTells, handoverWhenDue } from './rules';
import type { HandoverCommand, HandoverCore, HandoverEvent } from './state';

export const handover: ProcessDefinition<HandoverCore, HandoverCommand, HandoverEvent> = {
  kind: 'handover',
  initial: { phase: 'unlaunched' },
  rules: handoverRules,
  decide: decideHandover,
  evolve: evolveHandover,
  obligations: handoverObligations,
  whenDue: handoverWhenDue,
  effect: () => undefined,
  tells: handoverTells,
  place: (core) => (core.phase === 'unlaunched' ? null : core.place),
  isClosed: (core) => core.phase === 'closed',
  outcome: (core) => (core.phase === 'closed' ? core.outcome : null),
  exclusiveKey: () => null,
};
