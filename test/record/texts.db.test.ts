// What stands for a text in events and histories: nothing by which a short text could be guessed, the same for a repeated command, and for
// published texts the plain hash that anybody can check.
import { createHash, randomUUID } from 'node:crypto';
import { hashOfText, readTexts, storePublishedText, storeText, storeTextsOf } from '../../store/texts';
import { freshDatabase, type TestDatabase } from '../support/database';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

const at = new Date('2026-11-28T00:00:00.000Z');
const plain = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');
const origin = (commandId = randomUUID(), field = 'reasonText') => ({ commandId, field, at });
const noteOf = async (sha256: string) =>
  (
    await database.pool.query<{ body: string; salt: string | null }>(
      'select body, salt from text_note where sha256 = $1',
      [sha256],
    )
  ).rows[0];

it('a short text cannot be guessed from its hash: every command gets another one', async () => {
  const [one, other] = [
    await storeText(database.pool, '同意', origin()),
    await storeText(database.pool, '同意', origin()),
  ];
  expect(new Set([one, other, plain('同意')]).size).toBe(3);
  const note = await noteOf(one);
  expect(note?.salt).toMatch(/^[0-9a-f]{32}$/);
  expect(hashOfText('同意', note?.salt ?? null)).toBe(one);
  expect(await readTexts(database.pool, [one, other])).toEqual(
    new Map([
      [one, '同意'],
      [other, '同意'],
    ]),
  );
});

it('a command that is sent again gets the same hash, also when both come at once, and stores nothing more', async () => {
  const asked = origin();
  const hashes = await Promise.all([1, 2, 3, 4].map(() => storeText(database.pool, '理由', asked)));
  expect(new Set(hashes).size).toBe(1);
  const { rowCount } = await database.pool.query('select from text_note where command_id = $1', [asked.commandId]);
  expect(rowCount).toBe(1);
});

it('one person’s text can be erased, with its salt, and the same words of another stay', async () => {
  const mine = await storeText(database.pool, '相同的话', origin());
  const theirs = await storeText(database.pool, '相同的话', origin());
  await database.pool.query('delete from text_note where sha256 = $1', [mine]);
  expect([...(await readTexts(database.pool, [mine, theirs])).keys()]).toEqual([theirs]);
});

it('a command’s texts are replaced at any depth, each with its own hash; titles and notices keep the plain one', async () => {
  const commandId = randomUUID();
  const command = {
    type: 'x',
    reasonText: '一样',
    basisText: '一样',
    noticeText: '公告',
    agenda: [
      { titleText: '议题', n: 1 },
      { titleText: '议题', more: [{ noteText: '一样' }] },
    ],
  };
  const stored = await storeTextsOf(database.pool, command, { commandId, at });
  expect(stored.noticeText).toBe(plain('公告'));
  expect(stored.agenda.map(({ titleText }) => titleText)).toEqual([plain('议题'), plain('议题')]);
  expect(stored).toMatchObject({ type: 'x', agenda: [{ n: 1 }, {}] });
  const salted = [stored.reasonText, stored.basisText, stored.agenda[1]?.more?.[0]?.noteText];
  expect(new Set([...salted, plain('一样')]).size).toBe(4);
  expect(await storeTextsOf(database.pool, command, { commandId, at })).toEqual(stored);
});

it('a published text is stored once, however often it is published', async () => {
  const hashes = [
    await storePublishedText(database.pool, '选举', at),
    await storePublishedText(database.pool, '选举', at),
  ];
  expect(hashes).toEqual([plain('选举'), plain('选举')]);
  expect(await noteOf(plain('选举'))).toEqual({ body: '选举', salt: null });
});

it('a salt without the command that it belongs to is refused by the table', async () => {
  const insert = database.pool.query(
    `insert into text_note (sha256, body, salt, created_at) values ($1, 'x', 'y', $2)`,
    [plain('x'), at],
  );
  await expect(insert).rejects.toThrow('text_note_salt_check');
});
