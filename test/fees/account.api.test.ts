// The owners' fee account in the trust form (信托制): open to every owner, two people for every spending, the firm's share as a bound, and the
// surplus that stays on the estate.
import { randomUUID } from 'node:crypto';
import type { Response } from 'supertest';
import { readBalances } from '../../store/ledger/balances';
import { apiWorld, type Person, type World } from '../support/api-world';
import { aFeeEstate, FEE_OF_UNIT, LUMP_SUM, TRUST, type FeeEstate } from '../support/a-fee-estate';

let world: World;
let fees: FeeEstate;
let owner: Person;
beforeAll(async () => {
  world = await apiWorld();
  fees = await aFeeEstate(world);
  owner = await world.ownerOf(world.city.u2);
  await fees.schedule(TRUST, fees.month(-2)).expect(201);
  await fees.bill(fees.month(-2)).expect(201);
  await fees.pay(world.city.u1.id, FEE_OF_UNIT, { reference: 'PAID' }).expect(201);
});
afterAll(() => world.close());

const code = ({ status, body }: Response): string => `${status} ${(body as { code?: string }).code ?? ''}`;
const account = async () => (await fees.get(owner, 'fee-account').expect(200)).body;

async function propose(amountFen: number, more: object = {}, who = fees.firm) {
  const spendingId = randomUUID();
  const body = { spendingId, category: 'cleaning', amountFen, spentOn: fees.today, purposeText: '十一月保洁', ...more };
  return { spendingId, answer: await fees.post(who, 'fee-spendings', body) };
}
const decide = (spendingId: string, isApproved = true, who = fees.committee) =>
  fees.post(who, `fee-spendings/${spendingId}/decision`, { isApproved });

it('is open to every owner of the estate, and to none of another', async () => {
  expect(await account()).toMatchObject({
    ...{ form: 'trust', billedFen: 2 * FEE_OF_UNIT, paidFen: FEE_OF_UNIT, spentFen: 0, balanceFen: FEE_OF_UNIT },
    ...{ rewardLimitFen: FEE_OF_UNIT / 10, rewardTakenFen: 0, byCategory: [] },
    byMonth: [{ month: fees.month(-2), billedFen: 2 * FEE_OF_UNIT, paidFen: FEE_OF_UNIT }],
  });
  expect(code(await fees.get(await world.ownerOf(world.city.u3), 'fee-account'))).toBe('404 not-found');
  const [held] = await readBalances(world.db.pool, { estateId: fees.estate.id, kinds: ['held'] });
  expect(held).toMatchObject({ source: 'propertyFee', purpose: 'propertyFee', balanceFen: BigInt(FEE_OF_UNIT) });
});

describe('a spending', () => {
  it('is decided by another person than whoever proposed it, once, and every owner sees it with its purpose', async () => {
    const { spendingId, answer } = await propose(2_500, {}, fees.committee);
    expect(answer.status).toBe(204);
    expect((await account()).balanceFen).toBe(FEE_OF_UNIT);
    expect(code(await decide(spendingId))).toBe('422 spending-own-proposal');
    expect((await decide(spendingId, true, fees.officer).expect(200)).body).toEqual({ state: 'posted' });
    expect(code(await decide(spendingId, false, fees.officer))).toBe('409 spending-already-decided');
    const { body } = await fees.get(owner, 'fee-spendings').expect(200);
    expect(body.items[0]).toMatchObject({ spendingId, amountFen: 2_500, purpose: '十一月保洁', state: 'posted' });
    expect(await account()).toMatchObject({ spentFen: 2_500, balanceFen: FEE_OF_UNIT - 2_500 });
  });

  it('that is turned down takes nothing and stays to be seen', async () => {
    const before = await account();
    const { spendingId } = await propose(100);
    expect((await decide(spendingId, false).expect(200)).body).toEqual({ state: 'refused' });
    const { at: _at, ...after } = await account();
    expect(before).toMatchObject(after);
    const { body } = await fees.get(owner, 'fee-spendings?limit=1').expect(200);
    expect(body.items[0]).toMatchObject({ spendingId, state: 'refused' });
    const next = await fees.get(owner, `fee-spendings?limit=1&cursor=${body.nextCursor}`).expect(200);
    expect(next.body.items[0].spendingId).not.toBe(spendingId);
  });

  it('of all that is there is posted, and of a fen more is not', async () => {
    const { balanceFen } = await account();
    const { spendingId } = await propose(balanceFen + 1);
    expect(code(await decide(spendingId))).toBe('422 fee-account-overdrawn');
    expect(await account()).toMatchObject({ balanceFen });
  });

  it('to the firm itself ends at its share of what was paid', async () => {
    const reward = { category: 'firmReward', purposeText: '酬金' };
    const { spendingId } = await propose(FEE_OF_UNIT / 10, reward);
    await decide(spendingId).expect(200);
    const more = await propose(1, reward);
    expect(code(await decide(more.spendingId))).toBe('422 firm-reward-exceeded');
    expect(await account()).toMatchObject({ rewardTakenFen: FEE_OF_UNIT / 10, rewardLimitFen: FEE_OF_UNIT / 10 });
  });

  it('of a later day, of less than a fen, or under an id that is taken is refused', async () => {
    expect(code((await propose(100, { spentOn: '2999-01-01' })).answer)).toBe('422 spending-in-future');
    expect(code((await propose(0)).answer)).toBe('400 malformed-request');
    expect(code((await propose(1.005)).answer)).toBe('400 malformed-request');
    const { spendingId } = await propose(1);
    expect(code((await propose(1, { spendingId })).answer)).toBe('409 id-already-used');
  });

  it('approved ten times at once is posted once', async () => {
    const before = await account();
    const { spendingId } = await propose(300);
    const answers = await Promise.all(Array.from({ length: 10 }, () => decide(spendingId)));
    expect(answers.map(code).sort()).toEqual(['200 ', ...Array(9).fill('409 spending-already-decided')]);
    expect((await account()).balanceFen).toBe(before.balanceFen - 300);
  });
});

it('a surplus that two people put aside is a fund of the estate, under its own purpose, and is no longer the firm’s to spend', async () => {
  const before = await account();
  const { spendingId } = await propose(900, { category: 'surplus', purposeText: '年度结余' });
  await decide(spendingId).expect(200);
  expect((await account()).balanceFen).toBe(before.balanceFen - 900);
  const balances = await readBalances(world.db.pool, { estateId: fees.estate.id, kinds: ['held', 'income'] });
  const surplus = balances.filter(({ source }) => source === 'feeSurplus');
  expect(surplus.map(({ kind, purpose, balanceFen }) => [kind, purpose, balanceFen])).toEqual([
    ['held', 'feeSurplus', 900n],
    ['income', 'feeSurplus', -900n],
  ]);
});

it('a payment of money that has been spent since is not taken back', async () => {
  const { rows } = await world.db.pool.query<{ id: string }>("select id from fee_payment where reference = 'PAID'");
  const reversal = `fee-payments/${rows[0]?.id}/reversal`;
  expect(code(await fees.post(fees.firm, reversal, { reasonText: '登记有误' }))).toBe('422 fee-account-overdrawn');
  await fees.pay(world.city.u2.id, FEE_OF_UNIT).expect(201);
  await fees.post(fees.firm, reversal, { reasonText: '登记有误' }).expect(204);
  expect(await account()).toMatchObject({ paidFen: FEE_OF_UNIT });
});

it('what is left over stays on the estate: spent + left = paid, and no operation takes it elsewhere', async () => {
  const { paidFen, spentFen, balanceFen, byCategory } = await account();
  expect(spentFen + balanceFen).toBe(paidFen);
  expect(
    byCategory.map(({ amountFen }: { amountFen: number }) => amountFen).reduce((a: number, b: number) => a + b),
  ).toBe(spentFen);
});

it('in the lump-sum form there is no account of the owners and nothing to spend from it', async () => {
  const other = await aFeeEstate(world, world.city.e2);
  await other.schedule(LUMP_SUM, other.month(-1)).expect(201);
  expect(code(await other.get(other.committee, 'fee-account'))).toBe('422 fee-account-not-owners');
  const spending = {
    spendingId: randomUUID(),
    category: 'energy',
    amountFen: 1,
    spentOn: other.today,
    purposeText: '电费',
  };
  expect(code(await other.post(other.firm, 'fee-spendings', spending))).toBe('422 fee-account-not-owners');
});

it('a payment over both forms passes on what is the firm’s, and holds what is the owners’', async () => {
  const other = await aFeeEstate(world, world.city.e2);
  await other.bill(other.month(-1)).expect(201);
  await other.schedule(TRUST, other.month()).expect(201);
  await other.bill(other.month()).expect(201);
  const { body } = await other.pay(world.city.u3.id, FEE_OF_UNIT + 700).expect(201);
  const held = async () => (await other.get(other.committee, 'fee-account').expect(200)).body.balanceFen;
  expect(await held()).toBe(700);
  await other.post(other.firm, `fee-payments/${body.paymentId}/reversal`, { reasonText: '登记有误' }).expect(204);
  expect(await held()).toBe(0);
});
