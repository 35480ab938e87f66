// A co-funded project through everything: API, engine, relay, a meeting, an owners' vote as its child, pledges and money beside the engine. A day
// lasts half a second. Two flats of 90 m²; the shed costs 150.01 yuan, 50.00 of it from a sponsor and 100.01 in equal shares: 50.01 and 50.00.
import { randomUUID } from 'node:crypto';
import { encodeGb18030 } from '../../scripts/register/encode-gb18030';
import { standingCheck } from '../../store/ledger/standing-check';
import { OTHER_USCC, THIRD_USCC, USCC } from '../support/a-cofunding';
import { engineWorld, type EngineWorld } from '../support/engine-world';
import { aNeighbourhood, codeOf, HASH, ProjectRun, type Neighbourhood } from './on-the-engine';

let world: EngineWorld;
let neighbourhood: Neighbourhood;
beforeAll(async () => {
  world = await engineWorld();
  neighbourhood = await aNeighbourhood(world);
}, 600_000);
afterAll(() => world.close());

const SPONSOR = '91370202MA3C4D5E9K';
const AT_LENGTH = 300_000;
const SHED = {
  ...{ works: 'changeOfUse' as const, costFen: 15_001 },
  sources: [
    { sourceId: 'household', kind: 'household' as const, amountFen: 10_001, timing: 'before' as const },
    { sourceId: 'sponsor', kind: 'sponsor' as const, amountFen: 5_000, timing: 'before' as const, uscc: SPONSOR },
  ],
};

it(
  'a shed is deliberated, voted on, pledged in a time extended once, paid, built, accepted, shown, and its surplus goes back',
  async () => {
    const { owners, officer, secretary, member } = neighbourhood;
    const [one, two] = owners;
    const run = new ProjectRun(neighbourhood);
    await run.decideOn(SHED, 'special');
    expect((await run.see()).phase).toBe('voting');
    const voteId = await run.holdVote();
    await run.untilPhase('pledging');
    // Before a court, it stays in force; the project says so and goes on.
    const contest = { type: 'markContested', ground: 'procedure', reasonText: '起诉' };
    await run.post(officer, `/v1/votes/${voteId}/commands`, { command: contest }).expect(200);
    await run.until(({ state }) => state.attempts[0]?.isContested === true);

    await run.pledge(one);
    expect(codeOf(await run.give(secretary, { type: 'closePledging' }))).toBe('409 target-not-reached');
    const short = await run.untilPhase('deciding');
    expect(short.state.pledged).toMatchObject({ pledgedHouseholds: 1, amountFen: 5_001 });
    await run.give(secretary, { type: 'extendPledging', reasonText: '再入户一次' }).expect(200);
    await run.pledge(two);
    // The clock of the extension closes it; nobody has to.
    const collecting = await run.untilPhase('collecting');
    expect(collecting.state).toMatchObject({
      pledgeExtensions: 1,
      pledged: { pledgedHouseholds: 2, amountFen: 10_001 },
    });

    await run.payCash(1, 5_001);
    await run.payCash(2, 5_000);
    await sponsorPays(run);
    await run.untilPhase('contracting');
    const bySponsor = { type: 'addQuote', quoteId: randomUUID(), bidder: SPONSOR, amountFen: 1, isRelated: false };
    expect(codeOf(await run.give(member, { ...bySponsor, documentHash: HASH }))).toBe('422 sponsor-is-contractor');
    await run.build([USCC, OTHER_USCC, THIRD_USCC], 13_501);
    await run.give(member, { type: 'finishWorks', evidenceText: '完工' }).expect(200);
    const representativeIds = [world.city.u1.ownerId, world.city.u2.ownerId];
    await run
      .give(secretary, { type: 'recordAcceptance', isAccepted: true, representativeIds, minutesText: '验收合格' })
      .expect(200);
    await run.give(officer, { type: 'confirmAcceptance', isAccepted: true, reasonText: '复核' }).expect(200);
    await run.give(officer, { type: 'publishAccounts', boardPhoto: HASH, noteText: '双公示' }).expect(200);

    // 150.01 yuan came in and 135.01 were spent: 10,001/15,001 of them, 9,000.97 fen, of the households' and 4,500.03 of the sponsor's. So 10.00 yuan
    // of the households' are left, of which 5,001/10,001 are 500.05 fen and 5,000/10,001 are 499.95, and 5.00 of the sponsor's.
    await run.until(({ state }) => state.refunds !== null);
    const estate = `/v1/estates/${world.city.e1.id}`;
    const listed = await world.as(officer).get(`${estate}/refunds?processId=${run.projectId}`).expect(200);
    const { items } = listed.body as { items: { refundId: string; rightNo: number | null; amountFen: number }[] };
    expect(items.map(({ rightNo, amountFen }) => `${rightNo ?? 'sponsor'} ${amountFen}`).sort()).toEqual([
      ...['1 500', '2 500', 'sponsor 500'],
    ]);
    const paidOn = await run.today();
    for (const { refundId } of items)
      for (const who of [officer, secretary])
        await run.post(who, `${estate}/refunds/${refundId}/payment`, { paidOn }).expect(200);
    const closed = await run.untilPhase('closed');
    expect(closed).toMatchObject({ outcome: 'completed', state: { spentFen: 13_501 } });
    const { sources } = await standingCheck(world.db.pool, { projectId: run.projectId });
    expect(sources).toMatchObject([
      {
        source: 'household',
        receivedFen: 10_001n,
        spentFen: 9_001n,
        refundedFen: 1_000n,
        heldFen: 0n,
        differenceFen: 0n,
      },
      { source: 'sponsor', receivedFen: 5_000n, spentFen: 4_500n, refundedFen: 500n, heldFen: 0n, differenceFen: 0n },
    ]);
  },
  AT_LENGTH,
);

/** By transfer, on a statement in GB18030 that is brought torn, then whole, then once more. */
async function sponsorPays(run: ProjectRun): Promise<void> {
  const day = await run.today();
  const whole = `交易日期,摘要,贷方金额,对方户名,交易流水号\n${day},充电棚赞助款,50.00,赞助单位,S-1\n`;
  const torn = await run.preview(encodeGb18030(`${whole}${day},"没有收尾的引号,1.00`));
  expect([codeOf(torn), (torn.body as { params: object }).params]).toEqual([
    '422 statement-refused',
    expect.objectContaining({ reason: 'csv-broken' }),
  ]);
  for (const [unmatched, alreadyIn] of [
    [1, 0],
    [0, 1],
  ]) {
    const { body } = await run.preview(encodeGb18030(whole)).expect(201);
    expect(body).toMatchObject({ summary: { source: 'gb18030' } });
    expect(await run.commit((body as { importId: string }).importId)).toMatchObject({ unmatched, alreadyIn });
  }
  await run.matchWaiting('sponsor');
}

it(
  'a project that too few want lapses by itself after its one extension; nobody was asked to pay and nobody can',
  async () => {
    const { owners, secretary, officer } = neighbourhood;
    const run = new ProjectRun(neighbourhood);
    await run.decideOn({}, 'none');
    await run.untilPhase('pledging');
    await run.pledge(owners[0]);
    await run.untilPhase('deciding');
    await run.give(secretary, { type: 'extendPledging', reasonText: '再动员' }).expect(200);
    await run.until(({ phase, state }) => phase === 'deciding' && state.pledgeExtensions === 1);
    const again = await run.give(secretary, { type: 'extendPledging', reasonText: '再延一次' });
    expect(codeOf(again)).toBe('409 extension-used-up');
    const lapsed = await run.untilPhase('closed');
    expect(lapsed).toMatchObject({ outcome: 'lapsed', state: { received: null, contract: null } });
    const { rows } = await world.db.pool.query('select from collect_payer where process_id = $1', [run.projectId]);
    expect(rows).toEqual([]);
    const cash = { receiptId: randomUUID(), rightNo: 1, amountFen: 5_001, receivedOn: await run.today() };
    expect(codeOf(await run.post(officer, `/v1/cofundings/${run.projectId}/cash-receipts`, cash))).toBe(
      '409 not-collecting',
    );
  },
  AT_LENGTH,
);

it(
  'a project whose vote a court revokes hears of it: pledging ends, and the plan is back on the table',
  async () => {
    const { owners, officer } = neighbourhood;
    const [one, two] = owners;
    const run = new ProjectRun(neighbourhood);
    await run.decideOn(SHED, 'special');
    const voteId = await run.holdVote();
    await run.untilPhase('pledging');
    await run.pledge(one);
    const revoke = { type: 'recordRevocation', by: 'court', reasonText: '程序违法', basisText: '（2026）鲁02民初1号' };
    await run.post(officer, `/v1/votes/${voteId}/commands`, { command: revoke }).expect(200);
    const back = await run.untilPhase('deliberating');
    expect(back.state).toMatchObject({ agreedVersion: 0, attempts: [{ voteId, outcome: 'voided' }] });
    expect((await run.see(voteId)).outcome).toBe('voided');
    const pledge = { pledgeId: randomUUID(), rightNo: 2, amountFen: 5_000 };
    expect(codeOf(await run.post(two, `/v1/cofundings/${run.projectId}/pledges`, pledge))).toBe('409 pledging-over');
  },
  AT_LENGTH,
);
