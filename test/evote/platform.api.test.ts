// E-voting on a city's own platform over HTTP: its file and its signed calls end in the same ledger as every ballot; what is refused is
// shown, and where its totals differ from ours the count stays open until somebody has said why.
import { randomUUID } from 'node:crypto';
import type { Response } from 'supertest';
import { createActivities } from '../../activities/create-activities';
import { proofSheet } from '../../domain/owners-vote/count';
import { openRecount } from '../../scripts/recount/pack.cjs';
import { refuseSignature } from '../../store/ballots/open-matters';
import { rebuildCounted } from '../../store/ballots/rebuild-counted';
import { receiptKeys } from '../../store/ballots/receipt-keys';
import { reopenCounting, sealCounting, setWindowState } from '../../store/ballots/vote-window';
import { signatureOf } from '../../store/signature';
import { inTransaction } from '../../store/transaction';
import { apiWorld, type Person, type World } from '../support/api-world';
import { anElectionItem, aVotePolicy, aYesNoItem } from '../support/build';
import { aPlatform, aRow, aVoteOf, close, send, type TestPlatform } from './a-platform';

let world: World;
let officer: Person;
let owner: Person;
let platform: TestPlatform;
beforeAll(async () => {
  world = await apiWorld();
  officer = await world.person([{ role: 'streetOfficer', at: world.city.s1 }]);
  owner = await world.ownerOf(world.city.u1);
  platform = await aPlatform(world, officer);
});
afterAll(() => world.close());

const post = (who: Person, voteId: string, path: string, body: object): Promise<Response> =>
  world.as(who).post(`/v1/votes/${voteId}/${path}`, { commandId: randomUUID(), ...body });
const get = (who: Person, voteId: string, path: string): Promise<Response> =>
  world.as(who).get(`/v1/votes/${voteId}${path}`);
const code = ({ status, body }: Response): string => `${status} ${(body as { code?: string }).code ?? ''}`;
const bring = (voteId: string, ...ballots: unknown[]) => send(world, platform, voteId, 'ballots', { ballots });
const codesOf = ({ body }: Response) =>
  (body as { rows: { reference: string | null; code: string }[] }).rows.map((row) => [row.reference, row.code]);

async function upload(voteId: string, mode: 'check' | 'import', file: Buffer | string, format = 'csv') {
  return world
    .as(officer)
    .post(
      `/v1/votes/${voteId}/platform-imports?commandId=${randomUUID()}&platform=${platform.code}&format=${format}&mode=${mode}`,
    )
    .set('Content-Type', 'application/octet-stream')
    .send(Buffer.from(file));
}

const ballotsOf = async (voteId: string) =>
  (
    await world.db.pool.query<{ rightNo: number; channel: string; castAt: Date; by: string }>(
      `select right_no as "rightNo", channel, cast_at as "castAt", cast_by_account as by from ballot where vote_id = $1 order by seq`,
      [voteId],
    )
  ).rows;

describe('a signed call', () => {
  it('brings ballots that their owners find with a receipt, and never twice', async () => {
    const voteId = await aVoteOf(world);
    const first = await bring(voteId, aRow('a-1', 1, 'yes', '2020-01-01T00:00:00Z'), aRow('a-2', 2, 'no'));
    expect(first.body).toMatchObject({ accepted: 1, repeated: 0, refused: 1 });
    const castAt = new Date(Date.now() - 60_000).toISOString();
    const good = await bring(voteId, aRow('a-3', 1, 'yes', castAt));
    expect(good.body).toMatchObject({ accepted: 1, rows: [] });
    expect((await bring(voteId, aRow('a-3', 1, 'yes', castAt))).body).toMatchObject({ accepted: 0, repeated: 1 });
    expect(await ballotsOf(voteId)).toEqual([
      { rightNo: 2, channel: 'platform', castAt: expect.any(Date), by: platform.platformId },
      { rightNo: 1, channel: 'platform', castAt: new Date(castAt), by: platform.platformId },
    ]);
    const mine = await get(owner, voteId, '/my-ballots');
    expect(mine.body).toMatchObject({ items: [{ seq: 2, channel: 'platform', isCounted: true, castAt }] });
  });

  it('whose signature is wrong, old, of another body or another platform is refused without a word more', async () => {
    const voteId = await aVoteOf(world);
    const now = Math.floor(Date.now() / 1_000);
    const given = { ballots: [aRow('b-1', 1)] };
    const bodyText = Buffer.from(JSON.stringify(given));
    const refusals = [
      await send(world, { ...platform, secret: 'evs_other' }, voteId, 'ballots', given),
      await send(world, { ...platform, code: 'nobody' }, voteId, 'ballots', given),
      await send(world, platform, voteId, 'ballots', given, { timestamp: String(now - 305) }),
      await send(world, platform, voteId, 'ballots', given, { timestamp: String(now + 305) }),
      await send(world, platform, voteId, 'ballots', given, { timestamp: 'now' }),
      await send(world, platform, voteId, 'ballots', given, {
        signature: signatureOf(platform.secret, String(now), Buffer.concat([bodyText, Buffer.from(' ')])),
      }),
      await send(world, platform, voteId, 'ballots', given, { signature: 'v1=' }),
    ];
    for (const answer of refusals) {
      expect(code(answer)).toBe('401 bad-signature');
      expect(answer.body.params).toEqual({});
    }
    expect((await send(world, platform, voteId, 'ballots', given, { timestamp: String(now - 290) })).status).toBe(200);
  });

  it('is believed under the old secret as long as the rotation says', async () => {
    const voteId = await aVoteOf(world);
    const own = await aPlatform(world, officer);
    const rotate = async (oldValidHours: number): Promise<string> => {
      const path = `/v1/places/${world.city.s1.id}/evote-platforms/${own.platformId}/keys`;
      const { body } = await world.as(officer).post(path, { commandId: randomUUID(), oldValidHours }).expect(201);
      return (body as { secret: string }).secret;
    };
    const statusOf = async (secret: string) =>
      (await send(world, { ...own, secret }, voteId, 'ballots', { ballots: [] })).status;
    const second = await rotate(1);
    expect([await statusOf(own.secret), await statusOf(second)]).toEqual([200, 200]);
    const third = await rotate(0);
    expect([await statusOf(own.secret), await statusOf(second), await statusOf(third)]).toEqual([401, 401, 200]);
    const { body } = await world.as(officer).get(`/v1/places/${world.city.s1.id}/evote-platforms`).expect(200);
    expect(JSON.stringify(body)).not.toContain('evs_');
    const rows = await world.db.pool.query(
      'select * from evote_platform_key k join evote_platform p on p.id = k.platform_id',
    );
    expect(JSON.stringify(rows.rows)).not.toContain(third.slice(4));
  });

  it('is refused for votes of other places, and a code is taken once', async () => {
    const elsewhere = await world.person([{ role: 'streetOfficer', at: world.city.s2 }]);
    const path = `/v1/places/${world.city.s2.id}/evote-platforms`;
    const other = { platformId: randomUUID(), code: `q-${randomUUID()}`, name: '外区平台' };
    const { body } = await world.as(elsewhere).post(path, { commandId: randomUUID(), ...other });
    const { secret } = body as { secret: string };
    const voteId = await aVoteOf(world);
    expect(code(await send(world, { ...other, secret }, voteId, 'ballots', { ballots: [] }))).toBe(
      '422 platform-not-here',
    );
    const again = { ...other, platformId: randomUUID(), commandId: randomUUID() };
    expect(code(await world.as(elsewhere).post(path, again))).toBe('409 platform-code-taken');
  });
});

describe('a row', () => {
  it('is judged by the rules of every ballot; what is refused says why', async () => {
    const agenda = [aYesNoItem(), anElectionItem({ itemId: 'board', candidateIds: ['a', 'b', 'c'], seats: 2 })];
    const voteId = await aVoteOf(world, { agenda, policy: { changes: 1 } });
    const at = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();
    const answer = await bring(
      voteId,
      aRow('c-1', 1),
      aRow('c-1', 1, 'no'),
      aRow('c-2', 9),
      aRow('c-3', 2, 'perhaps'),
      aRow('c-4', 2, 'spoiled'),
      aRow('c-5', 2, ''),
      aRow('c-6', 2, 'yes', at(-180)),
      aRow('c-7', 2, 'yes', at(6)),
      { ...aRow('c-8', 2), choices: { board: ['a', 'b', 'c'] } },
      { ...aRow('c-9', 2), choices: { other: 'yes' } },
      { ...aRow('c-10', 2), castAt: '昨天' },
      { ...aRow('c-11', 2), rightNo: undefined, unit: '9号楼101' },
      { ...aRow('c-12', 2), name: '王五' },
      aRow('c-13', 1, 'no', at(-30)),
      aRow('c-14', 1, 'yes', at(-20)),
      null,
      { ...aRow('c-15', 2), rightNo: undefined, unit: '１号楼102' },
    );
    expect(answer.body).toMatchObject({ accepted: 3, repeated: 0, refused: 14 });
    expect(codesOf(answer)).toEqual([
      ['c-1', 'reference-reused'],
      ['c-2', 'right-not-found'],
      ['c-3', 'unknown-choice'],
      ['c-4', 'unknown-choice'],
      ['c-5', 'empty-ballot'],
      ['c-6', 'before-opening'],
      ['c-7', 'in-the-future'],
      ['c-8', 'too-many-choices'],
      ['c-9', 'unknown-agenda-item'],
      ['c-10', 'row-unreadable'],
      ['c-11', 'right-not-found'],
      ['c-12', 'row-unreadable'],
      ['c-14', 'changes-exhausted'],
      [null, 'row-unreadable'],
    ]);
    const counted =
      'select right_no, seq, ballot_count, electronic_count from counted_ballot where vote_id = $1 order by 1';
    const live = await world.db.pool.query(counted, [voteId]);
    expect(live.rows).toMatchObject([
      { right_no: 1, seq: 2, electronic_count: 2 },
      { right_no: 2, seq: 3, electronic_count: 1 },
    ]);
    await rebuildCounted(world.db.pool, voteId);
    expect((await world.db.pool.query(counted, [voteId])).rows).toEqual(live.rows);
  });

  it('does not beat a ballot that its owner cast later elsewhere', async () => {
    const voteId = await aVoteOf(world, { policy: { changes: 2 } });
    await post(owner, voteId, 'ballots', { rightNo: 1, choices: { item: 'no' } });
    expect((await bring(voteId, aRow('d-1', 1, 'yes'))).body).toMatchObject({ accepted: 1 });
    expect((await get(owner, voteId, '/my-ballots')).body).toMatchObject({
      items: [
        { channel: 'electronic', isCounted: true },
        { channel: 'platform', isCounted: false },
      ],
    });
  });

  it('names a right that several rights are called like: the number is asked for', async () => {
    const voteId = await aVoteOf(world);
    const other = await aVoteOf(world);
    const client = await world.db.pool.connect();
    const { rows } = await client.query<{ roll_id: string }>('select roll_id from vote_window where vote_id = $1', [
      other,
    ]);
    await client.query(
      `insert into roll_right select roll_id, 3, 3, counts_head, head_size, area_dm2, label, unit_ids, building_ids, entrance_ids, null, holder_owner_ids
       from roll_right where roll_id = $1 and right_no = 1`,
      [rows[0]?.roll_id],
    );
    client.release();
    const named = { ...aRow('e-1', 1), rightNo: undefined, unit: '1号楼101' };
    expect(codesOf(await bring(other, named, aRow('e-2', 3)))).toEqual([
      ['e-1', 'right-ambiguous'],
      ['e-2', 'right-has-no-voter'],
    ]);
    expect((await bring(voteId, named)).body).toMatchObject({ accepted: 1 });
  });

  it('that comes after the close is refused whatever instant the platform tells, and before it is again the same ballot', async () => {
    const voteId = await aVoteOf(world);
    const early = aRow('f-1', 1);
    await bring(voteId, early);
    await inTransaction(world.db.pool, (tx) => setWindowState(tx, voteId, { state: 'suspended' }));
    expect(codesOf(await bring(voteId, aRow('f-2', 2)))).toEqual([['f-2', 'vote-suspended']]);
    await close(world, voteId);
    const late = await bring(voteId, early, aRow('f-3', 2), aRow('f-4', 2, 'yes', new Date().toISOString()));
    expect(late.body).toMatchObject({ accepted: 0, repeated: 1, refused: 2 });
    expect(codesOf(late)).toEqual([
      ['f-3', 'platform-delivered-late'],
      ['f-4', 'vote-closed'],
    ]);
    const scheduled = await aVoteOf(world, { isOpen: false });
    expect(codesOf(await bring(scheduled, aRow('f-5', 1)))).toEqual([['f-5', 'vote-not-open']]);
  });
});

describe('a file', () => {
  const when = new Date(Date.now() - 3_600_000 + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');

  it('is checked first and takes nothing, then the good rows are taken and the bad ones shown', async () => {
    const voteId = await aVoteOf(world, { agenda: [aYesNoItem(), anElectionItem({ itemId: 'board' })] });
    const csv = `编号,票权号,房号,时间,item,board\r\ng-1,1,,${when},同意,a;b\r\ng-2,,1号楼102,${when},反对,弃权\r\ng-3,7,,${when},yes,\r\n`;
    expect(code(await upload(voteId, 'import', csv))).toBe('409 file-not-checked');
    const checked = await upload(voteId, 'check', csv);
    expect(checked.body).toMatchObject({ accepted: 2, refused: 1 });
    expect(await ballotsOf(voteId)).toEqual([]);
    const { batchId } = checked.body as { batchId: string };
    expect((await get(officer, voteId, `/platform-imports/${batchId}/rows?verdict=refused`)).body).toMatchObject({
      items: [{ rowNo: 4, reference: 'g-3', code: 'right-not-found', title: '名册中没有此票权', ballotSeq: null }],
    });
    const imported = await upload(voteId, 'import', csv);
    expect(imported.body).toMatchObject({ accepted: 2, refused: 1 });
    const { batchId: taken } = imported.body as { batchId: string };
    expect((await get(officer, voteId, `/platform-imports/${taken}/rows`)).body).toMatchObject({
      items: [{ verdict: 'accepted', ballotSeq: 1 }, { ballotSeq: 2 }, { verdict: 'refused' }],
    });
    expect((await upload(voteId, 'import', csv)).body).toMatchObject({ accepted: 0, repeated: 2, refused: 1 });
    const list = await get(officer, voteId, '/platform-imports?limit=2');
    expect(list.body).toMatchObject({
      items: [{ isCheck: false }, { isCheck: false }],
      nextCursor: expect.any(String),
    });
    const { nextCursor } = list.body as { nextCursor: string };
    expect((await get(officer, voteId, `/platform-imports?cursor=${nextCursor}`)).body).toMatchObject({
      items: [{ isCheck: true, byAccount: officer.accountId }],
      nextCursor: null,
    });
    const { rows } = await world.db.pool.query('select choices from ballot where vote_id = $1 order by seq', [voteId]);
    expect(rows).toEqual([
      { choices: { item: 'yes', board: ['a', 'b'] } },
      { choices: { item: 'no', board: 'abstain' } },
    ]);
  });

  it('may be JSON Lines, and what is no such file is refused with its reason', async () => {
    const voteId = await aVoteOf(world);
    const lines = `${JSON.stringify(aRow('h-1', 1))}\n\n{broken\n`;
    expect((await upload(voteId, 'check', lines, 'jsonl')).body).toMatchObject({ accepted: 1, refused: 1 });
    const reasonOf = async (file: Buffer | string, format = 'csv') => {
      const answer = await upload(voteId, 'check', file, format);
      return [code(answer), (answer.body as { params: { reason: string } }).params.reason];
    };
    expect(await reasonOf('')).toEqual(['422 evote-file-refused', 'no-rows']);
    expect(await reasonOf('reference,cast_at,item,remark\n')).toEqual(['422 evote-file-refused', 'unknown-column']);
    expect(await reasonOf('reference,item\n')).toEqual(['422 evote-file-refused', 'column-missing']);
    expect(await reasonOf('reference,cast_at,item,item\n')).toEqual(['422 evote-file-refused', 'column-twice']);
    expect(await reasonOf(Buffer.from([0xff, 0xfe, 0xff]), 'jsonl')).toEqual([
      '422 evote-file-refused',
      'encoding-unknown',
    ]);
    expect(await reasonOf(Buffer.from('PK\u0003\u0004'))).toEqual(['422 evote-file-refused', 'not-csv']);
    expect(await reasonOf('{}\n'.repeat(5_001), 'jsonl')).toEqual(['422 evote-file-refused', 'too-many-rows']);
  });
});

describe("the platform's totals", () => {
  const theirs = (yes: number, no: number, ballotCount = yes + no) => ({
    ballotCount,
    items: [
      {
        itemId: 'item',
        answers: { yes: { heads: yes, areaDm2: 9_000 * yes }, no: { heads: no, areaDm2: 9_000 * no } },
      },
    ],
  });
  const totalsOf = async (voteId: string) =>
    (await get(officer, voteId, '/platform-totals')).body as { items: object[] };
  const activities = () =>
    createActivities({ pool: world.db.pool, time: world.deps.time, signing: receiptKeys(world.deps.keyRing).signing });

  it('stand beside ours with each difference, and a difference keeps the count open until it is explained', async () => {
    const voteId = await aVoteOf(world);
    await bring(voteId, aRow('i-1', 1, 'yes'), aRow('i-2', 2, 'no'));
    expect((await send(world, platform, voteId, 'totals', theirs(2, 0))).body).toEqual({ totalsNo: 1 });
    expect((await send(world, platform, voteId, 'totals', theirs(2, 0))).body).toEqual({ totalsNo: 1 });
    expect(code(await get(officer, voteId, '/platform-totals'))).toBe('409 voting-not-over');
    await close(world, voteId);
    const { items } = await totalsOf(voteId);
    expect(items).toMatchObject([
      {
        platform: platform.code,
        state: 'differs',
        ours: theirs(1, 1),
        theirs: theirs(2, 0),
        differences: [
          { itemId: 'item', answer: 'no', measure: 'heads', ours: 1, theirs: 0 },
          { itemId: 'item', answer: 'no', measure: 'areaDm2', ours: 9_000, theirs: 0 },
          { itemId: 'item', answer: 'yes', measure: 'heads', ours: 1, theirs: 2 },
          { itemId: 'item', answer: 'yes', measure: 'areaDm2', ours: 9_000, theirs: 18_000 },
        ],
        explanation: null,
      },
    ]);
    const sealed = await world.deps.time.now();
    await inTransaction(world.db.pool, (tx) => sealCounting(tx, voteId, sealed.toISOString()));
    expect(await activities().tallyVote({ voteId })).toMatchObject({ unexplainedDifferences: 1, deniedBallots: 0 });
    expect(await refuseSignature(world.db.pool, voteId, owner.accountId)).toMatchObject({
      code: 'platform-difference-unexplained',
    });
    // The same for whoever would sign over HTTP.
    const sign = { commandId: randomUUID(), command: { type: 'signCount' } };
    expect(code(await world.as(officer).post(`/v1/votes/${voteId}/commands`, sign))).toBe(
      '409 platform-difference-unexplained',
    );
    await inTransaction(world.db.pool, (tx) => reopenCounting(tx, voteId));

    const [{ comparisonSha256 }] = items as [{ comparisonSha256: string }];
    const explain = async (sha: string) =>
      code(
        await post(officer, voteId, 'platform-totals/explanations', {
          platform: platform.code,
          comparisonSha256: sha,
          reasonText: '平台误将一票重复计入',
        }),
      );
    expect(await explain('ab'.repeat(32))).toBe('409 comparison-changed');
    expect(await explain(comparisonSha256)).toBe('204 ');
    expect(await explain(comparisonSha256)).toBe('409 already-explained');
    expect((await totalsOf(voteId)).items).toMatchObject([{ explanation: { reason: '平台误将一票重复计入' } }]);
    expect(await activities().tallyVote({ voteId })).toMatchObject({ unexplainedDifferences: 0 });
    // Other figures, another question.
    await post(officer, voteId, 'platform-totals', { platform: platform.code, totals: theirs(1, 0) });
    expect(await activities().tallyVote({ voteId })).toMatchObject({ unexplainedDifferences: 1 });
    await send(world, platform, voteId, 'totals', theirs(1, 1));
    const agreed = (await totalsOf(voteId)).items as { state: string; comparisonSha256: string }[];
    expect(agreed).toMatchObject([{ state: 'agrees', differences: [] }]);
    expect(await explain(agreed[0]?.comparisonSha256 ?? '')).toBe('409 nothing-to-explain');
  });

  it('that are missing are asked for, and those of unknown items refused', async () => {
    const voteId = await aVoteOf(world);
    await bring(voteId, aRow('j-1', 1));
    const strange = { ballotCount: 1, items: [{ itemId: 'other', answers: {} }] };
    expect(code(await send(world, platform, voteId, 'totals', strange))).toBe('422 unknown-agenda-item');
    expect(code(await send(world, platform, voteId, 'totals', { ballotCount: 1 }))).toBe('400 malformed-request');
    await close(world, voteId);
    expect((await totalsOf(voteId)).items).toMatchObject([{ state: 'missing', theirs: null, differences: [] }]);
    expect(await activities().tallyVote({ voteId })).toMatchObject({ unexplainedDifferences: 1 });
    const without = await aVoteOf(world);
    await close(world, without);
    expect((await totalsOf(without)).items).toEqual([]);
  });
});

it("a platform's ballots are in the pack, and are recounted with all others", async () => {
  const voteId = await aVoteOf(world);
  await post(owner, voteId, 'ballots', { rightNo: 1, choices: { item: 'no' } });
  await bring(voteId, aRow('k-1', 1, 'yes'), aRow('k-2', 2, 'yes'));
  await close(world, voteId, { isSealed: true });
  const activities = createActivities({
    pool: world.db.pool,
    time: world.deps.time,
    signing: receiptKeys(world.deps.keyRing).signing,
  });
  const { totals, ballotRoot } = await activities.tallyVote({ voteId });
  expect(totals.countedByChannel).toEqual({ electronic: 1, platform: 1 });
  const { rows } = await world.db.pool.query<{ closes_at: Date; roll_hash: string }>(
    'select closes_at, roll_hash from vote_window where vote_id = $1',
    [voteId],
  );
  const [window] = rows;
  const proof = proofSheet({
    totals,
    agenda: [aYesNoItem()],
    policy: aVotePolicy(),
    rollHash: window?.roll_hash ?? '',
    ballotRoot,
    closedAt: window?.closes_at.toISOString() ?? '',
  });
  await world.db.pool.query(
    `update process_view set phase = 'signing', state = jsonb_set(state, '{core,proof}', $2) where process_id = $1`,
    [voteId, JSON.stringify(proof)],
  );
  const pack = await world.as(owner).get(`/v1/votes/${voteId}/pack`).buffer(true);
  const recount = openRecount();
  recount.write(Buffer.from(pack.text ?? (pack.body as Buffer)));
  expect(recount.finish().root).toBe(ballotRoot);
});
