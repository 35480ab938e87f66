// What open elections cost while nothing happens (support/sleepers.ts). `--processes N` (10,000 when absent).
import { randomUUID } from 'node:crypto';
import { policyById } from '../domain/policy/presets';
import type { ProcessPlace } from '../domain/process';
import { numberAfter } from './support/asleep';
import type { Opening } from './support/open-processes';
import { benchSleepers } from './support/sleepers';

const PROCESSES = 10_000;

export const bench = (args: string[]): Promise<void> =>
  benchSleepers({
    ...{ bench: 'idle', kind: 'election', startingSeconds: 540, commands: '/v1/elections' },
    processes: numberAfter(args, '--processes', 200) ?? PROCESSES,
    opening: anElection,
    command: formGroup,
  });

/** On the national policy with real days. */
function anElection(place: ProcessPlace): Opening {
  const policy = policyById('national');
  if (policy === undefined) throw new Error('there is no national policy');
  const command = { type: 'launch', trigger: 'termEnding', termEndsOn: null, seats: 5, unitCount: 1 } as const;
  return { kind: 'election', place, policy, command };
}

function formGroup(): object {
  const members = Array.from({ length: 7 }, (_, n) => ({
    memberId: randomUUID(),
    capacity: n < 4 ? 'owner' : 'street',
  }));
  return { type: 'formGroup', members, leaderId: members[6]?.memberId };
}
