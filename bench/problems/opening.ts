// A problem that sleeps for days: its street has two working days for the first contact, and nobody is reminded within the bench.
import { policyById } from '../../domain/policy/presets';
import type { ProcessPlace } from '../../domain/process';
import type { Opening } from '../support/open-processes';

export function aProblem(place: ProcessPlace): Opening {
  const policy = policyById('national');
  if (policy === undefined) throw new Error('there is no national policy');
  const who = { desk: null, reporterId: null, complaintOf: null, recurrenceOf: null, isSupervised: false };
  const what = { category: 'parkingPlan', channel: 'hotline', reportText: null } as const;
  const spot = { placeId: place.estateId, spotText: null };
  return { kind: 'problem', place, policy, command: { type: 'launch', ...what, ...who, spot } };
}
