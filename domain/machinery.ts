// What every process shares: clocks, suspension, reminders and the ladder, catching up with time, looking ahead. Pure.
// A process adds only its own decider (process.ts); the workflow loop and the API both call these functions and nothing else.
import { before, dueAt, nightDelay, onLawfulDay } from './calendar/due';
import { addMs } from './calendar/instant';
import { afterStandstill } from './calendar/standstill';
import type { Calendar, DurationRule, Instant } from './calendar/types';
import { dueAfter } from './clocks';
import { obligationsOf } from './duties';
import { decideMotion } from './motions';
import type { NoticeLadder, Policy } from './policy/schema';
import {
  accept,
  refuse,
  type Actor,
  type Channel,
  type Clock,
  type Clocks,
  type Decision,
  type HasPhase,
  type HasType,
  type MachineryCommand,
  type MachineryEvent,
  type Moment,
  type MovedClock,
  type Obligation,
  type ProcessDefinition,
  type ProcessState,
  type Rejection,
  type Role,
  type Told,
} from './process';
import type { RejectionCode } from './rejection-codes';

/** What a process was pinned to at its launch. */
export interface Setting {
  policy: Policy;
  calendar: Calendar;
}

const MACHINERY_EVENTS = new Set([
  'clockStarted',
  'clockStopped',
  'suspended',
  'resumed',
  'calendarRevised',
  'reminded',
  'escalated',
  'nudged',
  'deadlineExtended',
  'readdressed',
  'takenOver',
  'sentBack',
]);

/** Commands that every process understands, and who may give them. */
export const MACHINERY_RULES: Record<MachineryCommand['type'], { roles: readonly Role[] }> = {
  suspend: { roles: ['streetOfficer', 'districtSupervisor'] },
  resume: { roles: ['streetOfficer', 'districtSupervisor'] },
  reviseCalendar: { roles: ['districtSupervisor'] },
  nudge: { roles: ['streetOfficer', 'districtSupervisor', 'communitySecretary'] },
  extendDeadline: { roles: ['streetOfficer', 'districtSupervisor'] },
  reassign: { roles: ['streetOfficer', 'districtSupervisor'] },
  takeOver: { roles: ['streetOfficer', 'districtSupervisor'] },
  sendBack: { roles: ['gridWorker', 'communitySecretary', 'streetOfficer', 'districtSupervisor'] },
};

export const freshState = <Core>(initial: Core): ProcessState<Core> => ({
  core: initial,
  clocks: {},
  suspension: null,
  suspensionCount: 0,
  calendar: null,
  told: {},
  readdressed: {},
  takenOver: {},
  sentBack: {},
});

// ---- evolving ---------------------------------------------------------------------------------------------------------

/** Folds one recorded event into the state; never refuses. */
export function evolveProcess<Core extends HasPhase, Command extends HasType, Event extends HasType>(
  definition: ProcessDefinition<Core, Command, Event>,
  policy: Policy,
  state: ProcessState<Core>,
  event: Event | MachineryEvent,
): ProcessState<Core> {
  const next = isMachineryEvent(event)
    ? evolveMachinery(state, event)
    : { ...state, core: definition.evolve(state.core, event) };
  return { ...next, ...keptOfOpen(definition, policy, next, state.clocks) };
}

function evolveMachinery<Core>(state: ProcessState<Core>, event: MachineryEvent): ProcessState<Core> {
  switch (event.type) {
    case 'clockStarted':
      return { ...state, clocks: { ...state.clocks, [event.clock.name]: event.clock } };
    case 'clockStopped':
      return { ...state, clocks: without(state.clocks, event.name) };
    case 'suspended':
      return {
        ...state,
        suspension: { since: event.since, until: event.until, reasonText: event.reasonText },
        suspensionCount: state.suspensionCount + 1,
      };
    case 'resumed':
      return { ...state, suspension: null, clocks: moved(state.clocks, event.moved) };
    case 'calendarRevised':
      return { ...state, calendar: event.calendar, clocks: moved(state.clocks, event.moved) };
    case 'reminded':
      return {
        ...state,
        told: withTold(state, event.key, { reminded: event.step }),
      };
    case 'escalated':
      return {
        ...state,
        told: withTold(state, event.key, { rung: event.rung }),
      };
    case 'nudged':
      return { ...state, told: withTold(state, event.key, { nudgedAt: event.at }) };
    case 'deadlineExtended':
      return { ...state, clocks: { ...state.clocks, [event.clock.name]: event.clock } };
    case 'readdressed':
      return {
        ...state,
        readdressed: { ...state.readdressed, [event.key]: event.party },
        takenOver: without(state.takenOver, event.key),
      };
    case 'takenOver': {
      const { key, party, commands } = event;
      if (party.kind !== 'role') return state;
      return {
        ...state,
        readdressed: { ...state.readdressed, [key]: party },
        takenOver: { ...state.takenOver, [key]: { role: party.role, commands } },
      };
    }
    case 'sentBack':
      return {
        ...state,
        readdressed: without(state.readdressed, event.key),
        takenOver: without(state.takenOver, event.key),
        sentBack: { ...state.sentBack, [event.key]: (state.sentBack[event.key] ?? 0) + 1 },
      };
  }
}

const withTold = <Core>({ told }: ProcessState<Core>, key: string, change: Partial<Told>): Record<string, Told> => ({
  ...told,
  [key]: { reminded: 0, rung: 0, ...told[key], ...change },
});

function moved(clocks: Clocks, changes: MovedClock[]): Clocks {
  const next = { ...clocks };
  for (const change of changes) {
    const clock = next[change.name];
    if (clock)
      next[change.name] = { ...clock, dueAt: change.to, isProvisional: change.isProvisional, addedMs: change.addedMs };
  }
  return next;
}

/**
 * Reminders and rungs, and to whom it was handed, are forgotten with the duty they were about, so that a duty that returns starts anew;
 * reminders also when its deadline moves away before anybody else was told, so that people are reminded of the new one.
 */
function keptOfOpen<Core extends HasPhase, Command extends HasType, Event extends HasType>(
  definition: ProcessDefinition<Core, Command, Event>,
  policy: Policy,
  state: ProcessState<Core>,
  before: Clocks,
): KeptOfOpen<Core> {
  const { told, readdressed, takenOver, sentBack } = state;
  if ([told, readdressed, sentBack].every((of) => Object.keys(of).length === 0))
    return { told, readdressed, takenOver, sentBack };
  const open = new Map(definition.obligations(state.core, policy).map(({ key, clock }) => [key, clock ?? '']));
  const isMovedAway = (clock: string): boolean => {
    const [was, is] = [before[clock], state.clocks[clock]];
    return was !== undefined && is !== undefined && is.dueAt > was.dueAt;
  };
  const isKept = ([key, { rung }]: [string, Told]): boolean => {
    const clock = open.get(key);
    return clock !== undefined && !(rung === 0 && isMovedAway(clock));
  };
  const ofOpen = <T>(record: Record<string, T>): Record<string, T> =>
    Object.fromEntries(Object.entries(record).filter(([key]) => open.has(key)));
  return {
    told: Object.fromEntries(Object.entries(told).filter(isKept)),
    readdressed: ofOpen(readdressed),
    takenOver: ofOpen(takenOver),
    sentBack: ofOpen(sentBack),
  };
}

type KeptOfOpen<Core> = Pick<ProcessState<Core>, 'told' | 'readdressed' | 'takenOver' | 'sentBack'>;

function without<T>(record: Record<string, T>, key: string): Record<string, T> {
  const { [key]: _gone, ...rest } = record;
  return rest;
}

export const isMachineryEvent = (event: HasType): event is MachineryEvent => MACHINERY_EVENTS.has(event.type);
const isMachineryCommand = (command: HasType): command is MachineryCommand => command.type in MACHINERY_RULES;

// ---- deciding ---------------------------------------------------------------------------------------------------------

/** One accepted step: who caused it, and what happened. */
export interface Step<Event> {
  actor: Actor;
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

/**
 * Brings the process up to `now`, then decides the command. What time decides comes first, so that a command which arrives after
 * a deadline is judged as late even when no timer fired yet. `before` holds what time decided, also when the command is refused.
 */
export function decideProcess<Core extends HasPhase, Command extends HasType, Event extends HasType>(
  definition: ProcessDefinition<Core, Command, Event>,
  state: ProcessState<Core>,
  asked: Asked<Command>,
  setting: Setting,
  now: Instant,
): { caughtUp: Advanced<Core, Event>; decision: Decision<Event | MachineryEvent> } {
  const caughtUp = catchUp(definition, state, setting, now);
  return { caughtUp, decision: decideNow(definition, caughtUp.state, asked, setting, now) };
}

function decideNow<Core extends HasPhase, Command extends HasType, Event extends HasType>(
  definition: ProcessDefinition<Core, Command, Event>,
  state: ProcessState<Core>,
  asked: Asked<Command>,
  setting: Setting,
  now: Instant,
): Decision<Event | MachineryEvent> {
  const { command } = asked;
  const unavailable = unavailability(definition, state, command.type);
  if (unavailable) return { ok: false, rejection: unavailable };
  const moment = momentOf(state, setting, now, now, asked.actor, asked.channel);
  return isMachineryCommand(command)
    ? decideMachinery(definition, state, command, moment)
    : definition.decide(state.core, command, moment);
}

/** Why a command of this type cannot be given now, whoever gives it; undefined: phase and suspension do not stand in the way. */
export function unavailability<Core extends HasPhase, Command extends HasType, Event extends HasType>(
  definition: ProcessDefinition<Core, Command, Event>,
  state: ProcessState<Core>,
  type: string,
): Rejection<RejectionCode> | undefined {
  if (definition.isClosed(state.core)) return { code: 'process-closed' };
  if (type === 'resume') return state.suspension ? undefined : { code: 'not-suspended' };
  if (type === 'reviseCalendar') return undefined;
  if (state.suspension) return { code: 'process-suspended', params: { until: state.suspension.until } };
  if (type in MACHINERY_RULES) return undefined;
  const rule = definition.rules[type];
  if (!rule) return { code: 'unknown-command', params: { type } };
  if (!rule.phases.includes(state.core.phase))
    return { code: 'wrong-phase', params: { type, phase: state.core.phase } };
  return undefined;
}

function decideMachinery<Core extends HasPhase, Command extends HasType, Event extends HasType>(
  definition: ProcessDefinition<Core, Command, Event>,
  state: ProcessState<Core>,
  command: MachineryCommand,
  moment: Moment,
): Decision<MachineryEvent> {
  switch (command.type) {
    case 'suspend': {
      const { maxDays, maxTimes } = moment.policy.suspension;
      if (state.suspensionCount >= maxTimes.value) return refuse('too-many-suspensions', { max: maxTimes.value });
      if (command.days > maxDays.value)
        return refuse('suspension-too-long', { days: command.days, max: maxDays.value });
      const limit: DurationRule = {
        n: command.days,
        unit: 'day',
        rollover: 'none',
        basis: maxDays.basis,
        confidence: maxDays.confidence,
      };
      const until = dueAt(limit, moment.now, moment.calendar).at;
      const { reasonText, basisText, days } = command;
      return accept({ type: 'suspended', reasonText, basisText, days, since: moment.now, until });
    }
    case 'resume':
      return accept(resumed(state, moment.now, moment.calendar, false));
    case 'reviseCalendar':
      if (moment.calendar.kind === 'scaled') return refuse('rehearsal-has-no-holidays');
      return accept({
        type: 'calendarRevised',
        calendar: command.calendar,
        moved: reprojected(state.clocks, command.calendar, moment.now),
      });
    case 'nudge':
    case 'extendDeadline':
    case 'reassign':
    case 'takeOver':
    case 'sendBack':
      return decideMotion(definition, state, command, moment);
  }
}

/** Clocks stand still while a process is suspended: each goes on with what it had left, to a last day that its rule allows. */
function resumed<Core>(state: ProcessState<Core>, at: Instant, calendar: Calendar, byTime: boolean): MachineryEvent {
  const standstill = { from: state.suspension?.since ?? at, until: at };
  const movable = Object.values(state.clocks).filter(({ until }) => until === undefined);
  const shifted = movable.map((clock): MovedClock => {
    const due = afterStandstill(clock.rule, clock.dueAt, standstill, calendar);
    return {
      name: clock.name,
      from: clock.dueAt,
      to: due.at,
      isProvisional: clock.isProvisional || due.isProvisional,
      addedMs: clock.addedMs + Date.parse(due.at) - Date.parse(clock.dueAt),
    };
  });
  return { type: 'resumed', byTime, moved: shifted };
}

/**
 * Open deadlines under a newer holiday table; those that stay are left out. A deadline that the new table puts into the past ends when
 * people were told it would: nobody is late by a notice that came out afterwards.
 */
function reprojected(clocks: Clocks, calendar: Calendar, now: Instant): MovedClock[] {
  return Object.values(clocks).flatMap((clock) => {
    const { rule, until, since, addedMs } = clock;
    const due = until === undefined ? dueAt(rule, since, calendar) : before(rule, until, calendar);
    const revised = until === undefined ? onLawfulDay(rule, addMs(due.at, addedMs), calendar) : due;
    const to = revised.at <= now && revised.at < clock.dueAt ? clock.dueAt : revised.at;
    const isProvisional = due.isProvisional || revised.isProvisional;
    const isSame = to === clock.dueAt && isProvisional === clock.isProvisional;
    return isSame ? [] : [{ name: clock.name, from: clock.dueAt, to, isProvisional, addedMs }];
  });
}

function momentOf<Core>(
  state: ProcessState<Core>,
  setting: Setting,
  at: Instant,
  now: Instant,
  actor: Actor,
  channel: Channel,
): Moment {
  return {
    at,
    now,
    actor,
    channel,
    calendar: state.calendar ?? setting.calendar,
    policy: setting.policy,
    clocks: state.clocks,
  };
}

// ---- time -------------------------------------------------------------------------------------------------------------

const TIME: Actor = { kind: 'time' };

type TimeStep<Command> =
  | { at: Instant; kind: 'resume' }
  | { at: Instant; kind: 'command'; clock: Clock; command: Command }
  | { at: Instant; kind: 'remind'; key: string; step: number }
  | { at: Instant; kind: 'escalate'; key: string; rung: number; tell: Role };

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
    steps.push({ actor: TIME, events });
  }
}

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

const earliest = <T extends { at: Instant }>(steps: T[]): T | undefined =>
  steps.reduce<T | undefined>((first, step) => (first && first.at <= step.at ? first : step), undefined);

function eventsOfTime<Core extends HasPhase, Command extends HasType, Event extends HasType>(
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
        momentOf(state, setting, due.at, now, TIME, 'engine'),
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

// ---- reminders and the ladder -----------------------------------------------------------------------------------------

export const ladderOf = (policy: Policy, duty: string): NoticeLadder =>
  policy.notices.byDuty[duty] ?? policy.notices.default;

/** The next thing somebody is told about an open duty: a reminder before its due instant, a rung of the ladder after it. */
function nextNotice<Core>(
  obligation: Obligation,
  state: ProcessState<Core>,
  setting: Setting,
): TimeStep<never> | undefined {
  const clock = obligation.clock ? state.clocks[obligation.clock] : undefined;
  if (!clock) return undefined;
  const told = state.told[obligation.key] ?? { reminded: 0, rung: 0 };
  const { remindBefore, ladder } = ladderOf(setting.policy, obligation.duty);
  const calendar = state.calendar ?? setting.calendar;
  const atDay = (at: Instant) => nightDelay(at, setting.policy.night, calendar);

  const reminders = remindBefore
    .map((rule, index) => ({ at: atDay(before(rule, clock.dueAt, calendar).at), step: index + 1 }))
    // Not of what lay before the duty began: one that comes back late is not reminded as if it were early.
    .filter(({ at, step }) => step > told.reminded && at > clock.since && at > obligation.since && at < clock.dueAt);
  const reminder = earliest(reminders);
  if (reminder && told.rung === 0) return { at: reminder.at, kind: 'remind', key: obligation.key, step: reminder.step };

  const rung = ladder[told.rung];
  if (!rung) return undefined;
  const legal = ladder.slice(0, told.rung + 1).reduce((at, { after }) => dueAfter(after, at, calendar).at, clock.dueAt);
  return { at: atDay(legal), kind: 'escalate', key: obligation.key, rung: told.rung + 1, tell: rung.tell };
}

// ---- what people see --------------------------------------------------------------------------------------------------

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

/** Like nextTimeStep, without the notices: those change nothing about where the process goes. */
function nextDecision<Core extends HasPhase, Command extends HasType, Event extends HasType>(
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
