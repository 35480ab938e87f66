// The state of a resident's problem (居民诉求) and the events that make it.
import type { Instant, LocalDate } from '../calendar/types';
import type { MeetingForm, MeetingOutcome } from '../meeting/messages';
import type { Decision, MachineryEvent, ProcessPlace, Role } from '../process';
import type {
  Closing,
  Level,
  ProblemChannel,
  ProblemClass,
  ProblemEngineCommand,
  ProblemPeopleCommand,
} from './messages';

/**
 * `researching`: the street studies it first (supervised track, 研). `dispatched`: a level has it and has not yet spoken to the resident.
 * `handling`: contact was made. `verifying`: it is said to be done, and somebody else looks. `answering`: the resident is asked. `parked`:
 * put aside by two people until a fixed day (挂账). `appealable`: two people have agreed to end it without a solution, and its reporters may
 * object. `appealed`: somebody has, and the level above judges. `appraising`: solved, and judged by another body (supervised track, 评).
 */
export type ProblemPhase =
  | 'unlaunched'
  | 'researching'
  | 'dispatched'
  | 'handling'
  | 'verifying'
  | 'answering'
  | 'parked'
  | 'appealable'
  | 'appealed'
  | 'appraising'
  | 'closed';

/** `resolved`: the resident said so. `unverified`: nobody could be reached, as often as the rule says. The others: two people agreed. */
export type ProblemOutcome = 'resolved' | 'unverified' | Exclude<Closing, 'parked'>;

/** Who has it: a level's own desk, or a department that works for the street. */
export interface Handler {
  level: Level;
  department: string | null;
}

/** Why a problem went up a level. */
export type RaiseReason =
  | 'noResponse'
  | 'overdue'
  | 'beyondPower'
  | 'decision'
  | 'reopened'
  | 'recurrence'
  | 'returnUnreviewed'
  | 'complaint'
  | 'appeal';

/** Who at the estate takes problems in: the firm, else the committee; null: nobody, so the community does (三无小区). */
export type EstateDesk = 'firmManager' | 'committeeMember' | null;

/** Somebody whom the problem is about: a role at the place, and the person where one is named. */
export interface Complained {
  role: Role;
  accountId: string | null;
}

export interface ProblemLaunch {
  type: 'launch';
  processId: string;
  parentId: string | null;
  place: ProcessPlace;
  category: string;
  /** Absent: the class of the category. */
  class?: ProblemClass | undefined;
  channel: ProblemChannel;
  /** Where exactly: a building, an entrance, or the estate itself. */
  spot: { placeId: string; spotText: string | null };
  desk: EstateDesk;
  /** The account that reported it, or in whose name it was; null: a sensor, a caller without an account. */
  reporterId: string | null;
  complaintOf: Complained | null;
  /** The closed problem of this kind at this spot, and the level that it ended at. */
  recurrenceOf: { problemId: string; level: Level } | null;
  isSupervised: boolean;
  /** What was said, as a hash. */
  reportText: string | null;
}

export type ProblemCommand = ProblemLaunch | ProblemPeopleCommand | ProblemEngineCommand;

export interface CalledDepartment {
  department: string;
  /** Null: not yet answered. */
  isComing: boolean | null;
  isSilent: boolean;
  isOrdered: boolean;
}

/** A joint call (吹哨报到). The lead is null when it declined or another must be named. */
export interface JointCall {
  lead: string | null;
  departments: CalledDepartment[];
}

export interface ProposedClosing {
  how: Closing;
  byAccountId: string | null;
  mergedInto: string | null;
  reviewOn: LocalDate | null;
}

export interface LaunchedProblem {
  phase: Exclude<ProblemPhase, 'unlaunched'>;
  phaseSince: Instant;
  launchedAt: Instant;
  problemId: string;
  place: ProcessPlace;
  category: string;
  class: ProblemClass;
  channel: ProblemChannel;
  spot: { placeId: string; spotText: string | null };
  desk: EstateDesk;
  reporterId: string | null;
  complaintOf: Complained | null;
  recurrenceOf: string | null;
  isSupervised: boolean;
  reportText: string | null;
  handler: Handler;
  /** The level that lost it by a missed clock, until somebody acts at the new one. */
  lostBy: Level | null;
  /** How often it was sent back (退单), in all. */
  returns: number;
  returnAsked: { reason: string; by: Handler } | null;
  /** After the last return that the policy allows: whoever has it keeps it. */
  isOwned: boolean;
  /** Granted to this handler. */
  extensions: number;
  isExtensionAsked: boolean;
  call: JointCall | null;
  /** Who said that it is done. */
  work: { byAccountId: string | null; handler: Handler } | null;
  callBackFailures: number;
  lastCallBackAt: Instant | null;
  /** At this level. */
  reopened: number;
  closing: ProposedClosing | null;
  /** How two people have agreed to end it, and who they are. */
  agreed: { how: Exclude<Closing, 'parked'>; byAccountIds: string[] } | null;
  /** The problem that goes on, once two people have agreed to merge this one into it. */
  mergedInto: string | null;
  reviewOn: LocalDate | null;
  isOverdue: boolean;
  isDelayExplained: boolean;
  meetings: { meetingId: string; form: MeetingForm; outcome: MeetingOutcome | null }[];
  /** Called, and not yet launched by the machine. */
  meetingDue: { form: MeetingForm; heldAt: Instant } | null;
  outcome: ProblemOutcome | null;
}

export type ProblemCore = { phase: 'unlaunched' } | LaunchedProblem;

export type ProblemEvent =
  | ({
      type: 'problemLaunched';
      at: Instant;
      problemId: string;
      class: ProblemClass;
      recurrenceOf: string | null;
      /** Where it begins, and why not at the level of its category. */
      level: Level;
      why: RaiseReason | null;
    } & Omit<ProblemLaunch, 'type' | 'processId' | 'parentId' | 'class' | 'recurrenceOf'>)
  | { type: 'problemResearched'; opinionText: string }
  | { type: 'problemDispatched'; at: Instant; handler: Handler; reasonText: string | null }
  | { type: 'contactMade'; at: Instant; noteText: string }
  | { type: 'problemReclassified'; category: string; class: ProblemClass; reasonText: string }
  | { type: 'levelRaised'; at: Instant; from: Level; to: Level; why: RaiseReason; reasonText: string | null }
  | { type: 'returnAsked'; by: Handler; reason: string; reasonText: string }
  | { type: 'returnAccepted'; isLast: boolean; reasonText: string }
  | { type: 'returnRefused'; reasonText: string }
  | { type: 'extensionAsked'; reasonText: string }
  | { type: 'handlingExtended'; reasonText: string }
  | { type: 'extensionRefused'; reasonText: string }
  | { type: 'departmentsCalled'; departments: string[]; lead: string | null; reasonText: string | null }
  | { type: 'callAnswered'; department: string; isComing: boolean; answerText: string }
  | { type: 'callUnanswered'; department: string }
  | { type: 'leadNamed'; lead: string; reasonText: string }
  | { type: 'departmentOrdered'; department: string; letterText: string }
  | {
      type: 'workReported';
      at: Instant;
      byAccountId: string | null;
      evidenceText: string;
      attachments: string[];
    }
  | { type: 'workVerified'; at: Instant; noteText: string }
  | { type: 'workRejected'; at: Instant; noteText: string }
  | {
      type: 'problemAnswered';
      isSolved: boolean;
      isSatisfied: boolean;
      by: 'resident' | 'call';
      answerText: string | null;
    }
  | { type: 'callBackFailed'; at: Instant; noteText: string }
  | { type: 'problemReopened'; at: Instant }
  | ({ type: 'closingProposed'; reasonText: string; basisText: string } & ProposedClosing)
  | { type: 'closingApproved'; byAccountId: string | null; reasonText: string }
  | { type: 'closingRefused'; reasonText: string }
  | { type: 'closingAnnounced'; at: Instant; how: Exclude<Closing, 'parked'>; by: Level }
  | { type: 'appealLodged'; at: Instant; by: 'resident' | 'office'; reasonText: string }
  | { type: 'appealUpheld'; at: Instant; reasonText: string }
  | { type: 'appealDismissed'; at: Instant; reasonText: string }
  | { type: 'problemParked'; at: Instant; reviewOn: LocalDate }
  | { type: 'parkingEnded'; at: Instant; reasonText: string | null }
  | { type: 'problemOverdue' }
  | { type: 'delayExplained'; explanationText: string }
  | { type: 'meetingCalled'; form: MeetingForm; heldAt: Instant; reasonText: string }
  | { type: 'meetingLaunched'; meetingId: string }
  | { type: 'meetingEnded'; meetingId: string; form: MeetingForm; outcome: MeetingOutcome }
  | { type: 'problemSupervised'; noteText: string }
  | { type: 'appraisalDue'; at: Instant }
  | { type: 'problemAppraised'; stars: number; noteText: string }
  | { type: 'problemClosed'; at: Instant; outcome: ProblemOutcome };

export type ProblemDecision = Decision<ProblemEvent | MachineryEvent>;
export type ProblemEvents = (ProblemEvent | MachineryEvent)[];
export type ProblemCommandOf<T extends ProblemCommand['type']> = Extract<ProblemCommand, { type: T }>;
