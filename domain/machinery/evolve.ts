// How a recorded event changes a process's state: the decider's own part and the machinery's beside it. Pure; never refuses.
import { orderClock, orderDuty } from '../orders';
import type { Policy } from '../policy/schema';
import type {
  Clocks,
  HasPhase,
  HasType,
  MachineryEvent,
  MovedClock,
  Ordered,
  ProcessDefinition,
  ProcessState,
  SanctionStep,
  Told,
} from '../process';

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
  'ordered',
  'orderAnswered',
]);

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
  orders: {},
});

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
      return {
        ...state,
        told: withTold(state, event.key, { nudgedAt: event.at }),
        orders: withStep(state.orders, event.key, 'remind'),
      };
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
    case 'ordered': {
      const { key, step, party, isForOffice, clock } = event;
      const open = { step, party: isForOffice ? party : null, since: clock.since, basis: clock.rule.basis };
      return {
        ...state,
        clocks: { ...state.clocks, [clock.name]: clock },
        orders: withStep(state.orders, key, step, open),
      };
    }
    case 'orderAnswered': {
      const { [event.key]: ordered } = state.orders;
      return ordered ? { ...state, orders: { ...state.orders, [event.key]: { ...ordered, open: null } } } : state;
    }
  }
}

const withTold = <Core>({ told }: ProcessState<Core>, key: string, change: Partial<Told>): Record<string, Told> => ({
  ...told,
  [key]: { reminded: 0, rung: 0, ...told[key], ...change },
});

const withStep = (
  orders: Record<string, Ordered>,
  key: string,
  step: SanctionStep,
  open: Ordered['open'] = orders[key]?.open ?? null,
): Record<string, Ordered> => ({ ...orders, [key]: { steps: [...(orders[key]?.steps ?? []), step], open } });

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
 * Reminders and rungs, orders, and to whom it was handed, are forgotten with the duty they were about, so that a duty that returns starts anew;
 * reminders also when its deadline moves away before anybody else was told, so that people are reminded of the new one.
 */
function keptOfOpen<Core extends HasPhase, Command extends HasType, Event extends HasType>(
  definition: ProcessDefinition<Core, Command, Event>,
  policy: Policy,
  state: ProcessState<Core>,
  before: Clocks,
): KeptOfOpen<Core> {
  const { told, readdressed, takenOver, sentBack, orders, clocks } = state;
  if ([told, readdressed, sentBack, orders].every((of) => Object.keys(of).length === 0))
    return { told, readdressed, takenOver, sentBack, orders, clocks };
  const open = new Map(definition.obligations(state.core, policy).map(({ key, clock }) => [key, clock ?? '']));
  const ordered = Object.entries(orders).filter(([key]) => open.has(key));
  for (const [key, order] of ordered) if (order.open) open.set(orderDuty(key), orderClock(key));
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
    orders: Object.fromEntries(ordered),
    clocks: withoutEnded(clocks, orders, open),
  };
}

type KeptOfOpen<Core> = Pick<
  ProcessState<Core>,
  'told' | 'readdressed' | 'takenOver' | 'sentBack' | 'orders' | 'clocks'
>;

/** An order ends with the duty it was about, and so does its time; the event that ended the duty says so. */
function withoutEnded(clocks: Clocks, orders: Record<string, Ordered>, open: ReadonlyMap<string, string>): Clocks {
  const ended = Object.entries(orders)
    .filter(([key, order]) => order.open !== null && !open.has(key))
    .map(([key]) => orderClock(key));
  return ended.reduce((left, name) => without(left, name), clocks);
}

function without<T>(record: Record<string, T>, key: string): Record<string, T> {
  const { [key]: _gone, ...rest } = record;
  return rest;
}

export const isMachineryEvent = (event: HasType): event is MachineryEvent => MACHINERY_EVENTS.has(event.type);
