// Reading right holders, masked; finding one by a whole identity or phone number; and opening such a number, which leaves a record.
import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { parsePhone } from '../../domain/register/id-number';
import { compact } from '../../domain/register/normalise';
import type { FieldCipher, PersonalField } from '../crypto/field-cipher';
import { refused } from '../refused';
import { storeText } from '../texts';
import type { Tx } from '../transaction';

/** Numbers of an owner that are sealed. */
export type OwnerField = Exclude<PersonalField, 'mail'>;

export interface OwnerView {
  ownerId: string;
  kind: 'person' | 'organisation';
  name: string;
  idKind: string | null;
  idMasked: string | null;
  phoneMasked: string | null;
  isPartyMember: boolean;
  /** Held today inside the places that were asked about. */
  unitCount: number;
  areaDm2: number;
}

export interface OwnedUnit {
  unitId: string;
  label: string;
  areaDm2: number;
  isRepresentative: boolean;
  fromOn: string;
}

const OWNER = `o.id as "ownerId", o.kind, o.name, o.id_kind as "idKind", o.id_masked as "idMasked", o.phone_masked as "phoneMasked",
  o.is_party_member as "isPartyMember"`;
const HELD = `count(*)::int as "unitCount", sum(u.area_dm2)::float8 as "areaDm2"`;
const TODAY = `ownership h join unit u on u.id = h.unit_id join owner o on o.id = h.owner_id where h.until_on is null`;

/** Owners of an estate by id; `after` is the id of the last one seen. */
export async function listOwners(
  pool: Pool,
  estateId: string,
  page: { after: string | null; limit: number },
): Promise<OwnerView[]> {
  const { rows } = await pool.query<OwnerView>(
    `select ${OWNER}, ${HELD} from ${TODAY} and u.estate_id = $1 and ($2::uuid is null or o.id > $2)
     group by o.id order by o.id limit $3`,
    [estateId, page.after, page.limit],
  );
  return rows;
}

/** The owner with what they hold inside `paths`, or null where that is nothing. */
export async function findOwner(
  pool: Pool,
  ownerId: string,
  paths: readonly string[],
): Promise<(OwnerView & { units: OwnedUnit[] }) | null> {
  const { rows } = await pool.query<OwnerView & { units: OwnedUnit[] }>(
    `select ${OWNER}, ${HELD}, json_agg(json_build_object('unitId', u.id, 'label', u.label, 'areaDm2', u.area_dm2,
         'isRepresentative', h.is_representative, 'fromOn', h.from_on) order by u.unit_key) as units
     from ${TODAY} and o.id = $1 and exists (select from unnest($2::text[]) p where starts_with(u.path, p)) group by o.id`,
    [ownerId, paths],
  );
  return rows[0] ?? null;
}

/** Owners inside `path` with exactly this identity or phone number; at most 20 (a phone may be shared). */
export async function searchOwners(
  pool: Pool,
  cipher: FieldCipher,
  asked: { path: string; field: OwnerField; value: string },
): Promise<OwnerView[]> {
  const plain =
    asked.field === 'phone'
      ? parsePhone(asked.value)
      : compact(asked.value)
          .replace(/[-‐‑–—]/g, '')
          .toUpperCase();
  if (plain === null || plain === '') return [];
  const { rows } = await pool.query<OwnerView>(
    `select ${OWNER}, ${HELD} from ${TODAY} and o.${asked.field === 'phone' ? 'phone_hash' : 'id_hash'} = $1 and starts_with(u.path, $2)
     group by o.id order by o.id limit 20`,
    [cipher.blindIndex(asked.field, plain), asked.path],
  );
  return rows;
}

export interface UnmaskRequest {
  ownerId: string;
  field: OwnerField;
  byAccountId: string;
  commandId: string;
  reason: string;
  at: Date;
}

/**
 * The plain number, and the record that it was opened, in one transaction: every answer has its record. The reason is free text and so
 * goes to text_note, the record holds its hash. Refuses `number-not-recorded` where the register has none.
 */
export async function unmask(tx: Tx, request: UnmaskRequest, cipher: FieldCipher): Promise<string> {
  const { ownerId, field, byAccountId, commandId, reason, at } = request;
  const { rows } = await tx.query<{ sealed: string | null }>(
    `select ${field === 'phone' ? 'phone_cipher' : 'id_cipher'} as sealed from owner where id = $1`,
    [ownerId],
  );
  const sealed = rows[0]?.sealed;
  if (sealed == null) throw refused('number-not-recorded', { ownerId, field });
  const reasonText = await storeText(tx, reason, { commandId, field: 'reasonText', at });
  await tx.query(
    'insert into unmask_record (id, owner_id, field, by_account_id, reason_text, at) values ($1, $2, $3, $4, $5, $6)',
    [randomUUID(), ownerId, field, byAccountId, reasonText, at],
  );
  return cipher.open(field, sealed);
}

export interface Unmasking {
  id: string;
  field: OwnerField;
  byAccountId: string;
  /** null when the note was erased. */
  reason: string | null;
  at: Date;
}

/** Who opened the owner's numbers, newest first. */
export async function listUnmaskings(
  pool: Pool,
  ownerId: string,
  page: { after: { at: string; id: string } | null; limit: number },
): Promise<Unmasking[]> {
  const { rows } = await pool.query<Unmasking>(
    `select r.id, r.field, r.by_account_id as "byAccountId", n.body as reason, r.at
     from unmask_record r left join text_note n on n.sha256 = r.reason_text
     where r.owner_id = $1 and ($2::timestamptz is null or (r.at, r.id) < ($2, $3::uuid))
     order by r.at desc, r.id desc limit $4`,
    [ownerId, page.after?.at ?? null, page.after?.id ?? null, page.limit],
  );
  return rows;
}
