// Money that belongs to whoever paid it: it is not spent, not paid out twice, not taken by a project that nobody is waited for any more.
import { randomUUID } from 'node:crypto';
import { standingCheck } from '../../store/ledger/standing-check';
import { confirmCash, enterCash, voidCash } from '../../store/receipts/cash';
import { assertNotGivenBack } from '../../store/receipts/keep-matches';
import { listRefunds } from '../../store/receipts/list-refunds';
import { matchToHousehold, matchToSource } from '../../store/receipts/match-money';
import { keepOrder } from '../../store/receipts/orders';
import { holdRefund, payRefund, requestRefund, sendRefund } from '../../store/receipts/pay-refund';
import { keepPlan } from '../../store/receipts/project-plan';
import { takeEvent } from '../../store/receipts/provider-events';
import { pageOfReceived, pageOfWaiting } from '../../store/receipts/read-money';
import { refundsOf, type RefundRow } from '../../store/receipts/refund-rows';
import { postSpending } from '../../store/receipts/spending';
import { countReceived } from '../../store/receipts/totals';
import { transferCommonIncome } from '../../store/receipts/transfer';
import { refusal } from '../ledger/a-ledger';
import { freshDatabase, type TestDatabase } from '../support/database';
import {
  aCollection,
  at,
  cipher,
  GRANT,
  HOUSEHOLD,
  INCOME,
  ownIncome,
  pay,
  told,
  unknownMoney,
  type Collection,
} from './a-collection';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

const ALL_SOURCES = [HOUSEHOLD, GRANT, INCOME];
const list = ({ processId }: Collection, of: 'surplus' | 'all' = 'surplus') =>
  at(database, (tx, now) => listRefunds(tx, { processId, of, at: now }));
const spend = ({ processId }: Collection, amountFen: number) =>
  at(database, (tx, now) => {
    const payment = { paymentId: randomUUID(), amountFen, byAccounts: [randomUUID(), randomUUID()] };
    return postSpending(tx, { processId, ...payment, documentHash: null, at: now });
  });
const say = ({ estateId }: Collection, refundId: string) =>
  at(database, (tx, now, today) =>
    payRefund(tx, { estateId, refundId, byAccount: randomUUID(), paidOn: today, today, at: now }),
  );
const payBack = async (collection: Collection, { refundId }: RefundRow): Promise<void> => {
  await say(collection, refundId);
  await say(collection, refundId);
};
const hold = ({ estateId }: Collection, { refundId }: RefundRow) =>
  at(database, (tx, now) =>
    holdRefund(tx, { estateId, refundId, byAccount: randomUUID(), reasonText: 'c'.repeat(64), at: now }),
  );
const refunds = ({ processId }: Collection) => refundsOf(database.pool, processId);
const excess = async ({ estateId, processId }: Collection, rightNo: number, amountFen: number): Promise<string> => {
  const received = await pageOfReceived(database.pool, processId, { rightNo, after: null, limit: 9 });
  const moneyId = received.at(-1)?.moneyId ?? '';
  await at(database, (tx, now) => requestRefund(tx, { estateId, moneyId, refundId: randomUUID(), amountFen, at: now }));
  return moneyId;
};
const waiting = ({ estateId }: Collection) =>
  pageOfWaiting(database.pool, estateId, { holder: null, after: null, limit: 9 });
const someMoney = (collection: Collection, amountFen = 10_000) => unknownMoney(database, collection, amountFen);
const toHousehold = ({ estateId, processId }: Collection, moneyId: string, rightNo = 1) =>
  at(database, (tx, now) =>
    matchToHousehold(tx, cipher, { estateId, processId, moneyId, rightNo, byAccount: randomUUID(), at: now }),
  );
const toGrant = ({ estateId, processId }: Collection, moneyId: string) =>
  at(database, (tx, now) =>
    matchToSource(tx, { estateId, processId, moneyId, sourceId: 'grant', byAccount: randomUUID(), at: now }),
  );
const transfer = ({ estateId, processId }: Collection) =>
  at(database, (tx, now, happenedOn) => {
    const of = { transferId: randomUUID(), estateId, processId, sourceId: 'income', amountFen: 1_000, happenedOn };
    return transferCommonIncome(tx, { ...of, byAccount: randomUUID(), at: now });
  });
const earns = (collection: Collection) => ownIncome(database, collection, 50_000n);
const toldOf = async ({ processId }: Collection) =>
  (await told(database, processId)).filter(({ type }) => type === 'recordRefundsPaid');

describe('a project that has shared out what is left', () => {
  test('takes nothing more, in time or late: it would be on no list, and is not lost but waits to be sent back', async () => {
    const collection = await aCollection(database, { sources: ALL_SOURCES });
    await earns(collection);
    await pay(database, collection, 1);
    await list(collection);
    const { moneyId } = await someMoney(collection);
    expect(await refusal(toHousehold(collection, moneyId, 2))).toBe('project-takes-no-money');
    expect(await refusal(toGrant(collection, moneyId))).toBe('project-takes-no-money');
    expect(await refusal(transfer(collection))).toBe('project-takes-no-money');
    expect(await refusal(pay(database, collection, 2))).toBe('project-takes-no-money');
    expect((await waiting(collection)).map((one) => one.moneyId)).toEqual([moneyId]);
  });

  test('waits for what was asked back alone as well before it says that everything is paid', async () => {
    const collection = await aCollection(database);
    for (const rightNo of [1, 1, 2]) await pay(database, collection, rightNo);
    await excess(collection, 1, 10_000);
    await spend(collection, 20_000);
    expect(await list(collection)).toEqual({ payers: 1, totalFen: 10_000 });
    expect(await toldOf(collection)).toEqual([]);
    const [alone] = (await refunds(collection)) as [RefundRow];
    await payBack(collection, alone);
    expect(await toldOf(collection)).toEqual([
      { type: 'recordRefundsPaid', payers: 1, paidFen: 0, heldFen: 0, held: 0 },
    ]);
  });

  test('says so at once where all that is left is held already', async () => {
    const collection = await aCollection(database);
    for (const rightNo of [1, 1]) await pay(database, collection, rightNo);
    await excess(collection, 1, 10_000);
    const [alone] = (await refunds(collection)) as [RefundRow];
    await hold(collection, alone);
    await spend(collection, 10_000);
    await list(collection);
    expect(await toldOf(collection)).toEqual([
      { type: 'recordRefundsPaid', payers: 1, paidFen: 0, heldFen: 10_000, held: 1 },
    ]);
  });
});

test('a project that does not collect yet takes neither grant nor common revenue: should it lapse, nobody would give them back', async () => {
  const { estateId, owners, closesAt } = await aCollection(database);
  const planned: Collection = { estateId, processId: randomUUID(), owners, closesAt };
  await at(database, (tx, now) =>
    keepPlan(tx, {
      ...{ processId: planned.processId, estateId, version: 1, holder: 'committee', works: 'renew' },
      ...{ scopePlaceId: estateId, sources: ALL_SOURCES, publicFen: 0, settledAt: now.toISOString() },
    }),
  );
  await earns(planned);
  const { moneyId } = await someMoney(planned);
  expect(await refusal(toGrant(planned, moneyId))).toBe('not-collecting');
  expect(await refusal(transfer(planned))).toBe('not-collecting');
  expect((await standingCheck(database.pool, { projectId: planned.processId })).sources).toEqual([]);
});

test('what a household paid beyond what it owes does not stand for one that has not paid', async () => {
  const collection = await aCollection(database, { households: 2 });
  for (const rightNo of [1, 1]) await pay(database, collection, rightNo);
  expect(await countReceived(database.pool, collection.processId)).toEqual({
    ...{ householdFen: 10_000, paidHouseholds: 1, bySource: { household: 20_000 } },
  });
});

describe('works are not paid', () => {
  test('from what a household paid beyond what it owes: it goes back whole', async () => {
    const collection = await aCollection(database, { households: 2 });
    for (const rightNo of [1, 1, 2]) await pay(database, collection, rightNo);
    expect(await spend(collection, 20_001)).toMatchObject({ ok: false, code: 'not-enough-held' });
    expect(await spend(collection, 20_000)).toMatchObject({ ok: true });
    await list(collection);
    expect((await refunds(collection)).map(({ payer, amountFen }) => [payer, amountFen])).toEqual([
      [`owner:${collection.owners[0]}`, 10_000],
    ]);
  });

  test('from a refund that is listed: whoever is to get it gets it', async () => {
    const collection = await aCollection(database, { households: 1, sources: ALL_SOURCES });
    await pay(database, collection, 1);
    await excess(collection, 1, 4_000);
    expect(await spend(collection, 6_001)).toMatchObject({ ok: false, code: 'not-enough-held' });
    expect(await spend(collection, 6_000)).toMatchObject({ ok: true });
    const [row] = (await refunds(collection)) as [RefundRow];
    await payBack(collection, row);
    expect((await refunds(collection))[0]).toMatchObject({ state: 'paid' });
  });
});

describe('a refund', () => {
  test('that one person says was paid is not sent through the provider as well', async () => {
    const collection = await aCollection(database);
    await pay(database, collection, 1);
    await list(collection, 'all');
    const [row] = (await refunds(collection)) as [RefundRow];
    const { estateId } = collection;
    const send = () =>
      at(database, (tx, now) => sendRefund(tx, { estateId, refundId: row.refundId, byAccount: randomUUID(), at: now }));
    await say(collection, row.refundId);
    expect(await refusal(send())).toBe('refund-already-paid');
    // Said by mistake: it is taken back by holding it.
    await hold(collection, row);
    expect(await refusal(send())).toBe('not-paid-online');
  });

  test('of one estate is not booked because the provider names it with an order of another', async () => {
    const [here, elsewhere] = [await aCollection(database), await aCollection(database)];
    const sourceId = randomUUID();
    const orderId = randomUUID();
    await pay(database, elsewhere, 1);
    await list(elsewhere, 'all');
    const [foreign] = (await refunds(elsewhere)) as [RefundRow];
    const { processId, owners } = here;
    await at(database, (tx, now) =>
      keepOrder(tx, {
        ...{ orderId, sourceId, processId, rightNo: 1, amountFen: 10_000, ownerId: owners[0] ?? '' },
        ...{ byAccount: randomUUID(), at: now },
      }),
    );
    const tell = (kind: 'paid' | 'refunded', refundId: string | null) =>
      at(database, (tx, now) => {
        const event = { eventId: randomUUID(), orderId, kind, amountFen: 10_000, currency: 'CNY', refundId };
        return takeEvent(tx, cipher, sourceId, { ...event, happenedAt: now }, now);
      });
    await tell('paid', null);
    expect(await refusal(tell('refunded', foreign.refundId))).toBe('order-not-found');
    expect((await refunds(elsewhere))[0]).toMatchObject({ state: 'listed', transactionId: null });
  });
});

test('what was spent is not asked back: it could never be paid, and would be waited for without end', async () => {
  const collection = await aCollection(database, { households: 2 });
  for (const rightNo of [1, 2]) await pay(database, collection, rightNo);
  await spend(collection, 14_000);
  expect(await refusal(excess(collection, 1, 6_001))).toBe('not-enough-held');
  await excess(collection, 1, 4_000);
  expect(await refusal(excess(collection, 2, 2_001))).toBe('not-enough-held');
  await excess(collection, 2, 2_000);
});

describe('a match', () => {
  const undoable = ({ estateId }: Collection, moneyId: string) =>
    at(database, (tx) => assertNotGivenBack(tx, estateId, moneyId));

  test('of money that goes back, or went back, stays: given to somebody else it would leave twice', async () => {
    const collection = await aCollection(database);
    for (const rightNo of [1, 1]) await pay(database, collection, rightNo);
    const moneyId = await excess(collection, 1, 10_000);
    expect(await refusal(undoable(collection, moneyId))).toBe('money-being-returned');
    const [row] = (await refunds(collection)) as [RefundRow];
    await payBack(collection, row);
    expect(await refusal(undoable(collection, moneyId))).toBe('money-being-returned');
  });

  test('stays where somebody else’s refund would then not be there any more', async () => {
    const collection = await aCollection(database, { households: 2 });
    for (const rightNo of [1, 2]) await pay(database, collection, rightNo);
    await spend(collection, 10_000);
    await excess(collection, 1, 1);
    const [other] = await pageOfReceived(database.pool, collection.processId, { rightNo: 2, after: null, limit: 1 });
    expect(await refusal(undoable(collection, other?.moneyId ?? ''))).toBe('not-enough-held');
  });

  test('stays once what is left of the project was shared out; before that it may be taken back', async () => {
    const collection = await aCollection(database);
    await pay(database, collection, 1);
    const [money] = await pageOfReceived(database.pool, collection.processId, { rightNo: 1, after: null, limit: 1 });
    const moneyId = money?.moneyId ?? '';
    expect(await refusal(undoable(collection, moneyId))).toBeUndefined();
    await list(collection, 'all');
    expect(await refusal(undoable(collection, moneyId))).toBe('refund-already-listed');
  });
});

test('cash that one person took in does not disappear by that person alone', async () => {
  const { processId } = await aCollection(database);
  const [byAccount, receiptId] = [randomUUID(), randomUUID()];
  await at(database, (tx, now, today) => {
    const entry = { receiptId, processId, rightNo: 1, amountFen: 10_000, receivedOn: today, payerName: null };
    return enterCash(tx, cipher, { ...entry, byAccount, at: now, today });
  });
  const makeVoid = (who: string) =>
    at(database, (tx, now) =>
      voidCash(tx, { processId, receiptId, byAccount: who, reasonText: 'b'.repeat(64), at: now }),
    );
  expect(await refusal(makeVoid(byAccount))).toBe('second-person-needed');
  await makeVoid(randomUUID());
  const confirm = at(database, (tx, now) =>
    confirmCash(tx, cipher, { processId, receiptId, byAccount: randomUUID(), at: now }),
  );
  expect(await refusal(confirm)).toBe('cash-void');
});
