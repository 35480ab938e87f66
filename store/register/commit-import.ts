// Applies a dry run to the register: all of it or nothing, exactly the values that were shown, and only if the register is still what
// they were compared with. Set-based SQL over the staged rows, so that memory does not grow with the file.
import type { Tx } from '../transaction';
import { refused } from '../refused';

export interface CommitRequest {
  importId: string;
  estateId: string;
  byAccountId: string;
  at: Date;
}

export interface CommitResult {
  importId: string;
  /** Of the register after the commit; the same as before when the file held nothing new. */
  revision: number;
  newUnits: number;
  changedUnits: number;
  newOwners: number;
  changedOwners: number;
  newHoldings: number;
  endedHoldings: number;
}

/**
 * Refuses: `not-found`; `import-already-committed`; `import-expired`; `import-has-refusals` (count); `register-changed` when the
 * estate's register, or an owner the file names, has changed since the dry run.
 */
export async function commitImport(tx: Tx, request: CommitRequest): Promise<CommitResult> {
  const { importId, estateId, at } = request;
  const revision = await lockRegister(tx, estateId, at);
  await assertCommittable(tx, importId, estateId, revision);
  const today = chinaDate(at);
  await insertPlaces(tx, importId, estateId, at);
  const newOwners = await insertOwners(tx, importId, at);
  const changedOwners = await updateOwners(tx, importId);
  const { inserted: newUnits, updated: changedUnits } = await applyUnits(tx, importId, estateId, at);
  const { ended, moved, added } = await applyHoldings(tx, importId, estateId, today);
  const tenancies = await applyTenancies(tx, importId, estateId, today);
  const effects = newOwners + changedOwners + newUnits + changedUnits + ended + moved + added + tenancies;
  const newRevision = effects === 0 ? revision : revision + 1;
  await tx.query('update register_revision set revision = $2, updated_at = $3 where estate_id = $1', [
    estateId,
    newRevision,
    at,
  ]);
  await tx.query(
    `update register_import set status = 'committed', committed_at = $2, committed_by = $3 where id = $1`,
    [importId, at, request.byAccountId],
  );
  // The register has the numbers now; the import keeps what it answered, not a second copy of them.
  await tx.query(
    `update register_import_row set id_cipher = null, phone_cipher = null
     where import_id = $1 and (id_cipher is not null or phone_cipher is not null)`,
    [importId],
  );
  return {
    importId,
    revision: newRevision,
    newUnits,
    changedUnits,
    newOwners,
    changedOwners,
    newHoldings: added,
    endedHoldings: ended,
  };
}

/** The calendar date in China (UTC+8, no summer time) at an instant. */
const chinaDate = (at: Date): string => new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);

/** One commit at a time per estate. */
async function lockRegister(tx: Tx, estateId: string, at: Date): Promise<number> {
  await tx.query(
    'insert into register_revision (estate_id, revision, updated_at) values ($1, 0, $2) on conflict (estate_id) do nothing',
    [estateId, at],
  );
  const { rows } = await tx.query<{ revision: number }>(
    'select revision from register_revision where estate_id = $1 for update',
    [estateId],
  );
  return rows[0]?.revision ?? 0;
}

async function assertCommittable(tx: Tx, importId: string, estateId: string, revision: number): Promise<void> {
  const { rows } = await tx.query<{ status: string; baseRevision: number; refused: string }>(
    `select status, base_revision as "baseRevision",
       (select count(*) from register_import_row r where r.import_id = i.id and verdict = 'refused') as refused
     from register_import i where id = $1 and estate_id = $2 for update`,
    [importId, estateId],
  );
  const found = rows[0];
  if (found === undefined) throw refused('not-found', { importId });
  if (found.status === 'committed') throw refused('import-already-committed', { importId });
  if (found.status !== 'ready') throw refused('import-expired', { importId });
  if (found.refused !== '0') throw refused('import-has-refusals', { importId, refused: Number(found.refused) });
  if (found.baseRevision !== revision) throw refused('register-changed', { importId });
  const { rows: stale } = await tx.query(
    `select from register_import_row r left join owner o on o.id_hash = r.id_hash
     where r.import_id = $1 and r.id_hash is not null
       and (o.id is distinct from r.owner_id or o.revision is distinct from r.owner_revision) limit 1`,
    [importId],
  );
  if (stale.length > 0) throw refused('register-changed', { importId });
}

const affected = async (tx: Tx, text: string, values: unknown[]): Promise<number> =>
  (await tx.query(text, values)).rowCount ?? 0;

async function insertPlaces(tx: Tx, importId: string, estateId: string, at: Date): Promise<void> {
  await tx.query(
    `insert into place (id, kind, parent_id, path, name, code, created_at)
     select n.id, 'building', e.id, e.path || n.id || '/', n.building_name, n.building_key, $3
     from (select gen_random_uuid() as id, b.* from (select distinct on (building_key) building_key, building_name
         from register_import_row where import_id = $1 order by building_key, row_no) b) n
       join place e on e.id = $2
     where not exists (select from place p where p.parent_id = e.id and p.code = n.building_key)`,
    [importId, estateId, at],
  );
  await tx.query(
    `insert into place (id, kind, parent_id, path, name, code, created_at)
     select n.id, 'entrance', b.id, b.path || n.id || '/', n.entrance_name, n.entrance_key, $3
     from (select gen_random_uuid() as id, e.* from (select distinct on (building_key, entrance_key) building_key, entrance_key, entrance_name
         from register_import_row where import_id = $1 and entrance_key <> '' order by building_key, entrance_key, row_no) e) n
       join place b on b.parent_id = $2 and b.code = n.building_key
     where not exists (select from place p where p.parent_id = b.id and p.code = n.entrance_key)`,
    [importId, estateId, at],
  );
}

// What the file says of each person. Rows of one person agree (judge-owner.ts); an empty cell says nothing.
const SAID = `select id_hash, (array_agg(owner_id))[1] as owner_id, (array_agg(holder_name order by row_no))[1] as name,
    (array_agg(name_key order by row_no))[1] as name_key, (array_agg(id_kind order by row_no))[1] as id_kind,
    (array_agg(id_cipher order by row_no))[1] as id_cipher, (array_agg(id_masked order by row_no))[1] as id_masked,
    (array_agg(phone_hash order by row_no) filter (where phone_hash is not null))[1] as phone_hash,
    (array_agg(phone_cipher order by row_no) filter (where phone_hash is not null))[1] as phone_cipher,
    (array_agg(phone_masked order by row_no) filter (where phone_hash is not null))[1] as phone_masked,
    bool_or(is_party_member) as is_party_member
  from register_import_row where import_id = $1 and id_hash is not null group by id_hash`;

/** Another estate may be adding the same person at this moment: the unique hash decides, and the later of the two is told to look again. */
async function insertOwners(tx: Tx, importId: string, at: Date): Promise<number> {
  try {
    return await affected(
      tx,
      `insert into owner (id, kind, name, name_key, id_kind, id_hash, id_cipher, id_masked, phone_hash, phone_cipher, phone_masked,
         is_party_member, created_at)
       select gen_random_uuid(), (case when id_kind = 'creditCode' then 'organisation' else 'person' end)::"OwnerKind", name, name_key,
         id_kind, id_hash, id_cipher, id_masked, phone_hash, phone_cipher, phone_masked, coalesce(is_party_member, false), $2
       from (${SAID}) said where owner_id is null`,
      [importId, at],
    );
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === '23505')
      throw refused('register-changed', { importId });
    throw error;
  }
}

const updateOwners = (tx: Tx, importId: string): Promise<number> =>
  affected(
    tx,
    `update owner o set
       name = case when o.name_key = s.name_key then o.name else s.name end, name_key = s.name_key, id_kind = s.id_kind,
       kind = (case when s.id_kind = 'creditCode' then 'organisation' else 'person' end)::"OwnerKind",
       phone_hash = coalesce(s.phone_hash, o.phone_hash), phone_cipher = case when s.phone_hash is null then o.phone_cipher else s.phone_cipher end,
       phone_masked = case when s.phone_hash is null then o.phone_masked else s.phone_masked end,
       is_party_member = coalesce(s.is_party_member, o.is_party_member), revision = o.revision + 1
     from (${SAID}) s
     where o.id = s.owner_id and (o.name_key <> s.name_key or o.id_kind is distinct from s.id_kind
       or (s.phone_hash is not null and o.phone_hash is distinct from s.phone_hash)
       or (s.is_party_member is not null and o.is_party_member <> s.is_party_member))`,
    [importId],
  );

// What the file says of each unit: by its owners' rows; a tenant's row need not repeat it.
const UNIT_SAID = `select distinct on (unit_key) unit_key, door_key, building_key, entrance_key, room, use, tenure, area_dm2
  from register_import_row where import_id = $1 and capacity = 'owner' order by unit_key, row_no`;

const applyUnits = (
  tx: Tx,
  importId: string,
  estateId: string,
  at: Date,
): Promise<{ inserted: number; updated: number }> =>
  withTable(tx, 'unit_said', UNIT_SAID, [importId], async () => {
    const updated = await affected(
      tx,
      `update unit u set use = s.use, tenure = s.tenure, area_dm2 = s.area_dm2 from unit_said s
       where u.estate_id = $1 and u.unit_key = s.unit_key
         and (u.use, u.tenure, u.area_dm2) is distinct from (s.use, s.tenure, s.area_dm2)`,
      [estateId],
    );
    const inserted = await affected(
      tx,
      `insert into unit (id, estate_id, building_id, entrance_id, unit_key, door_key, label, use, tenure, area_dm2, path, created_at)
       select n.id, $1, b.id, e.id, n.unit_key, n.door_key, b.name || coalesce(e.name, '') || n.room, n.use, n.tenure, n.area_dm2,
         coalesce(e.path, b.path) || n.id || '/', $2
       from (select gen_random_uuid() as id, s.* from unit_said s) n
         join place b on b.parent_id = $1 and b.code = n.building_key
         left join place e on e.parent_id = b.id and e.code = n.entrance_key
       where not exists (select from unit u where u.estate_id = $1 and u.unit_key = n.unit_key)`,
      [estateId, at],
    );
    return { inserted, updated };
  });

// Who holds what by the file. A sole owner represents the unit without saying so.
const HELD = `select u.id as unit_id, o.id as owner_id,
    coalesce(r.is_representative, count(*) over (partition by r.unit_key) = 1) as is_representative
  from register_import_row r join unit u on u.estate_id = $2 and u.unit_key = r.unit_key join owner o on o.id_hash = r.id_hash
  where r.import_id = $1 and r.capacity = 'owner'`;

const LIVED_IN = `select u.id as unit_id, r.holder_name, r.name_key, r.phone_hash, r.phone_cipher, r.phone_masked
  from register_import_row r join unit u on u.estate_id = $2 and u.unit_key = r.unit_key
  where r.import_id = $1 and r.capacity = 'tenant'`;

/**
 * Puts what the file says into a table of this transaction while `work` compares it with the register. The planner knows nothing of rows
 * that were staged a minute ago and would compare each with each: a table of our own can be analysed.
 */
async function withTable<T>(
  tx: Tx,
  name: string,
  select: string,
  values: unknown[],
  work: () => Promise<T>,
): Promise<T> {
  // A table cannot be created from a statement with parameters; its rows can be inserted by one.
  await tx.query(`create temp table ${name} on commit drop as ${select.replace(/\$\d/g, 'null')} limit 0`);
  await tx.query(`insert into ${name} ${select}`, values);
  await tx.query(`analyze ${name}`);
  const result = await work();
  await tx.query(`drop table ${name}`);
  return result;
}

/** Ends what is over, then moves representation away before giving it: a unit never has two representatives. */
const applyHoldings = (
  tx: Tx,
  importId: string,
  estateId: string,
  today: string,
): Promise<{ ended: number; moved: number; added: number }> =>
  withTable(tx, 'held', HELD, [importId, estateId], async () => {
    const ended = await affected(
      tx,
      `update ownership h set until_on = greatest($1::date, h.from_on)
       where h.until_on is null and h.unit_id in (select unit_id from held)
         and not exists (select from held where held.unit_id = h.unit_id and held.owner_id = h.owner_id)`,
      [today],
    );
    let moved = 0;
    for (const isRepresentative of [false, true])
      moved += await affected(
        tx,
        `update ownership h set is_representative = $1 from held
         where h.until_on is null and h.unit_id = held.unit_id and h.owner_id = held.owner_id
           and held.is_representative = $1 and h.is_representative <> $1`,
        [isRepresentative],
      );
    const added = await affected(
      tx,
      `insert into ownership (id, unit_id, owner_id, is_representative, from_on)
       select gen_random_uuid(), unit_id, owner_id, is_representative, $1::date from held
       where not exists (select from ownership h
         where h.unit_id = held.unit_id and h.owner_id = held.owner_id and h.until_on is null)`,
      [today],
    );
    return { ended, moved, added };
  });

/** A unit for which the file names tenants has these and no others. */
const applyTenancies = (tx: Tx, importId: string, estateId: string, today: string): Promise<number> =>
  withTable(tx, 'lived_in', LIVED_IN, [importId, estateId], async () => {
    const ended = await affected(
      tx,
      `update tenancy t set until_on = greatest($1::date, t.from_on)
       where t.until_on is null and t.unit_id in (select unit_id from lived_in) and not exists
         (select from lived_in s where s.unit_id = t.unit_id and s.name_key = t.name_key
           and s.phone_hash is not distinct from t.phone_hash)`,
      [today],
    );
    const added = await affected(
      tx,
      `insert into tenancy (id, unit_id, name, name_key, phone_hash, phone_cipher, phone_masked, from_on)
       select gen_random_uuid(), unit_id, holder_name, name_key, phone_hash, phone_cipher, phone_masked, $1::date from lived_in s
       where not exists (select from tenancy t where t.unit_id = s.unit_id and t.until_on is null and t.name_key = s.name_key
         and t.phone_hash is not distinct from s.phone_hash)`,
      [today],
    );
    return ended + added;
  });
