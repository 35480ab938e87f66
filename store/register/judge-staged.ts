// Judges the staged rows of an import against each other and against the register, in bounded memory: persons by document number,
// then doors in key order, a page at a time. The rules are domain/register/judge-owner.ts and judge-door.ts.
import { issue } from '../../domain/register/issues';
import { type DoorRow, judgeDoor, type RegisteredUnit } from '../../domain/register/judge-door';
import { judgeSpellings, type OwnerSpelling } from '../../domain/register/judge-owner';
import type { RowAnswer } from '../../domain/register/verdict';
import type { Tx } from '../transaction';
import type { StagePlace } from './stage-rows';

/** Persons judged at once. */
const PERSONS = 200;
/** Rows read at once. */
const PAGE = 2_000;
/** Rows of one building and room. Above it the room column was filled with something else. */
const MAX_DOOR_ROWS = 500;

/** How many of the units in the file the register knows. */
export async function judgeStaged(tx: Tx, place: StagePlace): Promise<number> {
  await judgePersons(tx, place);
  return judgeDoors(tx, place);
}

/** Only persons whom the file spells in more than one way are read at all. */
async function judgePersons(tx: Tx, { importId }: StagePlace): Promise<void> {
  for (let after = ''; ;) {
    const { rows: persons } = await tx.query<{ idHash: string }>(
      `select id_hash as "idHash" from register_import_row where import_id = $1 and id_hash > $2
       group by id_hash
       having count(distinct name_key) > 1 or count(distinct id_kind) > 1 or count(distinct phone_hash) > 1
         or count(distinct is_party_member) > 1
       order by id_hash limit $3`,
      [importId, after, PERSONS],
    );
    if (persons.length === 0) return;
    const hashes = persons.map(({ idHash }) => idHash);
    const { rows } = await tx.query<OwnerSpelling & { idHash: string }>(
      `select id_hash as "idHash", name_key as "nameKey", id_kind as "idKind", phone_hash as "phoneRef",
         is_party_member as "isPartyMember", array_agg(row_no order by row_no) as rows
       from register_import_row where import_id = $1 and id_hash = any($2)
       group by id_hash, name_key, id_kind, phone_hash, is_party_member`,
      [importId, hashes],
    );
    const issues = hashes.flatMap((hash) => judgeSpellings(rows.filter(({ idHash }) => idHash === hash)));
    await tx.query(
      `update register_import_row r set verdict = 'refused', issues = r.issues || v.issues
       from (select "rowNo", jsonb_agg(i) as issues from (select (i->>'rowNo')::int as "rowNo", i from jsonb_array_elements($2::jsonb) i) j
         group by "rowNo") v
       where r.import_id = $1 and r.row_no = v."rowNo"`,
      [importId, JSON.stringify(issues)],
    );
    after = hashes.at(-1) ?? '';
  }
}

type StagedRow = DoorRow & { doorKey: string; verdict: string };

/** Goes through the rows door by door; a door may span pages. */
async function judgeDoors(tx: Tx, place: StagePlace): Promise<number> {
  let knownUnits = 0;
  let after = { doorKey: '', rowNo: 0 };
  let carried: StagedRow[] = [];
  for (;;) {
    const page = await readPage(tx, place.importId, after);
    const last = page.at(-1);
    const rows = [...carried, ...page];
    const isEnd = last === undefined || page.length < PAGE;
    // The last door of a full page may go on in the next.
    const open = isEnd ? undefined : last.doorKey;
    carried = rows.filter(({ doorKey }) => doorKey === open);
    knownUnits += await judgePage(
      tx,
      place,
      rows.filter(({ doorKey }) => doorKey !== open),
    );
    if (isEnd) return knownUnits;
    after = { doorKey: last.doorKey, rowNo: last.rowNo };
    if (carried.length > MAX_DOOR_ROWS) {
      await refuseDoor(tx, place.importId, last.doorKey);
      carried = [];
      after.rowNo = 2 ** 31 - 1;
    }
  }
}

async function readPage(tx: Tx, importId: string, after: { doorKey: string; rowNo: number }): Promise<StagedRow[]> {
  const { rows } = await tx.query<StagedRow>(
    `select row_no as "rowNo", unit_key as "unitKey", door_key as "doorKey", entrance_key <> '' as "hasEntrance", use,
       area_dm2 as "areaDm2", tenure, capacity, name_key as "nameKey", id_hash as "idRef", phone_hash as "phoneRef",
       is_representative as "isRepresentative", verdict, issues, changes
     from register_import_row where import_id = $1 and (door_key, row_no) > ($2, $3)
     order by door_key, row_no limit $4`,
    [importId, after.doorKey, after.rowNo, PAGE],
  );
  return rows;
}

/** Returns how many of the units on this page the register knows. */
async function judgePage(tx: Tx, { importId, estateId }: StagePlace, rows: readonly StagedRow[]): Promise<number> {
  const doors = new Map<string, StagedRow[]>();
  for (const row of rows) {
    const door = doors.get(row.doorKey);
    if (door === undefined) doors.set(row.doorKey, [row]);
    else door.push(row);
  }
  const registered = await registeredUnits(tx, estateId, [...doors.keys()]);
  const staged = new Map(rows.map((row) => [row.rowNo, row]));
  const changed: RowAnswer[] = [];
  for (const [doorKey, door] of doors) {
    if (door.length > MAX_DOOR_ROWS) await refuseDoor(tx, importId, doorKey);
    else
      changed.push(
        ...judgeDoor(door, registered.get(doorKey) ?? []).filter((answer) => differs(answer, staged.get(answer.rowNo))),
      );
  }
  const said = new Set(rows.map(({ unitKey }) => unitKey));
  const known = [...registered.values()].flat().filter(({ unitKey }) => said.has(unitKey)).length;
  if (changed.length === 0) return known;
  await tx.query(
    `update register_import_row r set verdict = v.verdict, issues = v.issues, changes = v.changes
     from json_to_recordset($2) as v ("rowNo" int, verdict text, issues jsonb, changes jsonb)
     where r.import_id = $1 and r.row_no = v."rowNo"`,
    [importId, JSON.stringify(changed)],
  );
  return known;
}

/** Judging only ever adds issues and changes, so their numbers tell. */
const differs = (answer: RowAnswer, staged: StagedRow | undefined): boolean =>
  staged === undefined ||
  answer.verdict !== staged.verdict ||
  answer.issues.length !== staged.issues.length ||
  answer.changes.length !== staged.changes.length;

async function refuseDoor(tx: Tx, importId: string, doorKey: string): Promise<void> {
  const { rows } = await tx.query<{ count: string }>(
    'select count(*) from register_import_row where import_id = $1 and door_key = $2',
    [importId, doorKey],
  );
  const { rowNo: _, ...found } = issue(0, 'room', 'too-many-holders', { value: rows[0]?.count ?? '' });
  await tx.query(
    `update register_import_row set verdict = 'refused', issues = issues || jsonb_build_array($3::jsonb || jsonb_build_object('rowNo', row_no))
     where import_id = $1 and door_key = $2`,
    [importId, doorKey, JSON.stringify(found)],
  );
}

async function registeredUnits(
  tx: Tx,
  estateId: string,
  doorKeys: readonly string[],
): Promise<Map<string, RegisteredUnit[]>> {
  const { rows } = await tx.query<RegisteredUnit & { doorKey: string }>(
    `select u.door_key as "doorKey", u.unit_key as "unitKey", u.entrance_id is not null as "hasEntrance", coalesce(e.name, '') as "entranceName",
       u.use, u.area_dm2 as "areaDm2", u.tenure,
       coalesce((select json_agg(json_build_object('idRef', o.id_hash, 'name', o.name, 'isRepresentative', h.is_representative) order by o.id)
         from ownership h join owner o on o.id = h.owner_id where h.unit_id = u.id and h.until_on is null), '[]') as holders,
       coalesce((select json_agg(json_build_object('nameKey', t.name_key, 'phoneRef', t.phone_hash, 'name', t.name) order by t.id)
         from tenancy t where t.unit_id = u.id and t.until_on is null), '[]') as tenants
     from unit u left join place e on e.id = u.entrance_id
     where u.estate_id = $1 and u.door_key = any($2)`,
    [estateId, doorKeys],
  );
  const byDoor = new Map<string, RegisteredUnit[]>();
  for (const { doorKey, ...unit } of rows) byDoor.set(doorKey, [...(byDoor.get(doorKey) ?? []), unit]);
  return byDoor;
}
