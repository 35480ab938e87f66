// What time itself decides: commands that clocks give, reminders, rungs of the ladder, the end of a suspension, in the order of their
// instants. Pure.
import { earliest, laterOf } from '../calendar/instant';
import type { Instant } from '../calendar/types';
import { obligationsOf } from '../duties';
import type {
  Actor,
  Channel,
  Clock,
  HasPhase,
  HasType,
  MachineryEvent,
  Moment,
  ProcessDefinition,
  ProcessState,
} from '../process';
import { evolveProcess, isMachineryEvent } from './evolve';
import { nextNotice, type Notice } from './notices';
import { resumed } from './standstill';
import type { Advanced, Setting, Step } from './types';

const TIME: Actor = { kind: 'time' };

type TimeStep<Command> =
  { at: Instant; kind: 'resume' } | { at: Instant; kind: 'command'; clock: Clock; command: Command } | Notice;

/** Applies everything that time has decided up to `now`, in the order of its instants. */
export function catchUp<Core extends HasPhase, Command extends HasType, Event extends HasType>(
  definition: ProcessDefinition<Core, Command, Event>,
  start: ProcessState<Core>,
  setting: Setting,
  now: Instant,
): Advanced<Core, Event> {
  let state = start;
  const steps: Step<Event>[] = [];
  for (;;) {
    const due = nextTimeStep(definition, state, setting);
    if (!due || due.at > now) return { state, steps };
    const events = eventsOfTime(definition, state, setting, due, now);
    state = events.reduce((before, event) => evolveProcess(definition, setting.policy, before, event), state);
    steps.push({ actor: TIME, at: legalInstant(due), events });
  }
}

/** A clock may begin when it is over already (counted back from a term's end): then time decides when it begins. */
const legalInstant = <Command>(due: TimeStep<Command>): Instant =>
  due.kind === 'command' ? laterOf(due.at, due.clock.since) : due.at;

/** The next instant at which time itself has something to do, or null: the process waits for people only. */
export function nextWakeAt<Core extends HasPhase, Command extends HasType, Event extends HasType>(
  definition: ProcessDefinition<Core, Command, Event>,
  state: ProcessState<Core>,
  setting: Setting,
): Instant | null {
  return nextTimeStep(definition, state, setting)?.at ?? null;
}

function nextTimeStep<Core extends HasPhase, Command extends HasType, Event extends HasType>(
  definition: ProcessDefinition<Core, Command, Event>,
  state: ProcessState<Core>,
  setting: Setting,
): TimeStep<Command> | undefined {
  if (definition.isClosed(state.core)) return undefined;
  if (state.suspension) return { at: state.suspension.until, kind: 'resume' };
  const steps: TimeStep<Command>[] = [];
  for (const clock of Object.values(state.clocks)) {
    const command = definition.whenDue(state.core, clock.name, setting.policy);
    if (command) steps.push({ at: clock.dueAt, kind: 'command', clock, command });
  }
  for (const obligation of obligationsOf(definition, state, setting.policy)) {
    const step = nextNotice(obligation, state, setting);
    if (step) steps.push(step);
  }
  return earliest(steps);
}

export function eventsOfTime<Core extends HasPhase, Command extends HasType, Event extends HasType>(
  definition: ProcessDefinition<Core, Command, Event>,
  state: ProcessState<Core>,
  setting: Setting,
  due: TimeStep<Command>,
  now: Instant,
): (Event | MachineryEvent)[] {
  switch (due.kind) {
    case 'resume':
      return [resumed(state, due.at, state.calendar ?? setting.calendar, true)];
    case 'remind':
      return [{ type: 'reminded', key: due.key, step: due.step }];
    case 'escalate':
      return [{ type: 'escalated', key: due.key, rung: due.rung, tell: due.tell }];
    case 'command': {
      const decision = definition.decide(
        state.core,
        due.command,
        momentOf(definition, state, setting, due.at, now, TIME, 'engine'),
      );
      const events = decision.ok ? decision.events : [];
      // A clock that has struck must not strike again: unless the decision stopped or renewed it, it is stopped here.
      const isSettled = events.some(
        (event) =>
          isMachineryEvent(event) &&
          ((event.type === 'clockStopped' && event.name === due.clock.name) ||
            (event.type === 'clockStarted' && event.clock.name === due.clock.name)),
      );
      return isSettled ? events : [...events, { type: 'clockStopped', name: due.clock.name }];
    }
  }
}

export function momentOf<Core extends HasPhase, Command extends HasType, Event extends HasType>(
  definition: ProcessDefinition<Core, Command, Event>,
  state: ProcessState<Core>,
  setting: Setting,
  at: Instant,
  now: Instant,
  actor: Actor,
  channel: Channel,
): Moment {
  return {
    standsIn: (type) => isStandIn(definition, state, setting, actor, type),
    at,
    now,
    actor,
    channel,
    calendar: state.calendar ?? setting.calendar,
    policy: setting.policy,
    clocks: state.clocks,
  };
}

/** Whether the actor's office has this command by a duty that it took over, or that was handed to it. */
function isStandIn<Core extends HasPhase, Command extends HasType, Event extends HasType>(
  definition: ProcessDefinition<Core, Command, Event>,
  state: ProcessState<Core>,
  { policy }: Setting,
  actor: Actor,
  type: string,
): boolean {
  if (actor.kind !== 'account') return false;
  return obligationsOf(definition, state, policy).some(({ key, duty, by = [duty] }) => {
    const party = state.readdressed[key];
    return party?.kind === 'role' && party.role === actor.role && by.includes(type);
  });
}

/** Like nextTimeStep, without the notices: those change nothing about where the process goes. */
export function nextDecision<Core extends HasPhase, Command extends HasType, Event extends HasType>(
  definition: ProcessDefinition<Core, Command, Event>,
  state: ProcessState<Core>,
  setting: Setting,
): TimeStep<Command> | undefined {
  if (state.suspension) return { at: state.suspension.until, kind: 'resume' };
  return earliest(
    Object.values(state.clocks).flatMap((clock): TimeStep<Command>[] => {
      const command = definition.whenDue(state.core, clock.name, setting.policy);
      return command ? [{ at: clock.dueAt, kind: 'command', clock, command }] : [];
    }),
  );
}
