// What a paper is made from, as the store hands it over: the state and record of one process, and the names and texts behind its ids.
import type { Calendar, Instant } from '../domain/calendar/types';
import type { LaunchedCofunding } from '../domain/cofunding/state';
import type { LaunchedTerm } from '../domain/committee-term/state';
import type { StatementBody } from '../domain/disclosure/figures';
import type { PublicProject } from '../domain/disclosure/public-project';
import type { LaunchedDisclosure } from '../domain/disclosure/state';
import type { LaunchedElection } from '../domain/election/state';
import type { LaunchedHandover } from '../domain/handover/state';
import type { LaunchedHousehold } from '../domain/household/state';
import type { PackBody } from '../domain/meeting/pack';
import type { LaunchedMeeting } from '../domain/meeting/state';
import type { LaunchedVote } from '../domain/owners-vote/state';
import type { LaunchedPetition } from '../domain/petition/state';
import type { Policy } from '../domain/policy/schema';
import type { Clocks, MovedClock } from '../domain/process';
import type { LaunchedProblem } from '../domain/problem/state';
import type { LaunchedRecall } from '../domain/recall/state';
import type { LaunchedRhythm } from '../domain/rhythm/state';
import type { CalledHousehold, CashTaking, DoorToPledge } from './project-rows';

export interface RecordedEvent {
  type: string;
  at: Instant;
  payload: Record<string, unknown>;
}

export interface PaperRecord<Core> {
  processId: string;
  place: { estate: string; community: string; street: string; district: string };
  policy: Policy;
  /** The one in force for the process now. */
  calendar: Calendar;
  core: Core;
  clocks: Clocks;
  /** All events in order. */
  events: readonly RecordedEvent[];
  /** Full names of accounts, owners and candidates by id. */
  names: ReadonlyMap<string, string>;
  /** Texts by hash; erased ones are missing. */
  texts: ReadonlyMap<string, string>;
}

/** `vote`: the owners' vote of the last attempt, when there is one. */
export interface ElectionRecord extends PaperRecord<LaunchedElection> {
  vote: LaunchedVote | null;
}

/** A right as the published roll shows it. */
export interface RollLine {
  rightNo: number;
  label: string;
  unitCount: number;
  areaDm2: number;
  /** Masked. */
  holders: string[];
  hasVoter: boolean;
}

/** A door of a stairwell. `serialNo`: of its live paper. */
export interface Door {
  rightNo: number;
  label: string;
  areaDm2: number;
  /** Masked. */
  holders: string[];
  hasVoter: boolean;
  hasVoted: boolean;
  serialNo: number | null;
  tried: { channel: string; result: string; at: Instant }[];
}

/** Help that was recorded. `code`: by which the owner confirms the ballot; empty where the paper is only verified, and for a paper ballot. */
export interface AssistanceSlip {
  assistanceId: string;
  rightNo: number;
  label: string;
  purpose: string;
  will: string;
  assistant: string;
  witness: string;
  paperSerial: number | null;
  at: Instant;
  expiresAt: Instant;
  code: string;
}

/** A signed checkpoint of a vote's hash tree. `line`: all of it, as witnesses' tools read it. */
export interface CheckpointMark {
  checkpointNo: number;
  size: number;
  root: string;
  at: Instant;
  keyId: string;
  line: string;
}

/** Which copy of a paper that has several. */
export type PaperCopy =
  | { kind: 'whole' }
  | { kind: 'serial'; serialNo: number }
  | { kind: 'assistance'; slip: AssistanceSlip }
  | ({ kind: 'stairwell'; doors: readonly Door[] } & Stairwell)
  | ({ kind: 'pledgeStairwell'; doors: readonly DoorToPledge[] } & Stairwell)
  | { kind: 'receipt'; taking: CashTaking }
  | { kind: 'household'; called: CalledHousehold };

/** `entrance`: empty for a building without. */
export interface Stairwell {
  placeId: string;
  building: string;
  entrance: string;
}

/** `roll` and `checkpoint` (the newest): only for papers that print them. */
export interface VoteRecord extends PaperRecord<LaunchedVote> {
  roll: readonly RollLine[];
  checkpoint: CheckpointMark | null;
  copy: PaperCopy;
}

/** `roll`: only for papers that print it. */
export interface PetitionRecord extends PaperRecord<LaunchedPetition> {
  roll: readonly RollLine[];
}

/** `pack`: what it was called with; null: none, or not written yet. */
export interface MeetingRecord extends PaperRecord<LaunchedMeeting> {
  pack: { sha256: string; body: PackBody } | null;
}

/** `shown`: every version that is on display, or the newest that was, with its frozen figures. */
export interface DisclosureRecord extends PaperRecord<LaunchedDisclosure> {
  shown: readonly { publication: LaunchedDisclosure['publications'][number]; body: StatementBody }[];
}

/** `shown`: as everybody reads it, where the paper prints that; null: it is not public, or the paper does not print it. */
export interface CofundingRecord extends PaperRecord<LaunchedCofunding> {
  copy: PaperCopy;
  shown: PublicProject | null;
}

export type HandoverRecord = PaperRecord<LaunchedHandover>;
export type ProblemRecord = PaperRecord<LaunchedProblem>;
export type RecallRecord = PaperRecord<LaunchedRecall>;
export type TermRecord = PaperRecord<LaunchedTerm>;

/** What the papers of each kind of process are made from. */
export interface RecordOf {
  cofunding: CofundingRecord;
  committeeTerm: TermRecord;
  disclosure: DisclosureRecord;
  election: ElectionRecord;
  handover: HandoverRecord;
  /** Has no papers: what is in it is not printed. */
  household: PaperRecord<LaunchedHousehold>;
  meeting: MeetingRecord;
  ownersVote: VoteRecord;
  petition: PetitionRecord;
  problem: ProblemRecord;
  recall: RecallRecord;
  rhythm: PaperRecord<LaunchedRhythm>;
}

/** When the last event of this type happened; null: never. */
export function lastAt({ events }: Pick<PaperRecord<unknown>, 'events'>, type: string): Instant | null {
  return events.findLast((event) => event.type === type)?.at ?? null;
}

/** The instant at which a clock runs out, or ran out, with every extension and standstill; null: it never ran. */
export function deadlineOf({ clocks, events }: PaperRecord<unknown>, name: string): Instant | null {
  const running = clocks[name];
  if (running !== undefined) return running.dueAt;
  let due: Instant | null = null;
  for (const { payload } of events) {
    const clock = payload['clock'] as { name?: string; dueAt?: Instant } | undefined;
    if (clock?.name === name && clock.dueAt !== undefined) due = clock.dueAt;
    const moved = Array.isArray(payload['moved']) ? (payload['moved'] as MovedClock[]) : [];
    for (const one of moved) if (one.name === name) due = one.to;
  }
  return due;
}
