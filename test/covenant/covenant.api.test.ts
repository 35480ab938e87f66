// The owners' covenant: from a building meeting's resolution over a draft and the owners' vote to the version in force. The vote is a real one:
// roll, ballots, tally, signatures, objections. It was launched 75 days ago, so its window is open now.
import { randomUUID } from 'node:crypto';
import type { Response } from 'supertest';
import { addMs } from '../../domain/calendar/instant';
import { covenantText } from '../../domain/covenant/text';
import { sha256Hex } from '../../store/ballots/ballot-canon';
import { aDraft, anArticle } from '../support/a-covenant';
import { holdVote } from '../support/a-held-vote';
import { apiWorld, type Person, type Unit, type World } from '../support/api-world';
import { aMeetingInTheEstate } from '../support/a-covenant-meeting';

const DAY = 86_400_000;
let world: World;
let committee: Person;
let officer: Person;
let now = new Date();
beforeAll(async () => {
  // Launches may lie back: the clock of the API is the test's. Ballots are judged by the database's own.
  world = await apiWorld({ time: { now: () => Promise.resolve(now) } });
  committee = await world.person([{ role: 'committeeMember', at: world.city.e1 }]);
  officer = await world.person([{ role: 'streetOfficer', at: world.city.s1 }]);
});
afterAll(() => world.close());

const code = ({ status, body }: Response): string => `${status} ${(body as { code?: string }).code ?? ''}`;
const at = (path: string, estate = world.city.e1) => `/v1/estates/${estate.id}/${path}`;
const post = (path: string, body: object, who = committee, estate = world.city.e1) =>
  world.as(who).post(at(path, estate), { commandId: randomUUID(), ...body });
const adopt = (draftId: string, voteId: string, more: object = {}) =>
  post(`covenant-drafts/${draftId}/adoption`, { voteId, ...more });

async function seventyFiveDaysAgo<T>(work: () => Promise<T>): Promise<T> {
  const real = now;
  now = new Date(addMs(real.toISOString(), -75 * DAY));
  try {
    return await work();
  } finally {
    now = real;
  }
}

/** Launches the owners' vote on a draft, 75 days ago. */
async function aVoteOn(draftId: string): Promise<string> {
  const voteId = randomUUID();
  await seventyFiveDaysAgo(() =>
    post(`covenant-drafts/${draftId}/vote`, { voteId }, officer)
      .expect(201)
      .then(() => undefined),
  );
  return voteId;
}
const both = (answer: 'yes' | 'no'): [Unit, 'yes' | 'no'][] => [
  [world.city.u1, answer],
  [world.city.u2, answer],
];

it('a resolution of a building meeting enters a draft, the owners pass it, and it is in force for everybody to read', async () => {
  const { e1, u1 } = world.city;
  const resolution = await aMeetingInTheEstate(world, e1);
  const owner = await world.ownerOf(u1);
  const wishes = async () => (await world.as(officer).get(at('covenant-wishes')).expect(200)).body.items;
  expect(await wishes()).toEqual([
    {
      ...{ ...resolution, form: 'building', content: '楼道不得堆放杂物。', since: expect.any(String), status: 'open' },
      ...{ draftIds: [], version: null },
    },
  ]);
  const articles = [anArticle('stairs', '楼道不得堆放杂物。', resolution), anArticle('dogs', '犬只出户须牵绳。')];
  const { draftId, textSha256 } = await aDraft(world, e1, committee, articles);
  expect(textSha256).toBe(sha256Hex(covenantText(articles)));
  expect(code(await world.as(owner).get(at('covenant')))).toBe('404 not-found');
  const draft = (
    await world
      .as(owner)
      .get(at(`covenant-drafts/${draftId}`))
      .expect(200)
  ).body;
  expect(draft).toMatchObject({ onVersion: 0, reason: '楼栋会决议', byRole: 'committeeMember' });
  expect(draft.articles.map(({ key, text }: Record<string, unknown>) => [key, text])).toEqual([
    ['stairs', '楼道不得堆放杂物。'],
    ['dogs', '犬只出户须牵绳。'],
  ]);

  const voteId = await aVoteOn(draftId);
  const shown = (await world.as(owner).get(`/v1/votes/${voteId}`).expect(200)).body;
  expect(shown.agenda).toEqual([
    expect.objectContaining({ itemId: draftId, matter: 2, title: expect.stringContaining(textSha256) }),
  ]);
  expect(code(await post(`covenant-drafts/${draftId}/vote`, { voteId: randomUUID() }))).toBe(
    '409 covenant-vote-running',
  );
  expect(code(await adopt(draftId, voteId))).toBe('409 covenant-vote-not-certified');
  await holdVote(world, voteId, { estate: e1, itemId: draftId, answers: both('yes') });

  const certifiedOn = await certifiedDay(voteId);
  expect(code(await adopt(draftId, voteId, { inForceOn: dayBefore(certifiedOn) }))).toBe(
    '422 covenant-in-force-too-early',
  );
  const commandId = randomUUID();
  const { body } = await adopt(draftId, voteId, { commandId }).expect(201);
  expect(body).toEqual({ version: 1, textSha256, inForceOn: certifiedOn });
  expect((await adopt(draftId, voteId, { commandId }).expect(201)).body).toEqual(body);
  expect(code(await adopt(draftId, voteId))).toBe('409 covenant-already-adopted');
  expect(code(await post(`covenant-drafts/${draftId}/vote`, { voteId: randomUUID() }))).toBe(
    '409 covenant-already-adopted',
  );
  expect(await wishes()).toMatchObject([{ draftIds: [draftId], version: 1 }]);

  // It was certified ninety days ahead: until then nothing is in force, though everybody sees what will be.
  expect((await world.as(owner).get(at('covenant-versions')).expect(200)).body).toMatchObject({
    ...{ inForce: null, items: [{ version: 1, voteId, textSha256, inForceOn: certifiedOn }] },
  });
  expect(code(await world.as(owner).get(at('covenant')))).toBe('404 not-found');
  expect((await world.as(owner).get(at('covenant?version=1')).expect(200)).body.articles[0].resolution).toEqual(
    resolution,
  );
  expect(code(await world.as(owner).get(at('covenant?version=2')))).toBe('404 not-found');
}, 120_000);

describe('nothing is adopted', () => {
  it('that the owners have rejected', async () => {
    const { draftId } = await aDraft(world, world.city.e1, committee);
    const voteId = await aVoteOn(draftId);
    await holdVote(world, voteId, { estate: world.city.e1, itemId: draftId, answers: both('no') });
    expect(code(await adopt(draftId, voteId))).toBe('422 covenant-vote-not-passed');
  }, 120_000);

  it('in which too few took part', async () => {
    const { draftId } = await aDraft(world, world.city.e1, committee);
    const voteId = await aVoteOn(draftId);
    await holdVote(world, voteId, { estate: world.city.e1, itemId: draftId, answers: [[world.city.u1, 'yes']] });
    expect(code(await adopt(draftId, voteId))).toBe('422 covenant-vote-not-passed');
  }, 120_000);

  it('before the count is signed, published and certified', async () => {
    const { draftId } = await aDraft(world, world.city.e1, committee);
    const voteId = await aVoteOn(draftId);
    const held = { estate: world.city.e1, itemId: draftId, answers: both('yes') };
    await holdVote(world, voteId, { ...held, until: 'signing' });
    expect(code(await adopt(draftId, voteId))).toBe('409 covenant-vote-not-certified');
  }, 120_000);

  it('by another estate’s vote, by no vote at all, and by a vote of one building', async () => {
    const { draftId } = await aDraft(world, world.city.e1, committee);
    const elsewhere = await aDraft(world, world.city.e2, officer);
    const voteId = randomUUID();
    await post(`covenant-drafts/${elsewhere.draftId}/vote`, { voteId }, officer, world.city.e2).expect(201);
    expect(code(await adopt(draftId, voteId))).toBe('422 covenant-vote-not-here');
    expect(code(await adopt(draftId, randomUUID()))).toBe('422 covenant-vote-not-here');
    const ofBuilding = randomUUID();
    const scope = { kind: 'building', placeId: world.city.b1.id };
    const agenda = [{ kind: 'yesNo', itemId: draftId, matter: 2, titleText: '规约' }];
    await post('votes', { voteId: ofBuilding, scope, agenda }, officer).expect(201);
    expect(code(await adopt(draftId, ofBuilding))).toBe('422 covenant-vote-not-here');
    // A draft of another estate is not found here.
    expect(code(await adopt(elsewhere.draftId, voteId))).toBe('404 not-found');
  });

  it('whose text is another than the one that was voted on: a changed draft is another draft', async () => {
    const first = await aDraft(world, world.city.e1, committee);
    const voteId = await aVoteOn(first.draftId);
    await holdVote(world, voteId, { estate: world.city.e1, itemId: first.draftId, answers: both('yes') });
    const changed = await aDraft(world, world.city.e1, committee, [anArticle('dogs', '犬只不得出户。')]);
    expect(code(await adopt(changed.draftId, voteId))).toBe('422 covenant-vote-other-text');
    // Nor is one by a vote that names the draft under another title, or as another matter.
    for (const [matter, titleText] of [
      [2, '通过规约'],
      [1, '通过规约'],
    ] as const) {
      const named = randomUUID();
      const scope = { kind: 'estate', placeId: world.city.e1.id };
      const agenda = [{ kind: 'yesNo', itemId: changed.draftId, matter, titleText }];
      await post('votes', { voteId: named, scope, agenda }, officer).expect(201);
      expect(code(await adopt(changed.draftId, named))).toBe('422 covenant-vote-other-text');
    }
    // The row itself cannot be changed under the vote, and a text that was erased is not adopted unread.
    const change = world.db.pool.query('update covenant_draft set text_sha256 = $2 where id = $1', [
      ...[first.draftId, changed.textSha256],
    ]);
    await expect(change).rejects.toThrow();
    const article = sha256Hex('犬只出户须牵绳。');
    const { rows } = await world.db.pool.query('delete from text_note where sha256 = $1 returning *', [article]);
    expect(code(await adopt(first.draftId, voteId))).toBe('409 covenant-text-erased');
    const { sha256, body, salt, command_id, field, created_at } = rows[0] as Record<string, unknown>;
    await world.db.pool.query(
      'insert into text_note (sha256, body, salt, command_id, field, created_at) values ($1, $2, $3, $4, $5, $6)',
      [sha256, body, salt, command_id, field, created_at],
    );
    await adopt(first.draftId, voteId).expect(201);
  }, 120_000);
});

describe('versions', () => {
  it('an earlier vote does not undo a later one', async () => {
    const { e1 } = world.city;
    const drafts = [await aDraft(world, e1, committee), await aDraft(world, e1, committee)];
    const votes: string[] = [];
    for (const [index, { draftId }] of drafts.entries()) {
      const voteId = await aVoteOn(draftId);
      const publishedIn = 51 + index * 2;
      await holdVote(world, voteId, { estate: e1, itemId: draftId, answers: both('yes'), publishedIn });
      votes.push(voteId);
    }
    const [one, two] = [drafts[0]?.draftId ?? '', drafts[1]?.draftId ?? ''];
    await adopt(two, votes[1] ?? '', { inForceOn: '2099-01-01' }).expect(201);
    expect(code(await adopt(one, votes[0] ?? ''))).toBe('409 covenant-vote-outdated');
  }, 120_000);

  it('are compared article by article', async () => {
    const owner = await world.ownerOf(world.city.u1);
    const { body } = await world.as(owner).get(at('covenant/comparison?from=1&to=2')).expect(200);
    expect(body.changes.map(({ key, change }: Record<string, string>) => `${key} ${change}`)).toEqual([
      'stairs removed',
      'dogs moved',
    ]);
    expect(code(await world.as(owner).get(at('covenant/comparison?from=1&to=9')))).toBe('404 not-found');
  });
});

describe('a draft', () => {
  it('whose article names a resolution that no meeting here has made, or not for the covenant, is refused', async () => {
    const draft = (resolution: object, estate = world.city.e1) =>
      post(
        'covenant-drafts',
        { draftId: randomUUID(), articles: [anArticle('stairs', '楼道', resolution)], reasonText: '因' },
        officer,
        estate,
      );
    const unmarked = await aMeetingInTheEstate(world, world.city.e1, { isForCovenant: false });
    expect(code(await draft(unmarked))).toBe('422 covenant-resolution-unknown');
    expect(code(await draft({ meetingId: randomUUID(), resolutionId: randomUUID() }))).toBe(
      '422 covenant-resolution-unknown',
    );
    const marked = await aMeetingInTheEstate(world, world.city.e1);
    expect(code(await draft(marked, world.city.e2))).toBe('422 covenant-resolution-unknown');
    await draft(marked).expect(201);
  });

  it('with a key twice, without articles, or under an id that is taken is refused', async () => {
    // Later than every draft before it.
    now = new Date(now.getTime() + 1_000);
    const draftId = randomUUID();
    const ask = (articles: object[]) => post('covenant-drafts', { draftId, articles, reasonText: '因' });
    expect(code(await ask([]))).toBe('400 malformed-request');
    expect(code(await ask([anArticle('a', '一'), anArticle('a', '二')]))).toBe('400 malformed-request');
    await ask([anArticle('a', '一')]).expect(201);
    expect(code(await ask([anArticle('a', '一')]))).toBe('409 id-already-used');
    const listed = (await world.as(committee).get(at('covenant-drafts?limit=1')).expect(200)).body;
    expect(listed.items).toEqual([expect.objectContaining({ draftId, version: null })]);
    const next = await world
      .as(committee)
      .get(at(`covenant-drafts?limit=1&cursor=${listed.nextCursor}`))
      .expect(200);
    expect(next.body.items[0].draftId).not.toBe(draftId);
  });
});

async function certifiedDay(voteId: string): Promise<string> {
  const { rows } = await world.db.pool.query<{ day: string }>(
    `select to_char(at at time zone 'Asia/Shanghai', 'YYYY-MM-DD') as day from process_event where process_id = $1 and type = 'resultCertified'`,
    [voteId],
  );
  return rows[0]?.day ?? '';
}
const dayBefore = (day: string): string => new Date(Date.parse(day) - DAY).toISOString().slice(0, 10);
