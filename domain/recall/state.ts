// The state of a recall (罢免业主委员会委员) and the events that make it.
import type { Instant } from '../calendar/types';
import type { HeldVote } from '../child-vote';
import type { VoteOutcome } from '../owners-vote/state';
import type { Decision, MachineryEvent, ProcessPlace } from '../process';
import type { GroundCode, Proposer, RecallEngineCommand, RecallPeopleCommand } from './messages';

/** `defence`: each member may answer. `voting`: the owners decide on each member. */
export type RecallPhase = 'unlaunched' | 'defence' | 'voting' | 'closed';

/** `failed`: too few took part in every attempt, so that nothing was decided; `stopped`: by order. */
export type RecallOutcome = 'recalled' | 'partlyRecalled' | 'kept' | 'failed' | 'stopped';

export interface RecallLaunch {
  type: 'launch';
  processId: string;
  place: ProcessPlace;
  proposedBy: Proposer;
  /** The owners' accepted petition; with `proposedBy` petition only. */
  petitionId: string | null;
  memberIds: string[];
  groundCodes: GroundCode[];
  groundText: string;
  /** The watch on the committee's term, which suspends and removes the members. */
  parentId: string | null;
}

export type RecallCommand = RecallLaunch | RecallPeopleCommand | RecallEngineCommand;

export interface RecalledMember {
  memberId: string;
  defence: 'awaited' | 'given' | 'lapsed';
  defenceText: string | null;
  /** Null until the owners have decided; stays so when too few ever took part. */
  verdict: 'recalled' | 'kept' | null;
}

export interface LaunchedRecall {
  phase: Exclude<RecallPhase, 'unlaunched'>;
  phaseSince: Instant;
  recallId: string;
  place: ProcessPlace;
  proposedBy: Proposer;
  petitionId: string | null;
  groundCodes: GroundCode[];
  groundText: string;
  parentId: string | null;
  /** The place suspends members until the vote (北京 46, 青岛 40). */
  isSuspending: boolean;
  members: RecalledMember[];
  attempts: HeldVote<VoteOutcome>[];
  outcome: RecallOutcome | null;
}

export type RecallCore = { phase: 'unlaunched' } | LaunchedRecall;

export type RecallEvent =
  | ({ type: 'recallLaunched'; at: Instant; recallId: string; isSuspending: boolean } & Omit<
      RecallLaunch,
      'type' | 'processId'
    >)
  | { type: 'defenceGiven'; memberId: string; defenceText: string }
  | { type: 'defenceLapsed'; memberId: string }
  | { type: 'voteDue'; at: Instant }
  | { type: 'voteLaunched'; voteId: string }
  | { type: 'assemblyHeld'; voteId: string }
  | {
      type: 'membersDecided';
      at: Instant;
      voteId: string;
      outcome: VoteOutcome;
      recalledIds: string[];
      keptIds: string[];
    }
  | { type: 'recallClosed'; at: Instant; outcome: Exclude<RecallOutcome, 'stopped'> }
  | { type: 'recallStopped'; at: Instant; reasonText: string; basisText: string };

export type RecallDecision = Decision<RecallEvent | MachineryEvent>;
export type RecallEvents = (RecallEvent | MachineryEvent)[];
export type RecallCommandOf<T extends RecallCommand['type']> = Extract<RecallCommand, { type: T }>;
