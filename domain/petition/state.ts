// The state of a petition (业主联名) and the events that make it. Who signed is not here: signatures are rows.
import type { Instant } from '../calendar/types';
import type { FrozenRoll } from '../owners-vote/messages';
import type { Decision, MachineryEvent, ProcessPlace } from '../process';
import type { PetitionEngineCommand, PetitionPeopleCommand, Purpose, Signed } from './messages';

/**
 * `preparing`: the machine freezes the roll. `collecting`: owners sign. `counting`: the machine counts what stands. `verifying`: the street
 * checks the signatures.
 */
export type PetitionPhase = 'unlaunched' | 'preparing' | 'collecting' | 'counting' | 'verifying' | 'closed';

/** `lapsed`: too few signed in time. */
export type PetitionOutcome = 'accepted' | 'refused' | 'lapsed' | 'withdrawn';

export interface PetitionLaunch {
  type: 'launch';
  processId: string;
  place: ProcessPlace;
  purpose: Purpose;
  /** Owners who are members of the committee; for a recall only. */
  memberIds: string[];
  requestText: string;
  /** The watch on the committee's term, which hears an accepted demand. */
  parentId: string | null;
}

export type PetitionCommand = PetitionLaunch | PetitionPeopleCommand | PetitionEngineCommand;

export interface LaunchedPetition {
  phase: Exclude<PetitionPhase, 'unlaunched'>;
  phaseSince: Instant;
  petitionId: string;
  place: ProcessPlace;
  purpose: Purpose;
  memberIds: string[];
  requestText: string;
  parentId: string | null;
  /** The account that launched it, which alone may take it back. */
  launchedBy: string;
  roll: FrozenRoll | null;
  /** The time to sign has run out. */
  isCollectionOver: boolean;
  /** Why the machine counts: the time to sign is over, or the street has checked. */
  countedFor: 'close' | 'verdict' | null;
  /** As last counted; the rows may be ahead of it. */
  signed: Signed | null;
  outcome: PetitionOutcome | null;
}

export type PetitionCore = { phase: 'unlaunched' } | LaunchedPetition;

export type PetitionEvent =
  | ({ type: 'petitionLaunched'; at: Instant; petitionId: string; launchedBy: string } & Omit<
      PetitionLaunch,
      'type' | 'processId'
    >)
  | { type: 'collectionOpened'; at: Instant; roll: FrozenRoll; closesAt: Instant }
  | { type: 'thresholdReached'; at: Instant; signed: Signed }
  | { type: 'collectionOver'; at: Instant }
  | { type: 'signaturesConfirmed'; at: Instant; defectiveIds: string[]; reasonText: string | null }
  | { type: 'collectionResumed'; at: Instant; signed: Signed }
  | { type: 'petitionAccepted'; at: Instant; signed: Signed }
  | { type: 'petitionRefused'; at: Instant; reasonText: string }
  | { type: 'petitionLapsed'; at: Instant; signed: Signed }
  | { type: 'petitionWithdrawn'; at: Instant; reasonText: string };

export type PetitionDecision = Decision<PetitionEvent | MachineryEvent>;
export type PetitionEvents = (PetitionEvent | MachineryEvent)[];
export type PetitionCommandOf<T extends PetitionCommand['type']> = Extract<PetitionCommand, { type: T }>;
