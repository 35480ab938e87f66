// The journal: transactions with their entries, one by one or of a stretch of days.
import type { LocalDate } from '../../domain/calendar/types';
import type { AccountRef } from '../../domain/ledger/accounts';
import type { TransactionKind } from '../../domain/ledger/transactions';
import type { Db } from './balances';

export interface JournalEntry extends AccountRef {
  accountId: string;
  lineNo: number;
  /** Debit > 0, credit < 0. */
  amountFen: bigint;
}

export interface JournalTransaction {
  transactionId: string;
  businessKey: string;
  kind: TransactionKind;
  estateId: string;
  processId: string | null;
  happenedOn: LocalDate;
  recordedAt: Date;
  byAccounts: string[];
  documentHash: string | null;
  reversesId: string | null;
  reversedById: string | null;
  /** Hash of the reason, of a reversal. */
  reasonText: string | null;
  entries: JournalEntry[];
}

type Row = Omit<JournalTransaction, 'entries'> & {
  entries: (Omit<JournalEntry, 'amountFen'> & { amountFen: string })[];
};

const SELECT = `select t.id as "transactionId", t.business_key as "businessKey", t.kind, t.estate_id as "estateId", t.process_id as "processId",
    t.happened_on::text as "happenedOn", t.recorded_at as "recordedAt", t.by_accounts as "byAccounts", t.document_hash as "documentHash",
    t.reverses_id as "reversesId", (select r.id from ledger_transaction r where r.reverses_id = t.id) as "reversedById",
    t.reason_text as "reasonText", e.entries
  from ledger_transaction t cross join lateral (
    select json_agg(json_build_object('accountId', a.id, 'lineNo', e.line_no, 'amountFen', e.amount_fen::text, 'estateId', a.estate_id,
      'projectId', a.project_id, 'source', a.source, 'kind', a.kind, 'payer', a.payer) order by e.line_no) as entries
    from ledger_entry e join ledger_account a on a.id = e.account_id where e.transaction_id = t.id) e`;

const told = (rows: Row[]): JournalTransaction[] =>
  rows.map(({ entries, ...row }) => ({
    ...row,
    entries: entries.map((entry) => ({ ...entry, amountFen: BigInt(entry.amountFen) })),
  }));

/** Undefined: there is none. */
export async function readTransaction(db: Db, transactionId: string): Promise<JournalTransaction | undefined> {
  const { rows } = await db.query<Row>(`${SELECT} where t.id = $1`, [transactionId]);
  return told(rows)[0];
}

export interface JournalAsked {
  estateId: string;
  /** Days on which it happened, both included. */
  from: LocalDate;
  to: LocalDate;
  /** Keyset: transactions behind this one. */
  after: { recordedAt: Date; transactionId: string } | null;
  limit: number;
}

/** In the order in which they were recorded. */
export async function readJournal(
  db: Db,
  { estateId, from, to, after, limit }: JournalAsked,
): Promise<JournalTransaction[]> {
  const { rows } = await db.query<Row>(
    `${SELECT} where t.estate_id = $1 and t.happened_on between $2 and $3
       and ($4::timestamptz is null or (t.recorded_at, t.id) > ($4, $5::uuid)) order by t.recorded_at, t.id limit $6`,
    [estateId, from, to, after?.recordedAt ?? null, after?.transactionId ?? null, limit],
  );
  return told(rows);
}
