// The state of the watch on a committee's term, and the events that make it. One watch outlives many terms.
import type { Instant, LocalDate } from '../calendar/types';
import type { ElectionOutcome } from '../election/state';
import type { Purpose } from '../petition/messages';
import type { Decision, MachineryEvent, ProcessPlace } from '../process';
import type {
  CommitteeMember,
  EarlyGround,
  LeavingCause,
  SubstituteBody,
  TermEngineCommand,
  TermPeopleCommand,
} from './messages';

/**
 * `serving`: nothing is due. `reportDue`: the committee must report that its term ends. `renewalDue`: the street must launch the election.
 * `renewing`: the election runs. `vacant`: there is no committee and nobody acts for it. `substituted`: a substitute body acts.
 */
export type TermPhase =
  'unlaunched' | 'serving' | 'reportDue' | 'renewalDue' | 'renewing' | 'vacant' | 'substituted' | 'closed';

/** Why the street must launch an election. */
export type RenewalReason = 'reported' | 'silent' | 'vacancies' | 'failed' | EarlyGround;

export interface TermLaunch {
  type: 'launch';
  processId: string;
  place: ProcessPlace;
  seats: number;
  members: CommitteeMember[];
  /** Elected reserves in the order in which they follow. */
  alternateIds: string[];
  termYears: number;
  termStartsOn: LocalDate;
  termEndsOn: LocalDate;
}

export type TermCommand = TermLaunch | TermPeopleCommand | TermEngineCommand;

/** A suspended member does not act, and is still one where members are counted. */
export interface SeatedMember extends CommitteeMember {
  isSuspended: boolean;
}

/** What the owners demanded by an accepted petition and nobody has done yet. `isMissed`: the committee let its time to convene run out. */
export interface OpenDemand {
  petitionId: string;
  purpose: 'recallMembers' | 'extraordinaryMeeting';
  memberIds: string[];
  since: Instant;
  isMissed: boolean;
}

export interface Term {
  /** The first term that was watched is 1. */
  no: number;
  startsOn: LocalDate;
  endsOn: LocalDate;
  seats: number;
  members: SeatedMember[];
  alternateIds: string[];
  isExpired: boolean;
  report: 'notDue' | 'due' | 'given' | 'missed';
}

export interface LaunchedTerm {
  phase: Exclude<TermPhase, 'unlaunched'>;
  phaseSince: Instant;
  termId: string;
  place: ProcessPlace;
  termYears: number;
  term: Term;
  renewalReason: RenewalReason | null;
  /** The election that runs now. */
  electionId: string | null;
  substitute: { body: SubstituteBody; since: Instant } | null;
  demands: OpenDemand[];
  /** The recall that runs now. */
  recallId: string | null;
}

export type TermCore = { phase: 'unlaunched' } | LaunchedTerm;

export type TermEvent =
  | ({ type: 'termWatched'; at: Instant; termId: string } & Omit<TermLaunch, 'type' | 'processId'>)
  | { type: 'reportOpened'; at: Instant }
  | { type: 'termReported'; noteText: string }
  | { type: 'reportMissed' }
  | { type: 'renewalDue'; at: Instant; reason: RenewalReason; reasonText: string | null; basisText: string | null }
  /** Without a text where a process says why: the recall. */
  | { type: 'memberLeft'; memberId: string; cause: LeavingCause; reasonText: string | null }
  | { type: 'demandMade'; at: Instant; petitionId: string; purpose: Purpose; memberIds: string[]; isOpen: boolean }
  | { type: 'demandSettled'; petitionId: string }
  | { type: 'conveningMissed'; at: Instant; petitionId: string }
  | { type: 'meetingConvened'; petitionId: string; noteText: string }
  | { type: 'recallStarted'; recallId: string; petitionId: string | null; memberIds: string[]; isSuspending: boolean }
  | { type: 'recallEnded'; recallId: string; recalledIds: string[] }
  | { type: 'alternateSeated'; memberId: string; reasonText: string }
  | { type: 'renewalStarted'; at: Instant; electionId: string }
  | { type: 'renewalFailed'; at: Instant; electionId: string; outcome: ElectionOutcome }
  | {
      type: 'termBegan';
      at: Instant;
      electionId: string;
      startsOn: LocalDate;
      endsOn: LocalDate;
      seats: number;
      members: CommitteeMember[];
    }
  | { type: 'termExpired' }
  | { type: 'seatsVacant'; at: Instant }
  | { type: 'substituteFormed'; at: Instant; body: SubstituteBody; reasonText: string; basisText: string }
  | { type: 'substituteEnded'; at: Instant }
  | { type: 'watchEnded'; at: Instant; reasonText: string; basisText: string };

export type TermDecision = Decision<TermEvent | MachineryEvent>;
export type TermEvents = (TermEvent | MachineryEvent)[];
export type TermCommandOf<T extends TermCommand['type']> = Extract<TermCommand, { type: T }>;
