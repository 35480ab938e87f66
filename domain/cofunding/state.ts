// The state of a co-funded micro-project (微项目共筹) and the events that make it. Who pledged and who paid is not here: those are rows.
import type { Instant, LocalDate } from '../calendar/types';
import type { HeldVote } from '../child-vote';
import type { MeetingForm, MeetingOutcome } from '../meeting/forms';
import type { Objection } from '../objections';
import type { FrozenRoll } from '../owners-vote/messages';
import type { VoteOutcome } from '../owners-vote/state';
import type { Decision, MachineryEvent, ProcessPlace } from '../process';
import type {
  CofundingEngineCommand,
  CofundingPeopleCommand,
  PlanInput,
  Pledged,
  PreparedShares,
  Received,
} from './messages';
import type { Deliberation, Finding, ProjectClass } from './words';

/**
 * `handingOn`: it is somebody's duty, and the machine launches the problem that it becomes. `reviewing`: the party organisation reviews
 * the plan before it takes effect. `granting`: the street reviews the public money, then shows it. `preparing`: the machine freezes the
 * roll and works the shares out. `deciding`: too little was pledged. `bridging`: too little was paid. `varying`: the works cost more than
 * was decided. `settling`: grants are claimed and the surplus goes back. `refunding`: given up, and all money goes back.
 */
export type CofundingPhase =
  | 'unlaunched'
  | 'proposed'
  | 'handingOn'
  | 'deliberating'
  | 'classifying'
  | 'reviewing'
  | 'voting'
  | 'granting'
  | 'preparing'
  | 'pledging'
  | 'countingPledges'
  | 'deciding'
  | 'collecting'
  | 'countingReceipts'
  | 'bridging'
  | 'contracting'
  | 'working'
  | 'varying'
  | 'accepting'
  | 'publishing'
  | 'settling'
  | 'refunding'
  | 'closed';

/** `lapsed`: too little was pledged, and nobody has paid anything. `refunded`: given up after money had come in; all of it went back. */
export type CofundingOutcome =
  'completed' | 'lapsed' | 'shelved' | 'refused' | 'rejected' | 'becameProblem' | 'refunded';

/** A plan as it was settled; a new version follows whenever scope, cost or sources change. */
export interface Plan extends PlanInput {
  version: number;
}

export interface CofundingLaunch {
  type: 'launch';
  processId: string;
  place: ProcessPlace;
  parentId: string | null;
  titleText: string;
  needText: string;
}

export type CofundingCommand = CofundingLaunch | CofundingPeopleCommand | CofundingEngineCommand;

export interface HeldMeeting {
  /** Null until the machine has launched it. */
  meetingId: string | null;
  form: Deliberation;
  heldAt: Instant;
  convenorRole: 'communitySecretary' | 'streetOfficer';
  outcome: MeetingOutcome | null;
}

export interface Quote {
  quoteId: string;
  bidder: string;
  amountFen: number;
  isRelated: boolean;
}

export interface Milestone {
  milestoneId: string;
  amountFen: number;
  dueOn: LocalDate;
  isReached: boolean;
}

export interface Payment {
  paymentId: string;
  milestoneId: string;
  amountFen: number;
  payeeText: string;
  requestedBy: string;
  /** Accounts; two are enough. */
  approvedBy: string[];
  status: 'requested' | 'approved' | 'posted' | 'refused';
}

export interface Contract {
  quoteId: string;
  bidder: string;
  amountFen: number;
  milestones: Milestone[];
  /** Added by variations so far. */
  addedFen: number;
}

export interface Variation {
  milestoneId: string;
  amountFen: number;
  /** What all works cost with it, those of earlier contracts included. */
  totalFen: number;
}

/** What has been asked of owners together on this project, and what came of it. */
export interface CofundingAttempt extends HeldVote<VoteOutcome> {
  /** Before a court; in force all the same. */
  isContested: boolean;
}

export interface LaunchedCofunding {
  phase: Exclude<CofundingPhase, 'unlaunched'>;
  phaseSince: Instant;
  projectId: string;
  place: ProcessPlace;
  parentId: string | null;
  titleText: string;
  needText: string;
  proposedBy: string;
  /** The problem that it becomes: its category, and whether the firm's desk has it. */
  handedOn: { category: string; isFirms: boolean } | null;
  meetings: HeldMeeting[];
  plan: Plan | null;
  projectClass: ProjectClass | null;
  isReviewed: boolean;
  attempts: CofundingAttempt[];
  /** The version on which the owners have agreed; 0: none, or their decision was revoked. */
  agreedVersion: number;
  /** Public money of other projects here within the time of the policy; null: not yet looked up. */
  splitting: { otherFen: number; processIds: string[] } | null;
  /** Null: not decided for this version. */
  grantedFen: number | null;
  objections: Objection[];
  isNoticeOver: boolean;
  /** The accounts of the finished works are on the public page and on the board. */
  isShown: boolean;
  roll: FrozenRoll | null;
  shares: PreparedShares | null;
  pledgeExtensions: number;
  pledged: Pledged | null;
  collectExtensions: number;
  received: Received | null;
  /** By source of the plan: what fills the gap that households have left. */
  bridgedFen: Record<string, number>;
  /** The time to decide about the gap is over: what is counted now is enough, or all of it goes back. */
  isLastCount: boolean;
  quotes: Quote[];
  contract: Contract | null;
  payments: Payment[];
  spentFen: number;
  variation: Variation | null;
  /** The most that works with a variation may cost, as agreed; 0: none was agreed to. */
  agreedFen: number;
  /** Who let whom look at the works: recorded by the one, confirmed by the other. */
  acceptance: { recordedBy: string; representativeIds: string[] } | null;
  rectifications: number;
  /** Sources due after acceptance that still wait for their money. */
  claims: string[];
  refunds: { payers: number; totalFen: number; isPaid: boolean; heldFen: number; held: number } | null;
  isGivenUp: boolean;
  outcome: CofundingOutcome | null;
}

export type CofundingCore = { phase: 'unlaunched' } | LaunchedCofunding;

export type CofundingEvent =
  | ({ type: 'projectProposed'; at: Instant; projectId: string; proposedBy: string } & Omit<
      CofundingLaunch,
      'type' | 'processId'
    >)
  | { type: 'proposalScreened'; at: Instant; finding: Finding; category: string | null; reasonText: string }
  | { type: 'deliberationCalled'; form: Deliberation; heldAt: Instant; convenorRole: HeldMeeting['convenorRole'] }
  | { type: 'deliberationLaunched'; meetingId: string }
  | { type: 'deliberationEnded'; meetingId: string; form: MeetingForm; outcome: MeetingOutcome }
  | { type: 'planSettled'; at: Instant; plan: Plan }
  | { type: 'classConfirmed'; at: Instant; projectClass: ProjectClass; reasonText: string }
  | { type: 'partyReviewed'; at: Instant; isApproved: boolean; opinionText: string }
  | { type: 'decisionDue'; at: Instant; next: 'reviewing' | 'voting' | 'granting' | 'preparing' | 'deliberating' }
  | { type: 'voteLaunched'; voteId: string }
  | { type: 'assemblyHeld'; voteId: string }
  | { type: 'voteDecided'; at: Instant; voteId: string; outcome: VoteOutcome }
  | { type: 'voteContestNoted'; voteId: string; isContested: boolean }
  | { type: 'voteRevoked'; at: Instant; voteId: string; isBasis: boolean }
  | { type: 'splittingChecked'; otherFen: number; processIds: string[] }
  | { type: 'grantDecided'; at: Instant; amountFen: number; closesAt: Instant; reasonText: string }
  /** `amountFen`: what the street would grant; null: nothing. */
  | { type: 'grantRefused'; at: Instant; amountFen: number | null; reasonText: string }
  | { type: 'objectionRaised'; at: Instant; objectionId: string; reasonText: string }
  | { type: 'objectionAnswered'; at: Instant; objectionId: string; isUpheld: boolean; reasonText: string }
  | { type: 'noticeOver' }
  | {
      type: 'pledgingOpened';
      at: Instant;
      version: number;
      roll: FrozenRoll;
      shares: PreparedShares;
      closesAt: Instant;
      targetFen: number;
      bar: { num: number; den: number };
      capFen: number;
      rule: string;
    }
  | { type: 'pledgeTargetReached'; at: Instant; pledged: Pledged }
  | { type: 'pledgingExtended'; at: Instant; closesAt: Instant; reasonText: string }
  | { type: 'pledgingOver'; at: Instant }
  | { type: 'pledgingResumed'; at: Instant }
  | { type: 'pledgesMissed'; at: Instant; pledged: Pledged }
  | { type: 'rescopingDue'; at: Instant; reasonText: string }
  | { type: 'collectingOpened'; at: Instant; version: number; pledged: Pledged | null; closesAt: Instant }
  | { type: 'collectingExtended'; at: Instant; closesAt: Instant; reasonText: string }
  /** `isLast`: the time to decide about a gap is over, and what has come in is counted once more. */
  | { type: 'collectingOver'; at: Instant; isLast?: true }
  | { type: 'collectingResumed'; at: Instant; received: Received }
  | { type: 'receiptsMissed'; at: Instant; received: Received }
  | { type: 'shortfallBridged'; sourceId: string; amountFen: number; reasonText: string }
  | { type: 'contractingBegan'; at: Instant; received: Received }
  | { type: 'quoteAdded'; quote: Quote; documentHash: string; relationText: string | null }
  | { type: 'quoteWithdrawn'; quoteId: string; reasonText: string }
  | {
      type: 'contractSigned';
      at: Instant;
      contract: Contract;
      documentHash: string;
      reasonText: string;
      fewQuotesText: string | null;
    }
  | { type: 'milestoneReached'; at: Instant; milestoneId: string; evidenceText: string; attachments: string[] }
  | { type: 'paymentRequested'; payment: Payment; invoiceHash: string }
  | { type: 'paymentApproved'; paymentId: string; accountId: string; isFinal: boolean }
  | { type: 'paymentRefused'; paymentId: string; reasonText: string }
  | { type: 'paymentPosted'; paymentId: string; transactionId: string }
  | { type: 'paymentFailed'; paymentId: string; code: string }
  | { type: 'variationProposed'; at: Instant; variation: Variation; reasonText: string; isBeyondLimit: boolean }
  | { type: 'variationDecided'; at: Instant; isApproved: boolean; reasonText: string | null }
  | { type: 'contractorQuit'; at: Instant; reasonText: string }
  | { type: 'worksFinished'; at: Instant; evidenceText: string; attachments: string[] }
  | { type: 'acceptanceRecorded'; recordedBy: string; representativeIds: string[]; minutesText: string }
  | { type: 'rectificationDue'; at: Instant; reasonText: string }
  | { type: 'worksAccepted'; at: Instant; reasonText: string }
  | { type: 'accountsPublished'; at: Instant; boardPhoto: string; noteText: string; closesAt: Instant }
  | { type: 'settlingBegan'; at: Instant; claims: string[] }
  | { type: 'sourceReceived'; sourceId: string; amountFen: number }
  | { type: 'claimRefused'; sourceId: string; reasonText: string }
  | { type: 'refundsListed'; payers: number; totalFen: number }
  | { type: 'refundsPaid'; paidFen: number; heldFen: number; held: number }
  | { type: 'heldRefundsDisposed'; basisText: string; reasonText: string }
  | { type: 'projectGivenUp'; at: Instant; reasonText: string | null }
  | { type: 'projectClosed'; at: Instant; outcome: CofundingOutcome; reasonText: string | null };

export type CofundingDecision = Decision<CofundingEvent | MachineryEvent>;
export type CofundingEvents = (CofundingEvent | MachineryEvent)[];
export type CofundingCommandOf<T extends CofundingCommand['type']> = Extract<CofundingCommand, { type: T }>;
