// The state of an owners' vote and the events that make it. Sections are null until the vote has got that far.
import type { Instant } from '../calendar/types';
import type { ProcessPlace, Role } from '../process';
import type { AgendaItem, ProofSheet, VoteTotals } from './count-types';
import type { HeldLock } from '../locks';
import type { Objection } from '../objections';
import type { ContestGround, FrozenRoll, Revoker, VoteEngineCommand, VotePeopleCommand, VoteScope } from './messages';

export type VotePhase =
  | 'unlaunched'
  | 'drafted'
  | 'freezingRoll'
  | 'rollPublished'
  | 'noticed'
  | 'open'
  | 'counting'
  | 'tallying'
  | 'signing'
  | 'resultPublished'
  | 'certified'
  | 'closed';

/** How the vote ended. `inquorate`: too few took part in every item; `mixed`: the items ended differently. */
export type VoteOutcome = 'passed' | 'rejected' | 'inquorate' | 'partial' | 'mixed' | 'voided';

/** Who convenes: the role that the law gives it to in this case, at the place from which it acts. */
export interface Convenor {
  role: Role;
  placePath: string;
}

export interface VoteLaunch {
  type: 'launch';
  processId: string;
  place: ProcessPlace;
  scope: VoteScope;
  convenor: Convenor;
  agenda: AgendaItem[];
  /** Regular or extraordinary assembly (临时会议): some places give the latter a shorter notice. */
  meeting: 'regular' | 'extraordinary';
  /** The process that asked for this vote and hears its result. */
  parentId: string | null;
  /** What other open processes forbid at this estate, read in the step of the launch. */
  locks: HeldLock[];
}

export type VoteCommand = VoteLaunch | VotePeopleCommand | VoteEngineCommand;

export interface VoteWindow {
  opensAt: Instant;
  closesAt: Instant;
  extensions: number;
}

export interface LaunchedVote {
  phase: Exclude<VotePhase, 'unlaunched'>;
  voteId: string;
  place: ProcessPlace;
  scope: VoteScope;
  convenor: Convenor;
  agenda: AgendaItem[];
  meeting: VoteLaunch['meeting'];
  parentId: string | null;
  legality: 'unchecked' | 'fit' | 'unfit';
  /** Instant of the last change of phase. */
  phaseSince: Instant;
  roll: FrozenRoll | null;
  rollObjections: Objection[];
  /** Time for objections to the roll has run out. */
  isRollSettled: boolean;
  windowDays: number | null;
  window: VoteWindow | null;
  /** Set when the last tally found paper ballots that came back but are not entered, or whose entries differ. */
  unresolvedPaperCount: number;
  /** Likewise: platforms whose totals differ from ours and nobody has said why, and ballots that their owner denies. */
  unexplainedDifferences: number;
  deniedBallots: number;
  totals: VoteTotals | null;
  proof: ProofSheet | null;
  /** Accounts that count and sign; empty until they are named. */
  counterIds: string[];
  signedBy: string[];
  resultObjections: Objection[];
  isResultObjectionOver: boolean;
  outcome: VoteOutcome | null;
  /** Before a court. The decision stays in force until it is revoked. */
  isContested: boolean;
  contest: { ground: ContestGround; since: Instant } | null;
  /** By whom a certified decision was revoked; its outcome is then `voided`. */
  revoked: { by: Revoker; at: Instant } | null;
}

export type VoteCore = { phase: 'unlaunched' } | LaunchedVote;

export type VoteEvent =
  | ({ type: 'voteLaunched'; at: Instant; voteId: string } & Omit<VoteLaunch, 'type' | 'processId' | 'locks'>)
  | { type: 'legalityChecked'; isFit: boolean; reasonText: string }
  | { type: 'rollFreezeRequested'; at: Instant }
  | { type: 'rollFrozen'; at: Instant; roll: FrozenRoll }
  | { type: 'rollObjectionRaised'; at: Instant; objectionId: string; reasonText: string }
  | { type: 'rollObjectionAnswered'; objectionId: string; isUpheld: boolean; reasonText: string }
  | { type: 'rollSettled' }
  | { type: 'noticePublished'; at: Instant; windowDays: number; noticeText: string }
  | { type: 'noticeRestarted'; at: Instant; reasonText: string }
  | { type: 'votingOpened'; at: Instant; opensAt: Instant; closesAt: Instant }
  | { type: 'windowExtended'; closesAt: Instant; reasonText: string }
  | { type: 'votingClosed'; at: Instant; closedAt: Instant }
  | { type: 'countingFinished'; at: Instant }
  | {
      type: 'countIncomplete';
      at: Instant;
      unresolvedPaperCount: number;
      unexplainedDifferences: number;
      deniedBallots: number;
    }
  | { type: 'votesTallied'; at: Instant; totals: VoteTotals; proof: ProofSheet; outcome: VoteOutcome }
  | { type: 'countersNamed'; counterIds: string[] }
  | { type: 'countSigned'; accountId: string }
  | { type: 'countDisputed'; at: Instant; reasonText: string }
  | { type: 'recountOrdered'; at: Instant; reasonText: string; basisText: string }
  | {
      type: 'lotDrawn';
      itemId: string;
      electedIds: string[];
      reasonText: string;
      proof: ProofSheet;
      outcome: VoteOutcome;
    }
  | { type: 'resultPublished'; at: Instant }
  | { type: 'resultObjectionRaised'; at: Instant; objectionId: string; reasonText: string }
  | {
      type: 'resultObjectionAnswered';
      at: Instant;
      objectionId: string;
      remedy: 'dismissed' | 'recount' | 'void';
      reasonText: string;
    }
  | { type: 'resultObjectionsOver' }
  | { type: 'resultCertified'; at: Instant; outcome: VoteOutcome }
  | { type: 'voteVoided'; at: Instant; reasonText: string }
  | { type: 'voteContested'; at: Instant; ground: ContestGround; reasonText: string }
  | { type: 'contestEnded'; at: Instant; reasonText: string }
  | { type: 'decisionRevoked'; at: Instant; by: Revoker; reasonText: string; basisText: string }
  | { type: 'voteClosed'; at: Instant };
