// The short path over HTTP: owners vote, the community carries papers, everybody sees the turnout, nobody sees choices too early.
import { createPublicKey, randomUUID } from 'node:crypto';
import type { Response } from 'supertest';
import { verifyInclusion } from '../../domain/hash-tree';
import { sha256, ballotCommitment } from '../../store/ballots/ballot-canon';
import { receiptFault, type Receipt } from '../../store/ballots/receipts';
import { proofSheet } from '../../domain/owners-vote/count';
import { openRecount } from '../../scripts/recount/pack.cjs';
import { ballotTreeRoot } from '../../store/ballots/ballot-tree';
import { tallyVote } from '../../store/ballots/tally-vote';
import {
  closeWindow,
  openWindow,
  readWindow,
  scheduleWindow,
  sealCounting,
  windowRules,
} from '../../store/ballots/vote-window';
import { freezeRoll } from '../../store/rolls/freeze-roll';
import { inTransaction } from '../../store/transaction';
import { storePublishedText } from '../../store/texts';
import { aVotePolicy, aYesNoItem } from '../support/build';
import { apiWorld, type Person, type World } from '../support/api-world';

let world: World;
let secretary: Person;
let clerk: Person;
let owner: Person;
let neighbour: Person;
let stranger: Person;
beforeAll(async () => {
  world = await apiWorld();
  const { city } = world;
  secretary = await world.person([{ role: 'communitySecretary', at: city.c1 }]);
  clerk = await world.person([{ role: 'gridWorker', at: city.c1 }]);
  owner = await world.ownerOf(city.u1);
  neighbour = await world.ownerOf(city.u2);
  stranger = await world.ownerOf(city.u3);
});
afterAll(() => world.close());

/** A vote of estate e1 (two units, two owners) with its process row, as launch and projection leave them. */
async function aVote({ isOpen = true, proxyCap = 3 } = {}): Promise<string> {
  const { pool } = world.db;
  const { e1 } = world.city;
  const voteId = randomUUID();
  const policy = aVotePolicy({ proxyCap, changes: 1 });
  const title = await storePublishedText(pool, '是否更换物业企业', new Date());
  const agenda = [aYesNoItem({ titleText: title })];
  const scope = { kind: 'estate', placeId: e1.id } as const;
  await pool.query(
    `insert into process (id, kind, place_id, place_path, policy_id, policy_version, policy_hash, policy, calendar, launched_at)
     values ($1, 'ownersVote', $2, $3, 'p', '2026-01', 'h', $4, '{}', clock_timestamp())`,
    [voteId, e1.id, e1.path, JSON.stringify({ vote: policy })],
  );
  await pool.query(
    `insert into process_view (process_id, kind, place_id, place_path, phase, is_open, is_suspended, seq, hash, state, updated_at)
     values ($1, 'ownersVote', $2, $3, 'open', true, false, 1, 'h', $4, clock_timestamp())`,
    [voteId, e1.id, e1.path, JSON.stringify({ core: { agenda } })],
  );
  const { rollId, rollHash } = await freezeRoll(pool, voteId, 1, scope, policy);
  const window = { voteId, estateId: e1.id, rollId, rollHash, rules: windowRules(agenda, scope, policy) };
  const now = (await world.deps.time.now()).getTime();
  const at = (minutes: number) => new Date(now + minutes * 60_000).toISOString();
  await inTransaction(pool, (tx) =>
    isOpen ? openWindow(tx, { ...window, opensAt: at(-10), closesAt: at(60) }) : scheduleWindow(tx, window),
  );
  return voteId;
}

const finish = async (voteId: string): Promise<void> => {
  const now = (await world.deps.time.now()).toISOString();
  await inTransaction(world.db.pool, async (tx) => {
    await closeWindow(tx, voteId, now);
    await sealCounting(tx, voteId, now);
  });
};

const post = (who: Person, voteId: string, path: string, body: object): Promise<Response> =>
  world.as(who).post(`/v1/votes/${voteId}/${path}`, { commandId: randomUUID(), ...body });
const get = (who: Person, voteId: string, path = ''): Promise<Response> =>
  world.as(who).get(`/v1/votes/${voteId}${path}`);
const code = ({ status, body }: Response): string => `${status} ${(body as { code?: string }).code ?? ''}`;
const castBy = (who: Person, voteId: string, rightNo: number, choice = 'yes', more: object = {}) =>
  post(who, voteId, 'ballots', { rightNo, choices: { item: choice }, ...more });

describe('an owner', () => {
  it('finds the agenda and the own right, votes, and can open and check the receipt', async () => {
    const voteId = await aVote();
    const before = await get(owner, voteId);
    expect(before.body).toMatchObject({
      agenda: [{ kind: 'yesNo', itemId: 'item', title: '是否更换物业企业' }],
      window: { state: 'open', ballotCount: 0 },
      roll: { heads: 2, areaDm2: 18_000, rightCount: 2 },
      myRights: [{ rightNo: 1, as: 'voter', hasVoted: false }],
    });
    const cast = await castBy(owner, voteId, 1);
    expect(cast.status).toBe(201);
    const { receipt, salt } = cast.body as { receipt: Receipt; salt: string };
    const keys = await world.as(null).get('/v1/keys');
    const jwk = (keys.body as { keys: { kid: string }[] }).keys.find(({ kid }) => kid === receipt.keyId);
    expect(receiptFault(receipt, () => createPublicKey({ key: jwk as never, format: 'jwk' }))).toBeNull();
    const content = {
      schemaVersion: 1,
      voteId,
      rightNo: 1,
      channel: 'electronic',
      isVoid: false,
      choices: { item: 'yes' },
    } as const;
    expect(ballotCommitment(Buffer.from(salt, 'hex'), content)).toBe(receipt.commitment);
    expect((await get(owner, voteId)).body).toMatchObject({ myRights: [{ hasVoted: true }] });
  });

  it('gets the same answer for the same command id, and a refusal for another ballot under it', async () => {
    const voteId = await aVote();
    const commandId = randomUUID();
    const first = await castBy(owner, voteId, 1, 'yes', { commandId });
    const again = await castBy(owner, voteId, 1, 'yes', { commandId });
    expect(again.status).toBe(201);
    expect(again.body).toEqual(first.body);
    expect(code(await castBy(owner, voteId, 1, 'no', { commandId }))).toBe('409 command-id-reused');
  });

  it('is refused what is not allowed, in a code', async () => {
    const voteId = await aVote();
    expect(code(await castBy(owner, voteId, 2))).toBe('403 not-your-right');
    expect(code(await castBy(owner, voteId, 3))).toBe('422 right-not-found');
    expect(code(await castBy(owner, voteId, 1, 'perhaps'))).toBe('422 unknown-choice');
    expect(code(await castBy(owner, voteId, 1, ''))).toBe('422 empty-ballot');
    await castBy(owner, voteId, 1);
    await castBy(owner, voteId, 1, 'no');
    expect(code(await castBy(owner, voteId, 1))).toBe('409 changes-exhausted');
    expect(code(await castBy(owner, await aVote({ isOpen: false }), 1))).toBe('409 vote-not-open');
    const over = await aVote();
    await finish(over);
    expect(code(await castBy(owner, over, 1))).toBe('409 vote-closed');
  });

  it.each([
    ['rightNo of the wrong type', { rightNo: '1', choices: {} }],
    ['no right', { choices: {} }],
    ['right 0', { rightNo: 0, choices: {} }],
    ['a right beyond 32 bits', { rightNo: 2_147_483_648, choices: {} }],
    ['a fraction of a right', { rightNo: 1.5, choices: {} }],
    ['somebody in whose name it is cast', { rightNo: 1, choices: { item: 'yes' }, inNameOf: randomUUID() }],
    ['an extra field', { rightNo: 1, choices: {}, weight: 100 }],
    ['choices that are a list', { rightNo: 1, choices: ['yes'] }],
    ['an item name with NUL', { rightNo: 1, choices: { 'a\u0000': 'yes' } }],
    ['an answer with NUL', { rightNo: 1, choices: { item: 'y\u0000' } }],
    ['a lone surrogate', { rightNo: 1, choices: { item: '\ud800' } }],
    [
      'too many items',
      { rightNo: 1, choices: Object.fromEntries(Array.from({ length: 21 }, (_, n) => [`i${n}`, 'yes'])) },
    ],
    ['too many candidates', { rightNo: 1, choices: { item: Array.from({ length: 61 }, (_, n) => `c${n}`) } }],
    ['an answer that is too long', { rightNo: 1, choices: { item: 'y'.repeat(41) } }],
    ['a command id that is none', { rightNo: 1, choices: {}, commandId: 'x' }],
  ])('with %s is told that the request is malformed', async (_what, body) => {
    expect(code(await post(owner, await aVote(), 'ballots', body))).toBe('400 malformed-request');
  });

  it('of another estate does not find the vote at all, and officials have no ballots to cast', async () => {
    const voteId = await aVote();
    expect(code(await castBy(stranger, voteId, 1))).toBe('404 not-found');
    expect(code(await get(stranger, voteId))).toBe('404 not-found');
    expect(code(await castBy(secretary, voteId, 1))).toBe('403 forbidden');
  });

  it('sees the own choices and nobody else does', async () => {
    const voteId = await aVote();
    await castBy(owner, voteId, 1);
    const mine = await get(owner, voteId, '/my-ballots');
    expect(mine.body).toMatchObject({ items: [{ seq: 1, rightNo: 1, choices: { item: 'yes' }, isCounted: true }] });
    expect((await get(neighbour, voteId, '/my-ballots')).body).toEqual({ items: [] });
    expect(code(await get(secretary, voteId, '/my-ballots'))).toBe('403 forbidden');
    for (const path of ['', '/turnout', '/papers', '/disputes', '/roll', '/deliveries', '/proxies']) {
      const answer = await get(secretary, voteId, path);
      expect(answer.status).toBe(200);
      expect(answer.text).not.toContain('"yes"');
    }
  });

  it('can prove after the count that the ballot is under the root, and not before', async () => {
    const voteId = await aVote();
    await castBy(owner, voteId, 1);
    await castBy(neighbour, voteId, 2, 'no');
    expect(code(await get(owner, voteId, '/ballots/1/proof'))).toBe('409 counting-not-over');
    await finish(voteId);
    const { body } = await get(owner, voteId, '/ballots/2/proof');
    const bytes = (hash: string) => Buffer.from(hash, 'hex');
    const proof = body as { size: number; root: string; leaf: string; path: string[] };
    expect(
      verifyInclusion(
        { index: 1, size: proof.size, leaf: bytes(proof.leaf), proof: proof.path.map(bytes), root: bytes(proof.root) },
        sha256,
      ),
    ).toBe(true);
    expect(code(await get(owner, voteId, '/ballots/3/proof'))).toBe('404 not-found');
    expect(code(await get(owner, voteId, '/ballots/0/proof'))).toBe('400 malformed-request');
  });
});

describe('the checkpoints of a vote', () => {
  it('are signed when an official asks, and everybody of the estate can keep them', async () => {
    const voteId = await aVote();
    await castBy(owner, voteId, 1);
    expect(code(await post(owner, voteId, 'checkpoints', {}))).toBe('403 forbidden');
    const signed = await post(secretary, voteId, 'checkpoints', {});
    expect(signed.status).toBe(201);
    expect(signed.body).toMatchObject({ voteId, checkpointNo: 1, size: 1 });
    expect((await post(secretary, voteId, 'checkpoints', {})).body).toEqual(signed.body);
    await castBy(neighbour, voteId, 2);
    expect((await post(secretary, voteId, 'checkpoints', {})).body).toMatchObject({ checkpointNo: 2, size: 2 });
    const { body } = await get(owner, voteId, '/checkpoints');
    expect((body as { items: object[] }).items).toHaveLength(2);
    expect((body as { items: object[] }).items[1]).toEqual({ ...(signed.body as object), keptBy: 0 });
    // For everybody, signed in or not, page by page, the newest first.
    const page = await world.as(null).get(`/v1/votes/${voteId}/checkpoints?limit=1`);
    expect(page.body).toMatchObject({ items: [{ checkpointNo: 2 }], nextCursor: expect.any(String) });
    const { nextCursor } = page.body as { nextCursor: string };
    expect((await world.as(null).get(`/v1/votes/${voteId}/checkpoints?cursor=${nextCursor}`)).body).toMatchObject({
      items: [{ checkpointNo: 1 }],
      nextCursor: null,
    });
  });

  it('are kept by witnesses, who say which root they hold', async () => {
    const voteId = await aVote();
    await castBy(owner, voteId, 1);
    const { root } = (await post(secretary, voteId, 'checkpoints', {})).body as { root: string };
    const keep = (who: Person, size: number, held: string) =>
      post(who, voteId, `checkpoints/${size}/kept`, { root: held });
    expect((await keep(owner, 1, root)).body).toEqual({ keptBy: 1 });
    expect((await keep(owner, 1, root)).body).toEqual({ keptBy: 1 });
    expect((await keep(secretary, 1, root)).body).toEqual({ keptBy: 2 });
    expect(code(await keep(owner, 2, root))).toBe('404 checkpoint-unknown');
    expect(code(await keep(owner, 1, 'ab'.repeat(32)))).toBe('409 checkpoint-differs');
    expect(code(await keep(stranger, 1, root))).toBe('404 not-found');
    expect((await get(owner, voteId, '/checkpoints')).body).toMatchObject({ items: [{ size: 1, keptBy: 2 }] });
  });

  it('are not there before voting', async () => {
    const voteId = await aVote({ isOpen: false });
    expect(code(await post(secretary, voteId, 'checkpoints', {}))).toBe('409 vote-not-open');
    expect((await get(owner, voteId, '/checkpoints')).body).toEqual({ items: [], nextCursor: null });
  });
});

describe("the doubter's pack", () => {
  it('is there for everybody of the estate once the ballots are added up, and not before', async () => {
    const voteId = await aVote();
    await castBy(owner, voteId, 1);
    expect(code(await get(owner, voteId, '/pack'))).toBe('409 counting-not-over');
    await finish(voteId);
    expect(code(await get(owner, voteId, '/pack'))).toBe('409 counting-not-over');
    await addUp(voteId);
    const { status, headers, text, body } = await get(owner, voteId, '/pack');
    expect(status).toBe(200);
    expect(headers['content-type']).toContain('application/x-ndjson');
    expect(headers['content-disposition']).toContain(`pack-${voteId}.ndjson`);
    const running = openRecount();
    running.write(Buffer.isBuffer(body) ? body : Buffer.from(text, 'utf8'));
    expect(running.finish().second.totals).toMatchObject({ ballotCount: 1, electorate: { heads: 2 } });
    expect((await get(stranger, voteId, '/pack')).status).toBe(404);
  });
});

/** The tally of a sealed vote, as the process leaves it in its view. */
async function addUp(voteId: string): Promise<void> {
  const { pool } = world.db;
  const window = await readWindow(pool, voteId);
  if (!window?.closesAt) throw new Error('the vote has no window');
  const policy = aVotePolicy({ proxyCap: 3, changes: 1 });
  const { root } = await ballotTreeRoot(pool, voteId);
  const { agenda } = window.rules;
  const totals = await tallyVote(pool, voteId);
  const closedAt = window.closesAt.toISOString();
  const proof = proofSheet({ rollHash: window.rollHash, ballotRoot: root, closedAt, totals, agenda, policy });
  await pool.query('update process_view set phase = $2, state = $3 where process_id = $1', [
    voteId,
    'signing',
    JSON.stringify({ core: { agenda, proof } }),
  ]);
}

describe('paper', () => {
  it('goes out, is delivered with proof, comes back, is entered by two people and counts', async () => {
    const voteId = await aVote();
    expect((await post(secretary, voteId, 'papers', { rights: { kind: 'all' } })).body).toEqual({
      firstSerialNo: 1,
      issued: 2,
      skipped: 0,
    });
    const deliveredAt = (await world.deps.time.now()).toISOString();
    const slip = {
      rightNo: 1,
      channel: 'paper',
      result: 'delivered',
      proofKind: 'signature',
      proofSha256: 'ab'.repeat(32),
      deliveredAt,
    };
    expect((await post(clerk, voteId, 'deliveries', { deliveries: [slip] })).body).toEqual({ recorded: 1 });
    expect(code(await post(clerk, voteId, 'deliveries', { deliveries: [{ ...slip, proofSha256: null }] }))).toBe(
      '422 proof-needed',
    );
    const future = new Date(Date.parse(deliveredAt) + 600_000).toISOString();
    expect(code(await post(clerk, voteId, 'deliveries', { deliveries: [{ ...slip, deliveredAt: future }] }))).toBe(
      '422 in-the-future',
    );
    expect(code(await post(clerk, voteId, 'deliveries', { deliveries: [{ ...slip, rightNo: 7 }] }))).toBe(
      '422 right-not-found',
    );
    expect((await post(clerk, voteId, 'papers/returns', { serialNos: [1] })).body).toEqual({
      returned: [1],
      refused: [],
    });
    const valid = { reading: { kind: 'valid', choices: { item: 'no' } } };
    expect((await post(clerk, voteId, 'papers/1/entries', valid)).body).toEqual({ state: 'returned', entries: 1 });
    expect(code(await post(clerk, voteId, 'papers/1/entries', valid))).toBe('409 already-entered-by-you');
    expect((await post(secretary, voteId, 'papers/1/entries', valid)).body).toMatchObject({
      state: 'entered',
      receipt: { seq: 1 },
    });
    const list = await get(clerk, voteId, '/papers');
    expect(list.body).toMatchObject({
      items: [
        { rightNo: 1, hasVoted: true, isDelivered: true, paper: { serialNo: 1, state: 'entered' } },
        { rightNo: 2, hasVoted: false, isDelivered: false, paper: { serialNo: 2, state: 'issued' } },
      ],
    });
    expect(list.text).not.toContain('业主10');
    const open = await get(clerk, voteId, '/papers?hasVoted=false&state=issued&limit=1');
    expect((open.body as { items: { rightNo: number }[] }).items.map(({ rightNo }) => rightNo)).toEqual([2]);
    expect((await get(owner, voteId, '/my-ballots')).body).toMatchObject({
      items: [{ channel: 'paper', choices: { item: 'no' } }],
    });
    expect((await get(owner, voteId, '/turnout')).body).toMatchObject({
      rights: 2,
      voted: 1,
      buildings: [{ name: '1号楼', byChannel: { paper: 1 } }],
    });
  });

  it('is entered once when the answer was lost and the clerk tries again', async () => {
    const voteId = await aVote();
    await post(secretary, voteId, 'papers', { rights: { kind: 'rights', rightNos: [2] } });
    await post(clerk, voteId, 'papers/returns', { serialNos: [1] });
    const body = { commandId: randomUUID(), reading: { kind: 'void', reason: 'unsigned' } };
    const first = await post(clerk, voteId, 'papers/1/entries', body);
    const again = await post(clerk, voteId, 'papers/1/entries', body);
    expect([again.status, again.body]).toEqual([201, first.body]);
  });

  it('can be voided or reissued until it comes back, and not by owners', async () => {
    const voteId = await aVote();
    await post(secretary, voteId, 'papers', { rights: { kind: 'all' } });
    expect((await post(clerk, voteId, 'papers/1/reissue', { reasonText: '户主遗失' })).body).toEqual({
      serialNo: 3,
      rightNo: 1,
    });
    expect((await post(clerk, voteId, 'papers/2/void', { reasonText: '印错' })).status).toBe(204);
    expect(code(await post(clerk, voteId, 'papers/2/void', { reasonText: '印错' }))).toBe('409 paper-wrong-state');
    expect(code(await post(clerk, voteId, 'papers/9/void', { reasonText: '印错' }))).toBe('422 serial-not-found');
    expect(code(await post(owner, voteId, 'papers/3/void', { reasonText: '印错' }))).toBe('403 forbidden');
    await post(clerk, voteId, 'papers/returns', { serialNos: [3] });
    expect((await post(clerk, voteId, 'papers/3/withdraw-return', { reasonText: '扫错' })).status).toBe(204);
  });

  it('shows readings that differ without saying how', async () => {
    const voteId = await aVote();
    await post(secretary, voteId, 'papers', { rights: { kind: 'all' } });
    await post(clerk, voteId, 'papers/returns', { serialNos: [1] });
    await post(clerk, voteId, 'papers/1/entries', { reading: { kind: 'valid', choices: { item: 'no' } } });
    const second = await post(secretary, voteId, 'papers/1/entries', {
      reading: { kind: 'valid', choices: { item: 'yes' } },
    });
    expect(second.body).toEqual({ state: 'mismatch', entries: 2, differing: ['item'] });
    expect((await get(clerk, voteId, '/disputes')).body).toMatchObject({
      papers: [{ serialNo: 1, state: 'mismatch', differing: ['item'] }],
    });
  });
});

describe('a written authority', () => {
  const authority = (principal: Person | null, more: object = {}) => ({
    proxyId: randomUUID(),
    principalOwnerId: principal === neighbour ? world.city.u2.ownerId : world.city.u1.ownerId,
    documentSha256: 'cd'.repeat(32),
    ...more,
  });

  it('lets the agent vote for the principal until it is revoked', async () => {
    const voteId = await aVote();
    const given = authority(neighbour, { agent: { ownerId: world.city.u1.ownerId } });
    expect((await post(secretary, voteId, 'proxies', given)).status).toBe(201);
    expect((await get(owner, voteId)).body).toMatchObject({ myRights: [{ as: 'voter' }, { rightNo: 2, as: 'agent' }] });
    expect((await castBy(owner, voteId, 2)).status).toBe(201);
    expect((await get(neighbour, voteId, '/my-ballots')).body).toMatchObject({ items: [{ rightNo: 2 }] });
    expect((await post(secretary, voteId, `proxies/${given.proxyId}/revoke`, {})).status).toBe(204);
    expect(code(await post(secretary, voteId, `proxies/${given.proxyId}/revoke`, {}))).toBe('409 proxy-revoked');
    expect(code(await castBy(owner, voteId, 2))).toBe('403 not-your-right');
    expect((await get(secretary, voteId, '/proxies')).body).toMatchObject({ items: [{ proxyId: given.proxyId }] });
  });

  it('is refused to oneself, twice, beyond the cap, to the firm, for strangers, where there are no proxies', async () => {
    const voteId = await aVote({ proxyCap: 1 });
    const { u1, u2, u3 } = world.city;
    const give = async (body: object) => code(await post(secretary, voteId, 'proxies', body));
    expect(await give(authority(neighbour, { agent: { ownerId: u2.ownerId } }))).toBe('422 proxy-is-principal');
    expect(await give(authority(neighbour, { agent: { ownerId: randomUUID() } }))).toBe('422 agent-unknown');
    expect(await give(authority(neighbour, { agent: { ownerId: u1.ownerId }, principalOwnerId: u3.ownerId }))).toBe(
      '422 principal-has-no-right',
    );
    await world.person([{ role: 'firmManager', at: world.city.e1 }], { ownerId: u3.ownerId });
    expect(await give(authority(neighbour, { agent: { ownerId: u3.ownerId } }))).toBe('422 proxy-is-firm-staff');
    expect(await give(authority(neighbour, { agent: { name: '王五' } }))).toBe('201 ');
    expect(await give(authority(neighbour, { agent: { ownerId: u1.ownerId } }))).toBe('409 proxy-exists');
    expect(await give(authority(owner, { agent: { name: '王五' } }))).toBe('422 proxy-cap-reached');
    expect(
      code(
        await post(secretary, await aVote({ proxyCap: 0 }), 'proxies', authority(owner, { agent: { name: '王五' } })),
      ),
    ).toBe('422 proxies-not-allowed');
  });
});

describe('officials', () => {
  it('get every row for a recount once counting is over, and no name in it', async () => {
    const voteId = await aVote();
    const officer = await world.person([{ role: 'streetOfficer', at: world.city.s1 }]);
    await castBy(owner, voteId, 1);
    expect(code(await get(officer, voteId, '/rows'))).toBe('409 counting-not-over');
    await finish(voteId);
    const answer = await world
      .as(officer)
      .get(`/v1/votes/${voteId}/rows`)
      .buffer()
      .parse((response, done) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => done(null, Buffer.concat(chunks).toString('utf8')));
      });
    const rows = (answer.body as string)
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { kind: string });
    expect(rows.map(({ kind }) => kind)).toEqual(['vote', 'right', 'right', 'ballot']);
    expect(answer.body).not.toContain('业主');
    expect(code(await get(owner, voteId, '/rows'))).toBe('403 forbidden');
  });

  it('see the published roll with masked names, page by page', async () => {
    const voteId = await aVote();
    const first = await get(secretary, voteId, '/roll?limit=1');
    expect(first.body).toMatchObject({
      items: [{ rightNo: 1, label: '1号楼101', holders: ['业***'], hasVoter: true }],
    });
    const { nextCursor } = first.body as { nextCursor: string };
    const second = await get(secretary, voteId, `/roll?limit=1&cursor=${nextCursor}`);
    expect(second.body).toMatchObject({ items: [{ rightNo: 2 }], nextCursor: null });
    expect((await get(secretary, voteId, '/roll/problems')).body).toEqual({ items: [], nextCursor: null });
  });
});
