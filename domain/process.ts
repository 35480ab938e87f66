// What a process is made of. A process is a decider: commands come in, events come out, state is the fold of the events.
// Pure types; what machinery makes of them is in machinery/.
import type { Calendar, DurationRule, Instant } from './calendar/types';
import type { Lock } from './locks';
import type { Policy } from './policy/schema';
import type { RejectionCode } from './rejection-codes';

export const PROCESS_KINDS = [
  'cofunding',
  'committeeTerm',
  'disclosure',
  'election',
  'handover',
  'household',
  'meeting',
  'ownersVote',
  'petition',
  'problem',
  'recall',
  'rhythm',
] as const;
export type ProcessKind = (typeof PROCESS_KINDS)[number];

export const ROLES = [
  'districtSupervisor',
  'streetOfficer',
  'communitySecretary',
  'gridWorker',
  'committeeMember',
  'firmManager',
  'owner',
  'resident',
  'expert',
  'departmentOfficer',
  'auditor',
] as const;
export type Role = (typeof ROLES)[number];

/** Who acts. `role` and `department` are those under which the API let the person in; `time` and `process` never come from outside. */
export type Actor =
  | { kind: 'account'; id: string; role: Role; department?: string | undefined; ownerId?: string | undefined }
  | { kind: 'process'; id: string }
  | { kind: 'time' }
  | { kind: 'engine' };

export type Channel = 'web' | 'desk' | 'paper' | 'phone' | 'engine';

/** One instruction to one process, as it travels from the API (or another process) to the decider. Ids only. */
export interface Envelope<Command> {
  commandId: string;
  actor: Actor;
  channel: Channel;
  /** The account that acted for somebody who could not (代办); the actor stays the one in whose name it was done. */
  assistedBy?: string | undefined;
  command: Command;
}

/** A refusal is a value. `code` has a status and a label in api/problems.ts; `params` are ids, numbers, instants, enums. */
export interface Rejection<Code extends string = string> {
  code: Code;
  params?: Record<string, string | number | boolean | null> | undefined;
}

export type Decision<Event> = { ok: true; events: Event[] } | { ok: false; rejection: Rejection };

/** What kind of events may stand here follows from the decision that is returned, never from what is written. */
export const accept = <Event>(...events: NoInfer<Event>[]): Decision<Event> => ({ ok: true, events });
export const refuse = (code: RejectionCode, params?: Rejection['params']): { ok: false; rejection: Rejection } => ({
  ok: false,
  rejection: params === undefined ? { code } : { code, params },
});

/** A running deadline. `dueAt` is exclusive: an act at that very instant is late. */
export interface Clock {
  name: string;
  since: Instant;
  dueAt: Instant;
  isProvisional: boolean;
  rule: DurationRule;
  /** Counted backwards from this fixed instant (a term's end): neither a standstill nor an extension moves it. */
  until?: Instant | undefined;
  /** Milliseconds that suspensions and extensions have added; of working time where the rule counts that. */
  addedMs: number;
  /** How often an officer has extended it (motions.ts). */
  extensions?: number | undefined;
}

export type Clocks = Record<string, Clock>;

/** What a decider may know besides its own state. `at` is the legal instant of the step, `now` the actual one (a timer may be late). */
export interface Moment {
  /** Whether the actor acts in the place of whoever the rules name: took this command's duty over, or was handed it. */
  standsIn: (type: string) => boolean;
  at: Instant;
  now: Instant;
  actor: Actor;
  channel: Channel;
  calendar: Calendar;
  policy: Policy;
  clocks: Clocks;
}

/** An obligation is addressed to a role at a place, a department at a place, or one person, by owner or by account. */
export type Party =
  | { kind: 'role'; role: Role; placePath: string }
  | { kind: 'department'; department: string; placePath: string }
  | { kind: 'owner'; ownerId: string; placePath: string }
  | { kind: 'account'; accountId: string; placePath: string };

/** Who hears about it when a duty stays undone, and how long after the due instant (or after the rung before). */
export interface Rung {
  after: DurationRule;
  tell: Role;
}

/** Everything that waits for people is an obligation. `key` is stable while the same duty stays open. */
export interface Obligation {
  key: string;
  /** Label code: `formGroup`, `answerVetting`, … */
  duty: string;
  party: Party;
  /** The clock it hangs on; without one it has no legal deadline. */
  clock: string | null;
  /** When it began, for duties without a clock. */
  since: Instant;
  basis: string;
  /** The commands by which it is done; absent: the one of the duty's own name. */
  by?: readonly string[] | undefined;
  /** Whoever has it is told at night too: there is danger. */
  isUrgent?: boolean | undefined;
}

/** What the machine itself must do now; its answer comes back as a command. Derived from state, so a rebuilt engine does it too. */
export interface Effect {
  type: string;
  [field: string]: unknown;
}

/**
 * Launch another process as a child of this one, under the same policy and calendar. Its id is made from ours and `childKey`, so doing it
 * twice launches one. The command has the kind's own part only: id, place and parent are added, and texts stand as `label:<code>` until
 * they are stored. The answer is a ChildLaunched command.
 */
export interface LaunchChild extends Effect {
  type: 'launchChild';
  kind: ProcessKind;
  childKey: string;
  place: AnyPlace;
  command: { type: 'launch'; [field: string]: unknown };
}

export interface ChildLaunched {
  type: 'recordChildLaunched';
  childKey: string;
  childId: string;
}

/** A deadline that moved, because the process stood still or a holiday table was published. */
export interface MovedClock {
  name: string;
  from: Instant;
  to: Instant;
  isProvisional: boolean;
  addedMs: number;
}

/** The machinery's own events, in the same record as the process's. */
export type MachineryEvent =
  | { type: 'clockStarted'; clock: Clock }
  | { type: 'clockStopped'; name: string }
  | {
      type: 'suspended';
      /** Code from the kind's list, where it has one. */
      reason?: string;
      reasonText: string;
      basisText: string;
      days: number;
      since: Instant;
      until: Instant;
    }
  | { type: 'resumed'; byTime: boolean; moved: MovedClock[] }
  | { type: 'calendarRevised'; calendar: Calendar; moved: MovedClock[] }
  | { type: 'reminded'; key: string; step: number }
  | { type: 'escalated'; key: string; rung: number; tell: Role }
  | { type: 'nudged'; key: string; at: Instant; reasonText: string }
  | { type: 'deadlineExtended'; clock: Clock; reasonText: string; basisText: string }
  | { type: 'readdressed'; key: string; party: Party; reasonText: string }
  | { type: 'takenOver'; key: string; party: Party; commands: string[]; reasonText: string }
  | { type: 'sentBack'; key: string; reasonText: string }
  /** `party` is to whom the letter is addressed, as it was then. */
  | {
      type: 'ordered';
      key: string;
      step: SanctionStep;
      party: Party;
      isForOffice: boolean;
      clock: Clock;
      letterText: string;
      basisText: string | null;
      to: Transferee | null;
    }
  | { type: 'orderAnswered'; key: string; step: SanctionStep; answerText: string };

/** Rungs of the ladder of means against a duty left undone, from below to above (law.md 9.5); who may take which is policy. */
export const SANCTION_STEPS = [
  'remind',
  'writtenOrder',
  'correctWithinLimit',
  'streetConvenes',
  'substituteBody',
  'revokeDecision',
  'transfer',
] as const;
export type SanctionStep = (typeof SANCTION_STEPS)[number];

/** To whom a matter is handed that the offices cannot end themselves. */
export const TRANSFEREES = ['disciplineInspection', 'police', 'court'] as const;
export type Transferee = (typeof TRANSFEREES)[number];

/** What street and district may do about any duty (motions.ts). */
export type MotionCommand =
  | { type: 'nudge'; key: string; reasonText: string }
  | { type: 'extendDeadline'; clock: string; reasonText: string; basisText: string }
  | { type: 'reassign'; key: string; role: Role; reasonText: string }
  | { type: 'takeOver'; key: string; reasonText: string }
  | { type: 'sendBack'; key: string; reasonText: string }
  | OrderCommand;

/** Written orders about a duty (orders.ts): the order with a limit, the harder steps of the ladder, and the answer to either. */
export type OrderCommand =
  | { type: 'orderWithLimit'; key: string; days: number; letterText: string }
  | {
      type: 'sanction';
      key: string;
      step: Exclude<SanctionStep, 'remind' | 'writtenOrder'>;
      days: number;
      letterText: string;
      basisText: string;
      to?: Transferee | undefined;
    }
  | { type: 'answerOrder'; key: string; answerText: string };

/** Commands every process understands. Suspension is an officer's, with reason and limit; calendar revisions come from the operator. */
export type MachineryCommand =
  | MotionCommand
  | { type: 'suspend'; reason?: string | undefined; reasonText: string; basisText: string; days: number }
  | { type: 'resume' }
  | { type: 'reviseCalendar'; calendar: Calendar };

/**
 * A command to another process, given in this one's name: to its id, to a child by the key of its launch (child.ts), or to whichever open
 * process holds (or comes to hold) an exclusive key.
 */
export interface Telling {
  to: string;
  command: { type: string; [field: string]: unknown };
}

/** Where most processes live: the paths of an estate and of the places above it, by which parties are addressed. */
export interface ProcessPlace {
  estateId: string;
  estatePath: string;
  communityPath: string;
  streetPath: string;
  districtPath: string;
}

/** A community, street or district as the home of a process (its meetings); the paths below it are null. */
export interface AreaPlace {
  areaId: string;
  communityPath: string | null;
  streetPath: string | null;
  districtPath: string;
}

export type AnyPlace = ProcessPlace | AreaPlace;

/** Id and path of the place itself. */
export const seatOf = (place: AnyPlace): { placeId: string; placePath: string } =>
  'estateId' in place
    ? { placeId: place.estateId, placePath: place.estatePath }
    : { placeId: place.areaId, placePath: place.communityPath ?? place.streetPath ?? place.districtPath };

/**
 * Who may see a process at all, where that is not everybody with a role at its place: holders of these roles there, and these people (by
 * account or owner). Nobody in `hiddenFrom` sees it, whatever roles they hold: a complaint is not shown to whom it is about.
 */
export interface Audience {
  roles: readonly Role[];
  people: readonly string[];
  hiddenFrom: readonly string[];
  /** Roles that are not among `roles` because it is about them: they are not told of it either. */
  hiddenFromRoles: readonly Role[];
}

/** Why, how often and how long a process of this kind may stand still, where the policy's general rule is not meant. */
export interface SuspensionRule {
  /** Codes of the reasons that are allowed. */
  reasons: readonly string[];
  maxDays: number;
  maxTimes: number;
  basis: string;
  confidence: DurationRule['confidence'];
}

export interface CommandRule<Phase extends string> {
  /** Phases in which it can be given at all; everything finer is decide's. */
  phases: readonly Phase[];
  /** Roles that may give it, for a place that covers the estate (or, for `owner`, a unit inside it). Empty: only the machine. */
  roles: readonly Role[];
}

export interface HasPhase {
  phase: string;
}
export interface HasType {
  type: string;
}

/**
 * One process kind. `Core` has at least a phase; `Command` and `Event` are unions discriminated by `type`.
 * decide never throws for a refusal and reads no clock; evolve never refuses.
 */
export interface ProcessDefinition<
  Core extends { phase: string },
  Command extends { type: string },
  Event extends { type: string },
> {
  kind: ProcessKind;
  initial: Core;
  rules: Record<string, CommandRule<Core['phase']>>;
  decide(core: Core, command: Command, moment: Moment): Decision<Event | MachineryEvent>;
  evolve(core: Core, event: Event): Core;
  obligations(core: Core, policy: Policy): Obligation[];
  /** What time itself decides when the named clock has run out; undefined: people stay overdue. */
  whenDue(core: Core, clock: string, policy: Policy): Command | undefined;
  /** What the machine must do now, one thing at a time. */
  effect(core: Core, policy: Policy): Effect | undefined;
  /** What another process must hear because of this event; `core` is the state after it. Sent once, after the event is stored. */
  tells(core: Core, event: Event | MachineryEvent): Telling[];
  /** Where it lives; null before its launch. */
  place(core: Core): AnyPlace | null;
  isClosed(core: Core): boolean;
  outcome(core: Core): string | null;
  /** `election:<estateId>` where the law wants one open process of the kind, else null. */
  exclusiveKey(core: Core): string | null;
  /** What it forbids others at its estate while it is open (locks.ts); absent: nothing. */
  locks?(core: Core, policy: Policy): Lock[];
  /** Absent: everybody with a role at its place may see it. */
  audience?(core: Core): Audience | null;
  /** What people say in its commands is stored sealed: it is read only where each look is noted. */
  sealsTexts?: boolean;
  /** Absent: the policy's general rule, any reason. */
  suspension?(core: Core, policy: Policy): SuspensionRule;
}

export interface Told {
  reminded: number;
  rung: number;
  nudgedAt?: Instant | undefined;
}

/** State of a process: the decider's own, and the machinery's beside it. Plain JSON. */
export interface ProcessState<Core> {
  core: Core;
  clocks: Clocks;
  suspension: { since: Instant; until: Instant; reasonText: string } | null;
  suspensionCount: number;
  /** The newest calendar the process was given; null: the one it was launched with. */
  calendar: Calendar | null;
  /** Per open obligation: reminders sent, rungs climbed, and when somebody last pushed. */
  told: Record<string, Told>;
  /** Open obligations that were handed to somebody else than the rules say. */
  readdressed: Record<string, Party>;
  /** Open obligations that an office above has taken over, and what it may do because of that. */
  takenOver: Record<string, TakenOver>;
  /** How often an open obligation was sent back to whom the rules name. */
  sentBack: Record<string, number>;
  /** What has been ordered about an open obligation. */
  orders: Record<string, Ordered>;
}

export interface Ordered {
  /** Steps of the ladder taken, in their order; reminding is one. */
  steps: SanctionStep[];
  /** The order that waits for its answer. `party`: the office that carries the step out; null: whoever has the duty. */
  open: { step: SanctionStep; party: Party | null; since: Instant; basis: string } | null;
}

export interface TakenOver {
  role: Role;
  commands: string[];
}

/** An event as it is recorded: what happened, and who did it when through which channel. */
export interface PendingEvent<Event> {
  seq: number;
  /** The legal instant. */
  at: Instant;
  commandId: string;
  actor: Actor;
  channel: Channel;
  assistedBy?: string | undefined;
  event: Event | MachineryEvent;
}

export interface Receipt {
  commandId: string;
  seq: number;
  phase: string;
}
