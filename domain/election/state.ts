// The state of a committee election and the events that make it. Sections are null or empty until the election has got that far.
import type { Instant, LocalDate } from '../calendar/types';
import type { Objection } from '../objections';
import type { VoteOutcome } from '../owners-vote/state';
import type { Decision, MachineryEvent, ProcessPlace } from '../process';
import type { EstateSize } from './seats';
import type { HandoverOutcome } from '../handover/state';
import type { BasisKind, ElectionEngineCommand, ElectionPeopleCommand, GroupMember, Variant } from './messages';

export type ElectionPhase =
  | 'unlaunched'
  | 'groupForming'
  | 'groupNotice'
  | 'nominating'
  | 'shortSlate'
  | 'vetting'
  | 'slateNotice'
  | 'voting'
  | 'retrying'
  | 'seating'
  | 'filing'
  | 'handover'
  | 'closed';

/** `seated`: all seats; `partlySeated`: enough for a committee, seats vacant; `noCommittee`: attempts exhausted; `stopped`: by order. */
export type ElectionOutcome = 'seated' | 'partlySeated' | 'noCommittee' | 'stopped';

/** The estate's size decides whether the small-estate rule for the committee's size applies. */
export interface ElectionLaunch extends EstateSize {
  type: 'launch';
  processId: string;
  place: ProcessPlace;
  variant: Variant;
  trigger: 'termEnding' | 'ownersDemand' | 'streetMotion';
  termEndsOn: LocalDate | null;
  seats: number;
  /** The watch on the committee's term, which hears how the election ends. */
  parentId: string | null;
}

export type ElectionCommand = ElectionLaunch | ElectionPeopleCommand | ElectionEngineCommand;

/** One vetting body's word on one candidate. `silent`: its time ran out, which counts as nothing adverse. */
export interface Opinion {
  body: string;
  stance: 'clear' | 'adverse' | 'silent';
  basisKind: BasisKind | null;
  /** The candidate's defence against an adverse opinion. */
  defence: 'notNeeded' | 'awaited' | 'given' | 'lapsed';
}

export interface Candidate {
  candidateId: string;
  ownerId: string;
  status: 'nominated' | 'admitted' | 'excluded' | 'withdrawn' | 'removed';
  opinions: Opinion[];
  /** Against an exclusion: possible, made, or settled. */
  appeal: 'none' | 'possible' | 'made' | 'settled';
  /** The account that excluded; another one decides the appeal. */
  excludedBy: string | null;
}

export interface ElectionObjection extends Objection {
  about: 'group' | 'candidate';
  candidateId: string | null;
}

/** One owners' vote on this slate. `isHeld`: its window has closed, so the assembly was held, whatever comes of it. */
export interface Attempt {
  voteId: string;
  isHeld: boolean;
  outcome: VoteOutcome | null;
}

/** A handover that this election launched (domain/handover), and how it ended. */
export interface LaunchedHandoverRef {
  handoverId: string;
  outcome: HandoverOutcome | null;
}

/** `due` by the committee, `fallen` to the community after its silence (杭州 37), then commissioned, shown to the owners, done. */
export type AuditState = 'notDue' | 'due' | 'fallen' | 'commissioned' | 'shown' | 'done';

export interface LaunchedElection {
  phase: Exclude<ElectionPhase, 'unlaunched'>;
  phaseSince: Instant;
  electionId: string;
  place: ProcessPlace;
  variant: Variant;
  trigger: ElectionLaunch['trigger'];
  termEndsOn: LocalDate | null;
  parentId: string | null;
  seats: number;
  /** Smallest lawful committee of this estate. */
  legalMin: number;
  /** Fewest elected that still make a committee of `seats`. */
  minSeats: number;
  group: { members: GroupMember[]; leaderId: string } | null;
  /** How often owners were called again because too few were willing to join the group. */
  groupCalls: number;
  /** Whether the drafts of rules and covenant are published, which a first assembly adopts. */
  hasDrafts: boolean;
  /** Seals, books and money before the vote, and the new committee's takeover after it. */
  custody: LaunchedHandoverRef | null;
  takeover: LaunchedHandoverRef | null;
  assemblyExtensions: number;
  candidates: Candidate[];
  nominationExtensions: number;
  objections: ElectionObjection[];
  /** The time to object to what is published now has run out. */
  isNoticeOver: boolean;
  attempts: Attempt[];
  electedIds: string[];
  /** Who follows when a seat falls vacant, in this order. */
  reserveIds: string[];
  offices: { chairId: string; viceChairIds: string[] } | null;
  /** `silent`: the street's time to decide is over, and the district has to act. */
  filing: 'notApplied' | 'applied' | 'silent' | 'returned' | 'refused' | 'granted';
  audit: AuditState;
  outcome: ElectionOutcome | null;
}

export type ElectionCore = { phase: 'unlaunched' } | LaunchedElection;

export type ElectionEvent =
  | ({ type: 'electionLaunched'; at: Instant; electionId: string; legalMin: number; minSeats: number } & Omit<
      ElectionLaunch,
      'type' | 'processId' | keyof EstateSize
    >)
  | { type: 'groupPublished'; at: Instant; members: GroupMember[]; leaderId: string }
  | { type: 'groupFoundShort'; reasonText: string }
  | { type: 'draftsPublished'; rulesText: string; covenantText: string }
  | { type: 'handoverStarted'; occasion: 'custody' | 'takeover'; handoverId: string }
  | { type: 'handoverEnded'; occasion: 'custody' | 'takeover'; handoverId: string; outcome: HandoverOutcome }
  | { type: 'groupConfirmed'; at: Instant }
  | { type: 'groupRejected'; at: Instant }
  | { type: 'assemblyExtended'; reasonText: string }
  | {
      type: 'objectionRaised';
      at: Instant;
      objectionId: string;
      about: 'group' | 'candidate';
      candidateId: string | null;
      reasonText: string;
    }
  | { type: 'objectionAnswered'; objectionId: string; isUpheld: boolean; reasonText: string }
  | { type: 'noticeOver' }
  | { type: 'candidateNominated'; candidateId: string; ownerId: string; nominatedBy: string }
  | { type: 'candidateWithdrawn'; candidateId: string; reasonText: string }
  | { type: 'nominationExtended' }
  | { type: 'slateFoundShort'; at: Instant; admittedCount: number }
  | { type: 'seatsReduced'; seats: number; minSeats: number; reasonText: string }
  | { type: 'nominationReopened'; at: Instant; reasonText: string }
  | { type: 'vettingStarted'; at: Instant; bodies: string[] }
  | {
      type: 'opinionGiven';
      body: string;
      candidateId: string;
      isAdverse: boolean;
      basisKind: BasisKind;
      basisText: string;
      reasonText: string;
    }
  | { type: 'bodyStayedSilent'; body: string }
  | { type: 'opinionAnswered'; body: string; candidateId: string; reasonText: string }
  | { type: 'defenceLapsed'; body: string; candidateId: string }
  | {
      type: 'candidateDecided';
      candidateId: string;
      isAdmitted: boolean;
      basisText: string | null;
      reasonText: string | null;
      /** Who decided; null: nobody had to, there was nothing adverse. */
      accountId: string | null;
    }
  | { type: 'exclusionAppealed'; candidateId: string; reasonText: string }
  | { type: 'appealLapsed'; candidateId: string }
  | { type: 'appealDecided'; candidateId: string; isUpheld: boolean; reasonText: string }
  | { type: 'slatePublished'; at: Instant; candidateIds: string[] }
  | { type: 'candidateRemoved'; candidateId: string }
  | { type: 'voteDue'; at: Instant }
  | { type: 'voteLaunched'; voteId: string }
  | { type: 'assemblyHeld'; at: Instant; voteId: string }
  | { type: 'voteFailed'; at: Instant; voteId: string; outcome: VoteOutcome }
  | {
      type: 'committeeElected';
      at: Instant;
      voteId: string;
      outcome: VoteOutcome;
      electedIds: string[];
      reserveIds: string[];
    }
  | { type: 'firstMeetingHeld'; chairId: string; viceChairIds: string[]; minutesText: string }
  | { type: 'officesPublished'; at: Instant }
  | { type: 'filingApplied'; documentsText: string }
  | { type: 'filingReturned'; reasonText: string }
  | { type: 'filingRefused'; reasonText: string }
  | { type: 'filingStayedSilent' }
  | { type: 'filingOrdered'; reasonText: string }
  | { type: 'filingGranted'; at: Instant; reasonText: string }
  | { type: 'auditDue' }
  | { type: 'auditFellToCommunity' }
  | { type: 'auditCommissioned'; auditorText: string }
  | { type: 'auditPublished'; reportText: string }
  | { type: 'auditNoticeOver' }
  | { type: 'electionClosed'; at: Instant; outcome: ElectionOutcome }
  | { type: 'electionStopped'; at: Instant; reasonText: string; basisText: string };

export type ElectionDecision = Decision<ElectionEvent | MachineryEvent>;
export type ElectionEvents = (ElectionEvent | MachineryEvent)[];
export type ElectionCommandOf<T extends ElectionCommand['type']> = Extract<ElectionCommand, { type: T }>;
