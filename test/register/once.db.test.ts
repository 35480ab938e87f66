import { randomUUID } from 'node:crypto';
import { once, type CommandKey } from '../../store/once';
import { inTransaction } from '../../store/transaction';
import { freshDatabase, type TestDatabase } from '../support/database';

jest.setTimeout(30_000);

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

const key = (change: Partial<CommandKey> = {}): CommandKey => ({
  commandId: randomUUID(),
  accountId: null,
  operation: 'test',
  bodySha256: 'a'.repeat(64),
  at: new Date('2026-11-22T00:00:00.000Z'),
  ...change,
});
/** An effect that leaves a row and can be counted. */
const attempt = (asked: CommandKey, name: string, fail = false) =>
  inTransaction(database.pool, (tx) =>
    once(tx, asked, async () => {
      await tx.query('insert into text_note (sha256, body, created_at) values ($1, $2, $3)', [
        name.padEnd(64, '0'),
        name,
        asked.at,
      ]);
      if (fail) throw new Error('after the effect');
      return { status: 201, response: { name } };
    }),
  );
const effects = async (name: string): Promise<number | null> =>
  (await database.pool.query('select from text_note where sha256 = $1', [name.padEnd(64, '0')])).rowCount;

it('does a command once and answers a repeat as the first time', async () => {
  const asked = key();
  expect(await attempt(asked, 'a1')).toEqual({ status: 201, response: { name: 'a1' }, isRepeat: false });
  expect(await attempt(asked, 'a1')).toEqual({ status: 201, response: { name: 'a1' }, isRepeat: true });
  expect(await effects('a1')).toBe(1);
});

it.each<[string, Partial<CommandKey>]>([
  ['body', { bodySha256: 'b'.repeat(64) }],
  ['operation', { operation: 'other' }],
  ['caller', { accountId: randomUUID() }],
])('refuses the same id with another %s', async (_, change) => {
  const asked = key();
  await attempt(asked, `b${asked.commandId.replaceAll('-', '')}`);
  await expect(attempt({ ...asked, ...change }, 'b2')).rejects.toMatchObject({
    rejection: { code: 'command-id-reused' },
  });
  expect(await effects('b2')).toBe(0);
});

it('keeps neither effect nor receipt when the effect fails, and lets the same id try again', async () => {
  const asked = key();
  await expect(attempt(asked, 'c1', true)).rejects.toThrow('after the effect');
  expect(await effects('c1')).toBe(0);
  expect(await attempt(asked, 'c1')).toMatchObject({ isRepeat: false });
});

it('does it once when it comes many times at the same moment', async () => {
  const asked = key();
  const answers = await Promise.all(Array.from({ length: 8 }, () => attempt(asked, 'd1')));
  expect(answers.filter(({ isRepeat }) => !isRepeat)).toHaveLength(1);
  expect(new Set(answers.map(({ response }) => JSON.stringify(response))).size).toBe(1);
});
