// Money back: listed to the fen by what was paid, paid by two people, held where nobody is found, and the process hears once that nothing is left.
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { listRefunds as activity } from '../../activities/list-refunds';
import { postSpending as spendingActivity } from '../../activities/post-spending';
import { countReceipts } from '../../activities/count-receipts';
import { readHeld } from '../../store/ledger/balances';
import { standingCheck } from '../../store/ledger/standing-check';
import { moveCollecting } from '../../store/receipts/collect-window';
import { matchToSource } from '../../store/receipts/match-money';
import { holdRefund, payRefund, requestRefund, returnMoney, sendRefund } from '../../store/receipts/pay-refund';
import { listRefunds } from '../../store/receipts/list-refunds';
import { receiveAll } from '../../store/receipts/receive-money';
import { closePlan, keepPlan, otherPublicMoney } from '../../store/receipts/project-plan';
import { pageOfReceived, pageOfWaiting } from '../../store/receipts/read-money';
import { disposeHeld, pageOfRefunds, refundsOf, type RefundRow } from '../../store/receipts/refund-rows';
import { takeIn } from '../../store/receipts/take-money';
import { postSpending } from '../../store/receipts/spending';
import { refusal } from '../ledger/a-ledger';
import { freshDatabase, type TestDatabase } from '../support/database';
import { databaseClock } from '../../store/time-source';
import {
  aCollection,
  at,
  cipher,
  GRANT,
  HOUSEHOLD,
  pay,
  payersOf,
  REWARD,
  told,
  unknownMoney,
  type Collection,
} from './a-collection';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

const list = ({ processId }: Collection, of: 'surplus' | 'all' = 'surplus') =>
  at(database, (tx, now) => listRefunds(tx, { processId, of, at: now }));
const spend = ({ processId }: Collection, amountFen: number, paymentId: string = randomUUID()) =>
  at(database, (tx, now) =>
    postSpending(tx, {
      processId,
      paymentId,
      amountFen,
      byAccounts: [randomUUID(), randomUUID()],
      documentHash: null,
      at: now,
    }),
  );
const say = ({ estateId }: Collection, refundId: string, byAccount: string = randomUUID(), paidOn?: string) =>
  at(database, (tx, now, today) =>
    payRefund(tx, { estateId, refundId, byAccount, paidOn: paidOn ?? today, today, at: now }),
  );
/** Both people. */
const payBack = async (collection: Collection, { refundId }: RefundRow): Promise<void> => {
  await say(collection, refundId);
  await say(collection, refundId);
};
const hold = ({ estateId }: Collection, refundId: string) =>
  at(database, (tx, now) =>
    holdRefund(tx, { estateId, refundId, byAccount: randomUUID(), reasonText: 'c'.repeat(64), at: now }),
  );
const refunds = ({ processId }: Collection) => refundsOf(database.pool, processId);
const moneyOf = async ({ processId }: Collection, rightNo: number) =>
  (await pageOfReceived(database.pool, processId, { rightNo, after: null, limit: 9 })).map(({ moneyId }) => moneyId);
const excess = ({ estateId }: Collection, moneyId: string, amountFen: number, refundId: string = randomUUID()) =>
  at(database, async (tx, now) => {
    await requestRefund(tx, { estateId, moneyId, refundId, amountFen, at: now });
    return refundId;
  });
const pooled = async (collection: Collection, amountFen: number, sourceId: string) => {
  const { estateId, processId } = collection;
  const { moneyId } = await unknownMoney(database, collection, amountFen);
  await at(database, (tx, now) =>
    matchToSource(tx, { estateId, moneyId, processId, sourceId, byAccount: randomUUID(), at: now }),
  );
};

test('a surplus goes back to the fen, each payer by two people, and the process hears once', async () => {
  const collection = await aCollection(database);
  for (const rightNo of [1, 2, 3]) await pay(database, collection, rightNo);
  expect(await spend(collection, 29_000)).toMatchObject({ ok: true });
  expect(await list(collection)).toEqual({ payers: 3, totalFen: 1_000 });
  const rows = await refunds(collection);
  expect(rows.map(({ amountFen }) => amountFen).sort()).toEqual([333, 333, 334]);
  for (const [index, row] of rows.entries()) {
    const first = randomUUID();
    expect(await say(collection, row.refundId, first)).toEqual({ state: 'confirmed' });
    expect(await refusal(say(collection, row.refundId, first))).toBe('second-person-needed');
    expect((await told(database, collection.processId)).filter(({ type }) => type === 'recordRefundsPaid')).toEqual([]);
    expect(await say(collection, row.refundId)).toEqual({ state: 'paid' });
    expect(await refusal(say(collection, row.refundId))).toBe('refund-already-paid');
    expect(Object.values(await readHeld(database.pool, collection.processId))).toEqual([
      BigInt(1_000 - rows.slice(0, index + 1).reduce((sum, { amountFen }) => sum + amountFen, 0)),
    ]);
  }
  expect((await told(database, collection.processId)).at(-1)).toEqual({
    ...{ type: 'recordRefundsPaid', payers: 3, paidFen: 1_000, heldFen: 0, held: 0 },
  });
  expect((await standingCheck(database.pool, { projectId: collection.processId })).isWhole).toBe(true);
});

test('a project given up gives everybody back what they paid: a daughter her part, the owner the rest, the street the grant', async () => {
  const collection = await aCollection(database, { sources: [HOUSEHOLD, GRANT] });
  await pay(database, collection, 1, 6_000);
  await pay(database, collection, 1, 4_000, '她女儿');
  await pooled(collection, 50_000, 'grant');
  expect(await list(collection, 'all')).toEqual({ payers: 3, totalFen: 60_000 });
  expect(
    (await refunds(collection)).map(({ payer, amountFen, sealed }) => [payer, amountFen, sealed !== null]).sort(),
  ).toEqual(
    [
      [`owner:${collection.owners[0]}`, 4_000, true],
      [`owner:${collection.owners[0]}`, 6_000, false],
      ['street', 50_000, false],
    ].sort(),
  );
});

test('of what was listed once nothing is listed again', async () => {
  const collection = await aCollection(database);
  await pay(database, collection, 1);
  const first = await list(collection, 'all');
  expect(await refusal(pay(database, collection, 2))).toBe('project-takes-no-money');
  expect(await list(collection, 'all')).toEqual(first);
  expect(await refunds(collection)).toHaveLength(1);
});

test('where nothing is left there is nobody to pay', async () => {
  const collection = await aCollection(database);
  await pay(database, collection, 1);
  await spend(collection, 10_000);
  expect(await list(collection)).toEqual({ payers: 0, totalFen: 0 });
  expect(await list(await aCollection(database))).toEqual({ payers: 0, totalFen: 0 });
});

test('997 households of 350 yuan each: a surplus of 1 000 yuan and one fen is shared out to the last fen', async () => {
  const collection = await aCollection(database, { households: 997, dueFen: 35_000 });
  const allFen = 997 * 35_000;
  await at(database, (tx, now, on) =>
    receiveAll(
      tx,
      cipher,
      Array.from({ length: 997 }, (_, index) => ({
        incoming: {
          ...{
            estateId: collection.estateId,
            holder: 'committee',
            way: 'bank',
            businessKey: `${collection.processId}:${index}`,
          },
          ...{ amountFen: 35_000, happenedOn: on, at: now, by: null, byAccounts: [], documentHash: null },
        },
        to: { processId: collection.processId, rightNo: index + 1, why: ['reference'], paidBy: 'self', paid: { on } },
      })),
    ),
  );
  await spend(collection, allFen - 100_001);
  expect(await list(collection)).toEqual({ payers: 997, totalFen: 100_001 });
  const amounts = (await refunds(collection)).map(({ amountFen }) => amountFen);
  expect([amounts.reduce((sum, fen) => sum + fen, 0), Math.min(...amounts), Math.max(...amounts)]).toEqual([
    100_001, 100, 101,
  ]);
});

test('what was paid twice is asked back whole; more than was paid never, also not in parts', async () => {
  const collection = await aCollection(database);
  await pay(database, collection, 1);
  await pay(database, collection, 1);
  const [, twice = ''] = await moneyOf(collection, 1);
  expect(await refusal(excess(collection, twice, 10_001))).toBe('refund-exceeds-paid');
  const refundId = await excess(collection, twice, 6_000);
  expect(await refusal(excess(collection, twice, 6_000, refundId))).toBe('refund-exceeds-paid');
  expect(await refusal(excess(collection, twice, 1, refundId))).toBe('id-already-used');
  await excess(collection, twice, 4_000);
  expect(await refusal(excess(collection, twice, 1))).toBe('refund-exceeds-paid');
  for (const row of await refunds(collection)) await payBack(collection, row);
  expect((await payersOf(database, collection))[0]).toMatchObject({ paidFen: 20_000, refundedFen: 10_000 });
  expect(await refusal(excess(collection, randomUUID(), 1))).toBe('not-found');
});

test('an excess that is on its way is no surplus, and is not paid twice with the list', async () => {
  const collection = await aCollection(database);
  for (const rightNo of [1, 1, 2]) await pay(database, collection, rightNo);
  const [, twice = ''] = await moneyOf(collection, 1);
  await excess(collection, twice, 10_000);
  await spend(collection, 19_000);
  expect(await list(collection)).toEqual({ payers: 3, totalFen: 11_000 });
  expect(await refusal(excess(collection, twice, 1))).toBe('refund-already-listed');
  for (const row of await refunds(collection)) await payBack(collection, row);
  expect(await readHeld(database.pool, collection.processId)).toEqual({ household: 0n });
});

test('an overpayment that nobody asked back comes first when the surplus is shared out', async () => {
  const collection = await aCollection(database);
  for (const rightNo of [1, 1, 2]) await pay(database, collection, rightNo);
  await spend(collection, 19_000);
  await list(collection);
  const byPayer = new Map((await refunds(collection)).map(({ payer, amountFen }) => [payer, amountFen]));
  expect(byPayer.get(`owner:${collection.owners[0]}`)).toBe(10_500);
  expect(byPayer.get(`owner:${collection.owners[1]}`)).toBe(500);
});

test('who cannot be reached is held and shown; the process hears how many, and again when they come after all', async () => {
  const collection = await aCollection(database);
  for (const rightNo of [1, 2]) await pay(database, collection, rightNo);
  await list(collection, 'all');
  const [one, two] = (await refunds(collection)) as [RefundRow, RefundRow];
  await payBack(collection, one);
  await hold(collection, two.refundId);
  expect(await refusal(hold(collection, two.refundId))).toBe('refund-held');
  expect(await refusal(hold(collection, one.refundId))).toBe('refund-already-paid');
  expect((await told(database, collection.processId)).at(-1)).toMatchObject({
    paidFen: 10_000,
    heldFen: 10_000,
    held: 1,
  });
  const { estateId } = collection;
  const held = await pageOfRefunds(database.pool, estateId, {
    processId: null,
    state: 'held',
    holder: null,
    after: null,
    limit: 9,
  });
  expect(held.map(({ refundId }) => refundId)).toEqual([two.refundId]);
  await payBack(collection, two);
  expect((await told(database, collection.processId)).at(-1)).toMatchObject({ paidFen: 20_000, heldFen: 0, held: 0 });
});

test('held money that the street has disposed of is booked by two people when it went, and neither held nor sent again', async () => {
  const collection = await aCollection(database);
  await pay(database, collection, 1);
  await list(collection, 'all');
  const [row] = (await refunds(collection)) as [RefundRow];
  await hold(collection, row.refundId);
  await at(database, (tx) => disposeHeld(tx, collection.processId));
  expect(await refusal(hold(collection, row.refundId))).toBe('refund-disposed');
  const { estateId } = collection;
  const send = at(database, (tx, now) =>
    sendRefund(tx, { estateId, refundId: row.refundId, byAccount: randomUUID(), at: now }),
  );
  expect(await refusal(send)).toBe('refund-disposed');
  const first = randomUUID();
  expect(await say(collection, row.refundId, first)).toEqual({ state: 'disposed' });
  expect(await refusal(say(collection, row.refundId, first))).toBe('second-person-needed');
  expect(await say(collection, row.refundId)).toEqual({ state: 'disposed' });
  expect(await refusal(say(collection, row.refundId))).toBe('refund-already-paid');
  expect(await readHeld(database.pool, collection.processId)).toEqual({ household: 0n });
});

test('money of nobody goes back as it came, once, and cannot be matched meanwhile', async () => {
  const collection = await aCollection(database);
  await pay(database, collection, 1);
  await at(database, (tx) => moveCollecting(tx, collection.processId, { state: 'lapsed' }));
  const { estateId } = collection;
  const { moneyId } = await at(database, (tx, now, happenedOn) => {
    const incoming = {
      estateId,
      holder: 'committee',
      way: 'bank',
      businessKey: randomUUID(),
      amountFen: 700,
      happenedOn,
    } as const;
    const by = { name: '某人', account: '6222', remark: null };
    const waiting = { doubt: 'lapsed' as const, processId: collection.processId, rightNo: 1 };
    return takeIn(tx, cipher, { ...incoming, at: now, by, byAccounts: [], documentHash: null }, waiting);
  });
  const refundId = randomUUID();
  const back = (id = refundId) =>
    at(database, (tx, now) => returnMoney(tx, { estateId, moneyId, refundId: id, at: now }));
  await back();
  expect(await refusal(back())).toBe('money-being-returned');
  expect(await refusal(back(randomUUID()))).toBe('money-being-returned');
  expect(await pageOfWaiting(database.pool, estateId, { holder: null, after: null, limit: 9 })).toEqual([]);
  expect(await refusal(say(collection, refundId, randomUUID(), '2999-01-01'))).toBe('received-in-future');
  await say(collection, refundId);
  expect(await say(collection, refundId)).toEqual({ state: 'paid' });
  expect((await standingCheck(database.pool, { estateId })).sources).toMatchObject([
    { source: null, heldFen: 0n, receivedFen: 0n },
  ]);
});

test('residents first, and 50 per cent of the cost back after acceptance: a reward frees what households had paid', async () => {
  const collection = await aCollection(database, { sources: [{ ...HOUSEHOLD, amountFen: 30_000 }, REWARD] });
  for (const rightNo of [1, 2, 3]) await pay(database, collection, rightNo);
  await spend(collection, 10_000);
  await spend(collection, 20_000);
  await pooled(collection, 15_001, 'reward');
  expect(await list(collection)).toEqual({ payers: 3, totalFen: 15_001 });
  const rows = await refunds(collection);
  expect(rows.map(({ payer }) => payer).sort()).toEqual(collection.owners.map((id) => `owner:${id}`).sort());
  expect(rows.map(({ amountFen }) => amountFen).sort()).toEqual([5_000, 5_000, 5_001]);
  const { sources, isWhole } = await standingCheck(database.pool, { projectId: collection.processId });
  expect(isWhole).toBe(true);
  expect(Object.fromEntries(sources.map(({ source, spentFen }) => [source, spentFen]))).toEqual({
    household: 14_999n,
    reward: 15_001n,
  });
});

test('spending is shared over the sources in proportion to what is held, once for each payment, and never more than is held', async () => {
  const collection = await aCollection(database, { sources: [HOUSEHOLD, GRANT] });
  await pay(database, collection, 1);
  await pooled(collection, 30_000, 'grant');
  expect(await spend(collection, 40_001)).toEqual({ ok: false, code: 'not-enough-held' });
  const paymentId = randomUUID();
  const first = await spend(collection, 20_000, paymentId);
  expect(first).toMatchObject({ ok: true });
  expect(await spend(collection, 20_000, paymentId)).toEqual(first);
  expect(await readHeld(database.pool, collection.processId)).toEqual({ grant: 15_000n, household: 5_000n });
});

describe('each activity that dies after its commit and is run again', () => {
  const deps = () => ({ pool: database.pool, time: databaseClock(database.pool), signing: undefined as never });

  test('has listed refunds once', async () => {
    const collection = await aCollection(database);
    await pay(database, collection, 1);
    const asked = { processId: collection.processId, of: 'all' as const };
    const first = await activity(deps())(asked);
    expect(await activity(deps())(asked)).toEqual(first);
    expect(await refunds(collection)).toHaveLength(1);
  });

  test('has spent once, whatever has come in since', async () => {
    const collection = await aCollection(database, { sources: [HOUSEHOLD, GRANT] });
    await pay(database, collection, 1);
    const asked = { processId: collection.processId, paymentId: randomUUID(), amountFen: 4_000 };
    const first = await spendingActivity(deps())(asked);
    await pooled(collection, 30_000, 'grant');
    expect(await spendingActivity(deps())(asked)).toEqual(first);
    expect(await readHeld(database.pool, collection.processId)).toEqual({ grant: 30_000n, household: 6_000n });
  });

  test('counts the same', async () => {
    const collection = await aCollection(database);
    await pay(database, collection, 1, 9_999);
    const count = countReceipts(deps());
    const first = await count({ processId: collection.processId });
    expect(first).toEqual({ householdFen: 9_999, paidHouseholds: 0, bySource: { household: 9_999 } });
    expect(await count({ processId: collection.processId })).toEqual(first);
  });
});

test('one project split into several is seen as one: the same works at the same place within the time, unless they came to nothing', async () => {
  const place = randomUUID();
  const plan = async (settledAt: string, more: { works?: 'renew' | 'service'; publicFen?: number } = {}) => {
    const processId = randomUUID();
    const of = {
      processId,
      estateId: randomUUID(),
      version: 1,
      holder: 'street' as const,
      works: 'renew' as const,
      scopePlaceId: place,
    };
    await at(database, (tx) => keepPlan(tx, { ...of, sources: [GRANT], publicFen: 50_000, settledAt, ...more }));
    return processId;
  };
  const since = '2026-06-01T00:00:00.000Z';
  const own = await plan('2026-09-01T00:00:00.000Z');
  const other = await plan(since);
  await plan('2026-05-31T23:59:59.999Z');
  await plan('2026-09-01T00:00:00.000Z', { works: 'service' });
  await plan('2026-09-01T00:00:00.000Z', { publicFen: 0 });
  const lapsed = await plan('2026-09-01T00:00:00.000Z');
  await at(database, (tx) => closePlan(tx, lapsed, 'lapsed'));
  expect(await otherPublicMoney(database.pool, own, new Date(since))).toEqual({
    otherFen: 50_000,
    processIds: [other],
  });
});

test('whatever is paid, spent, given back and listed, received is always spent, refunded or held', async () => {
  const step = fc.record({
    what: fc.constantFrom('pay', 'pay', 'grant', 'spend', 'excess', 'payBack', 'hold', 'list'),
    n: fc.integer({ min: 1, max: 3 }),
    amountFen: fc.integer({ min: 1, max: 20_000 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 14 }), async (steps) => {
      const collection = await aCollection(database, { sources: [HOUSEHOLD, GRANT] });
      for (const { what, n, amountFen } of steps) {
        // Once what is left was shared out nothing is taken any more.
        if (what === 'pay') await refusal(pay(database, collection, n, amountFen, n === 3 ? '亲戚' : null));
        if (what === 'grant') await refusal(pooled(collection, amountFen, 'grant'));
        if (what === 'spend') await spend(collection, amountFen);
        if (what === 'list') await list(collection, n === 1 ? 'all' : 'surplus');
        const [money] = await moneyOf(collection, n);
        if (what === 'excess' && money) await refusal(excess(collection, money, amountFen));
        const row = (await refunds(collection)).at(n - 1);
        if (what === 'payBack' && row) await refusal(payBack(collection, row));
        if (what === 'hold' && row) await refusal(hold(collection, row.refundId));
        const { sources, isWhole } = await standingCheck(database.pool, { projectId: collection.processId });
        expect(isWhole).toBe(true);
        for (const { receivedFen, refundedFen, heldFen } of sources) {
          expect(refundedFen <= receivedFen).toBe(true);
          expect(heldFen >= 0n).toBe(true);
        }
      }
    }),
    { numRuns: 12, endOnFailure: true },
  );
});
