// Payments as rows and in the ledger: booked once, matched, undone; the process is told once; nothing appears and nothing disappears.
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { readBalances } from '../../store/ledger/balances';
import { standingCheck } from '../../store/ledger/standing-check';
import { confirmCash, enterCash, listCash, voidCash } from '../../store/receipts/cash';
import { moveCollecting, openCollecting, readCollecting } from '../../store/receipts/collect-window';
import { matchToHousehold, matchToSource, undoMatch } from '../../store/receipts/match-money';
import { pageOfReceived, pageOfWaiting } from '../../store/receipts/read-money';
import { takeIn } from '../../store/receipts/take-money';
import { countReceived } from '../../store/receipts/totals';
import { transferCommonIncome } from '../../store/receipts/transfer';
import { differencesAt } from '../audit/full-books';
import { refusal } from '../ledger/a-ledger';
import { freshDatabase, type TestDatabase } from '../support/database';
import {
  aCollection,
  at,
  cipher,
  GRANT,
  HOUSEHOLD,
  INCOME,
  onStatement,
  pay,
  payersOf,
  SPONSOR,
  told,
  ownIncome,
  type Collection,
} from './a-collection';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

const FIRST = { holder: null, after: null, limit: 100 };
/** Money that a bank line brought and of which nothing is known. */
const someMoney = (
  { estateId }: Collection,
  amountFen = 10_000,
  businessKey: string = randomUUID(),
  name: string | null = null,
) =>
  at(database, async (tx, now, today) => {
    const incoming = { estateId, holder: 'committee', way: 'bank', businessKey, amountFen, happenedOn: today } as const;
    const more = {
      at: now,
      by: name === null ? null : { name, account: '6222', remark: null },
      byAccounts: [randomUUID()],
    };
    const waiting = { doubt: 'nothing-known' as const, processId: null, rightNo: null };
    return takeIn(tx, cipher, { ...incoming, ...more, documentHash: null }, waiting);
  });
const give = ({ estateId, processId }: Collection, moneyId: string, rightNo: number) =>
  at(database, (tx, now) =>
    matchToHousehold(tx, cipher, { estateId, processId, moneyId, rightNo, byAccount: randomUUID(), at: now }),
  );
const undo = ({ estateId }: Collection, moneyId: string) =>
  at(database, (tx, now) =>
    undoMatch(tx, { estateId, moneyId, byAccount: randomUUID(), reasonText: 'a'.repeat(64), at: now }),
  );
const isWhole = async ({ estateId, processId }: Collection) => {
  const [project, estate] = [
    await standingCheck(database.pool, { projectId: processId }),
    await standingCheck(database.pool, { estateId }),
  ];
  return project.isWhole && estate.isWhole;
};

test('a household that pays by halves owes the rest, and then nothing', async () => {
  const collection = await aCollection(database);
  expect(await pay(database, collection, 1, 4_000)).toMatchObject({ amount: 'underpaid', leftFen: 6_000 });
  expect(await pay(database, collection, 1, 6_000)).toMatchObject({ amount: 'exact', leftFen: 0 });
  expect((await payersOf(database, collection))[0]).toMatchObject({ dueFen: 10_000, paidFen: 10_000, refundedFen: 0 });
  expect(await isWhole(collection)).toBe(true);
});

test('paid twice, paid too much, and paid by a daughter are all booked, and said', async () => {
  const collection = await aCollection(database);
  await pay(database, collection, 1);
  expect(await pay(database, collection, 1)).toMatchObject({ amount: 'paidTwice', excessFen: 10_000 });
  expect(await pay(database, collection, 2, 10_001)).toMatchObject({ amount: 'overpaid', excessFen: 1 });
  expect(await pay(database, collection, 3, 10_000, '她女儿')).toMatchObject({ amount: 'exact', paidBy: 'relative' });
  expect(await pay(database, collection, 3, 1, '业主3')).toMatchObject({ paidBy: 'self' });
});

test('the process hears once that all have paid, with what has come in, however they pay on', async () => {
  const collection = await aCollection(database);
  await pay(database, collection, 1);
  await pay(database, collection, 2, 9_999);
  await pay(database, collection, 3);
  expect(await told(database, collection.processId)).toEqual([]);
  await pay(database, collection, 2, 1);
  await pay(database, collection, 2, 500);
  expect(await told(database, collection.processId)).toEqual([
    {
      type: 'recordAllPaid',
      received: { householdFen: 30_000, paidHouseholds: 3, bySource: { household: 30_000 } },
    },
  ]);
});

test('where a source is missing the process hears only when that is in too; and anew when collecting has begun again', async () => {
  const collection = await aCollection(database, {
    households: 1,
    sources: [HOUSEHOLD, SPONSOR, { ...GRANT, timing: 'after' }],
  });
  const { processId, estateId } = collection;
  const all = async () => (await told(database, processId)).filter(({ type }) => type === 'recordAllPaid');
  await pay(database, collection, 1);
  expect(await all()).toEqual([]);
  const [part, rest] = [await someMoney(collection, 29_999), await someMoney(collection, 1)];
  const asSponsor = (moneyId: string) =>
    at(database, (tx, now) =>
      matchToSource(tx, { estateId, processId, moneyId, sourceId: 'sponsor', byAccount: randomUUID(), at: now }),
    );
  await asSponsor(part.moneyId);
  expect(await all()).toEqual([]);
  await asSponsor(rest.moneyId);
  expect(await all()).toMatchObject([{ received: { householdFen: 10_000, bySource: { sponsor: 30_000 } } }]);
  await at(database, (tx) => moveCollecting(tx, processId, { state: 'closed' }));
  await undo(collection, rest.moneyId);
  await at(database, (tx) => moveCollecting(tx, processId, { from: 'closed', state: 'open', isNewRound: true }));
  expect(await all()).toHaveLength(1);
  await asSponsor(rest.moneyId);
  expect(await all()).toHaveLength(2);
});

test('what a source bridges is asked of that source and of the households no longer: told at the last fen of both, not one before', async () => {
  const collection = await aCollection(database, { sources: [HOUSEHOLD, SPONSOR] });
  const { processId, estateId } = collection;
  const all = async () => (await told(database, processId)).filter(({ type }) => type === 'recordAllPaid');
  const sponsored = async (amountFen: number) => {
    const { moneyId } = await someMoney(collection, amountFen);
    const match = { estateId, processId, moneyId, sourceId: 'sponsor', byAccount: randomUUID() };
    await at(database, (tx, now) => matchToSource(tx, { ...match, at: now }));
  };
  await at(database, (tx) => moveCollecting(tx, processId, { bridged: { sponsor: 4_000 } }));
  // 30 000 were pledged: 26 000 of them are still the households', and 34 000 the sponsor's.
  for (const rightNo of [1, 2]) await pay(database, collection, rightNo);
  await pay(database, collection, 3, 5_999);
  await sponsored(34_000);
  expect(await all()).toEqual([]);
  await pay(database, collection, 3, 1);
  expect(await all()).toMatchObject([{ received: { householdFen: 26_000, bySource: { sponsor: 34_000 } } }]);

  const other = await aCollection(database, { households: 1, sources: [HOUSEHOLD, SPONSOR] });
  await at(database, (tx) => moveCollecting(tx, other.processId, { bridged: { sponsor: 4_000 } }));
  await pay(database, other, 1, 6_000);
  const paidIn = async (amountFen: number) => {
    const { moneyId } = await someMoney(other, amountFen);
    const match = { estateId: other.estateId, processId: other.processId, moneyId, sourceId: 'sponsor' };
    await at(database, (tx, now) => matchToSource(tx, { ...match, byAccount: randomUUID(), at: now }));
  };
  await paidIn(33_999);
  expect((await told(database, other.processId)).map(({ type }) => type)).toEqual(['recordSourceReceived']);
  await paidIn(1);
  expect((await told(database, other.processId)).map(({ type }) => type)).toContain('recordAllPaid');
});

test('what one household pays beyond its own part stands for no other household', async () => {
  const collection = await aCollection(database, { households: 2 });
  await pay(database, collection, 1, 20_000);
  expect(await told(database, collection.processId)).toEqual([]);
  await pay(database, collection, 2);
  expect(await told(database, collection.processId)).toMatchObject([{ type: 'recordAllPaid' }]);
});

test('two who pay the last two shares at the same moment are heard of once', async () => {
  const collection = await aCollection(database, { households: 8 });
  await Promise.all(Array.from({ length: 8 }, (_, index) => pay(database, collection, index + 1)));
  expect(await told(database, collection.processId)).toHaveLength(1);
});

test('the same piece of money told again is one; with another amount it is refused', async () => {
  const collection = await aCollection(database);
  const key = randomUUID();
  const first = await someMoney(collection, 500, key);
  expect(await someMoney(collection, 500, key)).toEqual({ ...first, isNew: false });
  expect(await refusal(someMoney(collection, 501, key))).toBe('money-differs');
  expect(await pageOfWaiting(database.pool, collection.estateId, FIRST)).toHaveLength(1);
});

test('a person says whose it is, takes it back, and gives it to another; the ledger follows', async () => {
  const collection = await aCollection(database);
  const { moneyId } = await someMoney(collection, 10_000, randomUUID(), '业主2');
  expect(await give(collection, moneyId, 1)).toMatchObject({ amount: 'exact', paidBy: 'relative' });
  expect(await refusal(give(collection, moneyId, 2))).toBe('money-matched');
  await undo(collection, moneyId);
  expect(await refusal(undo(collection, moneyId))).toBe('money-not-matched');
  expect(await give(collection, moneyId, 2)).toMatchObject({ amount: 'exact', paidBy: 'self' });
  expect((await payersOf(database, collection)).map(({ paidFen }) => paidFen)).toEqual([0, 10_000, 0]);
  const { estateId, processId, owners } = collection;
  const balances = await readBalances(database.pool, { estateId, projectId: processId, kinds: ['received'] });
  expect(balances.map(({ payer, balanceFen }) => [payer, balanceFen]).sort()).toEqual(
    [
      [`owner:${owners[0]}`, 0n],
      [`owner:${owners[1]}`, -10_000n],
    ].sort(),
  );
  expect(await pageOfReceived(database.pool, processId, { rightNo: null, after: null, limit: 9 })).toMatchObject([
    { moneyId, rightNo: 2, why: ['person'] },
  ]);
  expect(await isWhole(collection)).toBe(true);
});

test('what nobody pledged cannot be paid for, and money of another estate is not there', async () => {
  const [here, elsewhere] = [await aCollection(database), await aCollection(database)];
  const { moneyId } = await someMoney(here);
  expect(await refusal(give(here, moneyId, 99))).toBe('payer-not-found');
  expect(await refusal(give(elsewhere, moneyId, 1))).toBe('not-found');
  expect(await refusal(give({ ...here, processId: elsewhere.processId }, moneyId, 1))).toBe('not-collecting');
  expect(await refusal(give({ ...here, processId: randomUUID() }, moneyId, 1))).toBe('not-collecting');
});

test('late money is taken until the works are contracted; afterwards, and once a project lapsed, it waits to be sent back', async () => {
  const late = await aCollection(database, { closesInMs: -3 * 86_400_000 });
  await at(database, (tx) => moveCollecting(tx, late.processId, { state: 'closed' }));
  const [one, other] = [await someMoney(late), await someMoney(late)];
  expect(await give(late, one.moneyId, 1)).toMatchObject({ timing: 'late', returnedFor: null });
  await at(database, (tx) => moveCollecting(tx, late.processId, { isContracted: true }));
  expect(await refusal(give(late, other.moneyId, 2))).toBe('payment-too-late');
  await at(database, (tx) => moveCollecting(tx, late.processId, { state: 'lapsed' }));
  expect(await refusal(give(late, other.moneyId, 2))).toBe('project-takes-no-money');
  expect(await pageOfWaiting(database.pool, late.estateId, FIRST)).toMatchObject([{ moneyId: other.moneyId }]);
});

test('the window opens once for a version, and again for the next, with the codes that households know', async () => {
  const collection = await aCollection(database);
  const { processId, estateId, owners } = collection;
  const before = await payersOf(database, collection);
  const payer = {
    rightNo: 1,
    label: '1栋1单元101',
    payer: `owner:${owners[0]}`,
    holderOwnerIds: [owners[0] ?? ''],
    dueFen: 12_000,
  };
  const times = { opensAt: '2026-11-01T00:00:00.000Z', closesAt: '2026-12-01T00:00:00.000Z' };
  const window = { processId, estateId, ...times, pledgedFen: 12_000 };
  await at(database, (tx) => moveCollecting(tx, processId, { state: 'closed' }));
  await at(database, (tx) => openCollecting(tx, { ...window, version: 1 }, [payer]));
  expect(await readCollecting(database.pool, processId)).toMatchObject({ state: 'closed', version: 1 });
  await at(database, (tx) => openCollecting(tx, { ...window, version: 2 }, [payer]));
  expect(await readCollecting(database.pool, processId)).toMatchObject({ state: 'open', version: 2 });
  const [after, ...others] = await payersOf(database, collection);
  expect([after?.reference, after?.dueFen]).toEqual([before[0]?.reference, 12_000]);
  // Who has not pledged for the newer version is asked for nothing, and keeps the code.
  expect(others.map(({ dueFen, reference }) => [dueFen, reference])).toEqual(
    before.slice(1).map(({ reference }) => [0, reference]),
  );
});

describe('cash', () => {
  const enter = (
    { processId }: Collection,
    more: { receiptId?: string; byAccount?: string; rightNo?: number; receivedOn?: string } = {},
  ) =>
    at(database, (tx, now, today) => {
      const entry = {
        receiptId: randomUUID(),
        processId,
        rightNo: 1,
        amountFen: 10_000,
        receivedOn: today,
        payerName: null,
      };
      return enterCash(tx, cipher, { ...entry, byAccount: randomUUID(), ...more, at: now, today });
    });
  const confirm = ({ processId }: Collection, receiptId: string, byAccount: string = randomUUID()) =>
    at(database, (tx, now) => confirmCash(tx, cipher, { processId, receiptId, byAccount, at: now }));
  const makeVoid = ({ processId }: Collection, receiptId: string) =>
    at(database, (tx, now) =>
      voidCash(tx, { processId, receiptId, byAccount: randomUUID(), reasonText: 'b'.repeat(64), at: now }),
    );

  test('is booked only when a second, different person has counted it, and then once', async () => {
    const collection = await aCollection(database);
    const byAccount = randomUUID();
    const { receiptId } = await enter(collection, { byAccount });
    expect((await payersOf(database, collection))[0]?.paidFen).toBe(0);
    expect(await refusal(confirm(collection, receiptId, byAccount))).toBe('second-person-needed');
    await confirm(collection, receiptId);
    expect(await refusal(confirm(collection, receiptId))).toBe('cash-already-confirmed');
    expect(await refusal(makeVoid(collection, receiptId))).toBe('cash-already-confirmed');
    expect((await payersOf(database, collection))[0]?.paidFen).toBe(10_000);
  });

  test('confirmed by two at the same moment is booked once', async () => {
    const collection = await aCollection(database);
    const { receiptId } = await enter(collection);
    const codes = await Promise.all([1, 2, 3].map(() => refusal(confirm(collection, receiptId))));
    expect(codes.filter((code) => code === undefined)).toHaveLength(1);
    expect((await payersOf(database, collection))[0]?.paidFen).toBe(10_000);
  });

  test('has numbers without a gap and without a double, however many enter at once, across projects of the estate', async () => {
    const one = await aCollection(database);
    const other = await aCollection(database, { estateId: one.estateId, ownerIds: one.owners });
    const entered = await Promise.all(Array.from({ length: 20 }, (_, index) => enter(index % 2 === 0 ? one : other)));
    expect(entered.map(({ receiptNo }) => receiptNo).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 20 }, (_, index) => index + 1),
    );
  });

  test('that is refused uses up no number, and a void one keeps its own', async () => {
    const collection = await aCollection(database);
    expect(await refusal(enter(collection, { rightNo: 77 }))).toBe('payer-not-found');
    expect(await refusal(enter(collection, { receivedOn: '2999-01-01' }))).toBe('received-in-future');
    const { receiptId, receiptNo } = await enter(collection);
    expect(await refusal(enter(collection, { receiptId }))).toBe('id-already-used');
    await makeVoid(collection, receiptId);
    expect(await refusal(confirm(collection, receiptId))).toBe('cash-void');
    expect([receiptNo, (await enter(collection)).receiptNo]).toEqual([1, 2]);
    expect(
      (await listCash(database.pool, collection.processId, { afterNo: 0, limit: 9 })).map(({ state }) => state),
    ).toEqual(['void', 'entered']);
  });

  test('is not taken in for a project that ended, or late once the works are contracted', async () => {
    const collection = await aCollection(database);
    await at(database, (tx) => moveCollecting(tx, collection.processId, { state: 'closed', isContracted: true }));
    expect(await refusal(enter(collection))).toBe('payment-too-late');
    await at(database, (tx) => moveCollecting(tx, collection.processId, { state: 'lapsed' }));
    expect(await refusal(enter(collection))).toBe('project-takes-no-money');
    expect(await refusal(enter({ ...collection, processId: randomUUID() }))).toBe('not-collecting');
  });

  test('taken in before a project lapsed and counted afterwards is not lost: it waits to be carried back', async () => {
    const collection = await aCollection(database);
    const { receiptId } = await enter(collection);
    await at(database, (tx) => moveCollecting(tx, collection.processId, { state: 'lapsed' }));
    expect(await confirm(collection, receiptId)).toMatchObject({ returnedFor: 'lapsed' });
    expect(await pageOfWaiting(database.pool, collection.estateId, FIRST)).toMatchObject([
      { doubt: 'lapsed', suggestProcessId: collection.processId, suggestRightNo: 1, amountFen: 10_000 },
    ]);
    expect(await isWhole(collection)).toBe(true);
  });
});

describe('other sources', () => {
  const asSource = ({ estateId, processId }: Collection, moneyId: string, sourceId: string) =>
    at(database, (tx, now) =>
      matchToSource(tx, { estateId, processId, moneyId, sourceId, byAccount: randomUUID(), at: now }),
    );

  test('a grant and a sponsor pay in, the process hears each, and the payer is the office or the organisation', async () => {
    const collection = await aCollection(database, { sources: [HOUSEHOLD, GRANT, SPONSOR, INCOME] });
    const [grant, sponsor] = [await someMoney(collection, 50_000), await someMoney(collection, 30_000)];
    await asSource(collection, grant.moneyId, 'grant');
    await asSource(collection, sponsor.moneyId, 'sponsor');
    expect(await told(database, collection.processId)).toEqual([
      { type: 'recordSourceReceived', sourceId: 'grant', amountFen: 50_000 },
      { type: 'recordSourceReceived', sourceId: 'sponsor', amountFen: 30_000 },
    ]);
    expect(await countReceived(database.pool, collection.processId)).toEqual({
      ...{ householdFen: 0, paidHouseholds: 0, bySource: { grant: 50_000, sponsor: 30_000 } },
    });
    const { estateId, processId } = collection;
    const balances = await readBalances(database.pool, { estateId, projectId: processId, kinds: ['received'] });
    expect(balances.map(({ payer }) => payer).sort()).toEqual(['org:91110000MA0000000A', 'street']);
  });

  test('households and the estate’s own money are not paid in this way, nor what the plan does not have', async () => {
    const collection = await aCollection(database, { sources: [HOUSEHOLD, INCOME] });
    const { moneyId } = await someMoney(collection);
    for (const sourceId of ['household', 'income', 'nobody'])
      expect(await refusal(asSource(collection, moneyId, sourceId))).toBe('source-not-paid-in');
  });

  test('common revenue is moved, never more than there is and never more than planned', async () => {
    const collection = await aCollection(database, { sources: [HOUSEHOLD, INCOME] });
    const { estateId, processId } = collection;
    const move = (amountFen: number, sourceId = 'income', transferId: string = randomUUID()) =>
      at(database, (tx, now, happenedOn) =>
        transferCommonIncome(tx, {
          transferId,
          estateId,
          processId,
          sourceId,
          amountFen,
          happenedOn,
          byAccount: randomUUID(),
          at: now,
        }),
      );
    expect(await refusal(move(20_000))).toBe('not-enough-held');
    await ownIncome(database, { estateId }, 100_000n);
    expect(await refusal(move(1, 'household'))).toBe('source-not-paid-in');
    expect(await refusal(move(20_001))).toBe('more-than-planned');
    const transferId = randomUUID();
    const { moneyId } = await move(15_000, 'income', transferId);
    expect(await refusal(move(1, 'income', transferId))).toBe('id-already-used');
    expect(await refusal(move(5_001))).toBe('more-than-planned');
    expect(await refusal(undo(collection, moneyId))).toBe('transfer-stands');
    expect(await told(database, processId)).toEqual([
      { type: 'recordSourceReceived', sourceId: 'income', amountFen: 15_000 },
    ]);
    expect(await isWhole(collection)).toBe(true);
  });
});

test('what was paid stays on the record: no row of it can be changed or deleted', async () => {
  const collection = await aCollection(database);
  await pay(database, collection, 1);
  for (const table of [
    'money_in',
    'money_match',
    'money_match_end',
    'cash_receipt',
    'cash_receipt_end',
    'payment_event',
  ])
    for (const change of [`update ${table} set at = at`, `delete from ${table}`])
      await expect(database.pool.query(change)).rejects.toMatchObject({
        code: expect.stringMatching(/42501|42703/) as string,
      });
});

test('whatever comes in, is matched, undone and told again, no fen appears or disappears', async () => {
  const step = fc.record({
    what: fc.constantFrom('bank', 'bank', 'cash', 'match', 'undo', 'again'),
    rightNo: fc.integer({ min: 1, max: 3 }),
    amountFen: fc.integer({ min: 1, max: 20_000 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 15 }), async (steps) => {
      const collection = await aCollection(database);
      const money: { moneyId: string; key: string; amountFen: number }[] = [];
      let inFen = 0;
      for (const { what, rightNo, amountFen } of steps) {
        const one = money.at(rightNo % Math.max(1, money.length));
        if (what === 'bank') {
          const key = randomUUID();
          const { moneyId } = await someMoney(collection, amountFen, key);
          await onStatement(database, moneyId);
          money.push({ moneyId, key, amountFen });
          inFen += amountFen;
        } else if (what === 'cash') {
          await pay(database, collection, rightNo, amountFen);
          inFen += amountFen;
        } else if (one && what === 'again') await someMoney(collection, one.amountFen, one.key);
        else if (one && what === 'match') await refusal(give(collection, one.moneyId, rightNo));
        else if (one) await refusal(undo(collection, one.moneyId));
        const { estateId, processId } = collection;
        const waiting = await pageOfWaiting(database.pool, estateId, FIRST);
        const { bySource } = await countReceived(database.pool, processId);
        const held = await readBalances(database.pool, { estateId, kinds: ['held'] });
        const waitingFen = waiting.reduce((sum, row) => sum + row.amountFen, 0);
        expect(waitingFen + (bySource['household'] ?? 0)).toBe(inFen);
        expect(held.reduce((sum, { balanceFen }) => sum + balanceFen, 0n)).toBe(BigInt(inFen));
        expect(await isWhole(collection)).toBe(true);
      }
      const { rows } = await database.pool.query<{ path: string }>('select path from place where id = $1', [
        collection.estateId,
      ]);
      expect(await differencesAt(database.pool, rows[0] ?? { path: '' })).toEqual([]);
    }),
    { numRuns: 10, endOnFailure: true },
  );
});
