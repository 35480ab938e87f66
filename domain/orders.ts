// Written orders about any duty, whatever the process (督办函、责令限期 and the harder steps of the ladder, law.md 9.5). An order opens a duty
// of its own, with its own time, beside the one it is about: to answer in writing. It ends with the answer, or with the duty itself. Who may
// take which step, after which, how often and with which limit is policy (`sanctions`). Pure.
import { startClock } from './clocks';
import type { DurationRule } from './calendar/types';
import { isParty } from './party';
import {
  accept,
  refuse,
  type Actor,
  type Decision,
  type MachineryEvent,
  type Moment,
  type Obligation,
  type OrderCommand,
  type Ordered,
  type Party,
  type ProcessState,
  type Role,
  type SanctionStep,
} from './process';

/** Key of the duty that an order about `key` opens, and name of its clock. */
export const orderDuty = (key: string): string => `answerOrder:${key}`;
export const orderClock = (key: string): string => `writtenOrder:${key}`;

/** The answers that orders wait for. Most go to whoever has the duty now, so that they follow it when it is handed on. */
export const orderDuties = (duties: readonly Obligation[], orders: Readonly<Record<string, Ordered>>): Obligation[] =>
  duties.flatMap(({ key, party }) => {
    const open = orders[key]?.open;
    if (!open) return [];
    const { since, basis } = open;
    return [
      {
        key: orderDuty(key),
        duty: 'answerOrder',
        party: open.party ?? party,
        clock: orderClock(key),
        since,
        basis,
      },
    ];
  });

/** What is known of the duty that the command is about, and of the offices at its place. */
export interface OrderedDuty {
  duty: Obligation | undefined;
  officeOf: (role: Role) => Party | null;
  /** How high an office stands; −1: none. */
  rankOf: (party: Party) => number;
}

export function decideOrder<Core>(
  state: ProcessState<Core>,
  command: OrderCommand,
  moment: Moment,
  about: OrderedDuty,
): Decision<MachineryEvent> {
  switch (command.type) {
    case 'orderWithLimit':
      return order(state, { ...command, step: 'writtenOrder', basisText: null, to: null }, moment, about);
    case 'sanction':
      if (command.step === 'transfer' && command.to === undefined) return refuse('transfer-without-addressee');
      return order(state, { ...command, to: command.to ?? null }, moment, about);
    case 'answerOrder':
      return answer(state, command, moment, about);
  }
}

type Asked = Pick<Extract<MachineryEvent, { type: 'ordered' }>, 'key' | 'step' | 'letterText' | 'basisText' | 'to'> & {
  days: number;
};

function order<Core>(
  state: ProcessState<Core>,
  { key, step, days, letterText, basisText, to }: Asked,
  moment: Moment,
  { duty, officeOf, rankOf }: OrderedDuty,
): Decision<MachineryEvent> {
  if (!duty) return refuse('no-such-duty', { key });
  const { steps = [] } = state.orders[key] ?? {};
  const refusal = refusedStep(steps, step, moment);
  if (refusal) return refusal;
  const rule = ruleOf(step, moment);
  const role = roleOf(moment.actor);
  if (!rule || !role) return refuse('order-not-provided', { step });
  const isForOffice = rule.answeredBy !== 'addressee';
  const party = rule.answeredBy === 'addressee' ? duty.party : officeOf(rule.answeredBy);
  const office = officeOf(role);
  if (!office || !party || !isBelow(duty.party, office, rankOf)) return refuse('cannot-be-ordered', { key });
  const running = state.orders[key]?.open ? state.clocks[orderClock(key)] : undefined;
  if (running && moment.now < running.dueAt) return refuse('order-running', { key, until: running.dueAt });
  if (days > rule.maxDays) return refuse('order-too-long', { days, max: rule.maxDays });
  const { basis, confidence } = rule;
  const limit: DurationRule = { n: days, unit: 'day', rollover: 'nextWorkingDay', basis, confidence };
  const { clock } = startClock(orderClock(key), limit, moment);
  return accept({ type: 'ordered', key, step, party, isForOffice, clock, letterText, basisText, to });
}

/** Why the policy does not let this actor take the step now, after those taken; undefined: it does. */
export function refusedStep(
  taken: readonly SanctionStep[],
  step: SanctionStep,
  moment: Moment,
): ReturnType<typeof refuse> | undefined {
  const rule = ruleOf(step, moment);
  if (!rule) return refuse('order-not-provided', { step });
  const { by, after, times } = rule;
  const role = roleOf(moment.actor);
  if (!role || !by.includes(role)) return refuse('order-not-yours', { step, by: by.join(', ') });
  if (after !== null && !taken.includes(after)) return refuse('order-too-early', { step, after });
  if (taken.filter((one) => one === step).length >= times) return refuse('no-order-left', { step, max: times });
  return undefined;
}

const ruleOf = (step: SanctionStep, { policy }: Moment) => policy.sanctions.find((rule) => rule.step === step);

/** The addressee says what was done, or why not yet; the duty itself stays open until it is done. */
function answer<Core>(
  state: ProcessState<Core>,
  { key, answerText }: Extract<OrderCommand, { type: 'answerOrder' }>,
  { actor }: Moment,
  { duty }: OrderedDuty,
): Decision<MachineryEvent> {
  const open = state.orders[key]?.open;
  if (!duty || !open) return refuse('no-order-open', { key });
  if (!isParty(actor, open.party ?? duty.party)) return refuse('not-your-duty', { key });
  return accept(
    { type: 'orderAnswered', key, step: open.step, answerText },
    { type: 'clockStopped', name: orderClock(key) },
  );
}

/**
 * Orders go downwards: to an office below, to the committee, the firm or an expert at the place, and to a department where the office is the
 * district's, whose departments they are. Owners and residents are under nobody's orders.
 */
function isBelow(party: Party, office: Party, rankOf: (party: Party) => number): boolean {
  switch (party.kind) {
    case 'role':
      return party.role !== 'owner' && party.role !== 'resident' && rankOf(party) < rankOf(office);
    case 'department':
      return office.placePath === party.placePath;
    case 'owner':
    case 'account':
      return false;
  }
}

const roleOf = (actor: Actor): Role | null => (actor.kind === 'account' ? actor.role : null);
