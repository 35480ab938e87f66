// One database transaction over one pooled connection.
import type { Pool, PoolClient } from 'pg';

/** A connection with an open transaction. */
export type Tx = PoolClient;

export interface TransactionOptions {
  isolation?: 'read committed' | 'repeatable read' | 'serializable';
  /** For imports: statements and pauses may take this long instead of the pool's defaults. */
  timeoutMs?: number;
}

/** Runs `work` in a transaction: committed when it returns, undone when it throws. */
export async function inTransaction<T>(
  pool: Pool,
  work: (tx: Tx) => Promise<T>,
  options: TransactionOptions = {},
): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query(`begin isolation level ${options.isolation ?? 'read committed'}`);
    if (options.timeoutMs !== undefined) {
      const ms = String(Math.trunc(options.timeoutMs));
      await client.query(
        "select set_config('statement_timeout', $1, true), set_config('idle_in_transaction_session_timeout', $1, true)",
        [ms],
      );
    }
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
    // A connection that cannot even roll back is thrown away, not returned to the pool.
    await client.query('rollback').catch((cause: unknown) => {
      broken = cause instanceof Error ? cause : new Error(String(cause));
    });
    throw error;
  } finally {
    client.release(broken);
  }
}
