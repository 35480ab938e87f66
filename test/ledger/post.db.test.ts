// Posting into the ledger: exactly once by business key, never more out than in, and what the database refuses even to our own code.
import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { post, postMany } from '../../store/ledger/post';
import { readBalances, readHeld } from '../../store/ledger/balances';
import { accountIdOf } from '../../store/ledger/write';
import { inTransaction } from '../../store/transaction';
import { freshDatabase, type TestDatabase } from '../support/database';
import {
  account,
  anEstate,
  aPayer,
  aPosting,
  aReceipt,
  aRefund,
  aSpending,
  atMinute,
  lines,
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

const heldFen = async (): Promise<bigint | undefined> => (await readHeld(database.pool, estate.projectId))['household'];
const rowsOf = async (key: string): Promise<number> =>
  (await database.pool.query('select from ledger_transaction where business_key = $1', [key])).rowCount ?? 0;

describe('the same business key', () => {
  test('with the same entries is answered as before, in whatever order they stand, and moves nothing', async () => {
    const receipt = aReceipt(estate, 300);
    const first = await posted(database, receipt);
    const again = await posted(database, { ...receipt, entries: [...receipt.entries].reverse(), at: atMinute(5) });
    expect([first.isNew, again]).toEqual([true, { transactionId: first.transactionId, isNew: false }]);
    expect(await heldFen()).toBe(300n);
  });

  test('with other entries, as another kind, or for another estate is refused', async () => {
    const payer = aPayer();
    const receipt = aReceipt(estate, 300, payer);
    await posted(database, receipt);
    const { businessKey } = receipt;
    const other = await anEstate(database);
    const others = [
      aReceipt(estate, 301, payer, { businessKey }),
      aReceipt(estate, 300, aPayer(), { businessKey }),
      aSpending(estate, 300, { businessKey }),
      aReceipt(other, 300, payer, { businessKey }),
    ];
    for (const posting of others) expect(await refusal(posted(database, posting))).toBe('business-key-reused');
    expect(await heldFen()).toBe(300n);
  });

  test('for another estate at the same moment is refused, whichever is first', async () => {
    const receipt = aReceipt(estate, 300);
    const other = aReceipt(await anEstate(database), 300, aPayer(), { businessKey: receipt.businessKey });
    const [code] = await inTransaction(database.pool, async (tx) => {
      await post(tx, receipt);
      // Waits for this one to be committed.
      return [refusal(posted(database, other))];
    });
    expect(await code).toBe('business-key-reused');
    expect([await heldFen(), await rowsOf(receipt.businessKey)]).toEqual([300n, 1]);
  });

  test('ten times at the same moment is one transaction', async () => {
    const receipt = aReceipt(estate, 300);
    const all = await Promise.all(Array.from({ length: 10 }, () => posted(database, receipt)));
    expect(all.filter(({ isNew }) => isNew)).toHaveLength(1);
    expect(new Set(all.map(({ transactionId }) => transactionId)).size).toBe(1);
    expect([await heldFen(), await rowsOf(receipt.businessKey)]).toEqual([300n, 1]);
  });

  test('twice in one batch is one transaction; with other entries the second is refused and the rest goes on', async () => {
    const receipt = aReceipt(estate, 300);
    const answers = await inTransaction(database.pool, (tx) =>
      postMany(tx, [
        receipt,
        receipt,
        aReceipt(estate, 5, aPayer(), { businessKey: receipt.businessKey }),
        aReceipt(estate, 7),
      ]),
    );
    expect(answers).toMatchObject([
      { ok: true, isNew: true },
      { ok: true, isNew: false },
      { ok: false, rejection: { code: 'business-key-reused' } },
      { ok: true, isNew: true },
    ]);
    expect(await heldFen()).toBe(307n);
  });
});

describe('money', () => {
  test('is spent to the last fen of its source, and not one fen more', async () => {
    await posted(database, aReceipt(estate, 300));
    expect(await refusal(posted(database, aSpending(estate, 301)))).toBe('not-enough-held');
    await posted(database, aSpending(estate, 300));
    expect(await refusal(posted(database, aSpending(estate, 1)))).toBe('not-enough-held');
    expect(await heldFen()).toBe(0n);
  });

  test('of one source never pays for another, nor that of one project', async () => {
    await posted(database, aReceipt(estate, 300));
    const ofGrant = lines(estate, ['spent', 1, { source: 'grant' }], ['held', -1, { source: 'grant' }]);
    expect(await refusal(posted(database, aPosting(estate, { kind: 'spending', entries: ofGrant })))).toBe(
      'not-enough-held',
    );
    const elsewhere = { ...estate, projectId: randomUUID() };
    expect(await refusal(posted(database, aSpending(elsewhere, 1)))).toBe('not-enough-held');
  });

  test('goes back to a payer up to what this payer paid, in parts too, and not one fen more', async () => {
    const [payer, other] = [aPayer(), aPayer()];
    await posted(database, aReceipt(estate, 300, payer));
    await posted(database, aReceipt(estate, 500, other));
    await posted(database, aRefund(estate, 100, payer));
    expect(await refusal(posted(database, aRefund(estate, 201, payer)))).toBe('refund-exceeds-paid');
    await posted(database, aRefund(estate, 200, payer));
    expect(await refusal(posted(database, aRefund(estate, 1, payer)))).toBe('refund-exceeds-paid');
    expect(await refusal(posted(database, aRefund(estate, 1, aPayer())))).toBe('refund-exceeds-paid');
  });

  test('is refunded at most once when two refunds of all of it race', async () => {
    const payer = aPayer();
    await posted(database, aReceipt(estate, 300, payer));
    await posted(database, aReceipt(estate, 300));
    const codes = await Promise.all([1, 2, 3].map(() => refusal(posted(database, aRefund(estate, 300, payer)))));
    expect(codes.toSorted()).toEqual(['refund-exceeds-paid', 'refund-exceeds-paid', undefined]);
  });

  test('that nobody knows the use of waits, and is matched up to what came in', async () => {
    const unmatched = { source: null };
    await posted(
      database,
      aPosting(estate, {
        kind: 'unmatchedReceipt',
        entries: lines(estate, ['held', 300, unmatched], ['unmatched', -300, unmatched]),
      }),
    );
    const match = (fen: number) =>
      aPosting(estate, {
        kind: 'match',
        entries: lines(
          estate,
          ['unmatched', fen, unmatched],
          ['held', -fen, unmatched],
          ['held', fen],
          ['received', -fen, { payer: aPayer() }],
        ),
      });
    expect(await refusal(posted(database, match(301)))).toBe('account-overdrawn');
    await posted(database, match(300));
    expect(await heldFen()).toBe(300n);
  });

  test('beyond what whole numbers carry is refused', async () => {
    const most = 10_000_000_000_000;
    await inTransaction(database.pool, (tx) =>
      postMany(
        tx,
        Array.from({ length: 900 }, () => aReceipt(estate, most)),
      ),
    );
    // 900 × 10^13 are 7 199 254 740 991 fen below 2^53 - 1.
    expect(await refusal(posted(database, aReceipt(estate, 7_199_254_740_992)))).toBe('balance-too-large');
    await posted(database, aReceipt(estate, 7_199_254_740_991));
    expect(await heldFen()).toBe(BigInt(Number.MAX_SAFE_INTEGER));
  });
});

test('in a batch each is judged after those before it: what the first brings the second may spend', async () => {
  const answers = await inTransaction(database.pool, (tx) =>
    postMany(tx, [aSpending(estate, 1), aReceipt(estate, 10), aSpending(estate, 10), aSpending(estate, 1)]),
  );
  expect(answers.map((answer) => (answer.ok ? 'posted' : answer.rejection.code))).toEqual([
    ...['not-enough-held', 'posted', 'posted', 'not-enough-held'],
  ]);
});

test('what is no transaction is thrown at the caller, and nothing is written', async () => {
  const wrong = aPosting(estate, { entries: lines(estate, ['held', 2], ['received', -1, { payer: aPayer() }]) });
  await expect(posted(database, wrong)).rejects.toThrow('unbalanced');
  await expect(posted(database, { ...wrong, entries: [] })).rejects.toThrow('noEntries');
  expect(await readBalances(database.pool, { estateId: estate.estateId })).toEqual([]);
});

test('instants of an account never run backwards, whatever the clocks of two servers say', async () => {
  await posted(database, aReceipt(estate, 1, aPayer(), { at: atMinute(10) }));
  await posted(database, aReceipt(estate, 1, aPayer(), { at: atMinute(3) }));
  const { rows } = await database.pool.query<{ at: Date }>(
    'select recorded_at as at from ledger_entry where account_id = $1 order by entry_no',
    [accountIdOf(account(estate, 'held'))],
  );
  expect(rows.map(({ at }) => at)).toEqual([atMinute(10), atMinute(10)]);
});

test('fifty payments at the same moment into one account: no deadlock, every fen is there', async () => {
  const other = await anEstate(database);
  const fen = Array.from({ length: 50 }, (_, index) => index + 1);
  await Promise.all(
    fen.map((amount, index) =>
      inTransaction(database.pool, (tx) =>
        // Every other one posts to two estates, half of them in the opposite order.
        postMany(
          tx,
          index % 2 === 0
            ? [aReceipt(estate, amount)]
            : index % 4 === 1
              ? [aReceipt(estate, amount), aReceipt(other, 1)]
              : [aReceipt(other, 1), aReceipt(estate, amount)],
        ),
      ),
    ),
  );
  expect(await heldFen()).toBe(1275n);
  expect((await readHeld(database.pool, other.projectId))['household']).toBe(25n);
});

describe('written past our own code, the database refuses', () => {
  let owner: Client;
  beforeAll(async () => {
    owner = new Client({ connectionString: database.url });
    await owner.connect();
  });
  afterAll(() => owner.end());

  /** A transaction of these `[account, fen, entryNo, balanceAfter]`, as the owner of the tables writes it. */
  async function write(
    entries: [string, number, number, number][],
    { count = entries.length, ...more }: { count?: number; kind?: string; reverses?: string; estateId?: string } = {},
  ): Promise<unknown> {
    const { kind = 'receipt', reverses = null, estateId = estate.estateId } = more;
    const id = randomUUID();
    return owner.query(
      `with t as (
         insert into ledger_transaction (id, business_key, kind, estate_id, happened_on, recorded_at, content_hash, entry_count, reverses_id, reason_text)
         values ($1::uuid, $1::uuid::text, $2, $3, '2026-11-23', $4::timestamptz, 'h', $5, $6::uuid, case when $6::uuid is null then null else 'h' end))
       insert into ledger_entry (transaction_id, line_no, account_id, amount_fen, entry_no, balance_after_fen, recorded_at)
       select $1::uuid, n, a, fen, no, after, $4::timestamptz from unnest($7::uuid[], $8::bigint[], $9::int[], $10::bigint[]) with ordinality as e (a, fen, no, after, n)`,
      [
        ...[id, kind, estateId, atMinute(60), count, reverses],
        ...[0, 1, 2, 3].map((column) => entries.map((entry) => entry[column])),
      ],
    );
  }
  const known = async () => {
    const [payer, otherPayer] = [aPayer(), aPayer()];
    await posted(database, aReceipt(estate, 300, payer));
    await posted(database, aReceipt(estate, 300, otherPayer));
    const grant = { source: 'grant' };
    const ofGrant = lines(estate, ['held', 5, grant], ['received', -5, { ...grant, payer: 'street' }]);
    const { transactionId } = await posted(database, aPosting(estate, { entries: ofGrant }));
    const idOf = (...[kind, more]: [Parameters<typeof account>[1], Parameters<typeof account>[2]?]) =>
      accountIdOf(account(estate, kind, more));
    return {
      ...{ held: idOf('held'), paid: idOf('received', { payer }), heldGrant: idOf('held', grant), transactionId },
      grantPaid: idOf('received', { ...grant, payer: 'street' }),
    };
  };

  test('what is not balanced, in all or between two sources of a project', async () => {
    const { held, paid, heldGrant } = await known();
    await expect(write([[held, 1, 3, 601]])).rejects.toMatchObject({ code: 'GZ003' });
    const acrossSources: [string, number, number, number][] = [
      [heldGrant, 1, 2, 6],
      [paid, -1, 2, -301],
    ];
    await expect(write(acrossSources)).rejects.toMatchObject({ code: 'GZ003' });
  });

  test('a transaction without entries, with fewer than it says, and entries that come later', async () => {
    const { held, paid, transactionId } = await known();
    await expect(write([])).rejects.toMatchObject({ code: '23514' });
    await expect(write([], { count: 2 })).rejects.toMatchObject({ code: 'GZ004' });
    const two: [string, number, number, number][] = [
      [held, 1, 3, 601],
      [paid, -1, 2, -301],
    ];
    await expect(write(two, { count: 3 })).rejects.toMatchObject({ code: 'GZ004' });
    const later = `insert into ledger_entry (transaction_id, line_no, account_id, amount_fen, entry_no, balance_after_fen, recorded_at)
      select $1::uuid, n + 2, a, fen, no, after, $2::timestamptz from (values (1, $3::uuid, 1, 3, 601), (2, $4::uuid, -1, 2, -301)) as e (n, a, fen, no, after)`;
    await expect(owner.query(later, [transactionId, atMinute(0), held, paid])).rejects.toMatchObject({ code: 'GZ004' });
  });

  test('an entry that does not follow on from the newest of its account', async () => {
    const { held, paid } = await known();
    for (const [entryNo, after] of [
      [4, 601],
      [2, 601],
      [3, 600],
    ] as const) {
      const entries: [string, number, number, number][] = [
        [held, 1, entryNo, after],
        [paid, -1, 2, -301],
      ];
      await expect(write(entries)).rejects.toMatchObject({ code: 'GZ005' });
    }
  });

  test('a balance on the wrong side of its account', async () => {
    const { heldGrant, grantPaid } = await known();
    const tooMuch: [string, number, number, number][] = [
      [heldGrant, -6, 2, -1],
      [grantPaid, 6, 2, 1],
    ];
    await expect(write(tooMuch)).rejects.toMatchObject({ code: '23514' });
  });

  test('entries for accounts of another estate', async () => {
    const { held, paid } = await known();
    const other = await anEstate(database);
    const two: [string, number, number, number][] = [
      [held, 1, 3, 601],
      [paid, -1, 2, -301],
    ];
    await expect(write(two, { estateId: other.estateId })).rejects.toMatchObject({ code: 'GZ004' });
  });

  test('an entry of an account, or of a transaction, that is not there', async () => {
    const { held } = await known();
    const two: [string, number, number, number][] = [
      [held, 1, 3, 601],
      [randomUUID(), -1, 1, -1],
    ];
    await expect(write(two)).rejects.toMatchObject({ code: 'GZ003' });
    const ofNothing = `insert into ledger_entry (transaction_id, line_no, account_id, amount_fen, entry_no, balance_after_fen, recorded_at)
      select $1::uuid, n, $2::uuid, fen, no, after, $3::timestamptz from (values (1, 1, 3, 601), (2, -1, 4, 600)) as e (n, fen, no, after)`;
    await expect(owner.query(ofNothing, [randomUUID(), held, atMinute(60)])).rejects.toMatchObject({ code: 'GZ004' });
  });

  test('a reversal that moves something else than what it takes back', async () => {
    const { held, paid, transactionId } = await known();
    const two: [string, number, number, number][] = [
      [held, -5, 3, 595],
      [paid, 5, 2, -295],
    ];
    await expect(write(two, { kind: 'reversal', reverses: transactionId })).rejects.toMatchObject({ code: 'GZ007' });
  });

  test.each(['ledger_account', 'ledger_transaction', 'ledger_entry'])('any change of %s', async (table) => {
    const first = { ledger_account: 'purpose', ledger_transaction: 'kind', ledger_entry: 'line_no' }[table];
    for (const statement of [`update ${table} set ${first} = ${first}`, `delete from ${table}`]) {
      await expect(owner.query(statement)).rejects.toMatchObject({ code: 'GZ001' });
      await expect(database.pool.query(statement)).rejects.toMatchObject({ code: '42501' });
    }
  });

  test('the application to write a balance', async () => {
    await known();
    const statements = [
      'update ledger_balance set balance_fen = balance_fen',
      'delete from ledger_balance',
      `insert into ledger_balance (account_id, side, balance_fen, entries, last_at) values (gen_random_uuid(), 'debit', 1, 1, now())`,
    ];
    for (const statement of statements)
      await expect(database.pool.query(statement)).rejects.toMatchObject({ code: '42501' });
  });

  test('to post on a balance that was tampered with: nothing is healed in silence', async () => {
    const { held } = await known();
    await owner.query('update ledger_balance set balance_fen = balance_fen + 1 where account_id = $1', [held]);
    expect(await refusal(posted(database, aReceipt(estate, 1)))).toBe('balance-differs');
  });
});
