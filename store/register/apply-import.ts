// Writes what an import says into the register: places, owners, units, holdings, tenancies. Set-based SQL, so that memory does not
// grow with the file. Whether it may be written at all was decided in commit-import.ts.
import { refused } from '../refused';
import type { Tx } from '../transaction';

export interface ImportEffects {
  newUnits: number;
  changedUnits: number;
  newOwners: number;
  changedOwners: number;
  newHoldings: number;
  endedHoldings: number;
  changedRepresentatives: number;
  changedTenancies: number;
}

interface Import {
  importId: string;
  estateId: string;
  at: Date;
}

/** In the transaction of the commit. Refuses `register-changed` when another estate adds one of the same owners at this moment. */
export async function applyImport(tx: Tx, { importId, estateId, at }: Import): Promise<ImportEffects> {
  const today = chinaDate(at);
  const rows = `select row_no, unit_key, door_key, building_key, building_name, entrance_key, entrance_name, room, use, area_dm2, tenure,
      capacity, holder_name, name_key, id_kind, id_hash, id_cipher, id_masked, phone_hash, phone_cipher, phone_masked, is_representative,
      is_party_member, owner_id
    from register_import_row where import_id = $1`;
  return withTable(tx, 'said', rows, [importId], async () => {
    await insertPlaces(tx, estateId, at);
    return withTable(tx, 'person_said', PERSONS, [], async () => {
      const owners = await applyOwners(tx, importId, at);
      return withTable(tx, 'unit_said', UNITS, [estateId], async () => {
        const units = await withTable(tx, 'place_said', PLACES, [estateId], () => applyUnits(tx, estateId, at));
        const holdings = await withTable(tx, 'held', HELD, [], () => applyHoldings(tx, today));
        const tenancies = await withTable(tx, 'lived_in', LIVED_IN, [], () => applyTenancies(tx, today));
        return { ...units, ...owners, ...holdings, ...tenancies };
      });
    });
  });
}

/** The calendar date in China (UTC+8, no summer time) at an instant. */
const chinaDate = (at: Date): string => new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);

const affected = async (tx: Tx, text: string, values: unknown[]): Promise<number> =>
  (await tx.query(text, values)).rowCount ?? 0;

/**
 * Puts what the file says into an analysed table of this transaction while `work` compares it with the register. The planner knows
 * nothing of rows that were staged a minute ago, or of an estate that was added since its last look, and then joins each with each
 * (measured: hours for 100 000 rows). Only the owner of a table may analyse it, and these are our own; whoever and whatever the file
 * names is found once, by key, and further joins go over the ids in these tables.
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

async function insertPlaces(tx: Tx, estateId: string, at: Date): Promise<void> {
  await tx.query(
    `insert into place (id, kind, parent_id, path, name, code, created_at)
     select n.id, 'building', e.id, e.path || n.id || '/', n.building_name, n.building_key, $2
     from (select gen_random_uuid() as id, b.* from (select distinct on (building_key) building_key, building_name
         from said order by building_key, row_no) b) n
       join place e on e.id = $1
     where not exists (select from place p where p.parent_id = e.id and p.code = n.building_key)`,
    [estateId, at],
  );
  await tx.query(
    `insert into place (id, kind, parent_id, path, name, code, created_at)
     select n.id, 'entrance', b.id, b.path || n.id || '/', n.entrance_name, n.entrance_key, $2
     from (select gen_random_uuid() as id, e.* from (
         select distinct on (building_key, entrance_key) building_key, entrance_key, entrance_name
         from said where entrance_key <> '' order by building_key, entrance_key, row_no) e) n
       join place b on b.parent_id = $1 and b.code = n.building_key
     where not exists (select from place p where p.parent_id = b.id and p.code = n.entrance_key)`,
    [estateId, at],
  );
}

// What the file says of each person. Rows of one person agree (judge-owner.ts); an empty cell says nothing.
const firstOf = (column: string, where = 'true'): string =>
  `(array_agg(${column} order by row_no) filter (where ${where}))[1] as ${column}`;
const PERSONS = `select id_hash, coalesce((array_agg(owner_id))[1], gen_random_uuid()) as owner_id,
    (array_agg(owner_id))[1] is null as is_new, ${firstOf('holder_name')}, ${firstOf('name_key')},
    ${firstOf('id_kind')}, ${firstOf('id_cipher')}, ${firstOf('id_masked')}, ${firstOf('phone_hash', 'phone_hash is not null')},
    ${firstOf('phone_cipher', 'phone_hash is not null')}, ${firstOf('phone_masked', 'phone_hash is not null')},
    bool_or(is_party_member) as is_party_member,
    (case when (array_agg(id_kind))[1] = 'creditCode' then 'organisation' else 'person' end)::"OwnerKind" as kind
  from said where id_hash is not null group by id_hash`;

async function applyOwners(tx: Tx, importId: string, at: Date): Promise<{ newOwners: number; changedOwners: number }> {
  const changedOwners = await affected(
    tx,
    `update owner o set kind = s.kind, id_kind = s.id_kind, name_key = s.name_key,
       name = case when o.name_key = s.name_key then o.name else s.holder_name end,
       phone_hash = case when s.phone_hash is null then o.phone_hash else s.phone_hash end,
       phone_cipher = case when s.phone_hash is null then o.phone_cipher else s.phone_cipher end,
       phone_masked = case when s.phone_hash is null then o.phone_masked else s.phone_masked end,
       is_party_member = coalesce(s.is_party_member, o.is_party_member), revision = o.revision + 1
     from person_said s
     where not s.is_new and o.id = s.owner_id and (o.name_key <> s.name_key or o.id_kind is distinct from s.id_kind
       or (s.phone_hash is not null and o.phone_hash is distinct from s.phone_hash)
       or (s.is_party_member is not null and o.is_party_member <> s.is_party_member))`,
    [],
  );
  try {
    const newOwners = await affected(
      tx,
      `insert into owner (id, kind, name, name_key, id_kind, id_hash, id_cipher, id_masked, phone_hash, phone_cipher, phone_masked,
         is_party_member, created_at)
       select owner_id, kind, holder_name, name_key, id_kind, id_hash, id_cipher, id_masked, phone_hash, phone_cipher,
         phone_masked, coalesce(is_party_member, false), $1
       from person_said where is_new`,
      [at],
    );
    return { newOwners, changedOwners };
  } catch (error) {
    // The unique hash decides between two estates that add the same person at once; the later of the two looks again.
    if (error instanceof Error && 'code' in error && error.code === '23505')
      throw refused('register-changed', { importId });
    throw error;
  }
}

// What the file says of each unit: by its owners' rows; a tenant's row need not repeat it. The unit's id is looked up row by row on
// purpose: as a join it could be planned the wrong way round.
const UNITS = `select s.*, coalesce(known_id, gen_random_uuid()) as unit_id, known_id is null as is_new
  from (select distinct on (unit_key) unit_key, door_key, building_key, entrance_key, room, use, tenure, area_dm2, capacity,
      (select u.id from unit u where u.estate_id = $1 and u.unit_key = said.unit_key) as known_id
    from said order by unit_key, capacity, row_no) s`;

// Where each of them stands; the places were added just before.
const PLACES = `select n.building_key, n.entrance_key, b.id as building_id, e.id as entrance_id, b.name || coalesce(e.name, '') as name,
    coalesce(e.path, b.path) as path
  from (select distinct building_key, entrance_key from said) n
    join place b on b.parent_id = $1 and b.code = n.building_key
    left join place e on e.parent_id = b.id and e.code = n.entrance_key`;

async function applyUnits(tx: Tx, estateId: string, at: Date): Promise<{ newUnits: number; changedUnits: number }> {
  const changedUnits = await affected(
    tx,
    `update unit u set use = s.use, tenure = s.tenure, area_dm2 = s.area_dm2 from unit_said s
     where not s.is_new and s.capacity = 'owner' and u.id = s.unit_id
       and (u.use, u.tenure, u.area_dm2) is distinct from (s.use, s.tenure, s.area_dm2)`,
    [],
  );
  const newUnits = await affected(
    tx,
    `insert into unit (id, estate_id, building_id, entrance_id, unit_key, door_key, label, use, tenure, area_dm2, path, created_at)
     select s.unit_id, $1, p.building_id, p.entrance_id, s.unit_key, s.door_key, p.name || s.room, s.use, s.tenure, s.area_dm2,
       p.path || s.unit_id || '/', $2
     from unit_said s join place_said p on p.building_key = s.building_key and p.entrance_key = s.entrance_key
     where s.is_new`,
    [estateId, at],
  );
  return { newUnits, changedUnits };
}

// Who holds what by the file. A sole owner represents the unit without saying so.
const HELD = `select u.unit_id, p.owner_id,
    coalesce(s.is_representative, count(*) over (partition by s.unit_key) = 1) as is_representative
  from said s join unit_said u on u.unit_key = s.unit_key join person_said p on p.id_hash = s.id_hash
  where s.capacity = 'owner'`;

/** Ends what is over, then moves representation away before giving it: a unit never has two representatives. */
async function applyHoldings(
  tx: Tx,
  today: string,
): Promise<{ newHoldings: number; endedHoldings: number; changedRepresentatives: number }> {
  const endedHoldings = await affected(
    tx,
    `update ownership h set until_on = greatest($1::date, h.from_on)
     where h.until_on is null and h.unit_id in (select unit_id from held)
       and not exists (select from held where held.unit_id = h.unit_id and held.owner_id = h.owner_id)`,
    [today],
  );
  let changedRepresentatives = 0;
  for (const isRepresentative of [false, true])
    changedRepresentatives += await affected(
      tx,
      `update ownership h set is_representative = $1 from held
       where h.until_on is null and h.unit_id = held.unit_id and h.owner_id = held.owner_id
         and held.is_representative = $1 and h.is_representative <> $1`,
      [isRepresentative],
    );
  const newHoldings = await affected(
    tx,
    `insert into ownership (id, unit_id, owner_id, is_representative, from_on)
     select gen_random_uuid(), unit_id, owner_id, is_representative, $1::date from held
     where not exists (select from ownership h
       where h.unit_id = held.unit_id and h.owner_id = held.owner_id and h.until_on is null)`,
    [today],
  );
  return { newHoldings, endedHoldings, changedRepresentatives };
}

const LIVED_IN = `select u.unit_id, s.holder_name, s.name_key, s.phone_hash, s.phone_cipher, s.phone_masked
  from said s join unit_said u on u.unit_key = s.unit_key where s.capacity = 'tenant'`;

/** A unit for which the file names tenants has these and no others. */
async function applyTenancies(tx: Tx, today: string): Promise<{ changedTenancies: number }> {
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
  return { changedTenancies: ended + added };
}
