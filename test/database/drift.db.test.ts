import { Client } from 'pg';
import { drift } from '../../prisma/drift';
import { freshDatabase } from '../support/database';
import type { TestDatabase } from '../support/database';

let database: TestDatabase;
beforeEach(async () => {
  database = await freshDatabase();
});
afterEach(() => database.drop());

test('a migrated database has exactly what the schema describes', async () => {
  await expect(drift(database.url)).resolves.toEqual([]);
});

test('a column added behind the back of the schema is noticed', async () => {
  const client = new Client({ connectionString: database.url });
  await client.connect();
  await client.query('alter table place add column extra text');
  await client.end();
  await expect(drift(database.url)).resolves.toEqual([expect.stringContaining('DROP COLUMN "extra"')]);
});
