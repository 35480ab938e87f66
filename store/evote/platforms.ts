// E-voting platforms of cities: registered by the district or street for the votes below it, each with secrets under which it signs what it
// brings (store/signature.ts, store/signing-keys.ts).
import type { KeyRing } from '../key-ring';
import { refused } from '../refused';
import { addKey, keysJson, limitKeys, liveSecrets, readSecret as readKey, type KeyTable } from '../signing-keys';
import type { Tx } from '../transaction';
import type { Db } from '../ballots/vote-window';

const KEYS: KeyTable = {
  table: 'evote_platform_key',
  owner: 'platform_id',
  purpose: 'evote-platform',
  prefix: 'evs_',
};

export interface Platform {
  platformId: string;
  code: string;
  name: string;
  placePath: string;
}

export interface PlatformView extends Platform {
  registeredAt: Date;
  keys: { keyNo: number; createdAt: string; validUntil: string | null }[];
}

interface NewPlatform {
  platformId: string;
  code: string;
  name: string;
  placeId: string;
  byAccount: string;
  at: Date;
}

/** Registers a platform with its first secret. Refuses `platform-code-taken`, `id-already-used`. */
export async function registerPlatform(tx: Tx, keyRing: KeyRing, platform: NewPlatform): Promise<{ keyNo: number }> {
  const { platformId, code, name, placeId, byAccount, at } = platform;
  const known = await tx.query<{ id: string }>('select id from evote_platform where id = $1 or code = $2', [
    platformId,
    code,
  ]);
  if (known.rows.some(({ id }) => id === platformId)) throw refused('id-already-used', { id: platformId });
  if (known.rows.length > 0) throw refused('platform-code-taken', { code });
  const { rowCount } = await tx.query(
    `insert into evote_platform (id, code, name, place_id, place_path, registered_by, registered_at)
     select $1, $2, $3, id, path, $5, $6 from place where id = $4 on conflict do nothing`,
    [platformId, code, name, placeId, byAccount, at],
  );
  // Somebody else has registered it since we looked.
  if (rowCount === 0) throw refused('platform-code-taken', { code });
  return addKey(tx, KEYS, keyRing, { ownerId: platformId, byAccount, at });
}

/** A new secret; those before it are good for `oldValidHours` more, 0: no longer. Refuses `not-found`. */
export async function rotateKey(
  tx: Tx,
  keyRing: KeyRing,
  rotation: { platformId: string; placeId: string; oldValidHours: number; byAccount: string; at: Date },
): Promise<{ keyNo: number }> {
  const { platformId, placeId, oldValidHours: hours, byAccount, at } = rotation;
  const { rowCount } = await tx.query('select from evote_platform where id = $1 and place_id = $2 for update', [
    platformId,
    placeId,
  ]);
  if (rowCount === 0) throw refused('not-found');
  await limitKeys(tx, KEYS, { ownerId: platformId, hours, at });
  return addKey(tx, KEYS, keyRing, { ownerId: platformId, byAccount, at });
}

/** The secret to be shown to whoever registered it; text of 43 characters behind `evs_`. */
export const readSecret = (db: Db, keyRing: KeyRing, platformId: string, keyNo: number): Promise<string> =>
  readKey(db, KEYS, keyRing, platformId, keyNo);

/** The platform of this code with the secrets that are good at `now`; undefined: no such platform. */
export async function platformWithSecrets(
  db: Db,
  keyRing: KeyRing,
  code: string,
  now: Date,
): Promise<{ platform: Platform; secrets: string[] } | undefined> {
  const platform = await findPlatform(db, code);
  if (platform === undefined) return undefined;
  return { platform, secrets: await liveSecrets(db, KEYS, keyRing, platform.platformId, now) };
}

const COLUMNS = `id as "platformId", code, name, place_path as "placePath"`;

async function findPlatform(db: Db, code: string): Promise<Platform | undefined> {
  const { rows } = await db.query<Platform>(`select ${COLUMNS} from evote_platform where code = $1`, [code]);
  return rows[0];
}

/** The platform, if it may bring ballots for this vote: its place is the vote's or above it. Refuses `platform-not-here`. */
export async function platformOfVote(db: Db, voteId: string, code: string): Promise<Platform> {
  const { rows } = await db.query<Platform>(
    `select ${COLUMNS} from evote_platform e
     where code = $2 and exists (select from process p where p.id = $1 and p.kind = 'ownersVote' and starts_with(p.place_path, e.place_path))`,
    [voteId, code],
  );
  const [platform] = rows;
  if (platform === undefined) throw refused('platform-not-here', { platform: code });
  return platform;
}

/** Those registered at the place itself, oldest first. */
export async function listPlatforms(db: Db, placeId: string): Promise<PlatformView[]> {
  const { rows } = await db.query<PlatformView>(
    `select ${COLUMNS}, registered_at as "registeredAt",
       ${keysJson(KEYS, 'e')}
     from evote_platform e where place_id = $1 order by registered_at, id`,
    [placeId],
  );
  return rows;
}
