// A transaction is taken back by two people: one asks with a reason, another confirms or declines. The reversal itself is reverse.ts.
import type { LocalDate } from '../../domain/calendar/types';
import { isUndoneHere, type TransactionKind } from '../../domain/ledger/transactions';
import { lockRow } from '../lock-row';
import { refused } from '../refused';
import { tellReversalDecided, tellSecondPersons } from '../second-person/tell';
import type { Tx } from '../transaction';
import type { Db } from './balances';
import { reverse } from './reverse';

export type ReversalDecision = 'confirmed' | 'declined';

export interface ReversalRequest {
  requestId: string;
  transactionId: string;
  askedBy: string;
  askedAt: Date;
  /** Hash of the reason. */
  reasonText: string;
  /** Null: it waits. */
  decision: ReversalDecision | null;
  decidedBy: string | null;
  decidedAt: Date | null;
}

const COLUMNS = `id as "requestId", transaction_id as "transactionId", asked_by as "askedBy", asked_at as "askedAt", reason_text as "reasonText",
  decision, decided_by as "decidedBy", decided_at as "decidedAt"`;
const TABLE = { table: 'ledger_reversal_request', columns: COLUMNS, key: 'id' };

/**
 * Asks; whoever may decide is told. `reasonText` is the hash of the stored reason. Refuses `transaction-not-found`, `reversal-not-reversible`, `undone-elsewhere`
 * (a receipt, a match, a refund or a fee is undone where it was entered), `already-reversed`, `reversal-already-asked` (one waits),
 * `id-already-used`.
 */
export async function askReversal(
  tx: Tx,
  asked: { requestId: string; transactionId: string; accountId: string; reasonText: string; at: Date },
): Promise<void> {
  const { requestId, transactionId, accountId, reasonText, at } = asked;
  const { rows } = await tx.query<{ kind: TransactionKind; reversalId: string | null; waitingId: string | null }>(
    `select kind, (select r.id from ledger_transaction r where r.reverses_id = t.id) as "reversalId",
       (select q.id from ledger_reversal_request q where q.transaction_id = t.id and q.decision is null) as "waitingId"
     from ledger_transaction t where id = $1`,
    [transactionId],
  );
  const [found] = rows;
  if (found === undefined) throw refused('transaction-not-found', { transactionId });
  const { kind, reversalId, waitingId } = found;
  if (kind === 'reversal') throw refused('reversal-not-reversible', { transactionId });
  if (!isUndoneHere(kind)) throw refused('undone-elsewhere', { transactionId, kind });
  if (reversalId !== null) throw refused('already-reversed', { transactionId, reversalId });
  if (waitingId !== null) throw refused('reversal-already-asked', { transactionId, requestId: waitingId });
  const { rowCount } = await tx.query(
    `insert into ledger_reversal_request (id, transaction_id, asked_by, asked_at, reason_text) values ($1, $2, $3, $4, $5)
     on conflict do nothing`,
    [requestId, transactionId, accountId, at, reasonText],
  );
  if (rowCount === 1) return tellSecondPersons(tx, { step: 'ledgerReversal', id: requestId, at });
  // Somebody else's id, or somebody who asked in the same moment.
  const { rowCount: isUsed } = await tx.query('select from ledger_reversal_request where id = $1', [requestId]);
  if (isUsed === 1) throw refused('id-already-used', { id: requestId });
  throw refused('reversal-already-asked', { transactionId });
}

/**
 * Decides, by somebody else than whoever asked, who is told; a confirmed one is reversed in the same transaction. Refuses `reversal-not-found`,
 * `reversal-decided`, `reversal-needs-another`, and what `reverse` refuses. Returns the transaction that takes it back; null: declined.
 */
export async function decideReversal(
  tx: Tx,
  decided: {
    requestId: string;
    transactionId: string;
    decision: ReversalDecision;
    accountId: string;
    at: Date;
  },
): Promise<string | null> {
  const { requestId, transactionId, decision, accountId, at } = decided;
  const request = (await lockRow<ReversalRequest>(tx, TABLE, requestId))?.row;
  if (request?.transactionId !== transactionId) throw refused('reversal-not-found', { requestId });
  if (request.decision !== null) throw refused('reversal-decided', { requestId, decision: request.decision });
  if (request.askedBy === accountId) throw refused('reversal-needs-another', { requestId });
  await tx.query('update ledger_reversal_request set decision = $2, decided_by = $3, decided_at = $4 where id = $1', [
    ...[requestId, decision, accountId, at],
  ]);
  await tellReversalDecided(tx, { requestId, decision, at });
  if (decision === 'declined') return null;
  const { reasonText, askedBy } = request;
  const reversal = {
    transactionId,
    businessKey: `reversal:${requestId}`,
    reasonText,
    byAccounts: [askedBy, accountId],
  };
  return (await reverse(tx, { ...reversal, at })).transactionId;
}

export interface ListedRequest extends ReversalRequest {
  transactionKind: TransactionKind;
  happenedOn: LocalDate;
  /** What the transaction moved: the sum of its debits. */
  amountFen: bigint;
}

export interface RequestsAsked {
  /** Only those that wait, or only those that were decided; absent: all. */
  isDecided?: boolean | undefined;
  transactionId?: string | undefined;
  before?: { at: string; id: string } | null | undefined;
  limit: number;
}

/** Of an estate, newest first. */
export async function listReversalRequests(db: Db, estateId: string, asked: RequestsAsked): Promise<ListedRequest[]> {
  const { isDecided = null, transactionId = null, before, limit } = asked;
  const { rows } = await db.query<Omit<ListedRequest, 'amountFen'> & { amountFen: string }>(
    `select q.*, t.kind as "transactionKind", t.happened_on::text as "happenedOn",
       (select sum(amount_fen) from ledger_entry where transaction_id = t.id and amount_fen > 0)::text as "amountFen"
     from (select ${COLUMNS} from ledger_reversal_request) q join ledger_transaction t on t.id = q."transactionId"
     where t.estate_id = $1 and ($2::boolean is null or (q.decision is not null) = $2) and ($3::uuid is null or t.id = $3)
       and ($4::timestamptz is null or (q."askedAt", q."requestId") < ($4, $5::uuid))
     order by q."askedAt" desc, q."requestId" desc limit $6`,
    [estateId, isDecided, transactionId, before?.at ?? null, before?.id ?? null, limit],
  );
  return rows.map((row) => ({ ...row, amountFen: BigInt(row.amountFen) }));
}
