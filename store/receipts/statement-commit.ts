// Commits a previewed statement: every line that brings money is booked, those whose payer is known to their household, the others as waiting.
import type { LocalDate } from '../../domain/calendar/types';
import type { Holder } from '../../domain/cofunding/words';
import type { PaidBy } from '../../domain/receipts/classify';
import type { Doubt, MatchReason } from '../../domain/receipts/match';
import type { FieldCipher } from '../crypto/field-cipher';
import { lockEstates } from '../ledger/write';
import { Refused, refused } from '../refused';
import type { Tx } from '../transaction';
import { lockCollecting } from './collect-window';
import { receiveFor, tellIfAllPaid } from './match-money';
import { lineBusinessKey } from './statement-import';
import { openPayer, takeIn, type Incoming } from './take-money';

export interface StatementCommit {
  matched: number;
  unmatched: number;
  alreadyIn: number;
  refused: number;
  outgoing: number;
}

interface CommitRow {
  rowNo: number;
  bookedOn: LocalDate;
  amountFen: string;
  lineKey: string;
  sealed: string | null;
  processId: string | null;
  rightNo: number | null;
  why: MatchReason[];
  doubt: Doubt | null;
  paidBy: PaidBy | null;
}

/**
 * Refuses `not-found`, `import-already-committed`, `import-expired`. A line that another import has booked meanwhile is counted as in; what can no
 * longer be taken by its project waits.
 */
export async function commitStatement(
  tx: Tx,
  cipher: FieldCipher,
  commit: { estateId: string; importId: string; byAccount: string; at: Date },
): Promise<StatementCommit> {
  const { estateId, importId, byAccount, at } = commit;
  await lockEstates(tx, [estateId]);
  const { holder, fileSha256 } = await takeImport(tx, commit);
  const rows = await rowsToBook(tx, importId);
  // In one order, whatever the order of the lines.
  const projects = [
    ...new Set(rows.flatMap(({ doubt, processId }) => (doubt === null ? (processId ?? []) : []))),
  ].sort();
  for (const processId of projects) await lockCollecting(tx, processId);
  const counts = { matched: 0, unmatched: 0, alreadyIn: 0, refused: 0 };
  for (const row of rows) {
    const incoming: Incoming = {
      ...{ estateId, holder, way: 'bank', businessKey: lineBusinessKey(estateId, holder, row.lineKey) },
      ...{ amountFen: Number(row.amountFen), happenedOn: row.bookedOn, at, by: openPayer(cipher, row.sealed) },
      ...{ byAccounts: [byAccount], documentHash: fileSha256 },
    };
    const { moneyId, outcome } = await book(tx, cipher, incoming, row).catch(differs);
    counts[outcome] += 1;
    await tx.query('update statement_row set money_id = $3, sealed = null where import_id = $1 and row_no = $2', [
      ...[importId, row.rowNo, moneyId],
    ]);
  }
  for (const processId of projects) await tellIfAllPaid(tx, processId, at);
  const { rows: others } = await tx.query<Pick<StatementCommit, 'alreadyIn' | 'refused' | 'outgoing'>>(
    `update statement_import set status = 'committed', committed_at = $2, committed_by = $3 where id = $1
     returning (summary->>'alreadyIn')::int as "alreadyIn", (summary->>'refused')::int as refused, (summary->>'outgoing')::int as outgoing`,
    [importId, at, byAccount],
  );
  const [other = { alreadyIn: 0, refused: 0, outgoing: 0 }] = others;
  return {
    ...{ matched: counts.matched, unmatched: counts.unmatched, outgoing: other.outgoing },
    ...{ alreadyIn: counts.alreadyIn + other.alreadyIn, refused: counts.refused + other.refused },
  };
}

/** Another import has booked this serial number with another amount since the preview: nothing was written, and the other lines go on. */
function differs(error: unknown): { moneyId: null; outcome: 'refused' } {
  if (error instanceof Refused && error.rejection.code === 'money-differs')
    return { moneyId: null, outcome: 'refused' };
  throw error;
}

async function takeImport(
  tx: Tx,
  { estateId, importId }: { estateId: string; importId: string },
): Promise<{ holder: Holder; fileSha256: string }> {
  const { rows } = await tx.query<{ status: string; holder: Holder; fileSha256: string }>(
    `select status, holder, file_sha256 as "fileSha256" from statement_import where id = $1 and estate_id = $2 for update`,
    [importId, estateId],
  );
  const [found] = rows;
  if (!found) throw refused('not-found');
  if (found.status === 'committed') throw refused('import-already-committed', { importId });
  if (found.status === 'expired') throw refused('import-expired', { importId });
  return found;
}

async function rowsToBook(tx: Tx, importId: string): Promise<CommitRow[]> {
  const { rows } = await tx.query<CommitRow>(
    `select row_no as "rowNo", to_char(booked_on, 'YYYY-MM-DD') as "bookedOn", amount_fen as "amountFen", line_key as "lineKey", sealed,
       process_id as "processId", right_no as "rightNo", why, doubt, paid_by as "paidBy"
     from statement_row where import_id = $1 and verdict in ('matched', 'unmatched') order by row_no`,
    [importId],
  );
  return rows;
}

async function book(
  tx: Tx,
  cipher: FieldCipher,
  incoming: Incoming,
  row: CommitRow,
): Promise<{ moneyId: string; outcome: 'matched' | 'unmatched' | 'alreadyIn' }> {
  const { processId, rightNo, why, doubt, paidBy } = row;
  if (doubt === null && processId !== null && rightNo !== null) {
    const to = { processId, rightNo, why, paidBy: paidBy ?? 'unknown', paid: { on: incoming.happenedOn } };
    const { moneyId, isNew, returnedFor } = await receiveFor(tx, cipher, incoming, to);
    return { moneyId, outcome: !isNew ? 'alreadyIn' : returnedFor === null ? 'matched' : 'unmatched' };
  }
  const { moneyId, isNew } = await takeIn(tx, cipher, incoming, {
    doubt: doubt ?? 'nothing-known',
    processId,
    rightNo,
  });
  return { moneyId, outcome: isNew ? 'unmatched' : 'alreadyIn' };
}
