// Writes parsed rows of a register file beside their import: personal numbers sealed and hashed, owners looked up in the register.
// What rows say of one another is judged afterwards, in judge-staged.ts.
import { maskIdNumber, maskPhone } from '../../domain/register/id-number';
import type { ParsedRow } from '../../domain/register/judge-row';
import { compareOwner, type RegisteredOwner } from '../../domain/register/judge-owner';
import { verdictOf } from '../../domain/register/verdict';
import type { FieldCipher } from '../crypto/field-cipher';
import type { Tx } from '../transaction';

export interface StagePlace {
  importId: string;
  estateId: string;
}

/** Stores one page of rows. Until they are compared, sound rows count as `created`. */
export async function stageRows(
  tx: Tx,
  { importId, estateId }: StagePlace,
  rows: readonly ParsedRow[],
  cipher: FieldCipher,
): Promise<void> {
  const sealed = rows.map((row) => seal(row, cipher));
  const owners = await registeredOwners(tx, estateId, sealed);
  const staged = rows.map((row, i) => {
    const numbers = sealed[i];
    const owner = numbers?.id_hash == null ? undefined : owners.get(numbers.id_hash);
    const issues = [...row.issues];
    let changes: ReturnType<typeof compareOwner>['changes'] = [];
    if (owner !== undefined && row.name !== null && row.nameKey !== null && row.idKind !== null) {
      const written = {
        rowNo: row.rowNo,
        name: row.name,
        nameKey: row.nameKey,
        idKind: row.idKind,
        phoneRef: numbers?.phone_hash ?? null,
        phoneMasked: numbers?.phone_masked ?? null,
        isPartyMember: row.isPartyMember,
      };
      const compared = compareOwner(written, owner);
      issues.push(...compared.issues);
      changes = compared.changes;
    }
    return {
      import_id: importId,
      row_no: row.rowNo,
      verdict: verdictOf(true, issues, changes),
      issues,
      changes,
      unit_key: row.address?.unitKey ?? null,
      door_key: row.address?.doorKey ?? null,
      building_key: row.address?.buildingKey ?? null,
      building_name: row.address?.buildingName ?? null,
      entrance_key: row.address?.entranceKey ?? null,
      entrance_name: row.address?.entranceName ?? null,
      room: row.address?.room ?? null,
      use: row.use,
      area_dm2: row.areaDm2,
      tenure: row.tenure,
      capacity: row.capacity,
      holder_name: row.name,
      name_key: row.nameKey,
      ...numbers,
      is_representative: row.isRepresentative,
      is_party_member: row.isPartyMember,
      owner_id: owner?.ownerId ?? null,
      owner_revision: owner?.revision ?? null,
    };
  });
  await tx.query(
    'insert into register_import_row select * from json_populate_recordset(null::register_import_row, $1)',
    [JSON.stringify(staged)],
  );
}

interface SealedNumbers {
  id_kind: string | null;
  id_hash: string | null;
  id_cipher: string | null;
  id_masked: string | null;
  phone_hash: string | null;
  phone_cipher: string | null;
  phone_masked: string | null;
}

/** Identity numbers of tenants are not kept: nothing is done with them. */
function seal(row: ParsedRow, cipher: FieldCipher): SealedNumbers {
  const id = row.capacity === 'owner' ? row.idNumber : null;
  return {
    id_kind: id === null ? null : row.idKind,
    id_hash: id === null ? null : cipher.blindIndex('id', id),
    id_cipher: id === null ? null : cipher.seal('id', id),
    id_masked: id === null ? null : maskIdNumber(id),
    phone_hash: row.phone === null ? null : cipher.blindIndex('phone', row.phone),
    phone_cipher: row.phone === null ? null : cipher.seal('phone', row.phone),
    phone_masked: row.phone === null ? null : maskPhone(row.phone),
  };
}

type KnownOwner = RegisteredOwner & { ownerId: string; revision: number };

async function registeredOwners(
  tx: Tx,
  estateId: string,
  rows: readonly SealedNumbers[],
): Promise<Map<string, KnownOwner>> {
  const hashes = [...new Set(rows.flatMap(({ id_hash }) => (id_hash === null ? [] : [id_hash])))];
  if (hashes.length === 0) return new Map();
  const { rows: found } = await tx.query<KnownOwner & { idHash: string }>(
    `select o.id as "ownerId", o.id_hash as "idHash", o.name, o.name_key as "nameKey", o.id_kind as "idKind", o.phone_hash as "phoneRef",
       o.phone_masked as "phoneMasked", o.is_party_member as "isPartyMember", o.revision,
       exists (select from ownership h join unit u on u.id = h.unit_id
         where h.owner_id = o.id and h.until_on is null and u.estate_id <> $2) as "holdsElsewhere"
     from owner o where o.id_hash = any($1)`,
    [hashes, estateId],
  );
  return new Map(found.map((owner) => [owner.idHash, owner]));
}
