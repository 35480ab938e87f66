// What has come in for a project: payments that stand, less what was given back. A test holds it against the ledger.
import type { Received } from '../../domain/cofunding/messages';
import type { Db } from '../ballots/vote-window';
import { isBooked, STANDS } from './payers';

/**
 * Money by source, what households have paid of what they owe, and how many of them owe nothing any more. What one paid beyond its own part goes back
 * to it and fills nobody else's.
 */
export async function countReceived(db: Db, processId: string): Promise<Received> {
  const { rows } = await db.query<{ sourceId: string; rightNo: number | null; netFen: string; dueFen: string | null }>(
    `select net.source_id as "sourceId", net.right_no as "rightNo", sum(net.fen) as "netFen", max(p.due_fen) as "dueFen"
     from (
       select m.source_id, m.right_no, i.amount_fen as fen from money_match m join money_in i on i.id = m.money_id
         where m.process_id = $1 and ${STANDS}
       union all
       select source_id, right_no, -amount_fen from refund where process_id = $1 and source_id is not null and transaction_id is not null
           and ${isBooked('refund.transaction_id')}
     ) net left join collect_payer p on p.process_id = $1 and p.right_no = net.right_no
     group by net.source_id, net.right_no order by net.source_id`,
    [processId],
  );
  const received: Received = { householdFen: 0, paidHouseholds: 0, bySource: {} };
  for (const { sourceId, rightNo, netFen, dueFen } of rows) {
    const fen = Number(netFen);
    received.bySource[sourceId] = (received.bySource[sourceId] ?? 0) + fen;
    if (rightNo === null) continue;
    const owedFen = Number(dueFen ?? 0);
    received.householdFen += Math.max(0, Math.min(fen, owedFen));
    if (fen > 0 && fen >= owedFen) received.paidHouseholds += 1;
  }
  return received;
}
