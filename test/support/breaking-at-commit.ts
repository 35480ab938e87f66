import type { Pool, PoolClient } from 'pg';

/** A pool whose connections break when COMMIT is sent: just after the database has done it, or just before. Single queries go through. */
export function breakingAtCommit(pool: Pool, when: 'after' | 'before'): Pool {
  const connect = async (): Promise<PoolClient> => {
    const client = await pool.connect();
    const query = client.query.bind(client) as (...args: unknown[]) => Promise<unknown>;
    const breaking = async (...args: unknown[]): Promise<unknown> => {
      if (args[0] !== 'commit') return query(...args);
      if (when === 'after') await query('commit');
      else await query('rollback');
      throw new Error('Connection terminated unexpectedly');
    };
    return Object.assign(Object.create(client) as PoolClient, {
      query: breaking as PoolClient['query'],
      release: (error?: Error) => client.release(error),
    });
  };
  return Object.assign(Object.create(pool) as Pool, { connect, query: pool.query.bind(pool) as Pool['query'] });
}
