// What people see of a process: everything that waits for them, and what will happen by itself if nobody acts. Pure; needs no engine.
import type { Instant } from '../calendar/types';
import { obligationsOf } from '../duties';
import type { HasPhase, HasType, Obligation, ProcessDefinition, ProcessState, Role } from '../process';
import { evolveProcess } from './evolve';
import { nextNotice } from './notices';
import { eventsOfTime, nextDecision } from './time';
import type { Setting } from './types';

/** An open duty with its deadline, ready for the obligation table and the screens. */
export interface OpenObligation extends Obligation {
  dueAt: Instant | null;
  isProvisional: boolean;
  remindedCount: number;
  rung: number;
  /** When somebody is told next, and whom: the ladder's next rung. */
  nextStepAt: Instant | null;
  /** `addressee`: a reminder to whoever has the duty. */
  nextStepTells: Role | 'addressee' | null;
}

/** Everything that waits for people now, with since, due and where it stands on its ladder. */
export function openObligations<Core extends HasPhase, Command extends HasType, Event extends HasType>(
  definition: ProcessDefinition<Core, Command, Event>,
  state: ProcessState<Core>,
  setting: Setting,
): OpenObligation[] {
  if (definition.isClosed(state.core)) return [];
  return obligationsOf(definition, state, setting.policy).map((obligation) => {
    const clock = obligation.clock ? state.clocks[obligation.clock] : undefined;
    const told = state.told[obligation.key];
    const next = state.suspension ? undefined : nextNotice(obligation, state, setting);
    return {
      ...obligation,
      since: clock?.since ?? obligation.since,
      basis: clock?.rule.basis ?? obligation.basis,
      dueAt: clock?.dueAt ?? null,
      isProvisional: clock?.isProvisional ?? false,
      remindedCount: told?.reminded ?? 0,
      rung: told?.rung ?? 0,
      nextStepAt: next?.at ?? null,
      nextStepTells: next === undefined ? null : next.kind === 'escalate' ? next.tell : 'addressee',
    };
  });
}

/** One thing that will happen by itself if nobody acts. */
export interface Foreseen {
  at: Instant;
  isProvisional: boolean;
  /** `resume`, or the command that time gives; `overdue`: nothing but the ladder; `effect`: the machine acts and the outcome is open. */
  what: string;
  clock: string | null;
  basis: string | null;
  phaseAfter: string;
}

/**
 * What will happen next by itself if nobody acts, folded forward over the state; needs no engine. Ends where the outcome depends on
 * something the machine must first find out (a count), where only people can go on, or after `limit` steps.
 */
export function lookAhead<Core extends HasPhase, Command extends HasType, Event extends HasType>(
  definition: ProcessDefinition<Core, Command, Event>,
  start: ProcessState<Core>,
  setting: Setting,
  now: Instant,
  limit = 8,
): Foreseen[] {
  let state = start;
  const foreseen: Foreseen[] = [];
  let at = now;
  while (foreseen.length < limit && !definition.isClosed(state.core)) {
    const effect = state.suspension ? undefined : definition.effect(state.core, setting.policy);
    if (effect) {
      foreseen.push({
        at,
        isProvisional: false,
        what: effect.type,
        clock: null,
        basis: null,
        phaseAfter: state.core.phase,
      });
      return foreseen;
    }
    const due = nextDecision(definition, state, setting);
    if (!due) break;
    at = due.at > now ? due.at : now;
    const events = eventsOfTime(definition, state, setting, due, at);
    state = events.reduce((before, event) => evolveProcess(definition, setting.policy, before, event), state);
    const clock = due.kind === 'command' ? due.clock : null;
    foreseen.push({
      at,
      isProvisional: clock?.isProvisional ?? false,
      what: due.kind === 'command' ? due.command.type : 'resume',
      clock: clock?.name ?? null,
      basis: clock?.rule.basis ?? null,
      phaseAfter: state.core.phase,
    });
  }
  return foreseen;
}
