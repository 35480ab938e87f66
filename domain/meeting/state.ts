// The state of a meeting and the events that make it: called, held or missed, followed up until its resolutions are carried out.
import type { Instant } from '../calendar/types';
import type { AnyPlace, Audience, Decision, MachineryEvent, Party, Role } from '../process';
import type { MeetingForm, MeetingOutcome } from './forms';
import type { MeetingEngineCommand, MeetingPartyAsked, MeetingPeopleCommand } from './messages';

/** `called`: not yet held, however late. `following`: held; minutes and resolutions are open. */
export type MeetingPhase = 'unlaunched' | 'called' | 'following' | 'closed';

/** Who calls it and answers for it: an office, with the path of its place. */
export interface Convenor {
  role: Role;
  placePath: string;
}

/** Somebody who is called, addressed. */
export interface MeetingParty {
  key: string;
  party: Party;
  isRequired: boolean;
}

export interface MeetingLaunch {
  type: 'launch';
  processId: string;
  place: AnyPlace;
  /** The process that hears how it ended. */
  parentId: string | null;
  form: MeetingForm;
  /** When it is to be held. */
  heldAt: Instant;
  convenor: Convenor;
  /** None: those that the policy gives this form. */
  parties?: MeetingPartyAsked[] | undefined;
  topicCodes: string[];
  topicText?: string | null | undefined;
  /** Of the process that calls it, where that is not for everybody at its place. */
  audience?: Audience | undefined;
}

export type MeetingCommand = MeetingLaunch | MeetingPeopleCommand | MeetingEngineCommand;

/** Keys of parties. */
export interface Attendance {
  present: string[];
  excused: string[];
  absent: string[];
}

export interface Resolution {
  resolutionId: string;
  party: Party;
  contentText: string;
  /** A building meeting or council wants it in the owners' covenant; it takes effect there only by an owners' vote (docs/covenant.md). */
  isForCovenant: boolean;
  since: Instant;
  status: 'open' | 'reported' | 'confirmed' | 'dropped';
  /** The account that said it is carried out. */
  reportedBy: string | null;
}

export interface LaunchedMeeting {
  phase: Exclude<MeetingPhase, 'unlaunched'>;
  phaseSince: Instant;
  meetingId: string;
  place: AnyPlace;
  parentId: string | null;
  form: MeetingForm;
  heldAt: Instant;
  convenor: Convenor;
  parties: MeetingParty[];
  topicCodes: string[];
  topicText: string | null;
  /** Null: everybody with a role at its place may see it. */
  audience: Audience | null;
  /** The figures it was called with, frozen (store/meetings); null: not written yet, or a form without. */
  pack: { sha256: string; madeAt: Instant } | null;
  /** Its instant has come. */
  hasBegun: boolean;
  /** When it was found that nobody held it; null: not, or called anew since. */
  missedAt: Instant | null;
  isExplained: boolean;
  postponements: number;
  /** The last that was recorded: a meeting without its required parties may have been opened in vain. */
  attendance: Attendance | null;
  minutes: { at: Instant; isAgreed: boolean | null } | null;
  resolutions: Resolution[];
  outcome: MeetingOutcome | null;
}

export type MeetingCore = { phase: 'unlaunched' } | LaunchedMeeting;

export type MeetingEvent =
  | ({
      type: 'meetingLaunched';
      at: Instant;
      meetingId: string;
      parties: MeetingParty[];
      topicText: string | null;
      audience: Audience | null;
    } & Omit<MeetingLaunch, 'type' | 'processId' | 'parties' | 'topicText' | 'audience'>)
  | { type: 'packWritten'; sha256: string; madeAt: Instant }
  | { type: 'partiesInvited'; parties: MeetingParty[] }
  | { type: 'meetingPostponed'; at: Instant; heldAt: Instant; reasonText: string }
  | { type: 'meetingBegan'; at: Instant }
  | { type: 'meetingMissed'; at: Instant }
  | { type: 'missedMeetingExplained'; reasonText: string }
  | ({ type: 'attendanceRecorded'; at: Instant; isHeld: boolean } & Attendance)
  | { type: 'minutesRecorded'; at: Instant; minutesText: string; isAgreed: boolean | null }
  | {
      type: 'resolutionAdded';
      at: Instant;
      resolutionId: string;
      party: Party;
      contentText: string;
      isForCovenant: boolean;
    }
  | { type: 'resolutionReported'; resolutionId: string; evidenceText: string; accountId: string }
  | { type: 'resolutionReturned'; resolutionId: string; reasonText: string }
  | { type: 'resolutionConfirmed'; resolutionId: string }
  | { type: 'resolutionDropped'; resolutionId: string; reasonText: string }
  | { type: 'meetingClosed'; at: Instant; outcome: Exclude<MeetingOutcome, 'stopped'>; reasonText: string | null }
  | { type: 'meetingStopped'; at: Instant; reasonText: string; basisText: string };

export type MeetingDecision = Decision<MeetingEvent | MachineryEvent>;
export type MeetingEvents = (MeetingEvent | MachineryEvent)[];
export type MeetingCommandOf<T extends MeetingCommand['type']> = Extract<MeetingCommand, { type: T }>;
