// A petition for a meeting, with plain defaults: a hundred owners of 100 m² each, so that twenty of them are a fifth.
import { petition } from '../../domain/petition/definition';
import type { Signed } from '../../domain/petition/messages';
import type {
  LaunchedPetition,
  PetitionCommand,
  PetitionCore,
  PetitionEvent,
  PetitionLaunch,
} from '../../domain/petition/state';
import type { Policy } from '../../domain/policy/schema';
import { owner, PLACE } from './an-election';
import { aPolicy, ENGINE, Play } from './play';

export type PetitionPlay = Play<PetitionCore, PetitionCommand, PetitionEvent>;
export const petitionOf = (play: PetitionPlay): LaunchedPetition => play.state.core as LaunchedPetition;

/** Who begins it. */
export const PETITIONER = owner('petitioner');

export const aPetitionLaunch = (more: Partial<PetitionLaunch> = {}): PetitionLaunch => ({
  type: 'launch',
  processId: 'petition',
  place: PLACE,
  purpose: 'extraordinaryMeeting',
  memberIds: [],
  requestText: 'hash',
  parentId: 'term',
  ...more,
});

export const unlaunchedPetition = (policy: Policy = aPolicy()): PetitionPlay =>
  new Play(petition, '2026-03-02T02:00:00.000Z', policy);

/** The roll is frozen: owners may sign. */
export function collectingPetition(
  { heads = 100, ...more }: Partial<PetitionLaunch> & { heads?: number } = {},
  policy?: Policy,
): PetitionPlay {
  const play = unlaunchedPetition(policy);
  play.give(PETITIONER, aPetitionLaunch(more));
  const roll = { rollId: 'roll', version: 1, rollHash: 'hash', heads, areaDm2: heads * 10_000 };
  play.give(ENGINE, { type: 'recordRollFrozen', roll: { ...roll, rightCount: heads, problemCount: 0 } });
  return play;
}

/** So many owners of 100 m² each. */
export const signedBy = (heads: number, areaDm2 = heads * 10_000): Signed => ({ heads, areaDm2 });

/** The signature that made it enough has told the process. */
export function verifyingPetition(...given: Parameters<typeof collectingPetition>): PetitionPlay {
  const play = collectingPetition(...given);
  play.give(
    { kind: 'process', id: 'petition' },
    { type: 'recordThresholdReached', signed: signedBy(Math.ceil((given[0]?.heads ?? 100) / 5)) },
  );
  return play;
}

export const verify = (
  more: { decision?: 'confirmed' | 'refused'; defectiveIds?: string[] } = {},
): PetitionCommand => ({
  ...{ type: 'verifyPetition', decision: 'confirmed', defectiveIds: [], reasonText: 'hash' },
  ...more,
});

/** The machine has counted what stands. */
export const counted = (heads: number, areaDm2?: number): PetitionCommand => ({
  type: 'recordCount',
  signed: signedBy(heads, areaDm2),
});
