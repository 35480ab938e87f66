// Posting: the only way in which money enters the books. Exactly once by business key, whatever is retried, delivered twice or killed.
import type { TransactionKind } from '../../domain/ledger/transactions';
import { Refused } from '../refused';
import type { Tx } from '../transaction';
import { writeAll, type ToWrite, type Written } from './write';

/**
 * One transaction. Amounts are fen, debit > 0, credit < 0, and sum to zero in all and for each project and source; `TRANSACTION_KINDS` says
 * what each kind may move. `businessKey` is made from facts (`receipt:<receiptId>`), letters, digits and signs, 200 at most, nothing
 * personal. `at` is the present instant by the TimeSource; `documentHash` the hash of what proves it.
 */
export type Posting = Omit<ToWrite, 'reverses' | 'kind'> & { kind: Exclude<TransactionKind, 'reversal'> };

export interface Posted {
  transactionId: string;
  /** False: this key was posted before, with the same entries. */
  isNew: boolean;
}

/**
 * Posts one transaction within the caller's. Refuses `business-key-reused` (the key came before with other entries, another kind or estate),
 * `not-enough-held`, `refund-exceeds-paid`, `account-overdrawn`, `balance-too-large` and `balance-differs` (the maintained balance was
 * tampered with: nothing is posted there until the auditor's repair). Throws a RangeError for what is no transaction: unbalanced, an
 * account that cannot be, a zero entry (domain/ledger/transactions.ts); that is a bug of the caller.
 * Postings of one estate come one after the other: keep the transaction short. Isolation: read committed.
 */
export async function post(tx: Tx, posting: Posting): Promise<Posted> {
  return postedOrThrow((await writeAll(tx, [posting]))[0]);
}

/** Posts many, for imports and the short path: each is judged alone and answered in its place; a refused one leaves no trace. */
export const postMany = (tx: Tx, postings: readonly Posting[]): Promise<Written[]> => writeAll(tx, postings);

export function postedOrThrow(written: Written | undefined): Posted {
  if (written === undefined) throw new Error('The ledger gave no answer for one of its transactions.');
  if (!written.ok) throw new Refused(written.rejection);
  return { transactionId: written.transactionId, isNew: written.isNew };
}
