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

/** A vote of estate e1 (two units of 90 m², two owners) that has been open for two hours of four. */
async function aVote({ isOpen = true } = {}): Promise<string> {
  const { pool } = world.db;
  const { e1 } = world.city;
  const voteId = randomUUID();
  const policy = aVotePolicy();
  const agenda = [aYesNoItem()];
  const scope = { kind: 'estate', placeId: e1.id } as const;
  await pool.query(
    `insert into process (id, kind, estate_id, place_path, policy_id, policy_version, policy_hash, policy, calendar, launched_at)
     values ($1, 'ownersVote', $2, $3, 'p', '2026-01', 'h', $4, '{}', clock_timestamp())`,
    [voteId, e1.id, e1.path, JSON.stringify({ vote: policy })],
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
