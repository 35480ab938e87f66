// Commits a previewed statement: every line that brings money is booked, those whose payer is known to their household, the others as waiting.
import type { LocalDate } from '../../domain/calendar/types';
import type { Holder } from '../../domain/cofunding/words';
import type { PaidBy } from '../../domain/receipts/classify';
import type { Doubt, MatchReason } from '../../domain/receipts/match';
import type { FieldCipher } from '../crypto/field-cipher';
import { lockEstates } from '../ledger/write';
import { refused } from '../refused';
import type { Tx } from '../transaction';
import { tellIfAllPaid } from './all-paid';
import { receiveAll, type ReceivedMoney, type ToReceive } from './receive-money';
import { lineBusinessKey } from './statement-import';
import { openPayer } from './payer-details';
import { type Incoming } from './take-money';

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
  const received = await receiveAll(
    tx,
    cipher,
    rows.map((row) =>
      toReceive(cipher, row, { estateId, holder, at, byAccounts: [byAccount], documentHash: fileSha256 }),
    ),
  );
  const counts: Record<'matched' | 'unmatched' | 'alreadyIn' | 'refused', number> = {
    matched: 0,
    unmatched: 0,
    alreadyIn: 0,
    refused: 0,
  };
  for (const one of received) counts[outcomeOf(one)] += 1;
  await tx.query(
    `update statement_row set sealed = null, money_id = r.money_id from jsonb_to_recordset($2::jsonb) as r (row_no int, money_id uuid)
     where statement_row.import_id = $1 and statement_row.row_no = r.row_no`,
    [
      importId,
      JSON.stringify(
        rows.map(({ rowNo }, index) => ({
          row_no: rowNo,
          money_id: received[index]?.differs ? null : received[index]?.moneyId,
        })),
      ),
    ],
  );
  for (const processId of new Set(rows.flatMap((row) => row.processId ?? []))) await tellIfAllPaid(tx, processId, at);
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

/** A serial number that another import has booked with another amount since the preview is refused; the other lines go on. */
function outcomeOf({
  isNew,
  differs,
  class: paymentClass,
}: ReceivedMoney): 'matched' | 'unmatched' | 'alreadyIn' | 'refused' {
  if (differs) return 'refused';
  if (!isNew) return 'alreadyIn';
  return paymentClass?.returnedFor === null ? 'matched' : 'unmatched';
}

function toReceive(
  cipher: FieldCipher,
  { lineKey, amountFen, bookedOn, sealed, ...row }: CommitRow,
  of: Pick<Incoming, 'estateId' | 'holder' | 'at' | 'byAccounts' | 'documentHash'>,
): ToReceive {
  const incoming: Incoming = {
    ...{
      ...of,
      way: 'bank',
      businessKey: lineBusinessKey(of.estateId, of.holder, lineKey),
      amountFen: Number(amountFen),
    },
    ...{ happenedOn: bookedOn, by: openPayer(cipher, sealed) },
  };
  const { processId, rightNo, doubt, why, paidBy } = row;
  if (doubt !== null || processId === null || rightNo === null)
    return { incoming, waiting: { doubt: doubt ?? 'nothing-known', processId, rightNo } };
  return { incoming, to: { processId, rightNo, why, paidBy: paidBy ?? 'unknown', paid: { on: bookedOn } } };
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
