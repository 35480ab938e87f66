// Books a payment of a project that two people have approved: from its sources in proportion to what is held of each.
import { fenNumber } from '../../domain/ledger/money';
import { allocateSpending } from '../../domain/ledger/pro-rata';
import { readHeld } from '../ledger/balances';
import { post } from '../ledger/post';
import { lockEstates } from '../ledger/write';
import { refused, Refused } from '../refused';
import type { Tx } from '../transaction';
import { todayAt } from './list-refunds';
import { readPlan } from './project-plan';
import { spendingEntries } from './take-over';

const numbers = (held: Record<string, bigint>): Record<string, number> =>
  Object.fromEntries(Object.entries(held).map(([sourceId, fen]) => [sourceId, fenNumber(fen)]));

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
  const allocation = allocateSpending(numbers(await readHeld(tx, processId)), amountFen);
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
