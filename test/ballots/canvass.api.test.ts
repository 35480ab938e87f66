// Bringing a vote to its quorum over HTTP: the forecast, the doors that are left, and who may see them. Never how anybody voted.
import { randomUUID } from 'node:crypto';
import type { Response } from 'supertest';
import { openWindow, scheduleWindow, windowRules } from '../../store/ballots/vote-window';
import { freezeRoll } from '../../store/rolls/freeze-roll';
import { inTransaction } from '../../store/transaction';
import { apiWorld, type Person, type World } from '../support/api-world';
import { aVotePolicy, aYesNoItem } from '../support/build';

let world: World;
let officer: Person;
let clerk: Person;
let owner: Person;
let neighbour: Person;
beforeAll(async () => {
  world = await apiWorld();
  const { city } = world;
  officer = await world.person([{ role: 'streetOfficer', at: city.s1 }]);
  clerk = await world.person([{ role: 'gridWorker', at: city.c1 }]);
  owner = await world.ownerOf(city.u1);
  neighbour = await world.ownerOf(city.u2);
});
afterAll(() => world.close());

const NO_NIGHT = { from: '00:00', until: '00:00' };

/** A vote of estate e1 (two units of 90 m², two owners) that has been open for two hours of four. */
async function aVote({ isOpen = true, night = NO_NIGHT, perDay = 1 } = {}): Promise<string> {
  const { pool } = world.db;
  const { e1 } = world.city;
  const voteId = randomUUID();
  const policy = aVotePolicy({ remindersPerDay: perDay });
  const agenda = [aYesNoItem()];
  const scope = { kind: 'estate', placeId: e1.id } as const;
  await pool.query(
    `insert into process (id, kind, place_id, place_path, policy_id, policy_version, policy_hash, policy, calendar, launched_at)
     values ($1, 'ownersVote', $2, $3, 'p', '2026-01', 'h', $4, '{}', clock_timestamp())`,
    [voteId, e1.id, e1.path, JSON.stringify({ vote: policy, night })],
  );
  const { rollId, rollHash } = await freezeRoll(pool, voteId, 1, scope, policy);
  const window = { voteId, estateId: e1.id, rollId, rollHash, rules: windowRules(agenda, scope, policy) };
  const now = (await world.deps.time.now()).getTime();
  const at = (hours: number) => new Date(now + hours * 3_600_000).toISOString();
  await inTransaction(pool, (tx) =>
    isOpen ? openWindow(tx, { ...window, opensAt: at(-2), closesAt: at(2) }) : scheduleWindow(tx, window),
  );
  return voteId;
}

const get = (who: Person, voteId: string, path: string): Promise<Response> =>
  world.as(who).get(`/v1/votes/${voteId}${path}`);
const post = (who: Person, voteId: string, path: string, body: object): Promise<Response> =>
  world.as(who).post(`/v1/votes/${voteId}/${path}`, { commandId: randomUUID(), ...body });
const castBy = (who: Person, voteId: string, rightNo: number) =>
  post(who, voteId, 'ballots', { rightNo, choices: { item: 'yes' } });
const code = ({ status, body }: Response): string => `${status} ${(body as { code?: string }).code ?? ''}`;
const rightsOf = ({ body }: Response) => (body as { items: { rightNo: number }[] }).items.map(({ rightNo }) => rightNo);

describe('the forecast', () => {
  it('rests on what is cast, and is the count when all have come', async () => {
    const voteId = await aVote();
    expect((await get(officer, voteId, '/forecast')).body).toMatchObject({
      heads: { cast: 0, whole: 2, expected: 0 },
      area: { cast: 0, whole: 18_000 },
    });
    await castBy(owner, voteId, 1);
    expect((await get(officer, voteId, '/forecast')).body).toMatchObject({
      heads: { cast: 1, expected: 1, high: 2, expectedPercent: 50 },
      area: { cast: 9_000, check: { isReached: true, shortfall: 0 }, outlook: 'uncertain' },
      outlook: 'uncertain',
    });
    await castBy(neighbour, voteId, 2);
    expect((await get(officer, voteId, '/forecast')).body).toMatchObject({
      heads: { low: 2, expected: 2, high: 2, expectedPercent: 100 },
      outlook: 'reached',
    });
  });

  it('is for officials, and there is none before the window opens', async () => {
    const voteId = await aVote();
    expect(code(await get(owner, voteId, '/forecast'))).toBe('403 forbidden');
    expect(code(await get(officer, await aVote({ isOpen: false }), '/forecast'))).toBe('409 vote-not-open');
  });
});

describe('the list of doors', () => {
  it('has who has not voted, in walking order, with what was tried and what is missing', async () => {
    const voteId = await aVote();
    await post(officer, voteId, 'papers', { rights: { kind: 'all' } });
    const deliveredAt = (await world.deps.time.now()).toISOString();
    const tried = { channel: 'paper', result: 'undeliverable', proofKind: 'witness', proofSha256: 'ab'.repeat(32) };
    await post(clerk, voteId, 'deliveries', { deliveries: [{ ...tried, rightNo: 2, deliveredAt }] });
    const before = await get(clerk, voteId, '/canvass?limit=1');
    expect(rightsOf(before)).toEqual([1]);
    const { nextCursor } = before.body as { nextCursor: string };
    expect(rightsOf(await get(clerk, voteId, `/canvass?limit=1&cursor=${nextCursor}`))).toEqual([2]);
    await castBy(owner, voteId, 1);
    const after = await get(clerk, voteId, '/canvass');
    expect(after.body).toMatchObject({
      items: [
        {
          rightNo: 2,
          building: '1号楼',
          areaDm2: 9_000,
          hasVoter: true,
          paper: { serialNo: 2, state: 'issued' },
          tried: [{ channel: 'paper', result: 'undeliverable', deliveredAt }],
        },
      ],
      nextCursor: null,
      missing: {
        isReached: false,
        heads: { part: 1, whole: 2, shortfall: 1 },
        area: { part: 9_000, whole: 18_000, shortfall: 3_000 },
      },
    });
    expect(after.text).not.toContain('"yes"');
    expect(after.text).not.toMatch(/业主\d/);
    expect(code(await get(owner, voteId, '/canvass'))).toBe('403 forbidden');
  });

  it('is walked building by building, while what is missing is said of the whole', async () => {
    const voteId = await aVote();
    expect(rightsOf(await get(clerk, voteId, `/canvass?buildingId=${world.city.b1.id}`))).toEqual([1, 2]);
    const elsewhere = await get(clerk, voteId, `/canvass?buildingId=${randomUUID()}`);
    expect(elsewhere.body).toMatchObject({ items: [], missing: { heads: { shortfall: 2 } } });
  });

  it('can be printed, and no cell of it is a formula', async () => {
    const voteId = await aVote();
    await castBy(owner, voteId, 1);
    await world.db.pool.query(`update owner set name = '=甲' where id = $1`, [world.city.u2.ownerId]);
    const { status, text } = await get(clerk, voteId, '/canvass.csv');
    expect(status).toBe(200);
    const lines = text.trim().split('\r\n');
    expect(lines).toHaveLength(2);
    expect(lines[1]).toMatch(/^2,1号楼,[^,]*,1号楼102,90\.00,'=/);
  });
});

describe('reminders', () => {
  interface Answer {
    at: string;
    shown: number;
    remindedCount: number;
    reminded: number[];
    notReached: { rightNo: number; why: string }[];
  }
  const remind = (voteId: string, body: object = {}) => post(clerk, voteId, 'reminders', body);
  const answered = async (voteId: string, body: object = {}) => (await remind(voteId, body)).body as Answer;
  const messagesOf = async (voteId: string) =>
    (
      await world.db.pool.query<{ rightNo: number; toAccountId: string; createdAt: Date }>(
        `select (params ->> 'rightNo')::int as "rightNo", to_account_id as "toAccountId", created_at as "createdAt"
         from outgoing_message where process_id = $1 and template = 'voteReminder' order by created_at, 1`,
        [voteId],
      )
    ).rows;
  const setPhone = (ownerId: string, phone: string | null) =>
    world.db.pool.query('update owner set phone_hash = $2 where id = $1', [ownerId, phone]);
  const setDisabled = (person: Person, isDisabled: boolean) =>
    world.db.pool.query('update account set disabled_at = case when $2 then clock_timestamp() end where id = $1', [
      person.accountId,
      isDisabled,
    ]);
  beforeEach(async () => {
    await setPhone(world.city.u1.ownerId, 'p1');
    await setPhone(world.city.u2.ownerId, 'p2');
  });

  it('reach each voter on the list once, and a second answer to the same command reminds nobody', async () => {
    const voteId = await aVote();
    const commandId = randomUUID();
    const first = await remind(voteId, { commandId });
    expect([first.status, first.body]).toMatchObject([
      201,
      { shown: 2, remindedCount: 2, reminded: [1, 2], notReached: [] },
    ]);
    expect((await remind(voteId, { commandId })).body).toEqual(first.body);
    expect(await messagesOf(voteId)).toMatchObject([
      { rightNo: 1, toAccountId: owner.accountId },
      { rightNo: 2, toAccountId: neighbour.accountId },
    ]);
  });

  it.each([1, 2])('stop at the cap per day that the policy says: %i', async (perDay) => {
    const voteId = await aVote({ perDay });
    for (let n = 0; n < perDay; n += 1)
      expect(await answered(voteId)).toMatchObject({ reminded: [1, 2], notReached: [] });
    const capped = [1, 2].map((rightNo) => ({ rightNo, why: 'capped' }));
    expect(await answered(voteId)).toMatchObject({ reminded: [], notReached: capped });
    expect(await messagesOf(voteId)).toHaveLength(2 * perDay);
    expect(code(await remind(voteId, { perDay: 5 }))).toBe('400 malformed-request');
  });

  it.each([
    ['no account', 'noAccount', true, 'p2'],
    ['no phone', 'noPhone', false, null],
  ])('name who was not reached: %s', async (_what, why, isDisabled, phone) => {
    const voteId = await aVote();
    await setDisabled(neighbour, isDisabled);
    await setPhone(world.city.u2.ownerId, phone);
    const answer = await answered(voteId);
    await setDisabled(neighbour, false);
    expect(answer).toMatchObject({ shown: 2, reminded: [1], notReached: [{ rightNo: 2, why }] });
    expect((await messagesOf(voteId)).map(({ rightNo }) => rightNo)).toEqual([1]);
  });

  it('never reach who has voted, even when both happen at once; reminded and not reached are the list', async () => {
    for (let round = 0; round < 8; round += 1) {
      const voteId = await aVote();
      const [, answer] = await Promise.all([castBy(owner, voteId, 1), answered(voteId), castBy(neighbour, voteId, 2)]);
      const { rows: cast } = await world.db.pool.query<{ rightNo: number; castAt: Date }>(
        'select right_no as "rightNo", cast_at as "castAt" from ballot where vote_id = $1',
        [voteId],
      );
      // Within one millisecond the instants do not tell which was first.
      const at = Date.parse(answer.at);
      const after = cast.filter(({ castAt }) => castAt.getTime() > at).map(({ rightNo }) => rightNo);
      const notBefore = cast.filter(({ castAt }) => castAt.getTime() >= at).map(({ rightNo }) => rightNo);
      expect(answer.reminded).toEqual(expect.arrayContaining(after));
      expect(notBefore).toEqual(expect.arrayContaining(answer.reminded));
      expect(answer.shown).toBe(answer.reminded.length + answer.notReached.length);
    }
  });

  it('are refused at night, before the opening, and to those who only look on', async () => {
    const hour = (await world.deps.time.now()).getUTCHours() + 8;
    const clock = (hours: number) => `${String((hours + 24) % 24).padStart(2, '0')}:00`;
    const asleep = await aVote({ night: { from: clock(hour - 1), until: clock(hour + 2) } });
    expect(code(await remind(asleep))).toBe('409 night-time');
    expect(await messagesOf(asleep)).toEqual([]);
    expect(code(await remind(await aVote({ isOpen: false })))).toBe('409 vote-not-open');
    expect(code(await post(owner, await aVote(), 'reminders', {}))).toBe('403 forbidden');
  });
});
