// Secrets under which other machines sign what they send us (signature.ts): voting platforms, hotlines, sensor networks. A secret is derived from
// the installation's key, so that no dump of the database has it and a retry of its making gets it again.
import { createHmac } from 'node:crypto';
import type { Pool } from 'pg';
import type { KeyPurpose, KeyRing } from './key-ring';
import type { Tx } from './transaction';

/** Where the keys of one kind of sender stand. */
export interface KeyTable {
  table: 'evote_platform_key' | 'intake_source_key';
  /** Column with the sender's id. */
  owner: 'platform_id' | 'source_id';
  purpose: KeyPurpose;
  /** In front of every secret, so that one that leaked is recognised. */
  prefix: string;
}

interface KeyRow {
  keyNo: number;
  ringKeyId: string;
}

/** A new secret for the sender; returns its number. */
export async function addKey(
  tx: Tx,
  { table, owner }: KeyTable,
  keyRing: KeyRing,
  { ownerId, byAccount, at }: { ownerId: string; byAccount: string; at: Date },
): Promise<{ keyNo: number }> {
  const { rows } = await tx.query<{ keyNo: number }>(
    `insert into ${table} (${owner}, key_no, ring_key_id, created_by, created_at)
     select $1, coalesce(max(key_no), 0) + 1, $2, $3, $4 from ${table} where ${owner} = $1 returning key_no as "keyNo"`,
    [ownerId, keyRing.currentId, byAccount, at],
  );
  return { keyNo: rows[0]?.keyNo ?? 0 };
}

/** The keys that there are stay good for so many hours more, 0: no longer. */
export async function limitKeys(
  tx: Tx,
  { table, owner }: KeyTable,
  { ownerId, hours, at }: { ownerId: string; hours: number; at: Date },
): Promise<void> {
  await tx.query(
    `update ${table} set valid_until = least(valid_until, $2::timestamptz + make_interval(hours => $3)) where ${owner} = $1`,
    [ownerId, at, hours],
  );
}

/** The secret to be shown to whoever asked for it; 43 characters behind the prefix. */
export async function readSecret(
  db: Pool | Tx,
  keys: KeyTable,
  keyRing: KeyRing,
  ownerId: string,
  keyNo: number,
): Promise<string> {
  const { rows } = await db.query<KeyRow>(
    `select key_no as "keyNo", ring_key_id as "ringKeyId" from ${keys.table} where ${keys.owner} = $1 and key_no = $2`,
    [ownerId, keyNo],
  );
  const [key] = rows;
  if (key === undefined) throw new Error(`${ownerId} has no key ${keyNo}`);
  return secretOf(keys, keyRing, ownerId, key);
}

/** All secrets that are good at `now`. */
export async function liveSecrets(
  db: Pool | Tx,
  keys: KeyTable,
  keyRing: KeyRing,
  ownerId: string,
  now: Date,
): Promise<string[]> {
  const { rows } = await db.query<KeyRow>(
    `select key_no as "keyNo", ring_key_id as "ringKeyId" from ${keys.table}
     where ${keys.owner} = $1 and (valid_until is null or valid_until > $2)`,
    [ownerId, now],
  );
  // A secret of a data key that has left the ring is lost: the sender is given a new one.
  const known = rows.filter(({ ringKeyId }) => keyRing.ids.includes(ringKeyId));
  return known.map((key) => secretOf(keys, keyRing, ownerId, key));
}

const secretOf = (
  { purpose, prefix }: KeyTable,
  keyRing: KeyRing,
  ownerId: string,
  { keyNo, ringKeyId }: KeyRow,
): string =>
  `${prefix}${createHmac('sha256', keyRing.derive(purpose, ringKeyId)).update(`${ownerId}\n${keyNo}`).digest('base64url')}`;

/** JSON array of the keys of `${alias}.id` without their secrets, oldest first; for lists. */
export const keysJson = ({ table, owner }: KeyTable, alias: string): string =>
  `(select json_agg(json_build_object('keyNo', key_no, 'createdAt', created_at, 'validUntil', valid_until) order by key_no)
    from ${table} k where k.${owner} = ${alias}.id) as keys`;
