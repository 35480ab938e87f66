// Duties: everything that waits for people. Made by each process's rules, and addressed to whoever has them now.
import type { Instant } from './calendar/types';
import { orderDuties } from './orders';
import type { Policy } from './policy/schema';
import type { HasPhase, HasType, Obligation, Party, ProcessDefinition, ProcessState } from './process';

/**
 * Makes duties of one phase: `key` is the duty's label code, with `:` and what it is about behind it where there are several; `by` the
 * commands by which it is done, where that is not the one of its name.
 */
export const dutiesSince =
  (since: Instant) =>
  (key: string, party: Party, clock: string | null, basis: string, by?: readonly string[]): Obligation => ({
    key,
    duty: key.split(':')[0] ?? key,
    party,
    clock,
    since,
    basis,
    by,
  });
export type MakeDuty = ReturnType<typeof dutiesSince>;

/** The duties that are open, each addressed to whoever has it now; behind them the answers that orders wait for. */
export const obligationsOf = <Core extends HasPhase, Command extends HasType, Event extends HasType>(
  definition: ProcessDefinition<Core, Command, Event>,
  state: ProcessState<Core>,
  policy: Policy,
): Obligation[] => {
  const duties = dutiesOfRules(definition, state, policy);
  return [...duties, ...orderDuties(duties, state.orders)];
};

/** Without those that orders have opened. */
export const dutiesOfRules = <Core extends HasPhase, Command extends HasType, Event extends HasType>(
  definition: ProcessDefinition<Core, Command, Event>,
  state: ProcessState<Core>,
  policy: Policy,
): Obligation[] =>
  definition
    .obligations(state.core, policy)
    .map((obligation) => ({ ...obligation, party: state.readdressed[obligation.key] ?? obligation.party }));
