// Taking a transaction back: by another that moves exactly the opposite, never by an edit.
import { localDateOf } from '../../domain/calendar/instant';
import type { AccountRef } from '../../domain/ledger/accounts';
import type { TransactionKind } from '../../domain/ledger/transactions';
import { refused } from '../refused';
import type { Tx } from '../transaction';
import { postedOrThrow, type Posted } from './post';
import { lockEstates, writeAll } from './write';

export interface Reversal {
  transactionId: string;
  businessKey: string;
  /** Hash of the stored reason. */
  reasonText: string;
  byAccounts: readonly string[];
  at: Date;
}

/**
 * Takes a transaction back, once. Refuses `transaction-not-found`, `reversal-not-reversible`, `already-reversed` (under another key),
 * `business-key-reused`, and what `post` refuses: money that was spent or refunded since cannot be taken back from under it.
 * Whatever counts transactions leaves out those with a row whose `reverses_id` names them.
 */
export async function reverse(
  tx: Tx,
  { transactionId, businessKey, reasonText, byAccounts, at }: Reversal,
): Promise<Posted> {
  const found = await tx.query<{ kind: TransactionKind; estateId: string; processId: string | null }>(
    'select kind, estate_id as "estateId", process_id as "processId" from ledger_transaction where id = $1',
    [transactionId],
  );
  const [original] = found.rows;
  if (original === undefined) throw refused('transaction-not-found', { transactionId });
  if (original.kind === 'reversal') throw refused('reversal-not-reversible', { transactionId });
  const { rows } = await tx.query<AccountRef & { amountFen: string }>(
    `select a.estate_id as "estateId", a.project_id as "projectId", a.source, a.kind, a.payer, e.amount_fen as "amountFen"
     from ledger_entry e join ledger_account a on a.id = e.account_id where e.transaction_id = $1 order by e.line_no`,
    [transactionId],
  );
  const entries = rows.map(({ amountFen, ...account }) => ({ account, amountFen: -BigInt(amountFen) }));
  const { estateId, processId } = original;
  await refuseOther(tx, { transactionId, businessKey, estateId });
  const [written] = await writeAll(tx, [
    {
      ...{ businessKey, kind: 'reversal', estateId, processId, byAccounts, documentHash: null, at, entries },
      happenedOn: localDateOf(at.toISOString()),
      reverses: { transactionId, reasonText },
    },
  ]);
  return postedOrThrow(written);
}

/** Under the lock of the estate, so that of two reversals at once the second hears of the first. */
async function refuseOther(
  tx: Tx,
  { transactionId, businessKey, estateId }: { transactionId: string; businessKey: string; estateId: string },
): Promise<void> {
  await lockEstates(tx, [estateId]);
  const { rows } = await tx.query<{ id: string; key: string }>(
    'select id, business_key as key from ledger_transaction where reverses_id = $1',
    [transactionId],
  );
  const [before] = rows;
  if (before !== undefined && before.key !== businessKey)
    throw refused('already-reversed', { transactionId, reversalId: before.id });
}
