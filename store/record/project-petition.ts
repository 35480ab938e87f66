// The window of a petition as a row, moved by its events in the transaction that stores them; signatures are judged by it.
import type { LaunchedPetition, PetitionEvent } from '../../domain/petition/state';
import type { MachineryEvent, ProcessState } from '../../domain/process';
import { strikeSignatures } from '../petitions/signatures';
import { moveWindow, openWindow } from '../petitions/window';
import type { Tx } from '../transaction';
import type { AnyEvent, OpenProcess } from './append-events';

/** `state` is the state after `event`. */
export async function projectPetition(
  tx: Tx,
  process: OpenProcess,
  state: ProcessState<{ phase: string }>,
  anyEvent: AnyEvent,
): Promise<void> {
  if (state.core.phase === 'unlaunched') return;
  const { petitionId, purpose, isCollectionOver } = state.core as LaunchedPetition;
  const event = anyEvent as unknown as PetitionEvent | MachineryEvent;
  const closesAt = state.clocks['collection']?.dueAt;
  switch (event.type) {
    case 'collectionOpened': {
      const thresholds = process.setting.policy.petition.thresholds[purpose].value;
      return openWindow(tx, { petitionId, rollId: event.roll.rollId, closesAt: event.closesAt, thresholds });
    }
    case 'collectionOver':
      return moveWindow(tx, petitionId, { state: state.core.phase === 'counting' ? 'counting' : 'over' });
    case 'thresholdReached':
      return isCollectionOver ? moveWindow(tx, petitionId, { state: 'over' }) : undefined;
    case 'signaturesConfirmed':
      await moveWindow(tx, petitionId, { state: 'counting' });
      return strikeSignatures(tx, { petitionId, signatureIds: event.defectiveIds, at: event.at });
    case 'collectionResumed':
      return moveWindow(tx, petitionId, { state: 'open', isNewRound: true });
    case 'petitionAccepted':
    case 'petitionRefused':
    case 'petitionLapsed':
    case 'petitionWithdrawn':
      return moveWindow(tx, petitionId, { state: 'closed' });
    case 'suspended':
      return closesAt ? moveWindow(tx, petitionId, { from: 'open', state: 'suspended' }) : undefined;
    case 'resumed':
      return closesAt ? moveWindow(tx, petitionId, { from: 'suspended', state: 'open', closesAt }) : undefined;
    case 'calendarRevised':
      return closesAt ? moveWindow(tx, petitionId, { closesAt }) : undefined;
    default:
      return undefined;
  }
}
