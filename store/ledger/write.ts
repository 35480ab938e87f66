// Writes transactions into the ledger: one lock for each estate, one read of where the accounts stand, one statement that adds everything.
// The triggers of 0002_guards check all of it again and move the maintained balances. What may be asked is said in post.ts and reverse.ts.
import { accountKey, purposeOf, siblingOf, type AccountRef } from '../../domain/ledger/accounts';
import { carry, type Books, type CarriedEntry } from '../../domain/ledger/carry';
import { contentOf, transactionFault, type Entry, type TransactionKind } from '../../domain/ledger/transactions';
import type { LocalDate } from '../../domain/calendar/types';
import type { Rejection } from '../../domain/process';
import { sha256Hex } from '../ballots/ballot-canon';
import { uuidFrom } from '../ids';
import { insertRows, type RowTable } from '../record/insert-rows';
import { refused } from '../refused';
import type { Tx } from '../transaction';

/** A transaction to be written; `reverses` where it takes another back. */
export interface ToWrite {
  businessKey: string;
  kind: TransactionKind;
  estateId: string;
  happenedOn: LocalDate;
  at: Date;
  processId: string | null;
  byAccounts: readonly string[];
  documentHash: string | null;
  entries: readonly Entry[];
  reverses?: { transactionId: string; reasonText: string };
}

export type Written = { ok: true; transactionId: string; isNew: boolean } | { ok: false; rejection: Rejection };

/** The same account has the same id, whoever opens it. */
export const accountIdOf = (account: AccountRef): string => uuidFrom(`ledgerAccount:${accountKey(account)}`);
const transactionIdOf = (businessKey: string): string => uuidFrom(`ledger:${businessKey}`);
const hashOf = (asked: ToWrite): string => sha256Hex(contentOf(asked) + (asked.reverses?.transactionId ?? ''));

/**
 * Writes these in their order; each is judged alone, and a refused one leaves no trace. Postings of one estate wait for each other until the
 * transaction ends (so they never deadlock, and each is judged by all before it); whoever posts for several estates posts them in one call.
 * Throws for what is no transaction at all: that is a bug of the caller.
 */
export async function writeAll(tx: Tx, many: readonly ToWrite[]): Promise<Written[]> {
  for (const asked of many) {
    const fault = transactionFault(asked);
    if (fault !== undefined) throw new RangeError(`ledger transaction ${asked.businessKey}: ${fault}`);
  }
  await lockEstates(
    tx,
    many.map(({ estateId }) => estateId),
  );
  const known = await readKnown(tx, many);
  const { books, lastAt, differing, idOf } = await readBooks(tx, many);
  const rows = newRows();
  const written: Written[] = [];
  for (const asked of many) {
    const hash = hashOf(asked);
    const transactionId = transactionIdOf(asked.businessKey);
    const before = known.get(asked.businessKey);
    if (before !== undefined) {
      const params = { businessKey: asked.businessKey };
      written.push(
        before === hash
          ? { ok: true, transactionId, isNew: false }
          : { ok: false, rejection: { code: 'business-key-reused', params } },
      );
      continue;
    }
    const wrong = asked.entries.find(({ account }) => differing.has(accountKey(account)));
    const carried = wrong
      ? { ok: false as const, code: 'balance-differs', account: wrong.account }
      : carry(books, asked.entries);
    if (!carried.ok) {
      written.push({ ok: false, rejection: { code: carried.code, params: paramsOf(carried.account) } });
      continue;
    }
    known.set(asked.businessKey, hash);
    add(rows, asked, { transactionId, hash, entries: carried.entries, recordedAt: notBefore(asked, lastAt), idOf });
    written.push({ ok: true, transactionId, isNew: true });
  }
  if (rows.transactions.length > 0) await insertAll(tx, rows);
  return written;
}

const paramsOf = (account: AccountRef): NonNullable<Rejection['params']> => ({
  accountId: accountIdOf(account),
  kind: account.kind,
  projectId: account.projectId,
  source: account.source,
});

/** Until the transaction ends. Each statement after this one sees everything that was posted before. */
export async function lockEstates(tx: Tx, estateIds: readonly string[]): Promise<void> {
  const keys = [...new Set(estateIds)].sort().map((id) => `ledger:${id}`);
  await tx.query({
    name: 'lock-ledger',
    text: 'select pg_advisory_xact_lock(hashtextextended(key, 0)) from unnest($1::text[]) with ordinality as asked (key, n) order by n',
    values: [keys],
  });
}

/** Hashes of what is written already, by business key. */
async function readKnown(tx: Tx, many: readonly ToWrite[]): Promise<Map<string, string>> {
  const { rows } = await tx.query<{ key: string; hash: string }>({
    name: 'ledger-known',
    text: 'select business_key as key, content_hash as hash from ledger_transaction where business_key = any($1::text[])',
    values: [many.map(({ businessKey }) => businessKey)],
  });
  return new Map(rows.map(({ key, hash }) => [key, hash]));
}

/** Where the accounts stand by their newest entries, which are what holds; `differing` are those of which the maintained balance says otherwise. */
async function readBooks(tx: Tx, many: readonly ToWrite[]) {
  const idOf = new Map<string, string>();
  for (const { entries } of many)
    for (const { account, amountFen } of entries)
      // What was paid and what went back are held against each other only where something goes back.
      for (const one of [account, amountFen > 0n ? siblingOf(account) : undefined]) {
        if (one === undefined) continue;
        const key = accountKey(one);
        if (!idOf.has(key)) idOf.set(key, accountIdOf(one));
      }
  const keyOf = new Map([...idOf].map(([key, id]) => [id, key]));
  const { rows } = await tx.query<{
    id: string;
    balanceFen: string | null;
    entryNo: number | null;
    lastAt: Date | null;
    isSame: boolean;
  }>({
    name: 'ledger-books',
    text: `select asked.id, l.balance_after_fen as "balanceFen", l.entry_no as "entryNo", l.recorded_at as "lastAt",
        coalesce(b.balance_fen, 0) = coalesce(l.balance_after_fen, 0) and coalesce(b.entries, 0) = coalesce(l.entry_no, 0) as "isSame"
      from unnest($1::uuid[]) as asked (id) left join ledger_balance b on b.account_id = asked.id
        left join lateral (select balance_after_fen, entry_no, recorded_at from ledger_entry where account_id = asked.id
          order by recorded_at desc, entry_no desc limit 1) l on true`,
    values: [[...keyOf.keys()]],
  });
  const books: Books = new Map();
  const lastAt = new Map<string, Date>();
  const differing = new Set<string>();
  for (const row of rows) {
    const key = keyOf.get(row.id) ?? '';
    if (!row.isSame) differing.add(key);
    if (row.balanceFen === null || row.entryNo === null || row.lastAt === null) continue;
    books.set(key, { balanceFen: BigInt(row.balanceFen), entryNo: row.entryNo });
    lastAt.set(key, row.lastAt);
  }
  return { books, lastAt, differing, idOf };
}

/** The instant of a transaction: never before that of an earlier entry of its accounts, whatever the clocks of two servers say. */
function notBefore({ at, entries }: ToWrite, lastAt: Map<string, Date>): Date {
  let recordedAt = at;
  for (const { account } of entries) {
    const last = lastAt.get(accountKey(account));
    if (last !== undefined && last > recordedAt) recordedAt = last;
  }
  for (const { account } of entries) lastAt.set(accountKey(account), recordedAt);
  return recordedAt;
}

interface NewRows {
  accounts: Map<string, object>;
  transactions: object[];
  entries: object[];
}
const newRows = (): NewRows => ({ accounts: new Map(), transactions: [], entries: [] });

function add(
  rows: NewRows,
  asked: ToWrite,
  {
    transactionId,
    hash,
    entries,
    recordedAt,
    idOf,
  }: {
    transactionId: string;
    hash: string;
    entries: readonly CarriedEntry[];
    recordedAt: Date;
    idOf: ReadonlyMap<string, string>;
  },
): void {
  rows.transactions.push({
    ...{ id: transactionId, business_key: asked.businessKey, kind: asked.kind, estate_id: asked.estateId },
    ...{ process_id: asked.processId, happened_on: asked.happenedOn, recorded_at: recordedAt },
    ...{ by_accounts: asked.byAccounts, document_hash: asked.documentHash, content_hash: hash },
    ...{ entry_count: entries.length, reverses_id: asked.reverses?.transactionId ?? null },
    reason_text: asked.reverses?.reasonText ?? null,
  });
  entries.forEach(({ account, amountFen, entryNo, balanceAfterFen }, index) => {
    const accountId = idOf.get(accountKey(account)) ?? accountIdOf(account);
    if (entryNo === 1)
      rows.accounts.set(accountId, {
        ...{ id: accountId, estate_id: account.estateId, project_id: account.projectId, source: account.source },
        ...{ kind: account.kind, payer: account.payer, purpose: purposeOf(account), opened_at: recordedAt },
      });
    rows.entries.push({
      ...{ transaction_id: transactionId, line_no: index + 1, account_id: accountId },
      // As text: JSON numbers are not exact for all of them.
      ...{ amount_fen: String(amountFen), entry_no: entryNo, balance_after_fen: String(balanceAfterFen) },
      recorded_at: recordedAt,
    });
  });
}

const ACCOUNTS: RowTable = {
  name: 'ledger_account',
  columns:
    'id uuid, estate_id uuid, project_id uuid, source text, kind text, payer text, purpose text, opened_at timestamptz',
};
const TRANSACTIONS: RowTable = {
  name: 'ledger_transaction',
  columns: `id uuid, business_key text, kind text, estate_id uuid, process_id uuid, happened_on date, recorded_at timestamptz, by_accounts uuid[],
    document_hash text, content_hash text, entry_count int, reverses_id uuid, reason_text text`,
};
const ENTRIES: RowTable = {
  name: 'ledger_entry',
  columns:
    'transaction_id uuid, line_no int, account_id uuid, amount_fen bigint, entry_no int, balance_after_fen bigint, recorded_at timestamptz',
};

/**
 * One statement, since a transaction without its entries is refused, and so are entries that come later. Refuses `business-key-reused` where
 * somebody posts under the same key for another estate at this moment; the whole of `tx` is then undone.
 */
async function insertAll(tx: Tx, { accounts, transactions, entries }: NewRows): Promise<void> {
  const statement = {
    name: 'ledger-write',
    text: `with opened as (${insertRows(ACCOUNTS, '$1')}), stated as (${insertRows(TRANSACTIONS, '$2')}) ${insertRows(ENTRIES, '$3')}`,
    values: [JSON.stringify([...accounts.values()]), JSON.stringify(transactions), JSON.stringify(entries)],
  };
  await tx.query(statement).catch((error: unknown) => {
    const { code, table } = error as { code?: string; table?: string };
    throw code === '23505' && table === 'ledger_transaction' ? refused('business-key-reused') : error;
  });
}
