// The state of a handover and the events that make it: one list of items, three sides that sign it, and a ladder when it is refused.
import type { Instant } from '../calendar/types';
import type { Decision, MachineryEvent, ProcessPlace, Role } from '../process';
import type { FOUND, HandoverEngineCommand, HandoverPeopleCommand, SETTLEMENTS } from './messages';

export const SIDES = ['from', 'to', 'witness'] as const;
export type Side = (typeof SIDES)[number];

/**
 * `handingOver`: items are looked at and the list is signed. `refused`: the side that has the things does not come; the street urges it in
 * writing. `urged`: its last time runs. `ignored`: that is over too. `assisted`: another body has been asked to help. `settling`: signed with
 * items missing or disputed.
 */
export type HandoverPhase =
  'unlaunched' | 'handingOver' | 'refused' | 'urged' | 'ignored' | 'assisted' | 'settling' | 'closed';

/**
 * `complete`: everything there or waived. `withGaps`: items are claimed or before a court. `refused`: never handed over, all help tried,
 * on the record; the platform forces nobody. `stopped`: by order.
 */
export type HandoverOutcome = 'complete' | 'withGaps' | 'refused' | 'stopped';

/** Custody before a vote (移交保管), the new committee's takeover (换届移交), a new firm's (物业交接). */
export type HandoverOccasion = 'custody' | 'takeover' | 'firm';

/** Who may sign for a side: people of these roles here and, where owners are named, only those. */
export interface SidePeople {
  /** Label code: `oldCommittee`, `street`, `newCommittee`, … */
  who: string;
  roles: readonly Role[];
  ownerIds: readonly string[] | null;
  /** Where a department signs: only its own officers. */
  department?: string | undefined;
}

export interface HandoverLaunch {
  type: 'launch';
  processId: string;
  place: ProcessPlace;
  /** The process that hears how it ended. */
  parentId: string | null;
  occasion: HandoverOccasion;
  sides: Record<Side, SidePeople>;
  items: string[];
}

export type HandoverCommand = HandoverLaunch | HandoverPeopleCommand | HandoverEngineCommand;

export type ItemStatus = 'pending' | (typeof FOUND)[number] | (typeof SETTLEMENTS)[number];

export interface HandoverItem {
  item: string;
  status: ItemStatus;
}

export interface LaunchedHandover {
  phase: Exclude<HandoverPhase, 'unlaunched'>;
  phaseSince: Instant;
  handoverId: string;
  place: ProcessPlace;
  parentId: string | null;
  occasion: HandoverOccasion;
  sides: Record<Side, SidePeople>;
  items: HandoverItem[];
  signedBy: { side: Side; accountId: string }[];
  isMeetingHeld: boolean;
  outcome: HandoverOutcome | null;
}

export type HandoverCore = { phase: 'unlaunched' } | LaunchedHandover;

export type HandoverEvent =
  | ({ type: 'handoverLaunched'; at: Instant; handoverId: string } & Omit<HandoverLaunch, 'type' | 'processId'>)
  | { type: 'itemAdded'; item: string; noteText: string }
  | { type: 'itemRecorded'; item: string; status: (typeof FOUND)[number]; noteText: string | null }
  | { type: 'handoverSigned'; side: Side; accountId: string }
  | { type: 'handoverRefused'; at: Instant; reasonText: string | null }
  | { type: 'handoverUrged'; at: Instant; letterText: string }
  | { type: 'urgeIgnored'; at: Instant }
  | { type: 'assistanceRequested'; at: Instant; body: 'police' | 'housingOffice' | 'court'; reasonText: string }
  | { type: 'assistanceRecorded'; at: Instant; hasCome: boolean; resultText: string }
  | { type: 'gapsFound'; at: Instant }
  | { type: 'jointMeetingHeld'; minutesText: string }
  | { type: 'itemSettled'; item: string; how: (typeof SETTLEMENTS)[number]; noteText: string }
  | { type: 'handoverClosed'; at: Instant; outcome: HandoverOutcome }
  | { type: 'handoverStopped'; at: Instant; reasonText: string; basisText: string };

export type HandoverDecision = Decision<HandoverEvent | MachineryEvent>;
export type HandoverEvents = (HandoverEvent | MachineryEvent)[];
export type HandoverCommandOf<T extends HandoverCommand['type']> = Extract<HandoverCommand, { type: T }>;
