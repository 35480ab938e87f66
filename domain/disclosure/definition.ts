// The disclosure of an estate's common revenue as one process definition; it stands for as long as the estate does.
import type { ProcessDefinition } from '../process';
import { decideDisclosure } from './decide';
import { evolveDisclosure } from './evolve';
import {
  disclosureEffect,
  disclosureExclusiveKey,
  disclosureObligations,
  disclosureRules,
  disclosureWhenDue,
} from './rules';
import type { DisclosureCommand, DisclosureCore, DisclosureEvent } from './state';

export const disclosure: ProcessDefinition<DisclosureCore, DisclosureCommand, DisclosureEvent> = {
  kind: 'disclosure',
  initial: { phase: 'unlaunched' },
  rules: disclosureRules,
  decide: decideDisclosure,
  evolve: evolveDisclosure,
  obligations: disclosureObligations,
  whenDue: disclosureWhenDue,
  effect: disclosureEffect,
  tells: () => [],
  place: (core) => (core.phase === 'unlaunched' ? null : core.place),
  isClosed: (core) => core.phase === 'closed',
  outcome: (core) => (core.phase === 'unlaunched' ? null : core.outcome),
  exclusiveKey: disclosureExclusiveKey,
};
