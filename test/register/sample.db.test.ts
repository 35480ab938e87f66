import { randomBytes } from 'node:crypto';
import { seedSample } from '../../scripts/seed/sample';
import { openKeyRing } from '../../store/key-ring';
import { databaseClock } from '../../store/time-source';
import { freshDatabase, type TestDatabase } from '../support/database';

jest.setTimeout(60_000);

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

it('fills an empty database with two streets and three registers, once', async () => {
  const options = {
    pool: database.pool,
    time: databaseClock(database.pool),
    keyRing: openKeyRing([{ id: 'k1', secret: randomBytes(32) }]),
  };
  const accounts = await seedSample(options);
  expect(accounts.map(({ role }) => role).sort()).toEqual([
    'auditor',
    'committeeMember',
    'communitySecretary',
    'departmentOfficer',
    'districtSupervisor',
    'expert',
    'firmManager',
    'gridWorker',
    'owner',
    'streetOfficer',
  ]);
  expect(await seedSample(options)).toEqual([]);
  const { rows } = await database.pool.query<{ name: string; units: number; buildings: number }>(
    `select e.name, count(*)::int as units, count(distinct u.building_id)::int as buildings
     from place e join unit u on u.estate_id = e.id group by e.name order by units`,
  );
  expect(rows).toEqual([
    { name: '银杏里', units: 48, buildings: 2 },
    { name: '桂花苑', units: 120, buildings: 6 },
    { name: '梧桐花园', units: 976, buildings: 29 },
  ]);
  const streets = await database.pool.query(`select name from place where kind = 'street'`);
  expect(streets.rowCount).toBe(2);
});
