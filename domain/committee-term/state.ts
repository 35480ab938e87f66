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
 * `unfounded`: an estate without a committee that has not come to its first assembly. `foundingDue`: it must, and the lists are being
 * obtained. `serving`: nothing is due. `reportDue`: the committee must report that its term ends. `renewalDue`: the street must launch the election.
 * `renewing`: the election runs. `vacant`: there is no committee and nobody acts for it. `substituted`: a substitute body acts.
 */
export type TermPhase =
  | 'unlaunched'
  | 'unfounded'
  | 'foundingDue'
  | 'serving'
  | 'reportDue'
  | 'renewalDue'
  | 'renewing'
  | 'vacant'
  | 'substituted'
  | 'closed';

/** Why the street must launch an election. */
export type RenewalReason = 'reported' | 'silent' | 'vacancies' | 'failed' | 'founding' | EarlyGround;

export interface TermLaunch {
  type: 'launch';
  processId: string;
  place: ProcessPlace;
  seats: number;
  members: CommitteeMember[];
  /** Elected reserves in the order in which they follow. */
  alternateIds: string[];
  termYears: number;
  /** Both null: there has never been a committee. */
  termStartsOn: LocalDate | null;
  termEndsOn: LocalDate | null;
}

/** What of the estate is delivered, by its register: areas in 0.01 m², heads as units. */
export interface Delivered {
  areaDm2: number;
  totalAreaDm2: number;
  heads: number;
  totalHeads: number;
}

/** The figures of the register are put beside what people say. */
type RecordDelivery = Extract<TermPeopleCommand, { type: 'recordDelivery' }> & { delivered: Delivered };

export type TermCommand =
  TermLaunch | Exclude<TermPeopleCommand, { type: 'recordDelivery' }> | RecordDelivery | TermEngineCommand;

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
  /** The first term that was watched is 1; 0: there has been none, and its days are null. */
  no: number;
  startsOn: LocalDate | null;
  endsOn: LocalDate | null;
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
  byElectionId: string | null;
  substitute: { body: SubstituteBody; since: Instant; acts: { actId: string; isRevoked: boolean }[] } | null;
  /** As the register had it last, before the first assembly. */
  delivery: { delivered: Delivered; firstDeliveredOn: LocalDate | null } | null;
  /** The developer's time to hand in lists and documents is over. */
  isDeveloperSilent: boolean;
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
      alternateIds: string[];
    }
  | { type: 'byElectionStarted'; electionId: string }
  | { type: 'seatsFilled'; electionId: string; memberIds: string[] }
  | { type: 'byElectionFailed'; electionId: string; outcome: ElectionOutcome }
  | { type: 'substituteActed'; actId: string; what: string; noteText: string }
  | { type: 'substituteActRevoked'; actId: string; reasonText: string; basisText: string }
  | { type: 'substituteRevoked'; reasonText: string; basisText: string }
  | { type: 'deliveryRecorded'; delivered: Delivered; firstDeliveredOn: LocalDate | null }
  | { type: 'foundingTriggered'; at: Instant; basis: string }
  | { type: 'developerReported'; documentsText: string }
  | { type: 'developerStayedSilent' }
  | { type: 'registryListObtained'; documentsText: string }
  | { type: 'termExpired' }
  | { type: 'seatsVacant'; at: Instant }
  | { type: 'substituteFormed'; at: Instant; body: SubstituteBody; reasonText: string; basisText: string }
  | { type: 'substituteEnded'; at: Instant }
  | { type: 'watchEnded'; at: Instant; reasonText: string; basisText: string };

export type TermDecision = Decision<TermEvent | MachineryEvent>;
export type TermEvents = (TermEvent | MachineryEvent)[];
export type TermCommandOf<T extends TermCommand['type']> = Extract<TermCommand, { type: T }>;

/** An alternate follows into a vacant seat, while the term lasts. */
export const isSeatFillable = ({ members, seats, alternateIds, isExpired }: Term): boolean =>
  !isExpired && members.length < seats && alternateIds.length > 0;
