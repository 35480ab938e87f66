// Whatever happened to a project's money, and however much of it at once: in the end every refund that is listed can be paid, and nothing is left.
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { readHeld } from '../../store/ledger/balances';
import { standingCheck } from '../../store/ledger/standing-check';
import { confirmCash, enterCash } from '../../store/receipts/cash';
import { assertNotGivenBack } from '../../store/receipts/keep-matches';
import { listRefunds } from '../../store/receipts/list-refunds';
import { matchToHousehold, matchToSource, undoMatch } from '../../store/receipts/match-money';
import { holdRefund, payRefund, requestRefund, returnMoney } from '../../store/receipts/pay-refund';
import { pageOfReceived, pageOfWaiting } from '../../store/receipts/read-money';
import { refundsOf } from '../../store/receipts/refund-rows';
import { postSpending } from '../../store/receipts/spending';
import { refusal } from '../ledger/a-ledger';
import { freshDatabase, type TestDatabase } from '../support/database';
import { aCollection, at, cipher, GRANT, HOUSEHOLD, told, unknownMoney, type Collection } from './a-collection';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

type What = 'pay' | 'bank' | 'match' | 'grant' | 'undo' | 'spend' | 'excess' | 'payBack' | 'hold' | 'return' | 'list';
interface Step {
  what: What;
  n: number;
  amountFen: number;
}

const received = async ({ processId }: Collection, n: number) =>
  (await pageOfReceived(database.pool, processId, { rightNo: null, after: null, limit: 50 })).at(-n)?.moneyId;
const waiting = async ({ estateId }: Collection, n: number) =>
  (await pageOfWaiting(database.pool, estateId, { holder: null, after: null, limit: 50 })).at(-n)?.moneyId;
const refund = async ({ processId }: Collection, n: number) =>
  (await refundsOf(database.pool, processId)).at(-n)?.refundId;
const say = ({ estateId }: Collection, refundId: string) =>
  at(database, (tx, now, today) =>
    payRefund(tx, { estateId, refundId, byAccount: randomUUID(), paidOn: today, today, at: now }),
  );
const list = ({ processId }: Collection) =>
  at(database, (tx, now) => listRefunds(tx, { processId, of: 'surplus', at: now }));

/** Cash taken in by one and counted by another, each in a transaction of their own. */
async function pays({ processId }: Collection, rightNo: number, amountFen: number): Promise<void> {
  const receiptId = randomUUID();
  await at(database, (tx, now, today) => {
    const by = { payerName: rightNo === 3 ? '亲戚' : null, byAccount: randomUUID() };
    return enterCash(tx, cipher, {
      receiptId,
      processId,
      rightNo,
      amountFen,
      receivedOn: today,
      ...by,
      at: now,
      today,
    });
  });
  await at(database, (tx, now) => confirmCash(tx, cipher, { processId, receiptId, byAccount: randomUUID(), at: now }));
}

/** One thing that somebody does, as far as it is there to be done. A refusal is an answer; anything else is thrown. */
async function act(collection: Collection, { what, n, amountFen }: Step): Promise<void> {
  const { estateId, processId } = collection;
  const by = { byAccount: randomUUID() };
  const find = what === 'match' || what === 'grant' || what === 'return' ? waiting : received;
  const moneyId = (await find(collection, n)) ?? randomUUID();
  const refundId = (await refund(collection, n)) ?? randomUUID();
  const doing: Record<What, () => Promise<unknown>> = {
    pay: () => pays(collection, n, amountFen),
    bank: () => unknownMoney(database, collection, amountFen),
    match: () =>
      at(database, (tx, now) =>
        matchToHousehold(tx, cipher, { estateId, processId, moneyId, rightNo: n, ...by, at: now }),
      ),
    grant: () =>
      at(database, (tx, now) => matchToSource(tx, { estateId, processId, moneyId, sourceId: 'grant', ...by, at: now })),
    undo: () =>
      at(database, async (tx, now) => {
        await assertNotGivenBack(tx, estateId, moneyId);
        await undoMatch(tx, { estateId, moneyId, ...by, reasonText: 'a'.repeat(64), at: now });
      }),
    spend: () =>
      at(database, (tx, now) => {
        const payment = { paymentId: randomUUID(), amountFen, byAccounts: [], documentHash: null };
        return postSpending(tx, { processId, ...payment, at: now });
      }),
    excess: () =>
      at(database, (tx, now) => requestRefund(tx, { estateId, moneyId, refundId: randomUUID(), amountFen, at: now })),
    payBack: () => say(collection, refundId),
    hold: () =>
      at(database, (tx, now) => holdRefund(tx, { estateId, refundId, ...by, reasonText: 'c'.repeat(64), at: now })),
    return: () => at(database, (tx, now) => returnMoney(tx, { estateId, moneyId, refundId: randomUUID(), at: now })),
    list: () => list(collection),
  };
  await refusal(doing[what]());
}

/** Lists what is left and pays all that is owed, by two people each; then nothing is held and the process has heard of it. */
async function settle(collection: Collection): Promise<void> {
  const { estateId, processId } = collection;
  await list(collection);
  for (const { refundId, transactionId } of await refundsOf(database.pool, processId))
    for (let person = 0; transactionId === null && person < 2; person += 1) {
      const refused = await refusal(say(collection, refundId));
      // Of one that a first person had confirmed, the second one is enough.
      expect([undefined, 'refund-already-paid']).toContain(refused);
    }
  const rows = await refundsOf(database.pool, processId);
  expect(rows.filter(({ transactionId }) => transactionId === null)).toEqual([]);
  expect(Object.values(await readHeld(database.pool, processId)).filter((fen) => fen !== 0n)).toEqual([]);
  const over = (await told(database, processId)).filter(({ type }) => type === 'recordRefundsPaid');
  if (rows.some((row) => row.of === 'surplus')) expect(over.at(-1)).toMatchObject({ held: 0, heldFen: 0 });
  for (const books of [{ projectId: processId }, { estateId }])
    expect((await standingCheck(database.pool, books)).isWhole).toBe(true);
}

const step = (...what: What[]) =>
  fc.record({
    what: fc.constantFrom<What>(...what),
    n: fc.integer({ min: 1, max: 3 }),
    amountFen: fc.integer({ min: 1, max: 15_000 }),
  });
const BEFORE = ['pay', 'pay', 'bank', 'bank', 'match', 'match', 'grant', 'undo', 'spend', 'excess', 'payBack'] as const;

test('one after the other: everybody gets what they were promised', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step(...BEFORE, 'hold', 'return', 'list'), { maxLength: 20 }), async (steps) => {
      const collection = await aCollection(database, { sources: [HOUSEHOLD, GRANT] });
      for (const one of steps) await act(collection, one);
      await settle(collection);
    }),
    { numRuns: 40, endOnFailure: true },
  );
});

test('all at once, in four hands each: nobody waits for ever, and everybody gets what they were promised', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step(...BEFORE, 'hold', 'return'), { minLength: 8, maxLength: 24 }),
      fc.boolean(),
      async (steps, isListed) => {
        const collection = await aCollection(database, { sources: [HOUSEHOLD, GRANT] });
        const queue: Step[] = isListed ? [...steps, { what: 'list', n: 1, amountFen: 1 }, ...steps] : [...steps];
        const hand = async (): Promise<void> => {
          for (let one = queue.shift(); one; one = queue.shift()) await act(collection, one);
        };
        await Promise.all(Array.from({ length: 4 }, hand));
        await settle(collection);
      },
    ),
    { numRuns: 25, endOnFailure: true },
  );
});
