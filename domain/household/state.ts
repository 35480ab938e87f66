// The state of the visits to one household (三色随访) and the events that make it. What was found there is never in here: notes and reasons
// are hashes of sealed texts, and the household's record (一户一册) is a table of its own.
import type { Instant } from '../calendar/types';
import type { Decision, MachineryEvent, ProcessPlace } from '../process';
import type { HouseholdPeopleCommand, HouseholdTimeCommand, VisitClass, VisitKind } from './messages';

/** `due`: the round waits for its visit. `visited`: it has had it, and the next round has not begun. */
export type HouseholdPhase = 'unlaunched' | 'due' | 'visited' | 'closed';

export interface HouseholdLaunch {
  type: 'launch';
  processId: string;
  place: ProcessPlace;
  unitId: string;
  class: VisitClass;
  reasonText: string;
  parentId: string | null;
}

export type HouseholdCommand = HouseholdLaunch | HouseholdPeopleCommand | HouseholdTimeCommand;

/** One period in which one visit is due. `dueAt` is exclusive. */
export interface Round {
  /** Counted from the launch, through every class. */
  no: number;
  since: Instant;
  dueAt: Instant;
  /** The schedule: this is its `step`-th round since `anchor` (schedule.ts). */
  anchor: Instant;
  step: number;
}

/** What the community owes the household beside the round: a missed visit made up for (`makeUp`), or somebody seen at last (`see`). */
export type Need = 'makeUp' | 'see';

export interface LaunchedHousehold {
  phase: Exclude<HouseholdPhase, 'unlaunched'>;
  phaseSince: Instant;
  householdId: string;
  place: ProcessPlace;
  unitId: string;
  class: VisitClass;
  /** Why it has this class. */
  reasonText: string;
  round: Round;
  /** The grid worker who has this household; null: any of the place. */
  visitorId: string | null;
  need: { kind: Need; since: Instant } | null;
  /** Rounds in a row, up to the last that ended, in which nobody of the household was met. */
  unseenInRow: number;
  lastSeenAt: Instant | null;
  outcome: 'ended' | null;
}

export type HouseholdCore = { phase: 'unlaunched' } | LaunchedHousehold;

export type HouseholdEvent =
  | ({ type: 'householdTaken'; at: Instant; householdId: string } & Omit<HouseholdLaunch, 'type' | 'processId'>)
  | { type: 'roundBegan'; round: Round; class: VisitClass }
  | {
      type: 'visitRecorded';
      round: number;
      class: VisitClass;
      visitedAt: Instant;
      kind: VisitKind;
      noteText: string;
      at: Instant;
    }
  /** After the round's own visit, because somebody had to be seen. */
  | {
      type: 'householdSeen';
      round: number;
      class: VisitClass;
      visitedAt: Instant;
      kind: Exclude<VisitKind, 'notMet'>;
      noteText: string;
    }
  | { type: 'visitMissed'; round: number; class: VisitClass; dueAt: Instant }
  | { type: 'needArose'; kind: Need; since: Instant }
  /** `round` is the one that runs, on the schedule of its new class. */
  | { type: 'reclassified'; from: VisitClass; to: VisitClass; reasonText: string; round: Round }
  | { type: 'visitorAssigned'; accountId: string | null }
  | { type: 'visitsEnded'; at: Instant; reasonText: string };

export type HouseholdDecision = Decision<HouseholdEvent | MachineryEvent>;
export type HouseholdEvents = (HouseholdEvent | MachineryEvent)[];
export type HouseholdCommandOf<T extends HouseholdCommand['type']> = Extract<HouseholdCommand, { type: T }>;
