// A ledger of five million entries: postings a second, in batches that form while the one before commits, against bare inserts of two rows, in the
// same database and in turns; and the trial balance, held against the entries themselves. `-- ledger --entries N`: fewer.
import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { openDatabase } from '../prisma/client';
import { createBatcher } from '../store/batcher';
import { postMany, type Posting } from '../store/ledger/post';
import { trialBalance } from '../store/ledger/trial-balance';
import type { Written } from '../store/ledger/write';
import { inTransaction } from '../store/transaction';
import { ENTRIES_OF_ESTATE, seedEntries, seedEstates } from './ledger/seed';
import { numberAfter } from './support/asleep';
import { durableDatabase } from './support/durable-database';
import { perSecond } from './support/per-second';
import { median, printTable, report, round } from './support/report';

const ENTRIES = 5_000_000;
const CALLERS = 50;
const POSTINGS = 4_000;
const ROUNDS = 5;
const LOOKS = 7;
/** Estates among which the spread load is dealt out; the hot one pays into one account. */
const SPREAD = 20;
const AT = new Date('2026-11-30T02:00:00.000Z');

export async function bench(args: string[] = []): Promise<void> {
  const wanted = numberAfter(args, '--entries', ENTRIES_OF_ESTATE) ?? ENTRIES;
  const estates = Math.ceil(wanted / ENTRIES_OF_ESTATE);
  const broken: string[] = [];
  const stops: (() => Promise<void>)[] = [];
  try {
    const database = await durableDatabase();
    stops.push(() => database.stop());
    const { pool, close } = openDatabase({ url: database.url, max: 12, statementTimeoutMs: 1_800_000 });
    stops.push(close);
    const ids = await seedEstates(pool, Math.max(estates, SPREAD));
    await pool.query(
      `create table bare_entry (id bigint generated always as identity primary key, account_id uuid not null, amount_fen bigint not null,
         at timestamptz not null)`,
    );
    console.log(`Adding ${estates * ENTRIES_OF_ESTATE} entries …`);
    const seedingSince = performance.now();
    await seedEntries(pool, ids.slice(0, estates));
    const seedSeconds = (performance.now() - seedingSince) / 1000;
    await pool.query('vacuum analyze');
    const rates = await postings(pool, ids.slice(0, SPREAD), broken);
    const looks = await lookAtBooks(pool, ids[0] ?? '', broken);
    console.log('');
    printTable(
      ['postings', 'a second (median)', 'lowest', 'highest'],
      Object.entries(rates).map(([name, all]) => [
        ...[name, Math.round(median(all)), Math.round(Math.min(...all)), Math.round(Math.max(...all))],
      ]),
    );
    printTable(
      ['trial balance', 'ms (median)', 'slowest'],
      Object.entries(looks).map(([name, all]) => [...[name, round(median(all)), round(Math.max(...all))]]),
    );
    const rate = (name: string) => median(rates[name] ?? []);
    const slowest = Math.max(...(looks['all estates'] ?? []));
    report({
      bench: 'ledger',
      ratios: { hot: rate('hot') / rate('bare'), spread: rate('spread') / rate('bare'), second: slowest / 1_000 },
      figures: {
        ...Object.fromEntries(Object.keys(rates).map((name) => [`${name}PerSecond`, round(rate(name))])),
        entries: estates * ENTRIES_OF_ESTATE,
        trialBalanceMs: round(median(looks['all estates'] ?? [])),
        addedUpMs: round(median(looks['added up from the entries'] ?? [])),
        ofEstateMs: round(median(looks['one estate'] ?? [])),
        ofEstateThenMs: round(median(looks['one estate, at a past instant'] ?? [])),
        seedEntriesPerSecond: round((estates * ENTRIES_OF_ESTATE) / seedSeconds),
      },
      aims: [
        { ratio: 'hot', bound: 'at least', value: 0.4 },
        { ratio: 'spread', bound: 'at least', value: 0.4 },
        { ratio: 'second', bound: 'at most', value: 1 },
      ],
      broken,
    });
  } finally {
    for (const stop of stops.reverse()) await stop();
  }
}

/** The same load three ways, in turns: into one account, over many estates, and as two bare rows. */
async function postings(pool: Pool, estateIds: string[], broken: string[]): Promise<Record<string, number[]>> {
  const batcher = createBatcher<Posting, Written>({
    run: (_, batch) => inTransaction(pool, (tx) => postMany(tx, batch)),
    maxBatch: 200,
    maxInFlight: 1,
  });
  const [hot = '', ...others] = estateIds;
  let refusals = 0;
  // One queue for all estates: a batch takes the locks of those that are in it, in their order.
  const pay = async (estateId: string, n: number) => {
    const written = await batcher.add('ledger', aPayment(estateId, n));
    if (!written.ok || !written.isNew) refusals += 1;
  };
  const account = randomUUID();
  const bare = (n: number) =>
    pool.query({
      name: 'bare',
      text: 'insert into bare_entry (account_id, amount_fen, at) values ($1, $2, $3), ($4, -$2::bigint, $3)',
      values: [account, n + 1, AT, randomUUID()],
    });
  const ways: Record<string, (n: number) => Promise<unknown>> = {
    bare,
    hot: (n) => pay(hot, n),
    spread: (n) => pay(others[n % others.length] ?? hot, n),
  };
  const rates: Record<string, number[]> = { bare: [], hot: [], spread: [] };
  for (let round = 0; round <= ROUNDS; round++) {
    for (const [name, way] of Object.entries(ways)) {
      const rate = await perSecond(POSTINGS, CALLERS, way);
      // The first is cold: statements are prepared and caches filled.
      if (round > 0) rates[name]?.push(rate);
    }
    console.log(round === 0 ? 'cold round done' : `round ${round} of ${ROUNDS} done`);
  }
  const perWay = POSTINGS * (ROUNDS + 1);
  const fen = ((POSTINGS * (POSTINGS + 1)) / 2) * (ROUNDS + 1);
  if (refusals > 0) broken.push(`${refusals} postings were refused or taken for repeats`);
  const { rows } = await pool.query<{ isHot: boolean; transactions: number; heldFen: string }>(
    `select t.estate_id = $1 as "isHot", count(distinct t.id)::int as transactions, sum(e.amount_fen) as "heldFen"
     from ledger_transaction t join ledger_entry e on e.transaction_id = t.id and e.amount_fen > 0
     where t.happened_on = '2026-11-30' group by 1 order by 1`,
    [hot],
  );
  for (const row of rows)
    if (row.transactions !== perWay || Number(row.heldFen) !== fen)
      broken.push(`${row.transactions} transactions and ${row.heldFen} fen instead of ${perWay} and ${fen}`);
  if (rows.length !== 2) broken.push(`${rows.length} of two loads are on record`);
  return rates;
}

/** One of three hundred payers of the estate's project pays. */
function aPayment(estateId: string, n: number): Posting {
  const names = { estateId, projectId: estateId, source: 'household' };
  const payer = `owner:00000000-0000-8000-8000-${String(n % 300).padStart(12, '0')}`;
  return {
    ...{ businessKey: randomUUID(), kind: 'receipt', estateId, happenedOn: '2026-11-30', at: AT, processId: estateId },
    ...{ byAccounts: [], documentHash: null },
    entries: [
      { account: { ...names, kind: 'held', payer: null }, amountFen: BigInt(n + 1) },
      { account: { ...names, kind: 'received', payer }, amountFen: -BigInt(n + 1) },
    ],
  };
}

async function lookAtBooks(pool: Pool, estateId: string, broken: string[]): Promise<Record<string, number[]>> {
  const byEntries = `select a.kind, sum(e.amount_fen)::text as fen from ledger_entry e join ledger_account a on a.id = e.account_id group by 1 order by 1`;
  const ways: Record<string, () => Promise<unknown>> = {
    'all estates': () => trialBalance(pool),
    'one estate': () => trialBalance(pool, { estateId }),
    'one estate, at a past instant': () => trialBalance(pool, { estateId, at: new Date('2026-06-01T00:20:00.000Z') }),
    'added up from the entries': () => pool.query(byEntries),
  };
  const took: Record<string, number[]> = {};
  for (let look = 0; look < LOOKS; look++)
    for (const [name, way] of Object.entries(ways)) {
      const since = performance.now();
      await way();
      (took[name] ??= []).push(performance.now() - since);
    }
  const { rows, debitFen, creditFen, unbalanced } = await trialBalance(pool);
  if (debitFen !== creditFen || unbalanced.length > 0) broken.push('the trial balance is not balanced');
  const maintained = rows.map(({ kind, debitFen: debit, creditFen: credit }) => `${kind} ${debit - credit}`);
  const added = (await pool.query<{ kind: string; fen: string }>(byEntries)).rows.map(
    ({ kind, fen }) => `${kind} ${fen}`,
  );
  if (maintained.join() !== added.join())
    broken.push(`${maintained.join()} maintained, ${added.join()} by the entries`);
  return took;
}
