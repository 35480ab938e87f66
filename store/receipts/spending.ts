// Books a payment of a project that two people have approved: from its sources in proportion to what is held of each and need not go back.
import { fenNumber } from '../../domain/ledger/money';
import { allocateSpending } from '../../domain/ledger/pro-rata';
import { readHeld } from '../ledger/balances';
import { post } from '../ledger/post';
import { lockEstates } from '../ledger/write';
import { refused, Refused } from '../refused';
import type { Tx } from '../transaction';
import { todayAt } from './list-refunds';
import { STANDS } from './payers';
import { readPlan } from './project-plan';
import { spendingEntries } from './take-over';

/**
 * What may be spent, fen by source: of what is held, all that need not go back. What is listed as a refund is the payer's, and so is what a
 * household has paid beyond what it owes, asked back or not.
 */
async function spendable(tx: Tx, processId: string): Promise<Record<string, number>> {
  const { rows } = await tx.query<{ sourceId: string; fen: string }>(
    `select paid.source_id as "sourceId",
       sum(greatest(paid.fen - coalesce(back.booked_fen, 0) - coalesce(p.due_fen, paid.fen), coalesce(back.listed_fen, 0)))::text as fen
     from (select m.source_id, m.right_no, sum(i.amount_fen) as fen from money_match m join money_in i on i.id = m.money_id
         where m.process_id = $1 and ${STANDS} group by m.source_id, m.right_no) paid
       left join (select source_id, right_no, coalesce(sum(amount_fen) filter (where transaction_id is not null), 0) as booked_fen,
           coalesce(sum(amount_fen) filter (where transaction_id is null), 0) as listed_fen
         from refund where process_id = $1 group by source_id, right_no) back
         on back.source_id = paid.source_id and back.right_no is not distinct from paid.right_no
       left join collect_payer p on p.process_id = $1 and p.right_no = paid.right_no
     group by paid.source_id`,
    [processId],
  );
  const goesBack = new Map(rows.map(({ sourceId, fen }) => [sourceId, BigInt(fen)]));
  const free = Object.entries(await readHeld(tx, processId)).map(([sourceId, held]) => {
    const left = held - (goesBack.get(sourceId) ?? 0n);
    return [sourceId, fenNumber(left > 0n ? left : 0n)] as const;
  });
  return Object.fromEntries(free);
}

export type Spent = { ok: true; transactionId: string } | { ok: false; code: string };

/**
 * Once for each payment: run again it finds the transaction, however the sources stand by then. Not enough money is an answer
 * (`not-enough-held`), and so is whatever the ledger refuses. Refuses `not-collecting` for a project without a plan.
 */
export async function postSpending(
  tx: Tx,
  asked: {
    processId: string;
    paymentId: string;
    amountFen: number;
    byAccounts: readonly string[];
    documentHash: string | null;
    at: Date;
  },
): Promise<Spent> {
  const { processId, paymentId, amountFen, byAccounts, documentHash, at } = asked;
  const plan = await readPlan(tx, processId);
  if (!plan) throw refused('not-collecting', { processId });
  await lockEstates(tx, [plan.estateId]);
  const businessKey = `spending:${processId}:${paymentId}`;
  const { rows } = await tx.query<{ id: string }>('select id from ledger_transaction where business_key = $1', [
    businessKey,
  ]);
  if (rows[0]) return { ok: true, transactionId: rows[0].id };
  const allocation = allocateSpending(await spendable(tx, processId), amountFen);
  if (!allocation.ok) return { ok: false, code: allocation.code };
  try {
    const { transactionId } = await post(tx, {
      ...{ businessKey, kind: 'spending', estateId: plan.estateId, processId, happenedOn: todayAt(at), at, byAccounts },
      ...{ documentHash, entries: spendingEntries(plan, allocation.bySource) },
    });
    return { ok: true, transactionId };
  } catch (error) {
    if (error instanceof Refused) return { ok: false, code: error.rejection.code };
    throw error;
  }
}
