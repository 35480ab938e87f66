// A duty that waits for the people of an estate, and how the rehearsal gives commands about it.
import type { z } from 'zod';
import type { obligationOperations } from '../../../api/contracts/obligations';
import type { ProcessKind } from '../../../domain/process';
import { the } from '../election/client';
import type { ProcessView } from '../election/watch';
import type { Estate, Person, Street } from './street';

export type Duty = z.output<(typeof obligationOperations)['listPlaceObligations']['response']>['items'][number];

export interface Task {
  street: Street;
  estate: Estate;
  duty: Duty;
}

export interface Doing {
  /** Days until it is done, counted from when the duty began; 0: at once. Undefined: not yet, or never. */
  afterDays(task: Task): number | undefined;
  act(task: Task): Promise<unknown>;
}

/** What has an order is done one after the other; the rest so many at a time, as many as the API sends to one process at once. */
export const AT_ONCE_IN_A_PROCESS = 6;

export const days = (afterDays: number) => () => afterDays;

const PATHS: Record<ProcessKind, string> = {
  cofunding: 'cofundings',
  disclosure: 'disclosures',
  committeeTerm: 'committee-terms',
  election: 'elections',
  handover: 'handovers',
  household: 'households',
  meeting: 'meetings',
  ownersVote: 'votes',
  petition: 'petitions',
  problem: 'problems',
  recall: 'recalls',
  rhythm: 'rhythms',
};

/** Gives a command to the process that has the duty. */
export const give = ({ duty }: Task, who: Person['session'], command: object): Promise<unknown> =>
  who.post(`/v1/${PATHS[duty.processKind]}/${duty.processId}/commands`, { command });

/** The state of a process; its caller knows of which kind it is. */
export async function coreOf<Core>({ officer }: Street, processId: string): Promise<Core> {
  const { state } = await officer.get<ProcessView>(`/v1/processes/${processId}`);
  return state as unknown as Core;
}

/** What the duty is about: the part of its key behind the colon. */
export const subjectOf = ({ key }: Duty): string => key.slice(key.indexOf(':') + 1);

export const ownerOf = (estate: Estate, ownerId: string | undefined): Person =>
  the(
    estate.owners.find((owner) => owner.ownerId === ownerId),
    'such owner of the estate',
  );

/** The preset that the estate's processes are launched under. */
export const policyOf = ({ plan }: Estate) => ({ policy: { kind: 'preset', id: plan.policy } });
