// A transaction whose success is promised to somebody: synced to disk whatever the server's default, and with a name of its own for the one
// failure after which nobody knows.
import type { Pool } from 'pg';
import type { Tx } from './transaction';

/** Thrown when the connection broke while committing: nobody knows, and the same commandId will find out. */
export class OutcomeUnknown extends Error {}

/** Runs `work` and commits. Throws OutcomeUnknown, or what `work` threw when nothing was stored. */
export async function inDurableTransaction<T>(pool: Pool, work: (tx: Tx) => Promise<T>): Promise<T> {
  const tx = await pool.connect();
  let broken: Error | undefined;
  let isCommitting = false;
  try {
    // A receipt promises that what it is for survives a crash.
    await tx.query('begin isolation level read committed; set local synchronous_commit = on');
    const result = await work(tx);
    isCommitting = true;
    await tx.query('commit');
    return result;
  } catch (error) {
    // A COMMIT that failed may have happened: that connection is not asked again.
    if (isCommitting) broken = asError(error);
    else await tx.query('rollback').catch((cause: unknown) => (broken = asError(cause)));
    throw isCommitting ? new OutcomeUnknown('a commit was not answered', { cause: error }) : error;
  } finally {
    tx.release(broken);
  }
}

const asError = (thrown: unknown): Error => (thrown instanceof Error ? thrown : new Error(String(thrown)));
