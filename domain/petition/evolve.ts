// Folds the events of a petition into its state.
import { assertNever } from '../assert-never';
import type { Instant } from '../calendar/types';
import type { LaunchedPetition, PetitionCore, PetitionEvent } from './state';

export function evolvePetition(core: PetitionCore, event: PetitionEvent): PetitionCore {
  if (event.type === 'petitionLaunched') {
    const { type: _type, at, ...launched } = event;
    return {
      ...launched,
      ...{ phase: 'preparing', phaseSince: at, roll: null, isCollectionOver: false },
      ...{ countedFor: null, signed: null, outcome: null },
    };
  }
  if (core.phase === 'unlaunched') return core;
  switch (event.type) {
    case 'collectionOpened':
      return { ...enter(core, 'collecting', event.at), roll: event.roll };
    case 'thresholdReached':
      return { ...enter(core, 'verifying', event.at), signed: event.signed, countedFor: null };
    case 'collectionOver':
      // While the street checks, it goes on checking; else the machine counts.
      return core.phase === 'collecting'
        ? { ...enter(core, 'counting', event.at), isCollectionOver: true, countedFor: 'close' }
        : { ...core, isCollectionOver: true };
    case 'signaturesConfirmed':
      return { ...enter(core, 'counting', event.at), countedFor: 'verdict' };
    case 'collectionResumed':
      return { ...enter(core, 'collecting', event.at), signed: event.signed, countedFor: null };
    case 'petitionAccepted':
      return { ...closed(core, 'accepted', event.at), signed: event.signed };
    case 'petitionLapsed':
      return { ...closed(core, 'lapsed', event.at), signed: event.signed };
    case 'petitionRefused':
      return closed(core, 'refused', event.at);
    case 'petitionWithdrawn':
      return closed(core, 'withdrawn', event.at);
    default:
      return assertNever(event);
  }
}

const enter = (core: LaunchedPetition, phase: LaunchedPetition['phase'], at: Instant): LaunchedPetition => ({
  ...core,
  phase,
  phaseSince: at,
});

const closed = (core: LaunchedPetition, outcome: LaunchedPetition['outcome'], at: Instant): LaunchedPetition => ({
  ...enter(core, 'closed', at),
  countedFor: null,
  outcome,
});
