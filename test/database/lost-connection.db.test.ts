// The database goes away under a transaction: whoever holds the connection hears it from the next statement, and nobody else is hurt.
import { Client } from 'pg';
import { freshDatabase, type TestDatabase } from '../support/database';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

it('goes on after a connection was lost between two statements of a transaction', async () => {
  const { pool, url } = database;
  const tx = await pool.connect();
  await tx.query('begin');
  const { rows } = await tx.query<{ pid: number }>('select pg_backend_pid() as pid');
  // Nobody listens for errors here: that is what it is about.
  const ended = new Promise<void>((resolve) => void tx.once('end', () => resolve()));
  const superuser = new Client({ connectionString: url });
  await superuser.connect();
  await superuser.query('select pg_terminate_backend($1)', [rows[0]?.pid]);
  await superuser.end();
  await ended;
  await expect(tx.query('select 1')).rejects.toThrow();
  tx.release(true);
  expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
});
