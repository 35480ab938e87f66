// What the ledger tells: balances, statements and trial balance now and at any past instant; reversals; the standing check.
import { randomUUID } from 'node:crypto';
import { readBalances } from '../../store/ledger/balances';
import { readJournal } from '../../store/ledger/journal';
import { reverse } from '../../store/ledger/reverse';
import { standingCheck } from '../../store/ledger/standing-check';
import { readStatement } from '../../store/ledger/statement';
import { trialBalance } from '../../store/ledger/trial-balance';
import { accountIdOf } from '../../store/ledger/write';
import { inTransaction } from '../../store/transaction';
import { freshDatabase, type TestDatabase } from '../support/database';
import {
  account,
  anEstate,
  anIncome,
  aPayer,
  aPosting,
  aReceipt,
  aRefund,
  aSpending,
  atMinute,
  lines,
  OWN,
  posted,
  refusal,
  type Estate,
} from './a-ledger';

let database: TestDatabase;
let estate: Estate;
beforeAll(async () => {
  database = await freshDatabase();
});
beforeEach(async () => {
  estate = await anEstate(database);
});
afterAll(() => database.drop());

const takenBack = (transactionId: string, businessKey: string = randomUUID(), minute = 30) =>
  inTransaction(database.pool, (tx) =>
    reverse(tx, { transactionId, businessKey, reasonText: 'h', byAccounts: [], at: atMinute(minute) }),
  );
const heldAt = async (minute?: number): Promise<bigint | undefined> => {
  const { estateId } = estate;
  const at = minute === undefined ? undefined : atMinute(minute);
  return (await readBalances(database.pool, { estateId, kinds: ['held'], at })).find(
    ({ source }) => source === 'household',
  )?.balanceFen;
};

describe('at a past instant', () => {
  beforeEach(async () => {
    for (const minute of [1, 2, 3]) await posted(database, aReceipt(estate, 100, aPayer(), { at: atMinute(minute) }));
    await posted(database, aSpending(estate, 250, { at: atMinute(4) }));
  });

  test('an account holds what it held then, to the millisecond', async () => {
    expect([await heldAt(0), await heldAt(1), await heldAt(3), await heldAt(4), await heldAt()]).toEqual([
      ...[undefined, 100n, 300n, 50n, 50n],
    ]);
    const before = new Date(atMinute(4).getTime() - 1);
    const [held] = await readBalances(database.pool, { estateId: estate.estateId, kinds: ['held'], at: before });
    expect(held).toMatchObject({ balanceFen: 300n, entryCount: 3 });
  });

  test('the two sides of the trial balance are the same, and it is what the maintained balances say today', async () => {
    const { estateId } = estate;
    const [now, then] = [
      await trialBalance(database.pool, { estateId }),
      await trialBalance(database.pool, { estateId, at: atMinute(4) }),
    ];
    expect(then).toEqual(now);
    expect(now).toMatchObject({ debitFen: 300n, creditFen: 300n, unbalanced: [] });
    expect(now.rows).toEqual([
      ...['held', 'received', 'spent'].map((kind) => ({
        ...{ projectId: estate.projectId, source: 'household', kind, accounts: kind === 'received' ? 3 : 1 },
        debitFen: kind === 'held' ? 50n : kind === 'spent' ? 250n : 0n,
        creditFen: kind === 'received' ? 300n : 0n,
      })),
    ]);
    const at2 = await trialBalance(database.pool, { estateId, at: atMinute(2) });
    expect(at2).toMatchObject({ debitFen: 200n, creditFen: 200n });
    expect((await trialBalance(database.pool, { estateId, at: atMinute(0) })).rows).toEqual([]);
  });

  test('a statement ends then, and its pages join without a gap, with the balance after each entry', async () => {
    const held = accountIdOf(account(estate, 'held'));
    const all = await readStatement(database.pool, held, { limit: 10 });
    expect(all.map(({ entryNo, amountFen, balanceAfterFen }) => [entryNo, amountFen, balanceAfterFen])).toEqual([
      [4, -250n, 50n],
      [3, 100n, 300n],
      [2, 100n, 200n],
      [1, 100n, 100n],
    ]);
    const first = await readStatement(database.pool, held, { limit: 2 });
    const rest = await readStatement(database.pool, held, { limit: 10, before: first.at(-1) });
    expect([...first, ...rest]).toEqual(all);
    expect(await readStatement(database.pool, held, { limit: 10, at: atMinute(3) })).toEqual(all.slice(1));
  });

  test('pages of accounts join without a gap', async () => {
    const { estateId } = estate;
    const all = await readBalances(database.pool, { estateId });
    const first = await readBalances(database.pool, { estateId, limit: 2 });
    const rest = await readBalances(database.pool, { estateId, after: first.at(-1) });
    expect([...first, ...rest]).toEqual(all);
    expect(all).toHaveLength(5);
  });
});

test('the trial balance of all estates is by kind, and balanced', async () => {
  await posted(database, aReceipt(estate, 100));
  await posted(database, aReceipt(await anEstate(database), 23));
  const all = await trialBalance(database.pool);
  expect(all.debitFen).toBe(all.creditFen);
  expect(all.unbalanced).toEqual([]);
  expect(new Set(all.rows.map(({ kind }) => kind)).size).toBe(all.rows.length);
});

describe('a reversal', () => {
  test('moves everything back, keeps what it takes back on record, and names it', async () => {
    const { transactionId } = await posted(database, aReceipt(estate, 100));
    const { transactionId: reversalId } = await takenBack(transactionId);
    expect([await heldAt(), await heldAt(29)]).toEqual([0n, 100n]);
    const held = accountIdOf(account(estate, 'held'));
    expect(await readStatement(database.pool, held, { limit: 10 })).toMatchObject([
      { transactionId: reversalId, transactionKind: 'reversal', reversesId: transactionId, amountFen: -100n },
      { transactionId, reversedById: reversalId, amountFen: 100n },
    ]);
    const [then] = await readStatement(database.pool, held, { limit: 10, at: atMinute(29) });
    expect(then?.reversedById).toBeNull();
  });

  test('happens once: under the same key it is answered again, under another it is refused', async () => {
    const { transactionId } = await posted(database, aReceipt(estate, 100));
    const first = await takenBack(transactionId, 'reversal:1');
    expect(await takenBack(transactionId, 'reversal:1')).toEqual({ ...first, isNew: false });
    expect(await refusal(takenBack(transactionId))).toBe('already-reversed');
    const codes = await Promise.all([1, 2, 3].map(() => refusal(takenBack(transactionId))));
    expect(codes).toEqual(['already-reversed', 'already-reversed', 'already-reversed']);
    expect(await heldAt()).toBe(0n);
  });

  test('of which two come at the same moment happens once', async () => {
    const { transactionId } = await posted(database, aReceipt(estate, 100));
    const codes = await Promise.all([refusal(takenBack(transactionId)), refusal(takenBack(transactionId))]);
    expect(codes.toSorted()).toEqual(['already-reversed', undefined]);
  });

  test('under the key of another reversal is refused, even when it moves the same', async () => {
    const payer = aPayer();
    const [one, two] = [
      await posted(database, aReceipt(estate, 100, payer)),
      await posted(database, aReceipt(estate, 100, payer)),
    ];
    const key = randomUUID();
    await takenBack(one.transactionId, key);
    expect(await refusal(takenBack(two.transactionId, key))).toBe('business-key-reused');
    expect(await heldAt()).toBe(100n);
  });

  test('is not taken back itself, and of nothing there is none', async () => {
    const { transactionId } = await posted(database, aReceipt(estate, 100));
    const { transactionId: reversalId } = await takenBack(transactionId);
    expect(await refusal(takenBack(reversalId))).toBe('reversal-not-reversible');
    expect(await refusal(takenBack(randomUUID()))).toBe('transaction-not-found');
  });

  test('takes no money back that was spent, or refunded, since', async () => {
    const payer = aPayer();
    const receipt = await posted(database, aReceipt(estate, 100, payer));
    const spending = await posted(database, aSpending(estate, 1));
    expect(await refusal(takenBack(receipt.transactionId))).toBe('not-enough-held');
    await takenBack(spending.transactionId);
    await posted(database, aReceipt(estate, 100));
    const refund = await posted(database, aRefund(estate, 1, payer));
    expect(await refusal(takenBack(receipt.transactionId))).toBe('refund-exceeds-paid');
    await takenBack(refund.transactionId);
    await takenBack(receipt.transactionId);
    expect(await heldAt()).toBe(100n);
  });
});

describe('the standing check', () => {
  test('of a project adds up source by source: received is spent, refunded or held', async () => {
    const payer = aPayer();
    const grant = { source: 'grant' };
    await posted(database, aReceipt(estate, 1000, payer));
    const ofGrant = lines(estate, ['held', 500, grant], ['received', -500, { ...grant, payer: 'street' }]);
    await posted(database, aPosting(estate, { entries: ofGrant }));
    const ofBoth = lines(estate, ['spent', 600], ['held', -600], ['spent', 300, grant], ['held', -300, grant]);
    await posted(database, aPosting(estate, { kind: 'spending', entries: ofBoth }));
    await posted(database, aRefund(estate, 400, payer));
    expect(await standingCheck(database.pool, { projectId: estate.projectId })).toMatchObject({
      sources: [
        { source: 'grant', receivedFen: 500n, spentFen: 300n, refundedFen: 0n, heldFen: 200n, differenceFen: 0n },
        { source: 'household', receivedFen: 1000n, spentFen: 600n, refundedFen: 400n, heldFen: 0n, differenceFen: 0n },
      ],
      differing: [],
      isWhole: true,
    });
  });

  test('of the estate’s own money counts what it gave to projects, and what came back', async () => {
    await posted(database, anIncome(estate, 1000));
    const granted = accountIdOf(account(estate, 'granted', OWN));
    const into = { source: 'commonIncome' };
    const give = lines(
      estate,
      ['granted', 300, OWN],
      ['held', -300, OWN],
      ['held', 300, into],
      ['received', -300, { ...into, payer: `account:${granted}` }],
    );
    await posted(database, aPosting(estate, { kind: 'incomeGrant', entries: give }));
    const back = lines(
      estate,
      ['refunded', 50, { ...into, payer: `account:${granted}` }],
      ['held', -50, into],
      ['held', 50, OWN],
      ['granted', -50, OWN],
    );
    await posted(database, aPosting(estate, { kind: 'incomeGrantReturn', entries: back }));
    const { sources, isWhole } = await standingCheck(database.pool, { estateId: estate.estateId });
    expect(sources).toMatchObject([{ receivedFen: 1000n, grantedFen: 250n, heldFen: 750n, differenceFen: 0n }]);
    expect(isWhole).toBe(true);
    const project = await standingCheck(database.pool, { projectId: estate.projectId });
    expect(project.sources).toMatchObject([{ receivedFen: 300n, refundedFen: 50n, heldFen: 250n }]);
  });

  test('of fees keeps what was billed apart from what was paid', async () => {
    const fee = { projectId: null, source: 'propertyFee' };
    const payer = aPayer();
    const bill = lines(estate, ['feeBilled', 300, { ...fee, payer }], ['feeIncome', -300, fee]);
    const paid = lines(estate, ['held', 200, fee], ['feePaid', -200, { ...fee, payer }]);
    await posted(database, aPosting(estate, { kind: 'feeBill', entries: bill }));
    await posted(database, aPosting(estate, { kind: 'feePayment', entries: paid }));
    const found = await standingCheck(database.pool, { estateId: estate.estateId });
    expect(found).toMatchObject({ billedDifferenceFen: 0n, isWhole: true });
    expect(found.sources).toMatchObject([{ source: 'propertyFee', receivedFen: 200n, heldFen: 200n }]);
  });
});

test('the journal has the transactions of its days, the first and the last included, in pages that join', async () => {
  for (const happenedOn of ['2026-11-22', '2026-11-23', '2026-11-24', '2026-11-25'])
    await posted(database, aReceipt(estate, 100, aPayer(), { happenedOn }));
  const asked = { estateId: estate.estateId, from: '2026-11-23', to: '2026-11-24', after: null };
  const all = await readJournal(database.pool, { ...asked, limit: 10 });
  expect(all.map(({ happenedOn }) => happenedOn).toSorted()).toEqual(['2026-11-23', '2026-11-24']);
  const [first] = await readJournal(database.pool, { ...asked, limit: 1 });
  const rest = await readJournal(database.pool, { ...asked, after: first ?? null, limit: 10 });
  expect([first, ...rest]).toEqual(all);
  expect(all[0]?.entries.reduce((sum, { amountFen }) => sum + amountFen, 0n)).toBe(0n);
});
