// What somebody reads who named a server that is not there, not theirs, or not what it should be.
import { freshDatabase } from '../support/database';
import type { TestDatabase } from '../support/database';
import { devServer } from '../support/temporal';
import { reachDatabase, reachTemporal } from '../../scripts/services/reach';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

const changed = (change: Partial<URL>): string => Object.assign(new URL(database.url), change).href;

test('a database that lets us in is taken', async () => {
  await expect(reachDatabase(database.url)).resolves.toBeUndefined();
});

test('a wrong password is said without showing it', async () => {
  const error = await reachDatabase(changed({ password: 'not-the-password' })).catch(
    (reason: unknown) => reason as Error,
  );
  expect((error as Error).message).toMatch(
    /^DATABASE_URL: PostgreSQL at 127\.0\.0\.1:\d+ refuses the password of postgres\.$/,
  );
});

test('a database that does not exist is named', async () => {
  await expect(reachDatabase(changed({ pathname: '/nowhere' }))).rejects.toThrow('has no database "nowhere".');
});

test('a host that does not exist is named', async () => {
  await expect(reachDatabase(changed({ hostname: 'no-such-host.invalid' }))).rejects.toThrow(/no-such-host\.invalid/);
});

test('Temporal that answers and has the namespace is taken', async () => {
  const server = await devServer();
  await server.close();
  const config = { address: server.address, tls: undefined, apiKey: undefined };
  await expect(reachTemporal({ ...config, namespace: 'default' })).resolves.toBeUndefined();
  await expect(reachTemporal({ ...config, namespace: 'nowhere' })).rejects.toThrow(
    /^TEMPORAL_NAMESPACE: .* no namespace "nowhere"/,
  );
});

test('Temporal that does not answer is named', async () => {
  const config = { address: '127.0.0.1:1', namespace: 'default', tls: undefined, apiKey: undefined };
  await expect(reachTemporal(config)).rejects.toThrow(/^TEMPORAL_ADDRESS: Temporal at 127\.0\.0\.1:1 does not answer/);
});
