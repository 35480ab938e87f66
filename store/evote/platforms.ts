// E-voting platforms of cities: registered by the district or street for the votes below it, each with secrets under which it signs what it
// brings (signature.ts). A secret is derived from the installation's key, so that no dump of the database has it and a retry gets it again.
import { createHmac } from 'node:crypto';
import type { KeyRing } from '../key-ring';
import { refused } from '../refused';
import type { Tx } from '../transaction';
import type { Db } from '../ballots/vote-window';

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
  return addKey(tx, keyRing, { platformId, byAccount, at });
}

/** A new secret; those before it are good for `oldValidHours` more, 0: no longer. Refuses `not-found`. */
export async function rotateKey(
  tx: Tx,
  keyRing: KeyRing,
  rotation: { platformId: string; placeId: string; oldValidHours: number; byAccount: string; at: Date },
): Promise<{ keyNo: number }> {
  const { platformId, placeId, oldValidHours, at } = rotation;
  const { rowCount } = await tx.query('select from evote_platform where id = $1 and place_id = $2 for update', [
    platformId,
    placeId,
  ]);
  if (rowCount === 0) throw refused('not-found');
  await tx.query(
    `update evote_platform_key set valid_until = least(valid_until, $2::timestamptz + make_interval(hours => $3)) where platform_id = $1`,
    [platformId, at, oldValidHours],
  );
  return addKey(tx, keyRing, rotation);
}

async function addKey(
  tx: Tx,
  keyRing: KeyRing,
  { platformId, byAccount, at }: { platformId: string; byAccount: string; at: Date },
): Promise<{ keyNo: number }> {
  const { rows } = await tx.query<{ keyNo: number }>(
    `insert into evote_platform_key (platform_id, key_no, ring_key_id, created_by, created_at)
     select $1, coalesce(max(key_no), 0) + 1, $2, $3, $4 from evote_platform_key where platform_id = $1 returning key_no as "keyNo"`,
    [platformId, keyRing.currentId, byAccount, at],
  );
  return { keyNo: rows[0]?.keyNo ?? 0 };
}

interface KeyRow {
  platformId: string;
  keyNo: number;
  ringKeyId: string;
}

const KEYS = `select platform_id as "platformId", key_no as "keyNo", ring_key_id as "ringKeyId" from evote_platform_key`;

/** The secret to be shown to whoever registered it; text of 43 characters behind `evs_`. */
export async function readSecret(db: Db, keyRing: KeyRing, platformId: string, keyNo: number): Promise<string> {
  const { rows } = await db.query<KeyRow>(`${KEYS} where platform_id = $1 and key_no = $2`, [platformId, keyNo]);
  const [key] = rows;
  if (key === undefined) throw new Error(`platform ${platformId} has no key ${keyNo}`);
  return secretOf(keyRing, key);
}

/** The platform of this code with the secrets that are good at `now`; undefined: no such platform. */
export async function platformWithSecrets(
  db: Db,
  keyRing: KeyRing,
  code: string,
  now: Date,
): Promise<{ platform: Platform; secrets: string[] } | undefined> {
  const platform = await findPlatform(db, code);
  if (platform === undefined) return undefined;
  const { rows } = await db.query<KeyRow>(
    `${KEYS} where platform_id = $1 and (valid_until is null or valid_until > $2)`,
    [platform.platformId, now],
  );
  // A secret of a data key that has left the ring is lost: the platform is given a new one.
  const known = rows.filter(({ ringKeyId }) => keyRing.ids.includes(ringKeyId));
  return { platform, secrets: known.map((key) => secretOf(keyRing, key)) };
}

const secretOf = (keyRing: KeyRing, { platformId, keyNo, ringKeyId }: KeyRow): string =>
  `evs_${createHmac('sha256', keyRing.derive('evote-platform', ringKeyId)).update(`${platformId}\n${keyNo}`).digest('base64url')}`;

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
       (select json_agg(json_build_object('keyNo', key_no, 'createdAt', created_at, 'validUntil', valid_until) order by key_no)
        from evote_platform_key k where k.platform_id = e.id) as keys
     from evote_platform e where place_id = $1 order by registered_at, id`,
    [placeId],
  );
  return rows;
}
