// Posts what it is sent, several at a time, in a process of its own, and reports each as it is committed, so that a test can kill it half way.
import { openDatabase } from '../../prisma/client';
import { post, type Posting } from '../../store/ledger/post';
import { inTransaction } from '../../store/transaction';

process.on('message', ({ url, postings }: { url: string; postings: Posting[] }) => {
  const { pool } = openDatabase({ url, max: 4 });
  const queue = [...postings];
  const work = async (): Promise<void> => {
    for (let posting = queue.shift(); posting !== undefined; posting = queue.shift()) {
      const one = posting;
      const { transactionId } = await inTransaction(pool, (tx) => post(tx, one));
      process.send?.({ businessKey: one.businessKey, transactionId });
    }
  };
  void Promise.all([work(), work(), work(), work()]);
});
process.on('disconnect', () => process.exit(0));
