// What the machinery's functions take and give.
import type { Calendar, Instant } from '../calendar/types';
import type { Policy } from '../policy/schema';
import type { Actor, Channel, MachineryCommand, MachineryEvent, ProcessState } from '../process';

/** What a process was pinned to at its launch. */
export interface Setting {
  policy: Policy;
  calendar: Calendar;
}

/** One accepted step: who caused it, its legal instant, and what happened. */
export interface Step<Event> {
  actor: Actor;
  /** The instant at which time decides it, however late the engine wakes. */
  at: Instant;
  events: (Event | MachineryEvent)[];
}

export interface Advanced<Core, Event> {
  state: ProcessState<Core>;
  steps: Step<Event>[];
}

export interface Asked<Command> {
  actor: Actor;
  channel: Channel;
  command: Command | MachineryCommand;
}
