// The auditor on rows of money: kept sums against what they are made of, booked rows against their postings and the doors that they came through, both ways,
// and what went back against what was paid. Each row is spoilt as superuser, past every guard, inside a transaction that is rolled back: the audit that looks
// on from there finds that one thing and nothing else.
import { Client } from 'pg';
import { checkBooks } from '../../store/audit/check-books';
import { recount } from '../../store/audit/check-totals';
import type { Difference } from '../../store/audit/differences';
import { aCollection, pay } from '../receipts/a-collection';
import { apiWorld, type World } from '../support/api-world';
import { byHand } from './an-audit';
import { differencesAt, fullBooks } from './full-books';
import { KEPT_SUMS, MONEY_OF, OF_SURPLUS, SPOILT_ROWS, SURPLUS } from './spoilt-books';

let world: World;
let processId: string;
beforeAll(async () => {
  world = await apiWorld();
  processId = await fullBooks(world, world.city.e1);
}, 120_000);
afterAll(() => world.close());

/** What is found after these statements, each of which must change something; nothing of it stays. */
async function foundAfter(...spoilt: string[]): Promise<Difference[]> {
  const client = new Client({ connectionString: world.db.url });
  await client.connect();
  try {
    await client.query('begin');
    await client.query('set local session_replication_role = replica');
    for (const sql of spoilt) expect((await client.query(sql)).rowCount).toBeGreaterThan(0);
    const found: Difference[] = [];
    for await (const difference of checkBooks(client, ['/'])) found.push(difference);
    return found;
  } finally {
    await client.end();
  }
}

test('books in which everything has happened once have nothing to find', async () => {
  expect(await differencesAt(world.db.pool, world.city.district)).toEqual([]);
});

test('there is a refund of every kind, a payment through every door, and a posting of every kind that is posted', async () => {
  const { rows } = await world.db.pool.query<{ kinds: string[]; ways: string[]; refunds: string[] }>(
    `select array(select distinct kind from ledger_transaction order by 1) as kinds, array(select distinct way from money_in order by 1) as ways,
       array(select distinct of || ':' || state from refund order by 1) as refunds`,
  );
  expect(rows).toEqual([
    {
      kinds: [
        ...['feeBill', 'feePayment', 'feeSurplus', 'incomeGrant', 'incomeGrantReturn', 'incomeReceipt', 'match'],
        ...['refund', 'reversal', 'spending', 'unmatchedReceipt', 'unmatchedReturn'],
      ],
      ways: ['bank', 'cash', 'online', 'transfer'],
      refunds: ['excess:paid', 'surplus:listed', 'surplus:paid', 'unmatched:paid'],
    },
  ]);
});

test.each(KEPT_SUMS)('where %s, the sum is found', async (_, sql, name) => {
  const found = await foundAfter(sql);
  expect(found).toMatchObject([{ kind: 'totalDiffers', detail: { total: name } }]);
  expect(found[0]?.subject.startsWith(`${name}:`)).toBe(true);
  expect(found[0]?.processId ?? null).toBe(name === 'pledges' ? processId : null);
});

test.each(KEPT_SUMS)('where %s, the sum is made again from its parts, once', async (_, sql) => {
  await byHand(world, sql, []);
  const [difference] = await differencesAt(world.db.pool, world.city.e1);
  if (difference === undefined) throw new Error('nothing was found');
  expect(await recount(world.db.pool, difference)).toBe(true);
  expect(await differencesAt(world.db.pool, world.city.e1)).toEqual([]);
  expect(await recount(world.db.pool, difference)).toBe(false);
});

test('a sum whose parts come to what it can never be is not made again: a person looks at the parts', async () => {
  const found = await foundAfter('update pledge_total set households = 1, pledged_households = 0');
  expect(found).toMatchObject([{ kind: 'bookingDiffers', subject: `pledges:${processId}:1`, processId: null }]);
});

test.each(SPOILT_ROWS)(
  'somebody changes %s: one thing is found, and it is for a person',
  async (_, sql, kind, detail) => {
    expect(await foundAfter(...sql)).toMatchObject([{ kind, processId: null, placePath: world.city.e1.path, detail }]);
  },
);

test('a payment of the project that is posted and not yet on record is no difference: its event comes after', async () => {
  expect(await foundAfter(`delete from process_event where type = 'paymentPosted'`)).toEqual([]);
});

test('more went back to a payer than was paid in, in the rows and in the books alike: that, and nothing else', async () => {
  const found = await foundAfter(
    `update refund set amount_fen = amount_fen + 20000 where id = ${SURPLUS}`,
    `update ledger_entry set amount_fen = amount_fen + 20000 * sign(amount_fen)::int where transaction_id = ${OF_SURPLUS}`,
  );
  expect(found).toMatchObject([{ kind: 'refundBeyondPaid', processId: null, detail: { processId } }]);
});

test.each([-1, 0])(
  'of one payment more is to go back than it was: not at the whole of it less %d, but at a fen more',
  async (less) => {
    const promise = (
      fen: string,
    ) => `insert into refund (id, estate_id, process_id, of, source_id, right_no, payer, money_id, amount_fen, state, listed_at, changed_at)
    select gen_random_uuid(), i.estate_id, '${processId}', 'excess', 'household', 1, 'street', i.id, ${fen}, 'listed', now(), now()
    from money_in i where i.id = ${MONEY_OF('cash')}`;
    expect(await foundAfter(promise(`i.amount_fen + ${less}`))).toEqual([]);
    expect(await foundAfter(promise('i.amount_fen'), promise('1'))).toMatchObject([
      { kind: 'refundBeyondPaid', detail: { paidFen: 5_001, refundedFen: 5_002 } },
    ]);
  },
);

test('a provider that tells of more given back than was paid is found under its order', async () => {
  expect(
    await foundAfter(`update payment_event set amount_fen = 5101 where kind = 'refunded' and result = 'taken'`),
  ).toMatchObject([{ kind: 'refundBeyondPaid', detail: { paidFen: 5_100, refundedFen: 5_101 } }]);
});

test('an audit that looks on while money is being taken in finds nothing', async () => {
  const collection = await aCollection(world.db, { households: 30 });
  const { rows } = await world.db.pool.query<{ path: string }>('select path from place where id = $1', [
    collection.estateId,
  ]);
  const [place = { path: '' }] = rows;
  let isPaying = true;
  const paying = Promise.all(Array.from({ length: 30 }, (_, index) => pay(world.db, collection, index + 1))).then(
    () => {
      isPaying = false;
    },
  );
  let looks = 0;
  while (isPaying) {
    expect(await differencesAt(world.db.pool, place)).toEqual([]);
    looks += 1;
  }
  await paying;
  expect(looks).toBeGreaterThan(0);
  expect(await differencesAt(world.db.pool, place)).toEqual([]);
});
