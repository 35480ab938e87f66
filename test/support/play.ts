// Plays a process without engine or database: gives commands, lets time pass, and keeps the events. For decider tests.
import { civilCalendar } from '../../domain/calendar/tables';
import type { Instant } from '../../domain/calendar/types';
import { decideProcess } from '../../domain/machinery/decide';
import { evolveProcess, freshState } from '../../domain/machinery/evolve';
import { openObligations } from '../../domain/machinery/look';
import { catchUp } from '../../domain/machinery/time';
import { policyById } from '../../domain/policy/presets';
import type { Policy } from '../../domain/policy/schema';
import type {
  Actor,
  MachineryCommand,
  MachineryEvent,
  ProcessDefinition,
  ProcessState,
  Rejection,
  Role,
  HasPhase,
  HasType,
} from '../../domain/process';

/** A published preset, to be changed freely by the test. */
export function aPolicy(id = 'national'): Policy {
  const preset = policyById(id);
  if (!preset) throw new Error(`no preset ${id}`);
  return structuredClone(preset);
}

export const anActor = (role: Role, more: { id?: string; department?: string; ownerId?: string } = {}): Actor => ({
  kind: 'account',
  id: more.id ?? `${role}-account`,
  role,
  ...(more.department === undefined ? {} : { department: more.department }),
  ...(more.ownerId === undefined ? {} : { ownerId: more.ownerId }),
});

export const ENGINE: Actor = { kind: 'engine' };

/** One thing that happened from outside: somebody gave a command that was accepted, or time passed. */
export interface Act {
  at: Instant;
  given?: { actor: Actor; command: HasType };
}

export class Play<Core extends HasPhase, Command extends HasType, Event extends HasType> {
  state: ProcessState<Core>;
  readonly events: (Event | MachineryEvent)[] = [];
  /** The play in order: enough to play it again on the record (play-on-record.ts). */
  readonly acts: Act[] = [];

  constructor(
    readonly definition: ProcessDefinition<Core, Command, Event>,
    public now: Instant,
    readonly policy: Policy = aPolicy(),
  ) {
    this.state = freshState(definition.initial);
  }

  get setting() {
    return { policy: this.policy, calendar: this.state.calendar ?? civilCalendar() };
  }

  get phase(): string {
    return this.state.core.phase;
  }

  /** Gives a command that must be accepted; returns the events it made. */
  give(actor: Actor, command: Command | MachineryCommand): (Event | MachineryEvent)[] {
    const made = this.ask(actor, command);
    if ('code' in made) throw new Error(`refused: ${made.code} ${JSON.stringify(made.params ?? {})}`);
    return made;
  }

  /** Gives a command that must be refused; returns why. */
  refuses(actor: Actor, command: Command | MachineryCommand): Rejection {
    const made = this.ask(actor, command);
    if (!('code' in made)) throw new Error(`accepted: ${made.map(({ type }) => type).join(', ')}`);
    return made;
  }

  /** Lets time pass until `at`, and everything happen that time decides. */
  waitUntil(at: Instant): void {
    this.now = at;
    this.acts.push({ at });
    const { state, steps } = catchUp(this.definition, this.state, this.setting, at);
    this.state = state;
    this.events.push(...steps.flatMap(({ events }) => events));
  }

  /** Lets the named clock run out, to its due instant exactly. */
  waitFor(clock: string): void {
    const running = this.state.clocks[clock];
    if (!running) throw new Error(`no clock ${clock}; running: ${Object.keys(this.state.clocks).join(', ')}`);
    this.waitUntil(running.dueAt);
  }

  get duties(): string[] {
    return openObligations(this.definition, this.state, this.setting).map(({ key }) => key);
  }

  private ask(actor: Actor, command: Command | MachineryCommand): (Event | MachineryEvent)[] | Rejection {
    const asked = { actor, channel: 'web' as const, command };
    const { caughtUp, decision } = decideProcess(this.definition, this.state, asked, this.setting, this.now);
    this.state = caughtUp.state;
    this.events.push(...caughtUp.steps.flatMap(({ events }) => events));
    this.acts.push(decision.ok ? { at: this.now, given: { actor, command } } : { at: this.now });
    if (!decision.ok) return decision.rejection;
    for (const event of decision.events) this.state = evolveProcess(this.definition, this.policy, this.state, event);
    this.events.push(...decision.events);
    return decision.events;
  }
}
