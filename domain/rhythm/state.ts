// The state of a rhythm and the events that make it: which meetings a community or street holds by itself, and what became of them.
import type { Instant } from '../calendar/types';
import type { MeetingOutcome, RhythmForm } from '../meeting/forms';
import type { Convenor } from '../meeting/state';
import type { AreaPlace, Decision, MachineryEvent } from '../process';
import type { RhythmEngineCommand, RhythmPeopleCommand } from './messages';
import type { Round } from './schedule';

export type RhythmPhase = 'unlaunched' | 'running' | 'closed';

export interface RhythmLaunch {
  type: 'launch';
  processId: string;
  place: AreaPlace;
  parentId: string | null;
  forms: RhythmForm[];
}

export type RhythmCommand = RhythmLaunch | RhythmPeopleCommand | RhythmEngineCommand;

/** One of the meetings that the place holds again and again. */
export interface KeptForm {
  /** Null while it is paused. */
  next: Round | null;
  pausedSince: Instant | null;
  /** Rounds so far, by what became of them; `skipped`: the machine was away until the next was due. */
  counts: Record<MeetingOutcome | 'called' | 'skipped', number>;
}

/** A round whose meeting is to be launched (`meetingId` null) or has not ended. */
export interface Call {
  form: RhythmForm;
  round: Round;
  meetingId: string | null;
}

export interface LaunchedRhythm {
  phase: Exclude<RhythmPhase, 'unlaunched'>;
  phaseSince: Instant;
  rhythmId: string;
  place: AreaPlace;
  parentId: string | null;
  convenor: Convenor;
  forms: Partial<Record<RhythmForm, KeptForm>>;
  calls: Call[];
  outcome: 'ended' | null;
}

export type RhythmCore = { phase: 'unlaunched' } | LaunchedRhythm;

export type RhythmEvent =
  | {
      type: 'rhythmLaunched';
      at: Instant;
      rhythmId: string;
      place: AreaPlace;
      parentId: string | null;
      convenor: Convenor;
    }
  | { type: 'roundPlanned'; form: RhythmForm; round: Round }
  | { type: 'roundSkipped'; form: RhythmForm; round: Round }
  /** `isLate`: at another instant than planned, since the machine was away. */
  | { type: 'roundCalled'; form: RhythmForm; round: Round; isLate: boolean }
  | { type: 'meetingCalled'; form: RhythmForm; no: number; meetingId: string }
  | { type: 'meetingEnded'; form: RhythmForm; meetingId: string; outcome: MeetingOutcome }
  | { type: 'formPaused'; at: Instant; form: RhythmForm; reasonText: string }
  | { type: 'formResumed'; form: RhythmForm; reasonText: string }
  | { type: 'rhythmEnded'; at: Instant; reasonText: string; basisText: string };

export type RhythmDecision = Decision<RhythmEvent | MachineryEvent>;
export type RhythmEvents = (RhythmEvent | MachineryEvent)[];
export type RhythmCommandOf<T extends RhythmCommand['type']> = Extract<RhythmCommand, { type: T }>;
