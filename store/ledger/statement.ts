// The statement of an account: every entry with what the account held after it, newest first, as it stood at any instant.
import type { LocalDate } from '../../domain/calendar/types';
import type { TransactionKind } from '../../domain/ledger/transactions';
import { ACCOUNT_COLUMNS, balanceAt, type AccountBalance, type Db } from './balances';

export interface StatementEntry {
  /** Of the account, from 1. */
  entryNo: number;
  transactionId: string;
  transactionKind: TransactionKind;
  happenedOn: LocalDate;
  recordedAt: Date;
  /** Debit > 0, credit < 0. */
  amountFen: bigint;
  balanceAfterFen: bigint;
  businessKey: string;
  documentHash: string | null;
  /** The transaction that this one takes back. */
  reversesId: string | null;
  /** The transaction that took this one back by then. */
  reversedById: string | null;
}

export interface StatementPage {
  /** Inclusive: only what was recorded by then; absent: all. */
  at?: Date | undefined;
  /** Keyset: entries before this one of the last page. */
  before?: { recordedAt: string | Date; entryNo: number } | null | undefined;
  limit: number;
}

type Row = Omit<StatementEntry, 'amountFen' | 'balanceAfterFen'> & { amountFen: string; balanceAfterFen: string };

/** Entries of one account, newest first. An account that nobody ever posted to has none. */
export async function readStatement(
  db: Db,
  accountId: string,
  { at, before, limit }: StatementPage,
): Promise<StatementEntry[]> {
  const { rows } = await db.query<Row>(
    `select e.entry_no as "entryNo", t.id as "transactionId", t.kind as "transactionKind", t.happened_on::text as "happenedOn",
       e.recorded_at as "recordedAt", e.amount_fen as "amountFen", e.balance_after_fen as "balanceAfterFen",
       t.business_key as "businessKey", t.document_hash as "documentHash", t.reverses_id as "reversesId",
       (select r.id from ledger_transaction r where r.reverses_id = t.id and ($2::timestamptz is null or r.recorded_at <= $2)) as "reversedById"
     from ledger_entry e join ledger_transaction t on t.id = e.transaction_id
     where e.account_id = $1 and ($2::timestamptz is null or e.recorded_at <= $2)
       and ($3::timestamptz is null or (e.recorded_at, e.entry_no) < ($3, $4::int))
     order by e.recorded_at desc, e.entry_no desc limit $5`,
    [accountId, at ?? null, before?.recordedAt ?? null, before?.entryNo ?? null, limit],
  );
  return rows.map((row) => ({
    ...row,
    amountFen: BigInt(row.amountFen),
    balanceAfterFen: BigInt(row.balanceAfterFen),
  }));
}

/** One account, as it stood at `at` (inclusive; absent: now). Undefined: there is no such account. */
export async function readAccount(db: Db, accountId: string, at?: Date): Promise<AccountBalance | undefined> {
  const { rows } = await db.query<Omit<AccountBalance, 'balanceFen'> & { balanceFen: string }>(
    `select ${ACCOUNT_COLUMNS}, coalesce(b.balance_fen, 0) as "balanceFen", coalesce(b.entries, 0) as "entryCount"
     from ledger_account a left join ${balanceAt(at)} where a.id = $1`,
    [accountId, at ?? null],
  );
  return rows[0] && { ...rows[0], balanceFen: BigInt(rows[0].balanceFen) };
}
