// The sample street's places and registers: two streets, three communities, three estates, one of them with 29 buildings and 976 units.
// The registers come in as files do, through a dry run and a commit. Nobody in them exists.
import { randomUUID } from 'node:crypto';
import { createFieldCipher } from '../../store/crypto/field-cipher';
import type { KeyRing } from '../../store/key-ring';
import { commitImport } from '../../store/register/commit-import';
import { dryRun } from '../../store/register/dry-run';
import { createPlace, type Place, type PlaceKind } from '../../store/register/places';
import type { Tx } from '../../store/transaction';
import { makeRegister } from '../register/make-register';
import { registerCsv } from '../register/write-register';

/** Places by name; each below the last one of the kind above it. */
const TREE: readonly (readonly [PlaceKind, string])[] = [
  ['district', '示范区'],
  ['street', '香樟街道'],
  ['community', '香樟社区'],
  ['street', '梧桐街道'],
  ['community', '梧桐第二社区'],
  ['estate', '银杏里'],
  ['community', '梧桐第一社区'],
  ['estate', '桂花苑'],
  ['estate', '梧桐花园'],
];
const ABOVE: Record<PlaceKind, PlaceKind | null> = {
  district: null,
  street: 'district',
  community: 'street',
  estate: 'community',
  building: 'estate',
  entrance: 'building',
};

const REGISTERS = [
  { estate: '梧桐花园', seed: 976, buildings: 29, units: 976 },
  { estate: '桂花苑', seed: 120, buildings: 6, units: 120 },
  { estate: '银杏里', seed: 48, buildings: 2, units: 48 },
];

export interface SamplePlaces {
  district: Place;
  street: Place;
  community: Place;
  /** 梧桐花园, with the register of 976 units. */
  estate: Place;
}

/** Adds the places: the last of each kind is where the sample accounts work. */
export async function seedSamplePlaces(tx: Tx, at: Date): Promise<SamplePlaces> {
  const latest = new Map<PlaceKind, Place>();
  for (const [kind, name] of TREE) {
    const above = ABOVE[kind];
    const parentId = above === null ? null : (latest.get(above)?.placeId ?? null);
    latest.set(kind, await createPlace(tx, { placeId: randomUUID(), kind, parentId, name, at }));
  }
  const last = (kind: PlaceKind): Place => {
    const place = latest.get(kind);
    if (place === undefined) throw new Error(`The sample has no ${kind}.`);
    return place;
  };
  return { district: last('district'), street: last('street'), community: last('community'), estate: last('estate') };
}

/** Imports the three registers as `byAccountId`, in the caller's transaction. Takes a second or two. */
export async function seedSampleRegister(
  tx: Tx,
  keyRing: KeyRing,
  { byAccountId, at }: { byAccountId: string; at: Date },
): Promise<void> {
  const cipher = createFieldCipher(keyRing);
  for (const { estate, ...options } of REGISTERS) {
    const { rows } = await tx.query<{ id: string }>(`select id from place where kind = 'estate' and name = $1`, [
      estate,
    ]);
    const estateId = rows[0]?.id;
    if (estateId === undefined) throw new Error(`The sample estate ${estate} is missing.`);
    const importId = randomUUID();
    const summary = await dryRun(
      tx,
      { importId, estateId, byAccountId, at, format: 'csv', bytes: registerCsv(makeRegister(options), 'gb18030') },
      cipher,
    );
    if (summary.refused > 0) throw new Error(`The sample register of ${estate} has ${summary.refused} refused rows.`);
    await commitImport(tx, { importId, estateId, byAccountId, at });
  }
}
