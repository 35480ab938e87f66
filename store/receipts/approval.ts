// Who approved a payment of a project, and the invoice it rests on, from the project's record.
import type { Db } from '../ballots/vote-window';

/** In the order of their approvals. */
export async function approvalOf(
  db: Db,
  processId: string,
  paymentId: string,
): Promise<{ approvedBy: string[]; invoiceHash: string | null }> {
  const { rows } = await db.query<{ approvedBy: string[]; invoiceHash: string | null }>(
    `select coalesce(array_agg(payload->>'accountId' order by seq) filter (where type = 'paymentApproved'), '{}') as "approvedBy",
       max(payload->>'invoiceHash') as "invoiceHash"
     from process_event where process_id = $1 and ((type = 'paymentApproved' and payload->>'paymentId' = $2)
       or (type = 'paymentRequested' and payload->'payment'->>'paymentId' = $2))`,
    [processId, paymentId],
  );
  return rows[0] ?? { approvedBy: [], invoiceHash: null };
}
