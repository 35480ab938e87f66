// What the database refuses by itself, to the application's role and to the owner of the tables alike.
import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { freshDatabase } from '../support/database';
import type { TestDatabase } from '../support/database';

let database: TestDatabase;
let owner: Client;
beforeAll(async () => {
  database = await freshDatabase();
  owner = new Client({ connectionString: database.url });
  await owner.connect();
});
afterAll(async () => {
  await owner.end();
  await database.drop();
});

const APPEND_ONLY = ['process', 'process_event', 'refused_command', 'unmask_record'];

/** A first column of each table, so that the update is well-formed. */
const column: Record<string, string> = {
  process: 'kind',
  process_event: 'type',
  refused_command: 'code',
  unmask_record: 'reason_text',
};

async function aProcess(): Promise<string> {
  const id = randomUUID();
  await database.pool.query(
    `insert into process (id, kind, place_id, place_path, policy_id, policy_version, policy_hash, policy, calendar, launched_at)
     values ($1, 'election', $1, '/d/s/c/e/', 'national', '1', 'h', '{}', '{}', clock_timestamp())`,
    [id],
  );
  return id;
}

function addEvent(processId: string, seq: number, prevHash: string, hash: string): Promise<unknown> {
  return database.pool.query(
    `insert into process_event (process_id, seq, type, payload, at, recorded_at, command_id, actor_kind, channel, prev_hash, hash)
     values ($1, $2, 'launched', '{}', clock_timestamp(), clock_timestamp(), $3, 'engine', 'engine', $4, $5)`,
    [processId, seq, randomUUID(), prevHash, hash],
  );
}

describe.each(APPEND_ONLY)('the table %s', (table) => {
  const changes = [
    `update ${table} set ${column[table]} = 'changed'`,
    `delete from ${table}`,
    `truncate ${table} cascade`,
  ];

  test.each(changes)('refuses the application: %s', async (statement) => {
    await expect(database.pool.query(statement)).rejects.toMatchObject({ code: '42501' });
  });

  test.each(changes)('refuses even the owner of the database: %s', async (statement) => {
    await expect(owner.query(statement)).rejects.toMatchObject({
      code: 'GZ001',
      message: expect.stringContaining('append-only'),
    });
  });
});

test('a recorded event is still there after every attempt to change it', async () => {
  const id = await aProcess();
  await addEvent(id, 1, '', 'a');
  await expect(owner.query('delete from process_event where process_id = $1', [id])).rejects.toThrow('append-only');
  const { rows } = await database.pool.query('select type, hash from process_event where process_id = $1', [id]);
  expect(rows).toEqual([{ type: 'launched', hash: 'a' }]);
});

test('an event that follows on from the one before is taken', async () => {
  const id = await aProcess();
  await addEvent(id, 1, '', 'a');
  await expect(addEvent(id, 2, 'a', 'b')).resolves.toBeDefined();
});

test('an event with the wrong previous hash is refused', async () => {
  const id = await aProcess();
  await addEvent(id, 1, '', 'a');
  await expect(addEvent(id, 2, 'x', 'b')).rejects.toMatchObject({ code: 'GZ002' });
});

test('an event that leaves a gap is refused', async () => {
  const id = await aProcess();
  await addEvent(id, 1, '', 'a');
  await expect(addEvent(id, 3, 'a', 'b')).rejects.toMatchObject({ code: 'GZ002' });
});

test('a whole batch of events in one statement is taken when it is a chain', async () => {
  const id = await aProcess();
  await database.pool.query(
    `insert into process_event (process_id, seq, type, payload, at, recorded_at, command_id, actor_kind, channel, prev_hash, hash)
     select $1, n, 'launched', '{}', clock_timestamp(), clock_timestamp(), gen_random_uuid(), 'engine', 'engine', (n - 1)::text, n::text
     from generate_series(1, 5) n`,
    [id],
  );
  const { rows } = await database.pool.query('select count(*)::int as n from process_event where process_id = $1', [
    id,
  ]);
  expect(rows).toEqual([{ n: 5 }]);
});

test.each([0, -1])('the number %i is no event number', async (seq) => {
  await expect(addEvent(await aProcess(), seq, '', 'a')).rejects.toMatchObject({
    constraint: 'process_event_seq_check',
  });
});

describe('a unit', () => {
  const estate = randomUUID();
  beforeAll(() =>
    database.pool.query(
      `insert into place (id, kind, path, name) values ($1::uuid, 'estate', '/' || $1::uuid || '/', 'Estate')`,
      [estate],
    ),
  );

  const addUnit = (id: string, areaDm2: number) =>
    database.pool.query(
      `insert into unit (id, estate_id, building_id, unit_key, door_key, label, use, tenure, area_dm2, path)
       values ($1::uuid, $2, $2, $1::uuid::text, '1/101', '101', 'dwelling', 'sold', $3, '/e/b/' || $1::uuid || '/')`,
      [id, estate, areaDm2],
    );

  test('of 0.01 m² is a unit', async () => {
    await expect(addUnit(randomUUID(), 1)).resolves.toBeDefined();
  });

  test('of no area is refused', async () => {
    await expect(addUnit(randomUUID(), 0)).rejects.toMatchObject({ constraint: 'unit_area_check' });
  });

  test('has one current representative among its co-owners, and earlier ones', async () => {
    const unit = randomUUID();
    await addUnit(unit, 9_000);
    const addOwner = async (untilOn: string | null) => {
      const id = randomUUID();
      await database.pool.query(
        `insert into owner (id, kind, name, name_key) values ($1, 'person', 'Owner', 'OWNER')`,
        [id],
      );
      return database.pool.query(
        `insert into ownership (id, unit_id, owner_id, is_representative, from_on, until_on) values ($1, $2, $1, true, '2024-01-01', $3)`,
        [id, unit, untilOn],
      );
    };
    await addOwner('2024-06-30');
    await addOwner(null);
    await expect(addOwner(null)).rejects.toMatchObject({ constraint: 'ownership_representative_guard' });
  });
});
