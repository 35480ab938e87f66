// Machines that report problems: a city's hotline, a network of sensors. Registered by the district or street for the places below it, each with
// secrets under which it signs (store/signature.ts, store/signing-keys.ts). A call that was carried out is not carried out again.
import type { Pool } from 'pg';
import type { KeyRing } from '../key-ring';
import { refused } from '../refused';
import { sha256Hex } from '../ballots/ballot-canon';
import { SIGNATURE_WINDOW_MS } from '../signature';
import { addKey, keysJson, limitKeys, liveSecrets, readSecret, type KeyTable } from '../signing-keys';
import type { Tx } from '../transaction';

export const SOURCE_KEYS: KeyTable = {
  table: 'intake_source_key',
  owner: 'source_id',
  purpose: 'intake-source',
  prefix: 'ins_',
};

/** `payments`: a payment provider, which tells of orders (store/receipts/provider-events.ts). */
export type SourceKind = 'hotline' | 'sensors' | 'payments';

export interface Source {
  sourceId: string;
  code: string;
  kind: SourceKind;
  name: string;
  placeId: string;
  placePath: string;
  /** In whose name it opens problems. */
  registeredBy: string;
}

export interface SourceView extends Source {
  registeredAt: Date;
  keys: { keyNo: number; createdAt: string; validUntil: string | null }[];
}

const COLUMNS = `s.id as "sourceId", s.code, s.kind, s.name, s.place_id as "placeId", s.place_path as "placePath", s.registered_by as "registeredBy"`;

/** Registers a source with its first secret. Refuses `source-code-taken`, `id-already-used`. */
export async function registerSource(
  tx: Tx,
  keyRing: KeyRing,
  source: Omit<Source, 'placePath'> & { at: Date },
): Promise<{ keyNo: number }> {
  const { sourceId, code, kind, name, placeId, registeredBy, at } = source;
  const { rowCount } = await tx.query(
    `insert into intake_source (id, code, kind, name, place_id, place_path, registered_by, registered_at)
     select $1, $2, $3, $4, id, path, $6, $7 from place where id = $5 on conflict do nothing`,
    [sourceId, code, kind, name, placeId, registeredBy, at],
  );
  if (rowCount === 0) {
    const { rowCount: isIdTaken } = await tx.query('select from intake_source where id = $1', [sourceId]);
    throw isIdTaken ? refused('id-already-used', { id: sourceId }) : refused('source-code-taken', { code });
  }
  return addKey(tx, SOURCE_KEYS, keyRing, { ownerId: sourceId, byAccount: registeredBy, at });
}

/** A new secret; those before it are good for `oldValidHours` more, 0: no longer. Refuses `not-found`. */
export async function rotateSourceKey(
  tx: Tx,
  keyRing: KeyRing,
  rotation: { sourceId: string; placeId: string; oldValidHours: number; byAccount: string; at: Date },
): Promise<{ keyNo: number }> {
  const { sourceId, placeId, oldValidHours: hours, byAccount, at } = rotation;
  const { rowCount } = await tx.query('select from intake_source where id = $1 and place_id = $2 for update', [
    sourceId,
    placeId,
  ]);
  if (rowCount === 0) throw refused('not-found');
  await limitKeys(tx, SOURCE_KEYS, { ownerId: sourceId, hours, at });
  return addKey(tx, SOURCE_KEYS, keyRing, { ownerId: sourceId, byAccount, at });
}

export const sourceSecret = (db: Pool | Tx, keyRing: KeyRing, sourceId: string, keyNo: number): Promise<string> =>
  readSecret(db, SOURCE_KEYS, keyRing, sourceId, keyNo);

export async function findSource(db: Pool | Tx, code: string): Promise<Source | undefined> {
  const { rows } = await db.query<Source>(`select ${COLUMNS} from intake_source s where s.code = $1`, [code]);
  return rows[0];
}

/** The source of this code with the secrets that are good at `now`; undefined: no such source. */
export async function sourceWithSecrets(
  db: Pool,
  keyRing: KeyRing,
  code: string,
  now: Date,
): Promise<{ source: Source; secrets: string[] } | undefined> {
  const source = await findSource(db, code);
  return source && { source, secrets: await liveSecrets(db, SOURCE_KEYS, keyRing, source.sourceId, now) };
}

/** Those registered at the place itself, oldest first. */
export async function listSources(pool: Pool, placeId: string): Promise<SourceView[]> {
  const { rows } = await pool.query<SourceView>(
    `select ${COLUMNS}, s.registered_at as "registeredAt", ${keysJson(SOURCE_KEYS, 's')}
     from intake_source s where s.place_id = $1 order by s.registered_at, s.id`,
    [placeId],
  );
  return rows;
}

/**
 * Marks this signed call as carried out, in the transaction that does so: what is refused may be sent again. Refuses `call-replayed`. A sender
 * that has not heard the answer signs anew and is answered again, by the number of its ticket or event.
 */
export async function refuseReplay(
  tx: Tx,
  sourceId: string,
  call: { timestamp: string; body: Uint8Array },
  at: Date,
): Promise<void> {
  // What is older cannot be signed any more; kept twice as long for clocks that differ.
  await tx.query(
    `delete from signed_call where (source_id, call_hash) in
       (select source_id, call_hash from signed_call where at < $1 limit 200 for update skip locked)`,
    [new Date(at.getTime() - 3 * SIGNATURE_WINDOW_MS)],
  );
  const callHash = sha256Hex(`${call.timestamp}.${Buffer.from(call.body).toString('base64')}`);
  const { rowCount } = await tx.query(
    'insert into signed_call (source_id, call_hash, at) values ($1, $2, $3) on conflict do nothing',
    [sourceId, callHash, at],
  );
  if (rowCount === 0) throw refused('call-replayed');
}
