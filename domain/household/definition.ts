// The visits to a household as one process definition.
import type { ProcessDefinition } from '../process';
import { decideHousehold } from './decide';
import { evolveHousehold } from './evolve';
import { householdAudience, householdObligations, householdRules, householdWhenDue } from './rules';
import type { HouseholdCommand, HouseholdCore, HouseholdEvent } from './state';

export const household: ProcessDefinition<HouseholdCore, HouseholdCommand, HouseholdEvent> = {
  kind: 'household',
  initial: { phase: 'unlaunched' },
  rules: householdRules,
  decide: decideHousehold,
  evolve: evolveHousehold,
  obligations: householdObligations,
  whenDue: householdWhenDue,
  effect: () => undefined,
  tells: () => [],
  place: (core) => (core.phase === 'unlaunched' ? null : core.place),
  isClosed: (core) => core.phase === 'closed',
  outcome: (core) => (core.phase === 'unlaunched' ? null : core.outcome),
  exclusiveKey: (core) => (core.phase === 'unlaunched' ? null : `household:${core.unitId}`),
  audience: householdAudience,
  sealsTexts: true,
  // A schedule does not stand still: whoever is away for long is put into another class, or the visits end.
  suspension: (_core, { visits }) => ({
    ...{ reasons: [], maxDays: 0, maxTimes: 0 },
    ...{ basis: visits.latest.basis, confidence: visits.latest.confidence },
  }),
};
