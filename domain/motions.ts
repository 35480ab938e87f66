// What officers may do about any duty, whatever the process (催办、延期、改派、接办、退回): push whoever has it, give more time, hand it to
// another role, take it over, send it back. Each is typed, bounded by the policy, and on the record with its reason. Pure; written orders are
// orders.ts, suspension is machinery/decide.ts's own.
import { dueAt } from './calendar/due';
import { extendClock } from './clocks';
import { dutiesOfRules, obligationsOf } from './duties';
import { decideOrder, refusedStep } from './orders';
import {
  accept,
  refuse,
  type AnyPlace,
  type Decision,
  type MachineryEvent,
  type Moment,
  type MotionCommand,
  type Obligation,
  type Party,
  type ProcessDefinition,
  type ProcessState,
  type Role,
  type TakenOver,
  type HasPhase,
  type HasType,
} from './process';

/** Who gets a duty that no single command of the same name does. */
const OFFICIALS: readonly Role[] = ['streetOfficer', 'communitySecretary', 'gridWorker'];

/**
 * Offices from below to above. Only what one of them has to do can be taken over by one above it: nobody acts in the place of owners,
 * their committee, a firm or another body (law.md 4.5: the street's power is bounded).
 */
const RANKS: readonly Role[] = [...OFFICIALS].reverse().concat('districtSupervisor');

export function decideMotion<Core extends HasPhase, Command extends HasType, Event extends HasType>(
  definition: ProcessDefinition<Core, Command, Event>,
  state: ProcessState<Core>,
  command: MotionCommand,
  moment: Moment,
): Decision<MachineryEvent> {
  switch (command.type) {
    case 'nudge': {
      const { key, reasonText } = command;
      if (!dutyOf(definition, state, key, moment)) return refuse('no-such-duty', { key });
      const last = state.told[key]?.nudgedAt;
      const until = last ? dueAt(moment.policy.motions.nudgeEvery, last, moment.calendar).at : moment.now;
      if (moment.now < until) return refuse('nudged-recently', { key, until });
      const refusal = refusedStep(state.orders[key]?.steps ?? [], 'remind', moment);
      if (refusal) return refusal;
      return accept({ type: 'nudged', key, at: moment.now, reasonText });
    }
    case 'extendDeadline':
      return extendDeadline(definition, state, command, moment);
    case 'reassign': {
      const { key, role, reasonText } = command;
      const duty = ownDutyOf(definition, state, key, moment);
      const party = partyAt(definition.place(state.core), role);
      if (!duty) return refuse('no-such-duty', { key });
      if (!party || !mayDo(definition, duty, role)) return refuse('role-cannot-do-this', { key, role });
      return accept({ type: 'readdressed', key, party, reasonText });
    }
    case 'takeOver':
      return takeOver(definition, state, command, moment);
    case 'sendBack':
      return sendBack(state, command, moment);
    case 'orderWithLimit':
    case 'sanction':
    case 'answerOrder':
      return decideOrder(state, command, moment, {
        duty: ownDutyOf(definition, state, command.key, moment),
        officeOf: (role) => partyAt(definition.place(state.core), role),
        rankOf,
      });
  }
}

/** The office above does itself what one below it should have done; from then on it may give the commands of this duty. */
function takeOver<Core extends HasPhase, Command extends HasType, Event extends HasType>(
  definition: ProcessDefinition<Core, Command, Event>,
  state: ProcessState<Core>,
  { key, reasonText }: Extract<MotionCommand, { type: 'takeOver' }>,
  moment: Moment,
): Decision<MachineryEvent> {
  const duty = ownDutyOf(definition, state, key, moment);
  if (!duty) return refuse('no-such-duty', { key });
  const { actor } = moment;
  const role = actor.kind === 'account' ? actor.role : null;
  const party = role && partyAt(definition.place(state.core), role);
  const isBelow = duty.party.kind === 'role' && isOffice(duty.party.role);
  if (!role || !party || !isBelow || rankOf(duty.party) >= RANKS.indexOf(role))
    return refuse('cannot-take-over', { key });
  const commands = (duty.by ?? [duty.duty]).filter((type) => type in definition.rules);
  return accept({ type: 'takenOver', key, party, commands, reasonText });
}

/** Whoever was handed a duty gives it back to whom the rules name, as often as the policy allows: nobody sends it round for ever. */
function sendBack<Core>(
  state: ProcessState<Core>,
  { key, reasonText }: Extract<MotionCommand, { type: 'sendBack' }>,
  { actor, policy }: Moment,
): Decision<MachineryEvent> {
  const party = state.readdressed[key];
  if (!party) return refuse('not-handed-on', { key });
  const isAddressee = actor.kind === 'account' && party.kind === 'role' && actor.role === party.role;
  const isAbove = actor.kind === 'account' && RANKS.indexOf(actor.role) > rankOf(party);
  if (!isAddressee && !isAbove) return refuse('not-your-duty', { key });
  const max = policy.motions.sendBacks.value;
  if ((state.sentBack[key] ?? 0) >= max) return refuse('no-send-back-left', { key, max });
  return accept({ type: 'sentBack', key, reasonText });
}

const isOffice = (role: Role): boolean => RANKS.includes(role);
const rankOf = (party: Party): number => (party.kind === 'role' ? RANKS.indexOf(party.role) : -1);

/** Who may give a command of this type now: the roles of the rules, and an office that has taken the duty over. */
export const rolesNow = (
  roles: readonly Role[],
  type: string,
  takenOver: Readonly<Record<string, TakenOver>>,
): readonly Role[] => [
  ...roles,
  ...Object.values(takenOver)
    .filter(({ role, commands }) => commands.includes(type) && !roles.includes(role))
    .map(({ role }) => role),
];

/**
 * More time for people, as often and as long as the policy allows. Not for a time that belongs to others: a notice, a window and an objection
 * period run out by themselves, and a deadline before a fixed day ends there.
 */
function extendDeadline<Core extends HasPhase, Command extends HasType, Event extends HasType>(
  definition: ProcessDefinition<Core, Command, Event>,
  state: ProcessState<Core>,
  { clock: name, reasonText, basisText }: Extract<MotionCommand, { type: 'extendDeadline' }>,
  moment: Moment,
): Decision<MachineryEvent> {
  const running = state.clocks[name];
  if (!running) return refuse('no-such-clock', { clock: name });
  const isDecisive = definition.whenDue(state.core, name, moment.policy) !== undefined;
  if (isDecisive || running.until !== undefined) return refuse('deadline-not-extendable', { clock: name });
  const { times, length } = moment.policy.motions.extension;
  const extensions = (running.extensions ?? 0) + 1;
  if (extensions > times.value) return refuse('no-extension-left', { max: times.value });
  const { clock } = extendClock(running, length, moment.calendar);
  return accept({ type: 'deadlineExtended', clock: { ...clock, extensions }, reasonText, basisText });
}

const dutyOf = <Core extends HasPhase, Command extends HasType, Event extends HasType>(
  definition: ProcessDefinition<Core, Command, Event>,
  state: ProcessState<Core>,
  key: string,
  { policy }: Moment,
) => obligationsOf(definition, state, policy).find((obligation) => obligation.key === key);

/** Answering an order is nobody's but the addressee's: it goes where the duty goes that the order is about. */
const ownDutyOf = <Core extends HasPhase, Command extends HasType, Event extends HasType>(
  definition: ProcessDefinition<Core, Command, Event>,
  state: ProcessState<Core>,
  key: string,
  { policy }: Moment,
) => dutiesOfRules(definition, state, policy).find((obligation) => obligation.key === key);

/** A duty goes only to a role that can do it: one that may give one of its commands, or an official where there is none. */
function mayDo(
  definition: { rules: Record<string, { roles: readonly Role[] }> },
  { duty, by = [duty] }: Obligation,
  role: Role,
): boolean {
  const roles = by.flatMap((type) => definition.rules[type]?.roles ?? []);
  return (roles.length > 0 ? roles : OFFICIALS).includes(role);
}

/** The office of a role at the place of a process; null: people of this role hold no office there. */
export function partyAt(place: AnyPlace | null, role: Role): Party | null {
  const placePath = place && officePath(place, role);
  return placePath ? { kind: 'role', role, placePath } : null;
}

function officePath(place: AnyPlace, role: Role): string | null {
  switch (role) {
    case 'districtSupervisor':
      return place.districtPath;
    case 'streetOfficer':
      return place.streetPath;
    case 'communitySecretary':
    case 'gridWorker':
      return place.communityPath;
    case 'committeeMember':
    case 'firmManager':
      return 'estatePath' in place ? place.estatePath : null;
    case 'owner':
    case 'resident':
    case 'expert':
    case 'departmentOfficer':
    case 'auditor':
      return null;
  }
}
