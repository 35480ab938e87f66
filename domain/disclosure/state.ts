// The state of a disclosure (阳光财务) and the events that make it: the estate's statements that are at work, and all that were published.
// Figures are rows (store/disclosure); here they are a hash.
import type { Instant } from '../calendar/types';
import type { Objection } from '../objections';
import type { Decision, MachineryEvent, ProcessPlace } from '../process';
import type { Body } from './bodies';
import type { DisclosureEngineCommand, DisclosurePeopleCommand } from './messages';
import type { Period } from './periods';

export type DisclosurePhase = 'unlaunched' | 'running' | 'closed';

/**
 * `drafting`: somebody has to ask for the figures. `freezing`: the machine freezes them. `posting`: online already, not yet on the board.
 * `displayed`: in both places. `answering`: shown long enough, objections open.
 */
export type Stage = 'drafting' | 'freezing' | 'reviewing' | 'signing' | 'posting' | 'displayed' | 'answering';

export interface DisclosureLaunch {
  type: 'launch';
  processId: string;
  place: ProcessPlace;
  parentId: string | null;
  /** Who drafts here. */
  body: Body;
}

export type DisclosureCommand = DisclosureLaunch | DisclosurePeopleCommand | DisclosureEngineCommand;

/** The statement of one period while anything about it is open. */
export interface Statement {
  period: Period;
  stage: Stage;
  since: Instant;
  /** Of the draft at work, counted from 1; a draft that was sent back and one that is corrected get the next. */
  version: number;
  /** Who may draft: the estate's own body, and each office that came in after a silence. The last one has the duty. */
  bodies: Body[];
  draftedBy: string | null;
  reviewedBy: string | null;
  /** Of the frozen draft; null: none yet. */
  sha256: string | null;
  objections: Objection[];
}

/** A version that everybody could read; one that was corrected stays. */
export interface Publication {
  period: Period;
  version: number;
  sha256: string;
  publishedAt: Instant;
  /** When the photo of the board was handed in. */
  boardAt: Instant | null;
  /** When it had been shown and answered for; null: not yet, or a newer version was. */
  closedAt: Instant | null;
  raised: number;
  upheld: number;
}

export interface LaunchedDisclosure {
  phase: Exclude<DisclosurePhase, 'unlaunched'>;
  phaseSince: Instant;
  disclosureId: string;
  place: ProcessPlace;
  parentId: string | null;
  body: Body;
  /** The period that is running; it is opened when it has ended. */
  running: Period;
  statements: Statement[];
  publications: Publication[];
  outcome: 'ended' | null;
}

export type DisclosureCore = { phase: 'unlaunched' } | LaunchedDisclosure;

export type DisclosureEvent =
  | {
      type: 'disclosureLaunched';
      at: Instant;
      disclosureId: string;
      place: ProcessPlace;
      parentId: string | null;
      body: Body;
      period: Period;
    }
  /** The period has ended: its statement is due. `next` is the one that runs now. */
  | { type: 'periodOpened'; at: Instant; period: Period; next: Period }
  /** Whoever had to draft has let the time pass; `next` drafts now. */
  | { type: 'draftingSilent'; at: Instant; no: number; body: Body; next: Body }
  | { type: 'draftAsked'; at: Instant; no: number; accountId: string }
  | { type: 'statementDrafted'; at: Instant; no: number; version: number; sha256: string }
  | { type: 'statementReturned'; at: Instant; no: number; reasonText: string }
  | { type: 'statementReviewed'; at: Instant; no: number; accountId: string; reasonText: string }
  | { type: 'statementPublished'; at: Instant; no: number; version: number; sha256: string; accountId: string }
  | { type: 'boardRecorded'; at: Instant; no: number; photos: string[] }
  | { type: 'displayOver'; at: Instant; no: number }
  | { type: 'objectionRaised'; at: Instant; no: number; objectionId: string; reasonText: string }
  | { type: 'objectionAnswered'; no: number; objectionId: string; isUpheld: boolean; reasonText: string }
  | { type: 'correctionOpened'; at: Instant; no: number; objectionId: string | null; reasonText: string }
  | { type: 'periodClosed'; at: Instant; no: number }
  | { type: 'bodyChanged'; at: Instant; body: Body; reasonText: string }
  | { type: 'disclosureEnded'; at: Instant; reasonText: string; basisText: string };

export type DisclosureDecision = Decision<DisclosureEvent | MachineryEvent>;
export type DisclosureEvents = (DisclosureEvent | MachineryEvent)[];
export type DisclosureCommandOf<T extends DisclosureCommand['type']> = Extract<DisclosureCommand, { type: T }>;
