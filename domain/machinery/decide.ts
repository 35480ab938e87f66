// How a command is decided: what time has decided comes first, then phase and suspension, then the machinery's own commands or the decider.
// Pure: the workflow loop, the launch and the screens call these functions and nothing else.
import { dueAt } from '../calendar/due';
import type { DurationRule, Instant } from '../calendar/types';
import { decideMotion } from '../motions';
import {
  accept,
  refuse,
  type Decision,
  type HasPhase,
  type HasType,
  type MachineryCommand,
  type MachineryEvent,
  type Moment,
  type ProcessDefinition,
  type ProcessState,
  type Rejection,
  type Role,
} from '../process';
import type { RejectionCode } from '../rejection-codes';
import { calendarRevised, resumed } from './standstill';
import { catchUp, momentOf } from './time';
import type { Advanced, Asked, Setting } from './types';

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
  orderWithLimit: { roles: ['streetOfficer', 'districtSupervisor', 'communitySecretary'] },
  sanction: { roles: ['streetOfficer', 'districtSupervisor'] },
  // Whoever can have a duty can be ordered to do it, but for owners and tenants, over whom no office rules.
  answerOrder: {
    roles: [
      'gridWorker',
      'communitySecretary',
      'streetOfficer',
      'districtSupervisor',
      'committeeMember',
      'firmManager',
      'departmentOfficer',
      'expert',
    ],
  },
};

const isMachineryCommand = (command: HasType): command is MachineryCommand => command.type in MACHINERY_RULES;

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
  const moment = momentOf(definition, state, setting, now, now, asked.actor, asked.channel);
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
    case 'suspend':
      return suspend(definition, state, command, moment);
    case 'resume':
      return accept(resumed(state, moment.now, moment.calendar, false));
    case 'reviseCalendar':
      if (moment.calendar.kind === 'scaled') return refuse('rehearsal-has-no-holidays');
      return accept(calendarRevised(state.clocks, command.calendar, moment));
    case 'nudge':
    case 'extendDeadline':
    case 'reassign':
    case 'takeOver':
    case 'sendBack':
    case 'orderWithLimit':
    case 'sanction':
    case 'answerOrder':
      return decideMotion(definition, state, command, moment);
  }
}

/** Standing still has a listed reason where the kind has a list, a limit in days, and a limit in number. */
function suspend<Core extends HasPhase, Command extends HasType, Event extends HasType>(
  definition: ProcessDefinition<Core, Command, Event>,
  state: ProcessState<Core>,
  { reason, reasonText, basisText, days }: Extract<MachineryCommand, { type: 'suspend' }>,
  { now, calendar, policy }: Moment,
): Decision<MachineryEvent> {
  const { reasons, maxDays, maxTimes, basis, confidence } = definition.suspension?.(state.core, policy) ?? {
    reasons: null,
    maxDays: policy.suspension.maxDays.value,
    maxTimes: policy.suspension.maxTimes.value,
    basis: policy.suspension.maxDays.basis,
    confidence: policy.suspension.maxDays.confidence,
  };
  if (reasons && (reason === undefined || !reasons.includes(reason)))
    return refuse('suspension-reason-not-listed', { reason: reason ?? null, allowed: reasons.join(', ') });
  if (state.suspensionCount >= maxTimes) return refuse('too-many-suspensions', { max: maxTimes });
  if (days > maxDays) return refuse('suspension-too-long', { days, max: maxDays });
  const limit: DurationRule = { n: days, unit: 'day', rollover: 'none', basis, confidence };
  const until = dueAt(limit, now, calendar).at;
  const because = reason === undefined ? {} : { reason };
  return accept({ type: 'suspended', ...because, reasonText, basisText, days, since: now, until });
}
