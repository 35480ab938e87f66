// Books a payment that two people have approved.
import { approvalOf } from '../store/receipts/approval';
import { postSpending as spend } from '../store/receipts/spending';
import { inTransaction } from '../store/transaction';
import type { ActivityDeps } from './create-activities';

/** Harmless when run twice: the transaction's key is made of the payment's id, and the second run finds it. */
export const postSpending =
  ({ pool, time }: ActivityDeps) =>
  async (asked: {
    processId: string;
    paymentId: string;
    amountFen: number;
  }): Promise<{ transactionId: string } | { code: string }> => {
    const { processId, paymentId, amountFen } = asked;
    const at = await time.now();
    const spent = await inTransaction(pool, async (tx) => {
      const { approvedBy, invoiceHash } = await approvalOf(tx, processId, paymentId);
      return spend(tx, { processId, paymentId, amountFen, byAccounts: approvedBy, documentHash: invoiceHash, at });
    });
    return spent.ok ? { transactionId: spent.transactionId } : { code: spent.code };
  };
