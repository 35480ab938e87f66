// The officer's desk over HTTP: help is recorded before it is given and ends in one ballot that the owner confirms; some owners are called
// back, nobody chooses which; what they deny keeps the count open until somebody has ruled on it.
import { randomUUID } from 'node:crypto';
import type { Response } from 'supertest';
import { createActivities } from '../../activities/create-activities';
import { listDisputed } from '../../store/ballots/disputes';
import { rebuildCounted } from '../../store/ballots/rebuild-counted';
import { receiptKeys } from '../../store/ballots/receipt-keys';
import { reopenCounting, sealCounting } from '../../store/ballots/vote-window';
import { drawOf, isDrawn } from '../../store/desk/call-backs';
import { inTransaction } from '../../store/transaction';
import { aVoteOf, close } from '../evote/a-platform';
import { apiWorld, type Person, type World } from '../support/api-world';

let world: World;
let officer: Person;
let secretary: Person;
let clerk: Person;
let owner: Person;
beforeAll(async () => {
  world = await apiWorld();
  const { city } = world;
  officer = await world.person([{ role: 'streetOfficer', at: city.s1 }]);
  secretary = await world.person([{ role: 'communitySecretary', at: city.c1 }]);
  clerk = await world.person([{ role: 'gridWorker', at: city.c1 }]);
  owner = await world.ownerOf(city.u1);
});
afterAll(() => world.close());

const post = (who: Person, voteId: string, path: string, body: object): Promise<Response> =>
  world.as(who).post(`/v1/votes/${voteId}/${path}`, { commandId: randomUUID(), ...body });
const get = (who: Person, voteId: string, path: string): Promise<Response> =>
  world.as(who).get(`/v1/votes/${voteId}${path}`);
const code = ({ status, body }: Response): string => `${status} ${(body as { code?: string }).code ?? ''}`;

const help = (more: object = {}) => ({
  assistanceId: randomUUID(),
  rightNo: 1,
  help: { purpose: 'operateDevice' },
  witness: { nameText: '邻居赵' },
  will: 'presentInPerson',
  ...more,
});

/** Recorded, and the slip's code. */
async function aSlip(who: Person, voteId: string, more: object = {}): Promise<{ assistanceId: string; code: string }> {
  const { body } = await post(who, voteId, 'assistances', help(more)).then((answer) => {
    expect(code(answer)).toBe('201 ');
    return answer;
  });
  const { assistanceId } = body as { assistanceId: string };
  const slip = await get(who, voteId, `/assistances/${assistanceId}/slip`);
  return { assistanceId, code: (slip.body as { code: string }).code };
}
const cast = (who: Person, voteId: string, assistanceId: string, confirmation: object, more: object = {}) =>
  post(who, voteId, `assistances/${assistanceId}/ballot`, { choices: { item: 'yes' }, confirmation, ...more });

/** An assisted ballot of right 1 by the clerk. */
async function anAssistedBallot(voteId: string, more: object = {}): Promise<number> {
  const { assistanceId, code: said } = await aSlip(clerk, voteId, more);
  const answer = await cast(clerk, voteId, assistanceId, { kind: 'code', code: said });
  return (answer.body as { receipt: { seq: number } }).receipt.seq;
}

describe('help to vote', () => {
  it("ends in exactly one ballot, in the owner's name, with who helped on it", async () => {
    const voteId = await aVoteOf(world);
    const { assistanceId, code: said } = await aSlip(clerk, voteId);
    expect(said).toMatch(/^[2-9A-Z]{8}$/);
    const commandId = randomUUID();
    const first = await cast(
      clerk,
      voteId,
      assistanceId,
      { kind: 'code', code: ` ${said.toLowerCase()} ` },
      { commandId },
    );
    expect(first.status).toBe(201);
    expect(first.body).not.toHaveProperty('salt');
    // Sent again it is answered again; another ballot on the same slip is refused.
    expect((await cast(clerk, voteId, assistanceId, { kind: 'code', code: said }, { commandId })).body).toEqual(
      first.body,
    );
    expect(code(await cast(clerk, voteId, assistanceId, { kind: 'code', code: said }))).toBe('409 assistance-used');
    expect(code(await get(clerk, voteId, `/assistances/${assistanceId}/slip`))).toBe('409 assistance-used');
    const { rows } = await world.db.pool.query(
      'select channel, cast_by_account, in_name_of, assisted_by from ballot where vote_id = $1',
      [voteId],
    );
    const { ownerId } = world.city.u1;
    const by = clerk.accountId;
    expect(rows).toEqual([{ channel: 'electronic', cast_by_account: by, in_name_of: ownerId, assisted_by: by }]);
    expect((await get(owner, voteId, '/my-ballots')).body).toMatchObject({ items: [{ seq: 1, isCounted: true }] });
    expect((await get(officer, voteId, '/assistances')).body).toMatchObject({
      items: [
        { assistanceId, rightNo: 1, witness: '邻居赵', ballotSeq: 1, confirmation: 'code', helpedOwnerId: ownerId },
      ],
    });
    const stored = await world.db.pool.query('select response from command_receipt');
    expect(JSON.stringify(stored.rows)).not.toContain(said);
  });

  it('is confirmed by the owner: a wrong code, a used or expired slip, another helper cast nothing', async () => {
    const voteId = await aVoteOf(world);
    const { assistanceId, code: said } = await aSlip(clerk, voteId);
    const confirmation = { kind: 'code', code: said };
    expect(code(await cast(clerk, voteId, assistanceId, { kind: 'code', code: '22222222' }))).toBe(
      '422 confirmation-wrong',
    );
    expect(code(await cast(secretary, voteId, assistanceId, confirmation))).toBe('403 not-your-assistance');
    expect(code(await get(secretary, voteId, `/assistances/${assistanceId}/slip`))).toBe('403 not-your-assistance');
    expect(code(await cast(clerk, voteId, assistanceId, confirmation, { choices: { item: 'perhaps' } }))).toBe(
      '422 unknown-choice',
    );
    expect(code(await cast(clerk, voteId, assistanceId, confirmation, { choices: {} }))).toBe('422 empty-ballot');
    const old = randomUUID();
    await world.db.pool.query(
      `insert into assistance (id, vote_id, right_no, helped_owner_id, assistant_account, purpose, witness_text, will, at, expires_at)
       values ($1, $2, 2, $3, $4, 'explain', 'h', 'presentInPerson', clock_timestamp() - interval '31 minutes',
         clock_timestamp() - interval '1 minute')`,
      [old, voteId, world.city.u2.ownerId, clerk.accountId],
    );
    expect(code(await cast(clerk, voteId, old, { kind: 'signature', signatureSha256: 'ab'.repeat(32) }))).toBe(
      '409 assistance-expired',
    );
    expect(code(await get(clerk, voteId, `/assistances/${old}/slip`))).toBe('409 assistance-expired');
    expect(
      (await cast(clerk, voteId, assistanceId, { kind: 'signature', signatureSha256: 'ab'.repeat(32) })).status,
    ).toBe(201);
  });

  it('counts as an electronic ballot: changes are as many as for everybody', async () => {
    const voteId = await aVoteOf(world, { policy: { changes: 1 } });
    await anAssistedBallot(voteId);
    await anAssistedBallot(voteId);
    const { assistanceId, code: said } = await aSlip(clerk, voteId);
    expect(code(await cast(clerk, voteId, assistanceId, { kind: 'code', code: said }))).toBe('409 changes-exhausted');
  });

  it('is not given by whoever acts, stands or counts in the vote, nor for the own right, and the witness is another person', async () => {
    const voteId = await aVoteOf(world);
    const { pool } = world.db;
    const { c1, u1, u2, u3 } = world.city;
    const ask = async (who: Person, more: object = {}) => code(await post(who, voteId, 'assistances', help(more)));
    const withOwner = (ownerId: string) => world.person([{ role: 'gridWorker', at: c1 }], { ownerId });
    expect(await ask(await withOwner(u1.ownerId))).toBe('422 assistance-for-oneself');
    const agent = await withOwner(u2.ownerId);
    const authority = { proxyId: randomUUID(), principalOwnerId: u1.ownerId, documentSha256: 'cd'.repeat(32) };
    await post(secretary, voteId, 'proxies', { ...authority, agent: { ownerId: u2.ownerId } });
    expect(await ask(agent)).toBe('403 assistant-is-proxy');
    const parentId = randomUUID();
    const standing = await withOwner(u3.ownerId);
    await pool.query(
      `insert into process (id, kind, place_id, place_path, policy_id, policy_version, policy_hash, policy, calendar, launched_at)
       select $1, 'election', place_id, place_path, policy_id, policy_version, policy_hash, policy, calendar, launched_at
       from process where id = $2`,
      [parentId, voteId],
    );
    await pool.query(
      `insert into process_view (process_id, kind, place_id, place_path, phase, is_open, is_suspended, seq, hash, state, updated_at)
       select $1, 'election', place_id, place_path, 'voting', true, false, 1, 'h', $2, clock_timestamp() from process where id = $3`,
      [
        parentId,
        JSON.stringify({ core: { candidates: [{ candidateId: randomUUID(), ownerId: u3.ownerId }] } }),
        voteId,
      ],
    );
    const counting = await world.person([{ role: 'gridWorker', at: c1 }]);
    await pool.query(
      `update process_view set state = jsonb_set(jsonb_set(state, '{core,parentId}', to_jsonb($2::text)), '{core,counterIds}', $3)
       where process_id = $1`,
      [voteId, parentId, JSON.stringify([counting.accountId])],
    );
    expect(await ask(standing)).toBe('403 assistant-is-candidate');
    expect(await ask(counting)).toBe('403 assistant-is-counter');
    expect(await ask(clerk, { witness: { accountId: clerk.accountId } })).toBe('422 witness-is-assistant');
    expect(await ask(clerk, { witness: { accountId: randomUUID() } })).toBe('422 witness-unknown');
    expect(await ask(clerk, { rightNo: 9 })).toBe('422 right-not-found');
    const assistanceId = randomUUID();
    expect(await ask(clerk, { witness: { accountId: secretary.accountId }, assistanceId })).toBe('201 ');
    expect(await ask(clerk, { assistanceId })).toBe('409 id-already-used');
    // And the other way round: who has helped acts for nobody and signs no count.
    const helper = await world.person([{ role: 'gridWorker', at: c1 }], { ownerId: world.city.u4.ownerId });
    expect(await ask(helper)).toBe('201 ');
    const later = { ...authority, proxyId: randomUUID(), principalOwnerId: u2.ownerId };
    expect(
      code(await post(secretary, voteId, 'proxies', { ...later, agent: { ownerId: world.city.u4.ownerId } })),
    ).toBe('403 assistant-is-proxy');
    const sign = { commandId: randomUUID(), command: { type: 'signCount' } };
    expect(code(await world.as(clerk).post(`/v1/votes/${voteId}/commands`, sign))).toBe('403 counter-has-assisted');
  });

  it('has its cap per person and day, and ends with the window', async () => {
    const voteId = await aVoteOf(world, { desk: { perDay: 2 } });
    const worker = await world.person([{ role: 'gridWorker', at: world.city.c1 }]);
    const ask = async () => code(await post(worker, voteId, 'assistances', help()));
    expect([await ask(), await ask(), await ask()]).toEqual(['201 ', '201 ', '409 assistance-cap-reached']);
    await close(world, voteId);
    expect(await ask()).toBe('409 vote-closed');
    expect(code(await post(worker, await aVoteOf(world, { isOpen: false }), 'assistances', help()))).toBe(
      '409 vote-not-open',
    );
  });

  it('with a paper is tied to this paper, which is entered like all papers', async () => {
    const voteId = await aVoteOf(world);
    await post(secretary, voteId, 'papers', { rights: { kind: 'all' } });
    const onPaper = (serialNo: number) => help({ help: { purpose: 'fillPaper', serialNo } });
    expect(code(await post(clerk, voteId, 'assistances', onPaper(2)))).toBe('422 serial-not-found');
    const answer = await post(clerk, voteId, 'assistances', onPaper(1));
    const { assistanceId } = answer.body as { assistanceId: string };
    expect((await get(clerk, voteId, `/assistances/${assistanceId}/slip`)).body).toMatchObject({
      code: null,
      paperSerial: 1,
    });
    expect(code(await cast(clerk, voteId, assistanceId, { kind: 'code', code: 'x' }))).toBe('409 assistance-on-paper');
  });
});

/** A paper ballot of a right: returned by the clerk in this way, entered by officer and secretary. */
async function aPaperBallot(voteId: string, serialNo: number, via?: string): Promise<void> {
  await post(clerk, voteId, 'papers/returns', { serialNos: [serialNo], ...(via && { via }) });
  for (const who of [officer, secretary])
    await post(who, voteId, `papers/${serialNo}/entries`, { reading: { kind: 'valid', choices: { item: 'no' } } });
}

describe('a call back', () => {
  const sampleOf = async (voteId: string) =>
    (await get(officer, voteId, '/call-backs')).body as {
      handled: number;
      salt: string | null;
      items: { seq: number; how: string; state: string }[];
    };

  it('may concern every ballot that went through other hands, and none that came by sealed box or from a phone', async () => {
    const voteId = await aVoteOf(world, { desk: { callBackPercent: 100 } });
    await post(secretary, voteId, 'papers', { rights: { kind: 'all' } });
    await post(owner, voteId, 'ballots', { rightNo: 1, choices: { item: 'yes' } });
    await anAssistedBallot(voteId, { rightNo: 2 });
    await aPaperBallot(voteId, 1, 'box');
    await aPaperBallot(voteId, 2);
    const sample = await sampleOf(voteId);
    expect(sample).toMatchObject({ handled: 2, salt: null });
    expect(sample.items).toMatchObject([
      { seq: 2, rightNo: 2, how: 'assisted', state: 'open', hands: [clerk.accountId] },
      { seq: 4, rightNo: 2, how: 'collected' },
    ]);
    expect(JSON.stringify(sample)).not.toContain('yes');
  });

  it('is drawn by a salt that is shown once counting is over, so that anybody can draw again', async () => {
    const percent = 40;
    const voteId = await aVoteOf(world, { policy: { changes: 30 }, desk: { callBackPercent: percent, perDay: 500 } });
    for (let n = 0; n < 12; n += 1) await anAssistedBallot(voteId);
    const during = await sampleOf(voteId);
    await close(world, voteId, { isSealed: true });
    const { salt, items, handled } = await sampleOf(voteId);
    expect(handled).toBe(12);
    const all = Array.from({ length: 12 }, (_, index) => index + 1);
    const drawn = all.filter((seq) => isDrawn(salt ?? '', seq, percent));
    const lowest = all.reduce((one, other) => (drawOf(salt ?? '', other) < drawOf(salt ?? '', one) ? other : one));
    expect(items.map(({ seq }) => seq)).toEqual(drawn.length > 0 ? drawn : [lowest]);
    expect(during.items.map(({ seq }) => seq)).toEqual(drawn);
    expect([isDrawn(salt ?? '', 1, 0), isDrawn(salt ?? '', 1, 100)]).toEqual([false, true]);
  });

  it('is always made once voting is over, if any ballot went through other hands', async () => {
    const voteId = await aVoteOf(world, { desk: { callBackPercent: 1 } });
    await anAssistedBallot(voteId);
    await close(world, voteId);
    expect((await sampleOf(voteId)).items).toHaveLength(1);
  });

  it('is made by somebody else, until there is an answer or the calls are used up', async () => {
    const voteId = await aVoteOf(world, { desk: { callBackPercent: 100, callBackAttempts: 2 } });
    await anAssistedBallot(voteId);
    await post(owner, voteId, 'ballots', { rightNo: 1, choices: { item: 'yes' } });
    const helper = await world.person([{ role: 'communitySecretary', at: world.city.c1 }]);
    const { assistanceId, code: said } = await aSlip(helper, voteId, { rightNo: 2 });
    await cast(helper, voteId, assistanceId, { kind: 'code', code: said });
    const call = async (who: Person, seq: number, outcome: string) => {
      const answer = await post(who, voteId, `call-backs/${seq}`, { outcome, noteText: '电话回访' });
      return answer.status === 201 ? (answer.body as object) : code(answer);
    };
    expect(await call(helper, 3, 'confirmed')).toBe('403 caller-was-involved');
    expect(await call(secretary, 2, 'confirmed')).toBe('422 not-in-sample');
    expect(await call(secretary, 1, 'unreachable')).toEqual({ attemptNo: 1, state: 'open' });
    expect(await call(officer, 1, 'unreachable')).toEqual({ attemptNo: 2, state: 'unreachable' });
    expect(await call(officer, 1, 'confirmed')).toBe('409 call-back-settled');
    expect(await call(secretary, 3, 'confirmed')).toEqual({ attemptNo: 1, state: 'confirmed' });
    expect(await call(officer, 3, 'denied')).toBe('409 call-back-settled');
  });
});

describe('a ballot that its owner denies', () => {
  const activities = () =>
    createActivities({ pool: world.db.pool, time: world.deps.time, signing: receiptKeys(world.deps.keyRing).signing });
  const seal = async (voteId: string) => {
    const now = (await world.deps.time.now()).toISOString();
    await inTransaction(world.db.pool, (tx) => sealCounting(tx, voteId, now));
  };

  it('keeps the count open; struck, it stays in the tree and what the right brought besides counts', async () => {
    const voteId = await aVoteOf(world, { desk: { callBackPercent: 100 } });
    await post(owner, voteId, 'ballots', { rightNo: 1, choices: { item: 'no' } });
    const seq = await anAssistedBallot(voteId);
    const other = await anAssistedBallot(voteId, { rightNo: 2 });
    await close(world, voteId);
    const rule = async (who: Person, ballot: number, remedy: string) =>
      code(await post(who, voteId, `ballots/${ballot}/ruling`, { remedy, reasonText: '业主未到场，签名不符' }));
    expect(await rule(officer, seq, 'struck')).toBe('409 ballot-not-denied');
    for (const ballot of [seq, other]) await post(secretary, voteId, `call-backs/${ballot}`, { outcome: 'denied' });
    await seal(voteId);
    expect(await activities().tallyVote({ voteId })).toMatchObject({ deniedBallots: 2, unexplainedDifferences: 0 });
    const sign = { commandId: randomUUID(), command: { type: 'signCount' } };
    expect(code(await world.as(officer).post(`/v1/votes/${voteId}/commands`, sign))).toBe('409 denied-ballot-open');
    expect(await rule(officer, seq, 'struck')).toBe('409 counting-over');
    await inTransaction(world.db.pool, (tx) => reopenCounting(tx, voteId));
    expect((await get(officer, voteId, '/disputes')).body).toMatchObject({
      denied: [
        { seq, rightNo: 1, channel: 'electronic', ruling: null },
        { seq: other, ruling: null },
      ],
    });
    const involved = await world.person([{ role: 'streetOfficer', at: world.city.s1 }]);
    const slip = await world.db.pool.query('select witness_text from assistance where vote_id = $1', [voteId]);
    expect(slip.rowCount).toBe(2);
    expect(await rule(involved, seq, 'struck')).toBe('204 ');
    expect(await rule(officer, seq, 'stands')).toBe('409 ballot-ruled-on');
    expect(await rule(officer, other, 'stands')).toBe('204 ');
    expect((await listDisputed(world.db.pool, voteId)).denied.map(({ ruling }) => ruling)).toEqual([
      'struck',
      'stands',
    ]);

    const counted =
      'select right_no, seq, ballot_count, electronic_count, choices from counted_ballot where vote_id = $1 order by 1';
    const live = (await world.db.pool.query(counted, [voteId])).rows;
    expect(live).toMatchObject([
      { right_no: 1, seq: 1, ballot_count: 1, choices: { item: 'no' } },
      { right_no: 2, seq: other },
    ]);
    await rebuildCounted(world.db.pool, voteId);
    expect((await world.db.pool.query(counted, [voteId])).rows).toEqual(live);
    await seal(voteId);
    const { totals, deniedBallots } = await activities().tallyVote({ voteId });
    expect(deniedBallots).toBe(0);
    expect(totals).toMatchObject({ ballotCount: 3, supersededCount: 1 });
    expect(totals.items[0]?.choices).toMatchObject({ no: { heads: 1 }, yes: { heads: 1 } });
  });
});
