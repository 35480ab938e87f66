// One door to PostgreSQL: a pg pool, and Prisma over the same pool. Who may do what in it is decided by roles and triggers (migrations/0002_guards).
import { PrismaPg } from '@prisma/adapter-pg';
import { Pool } from 'pg';
import { PrismaClient } from './generated/client';

export interface DatabaseOptions {
  /** `postgresql://user:password@host:port/name`. */
  url: string;
  /** Connections at most. A caller that finds none waits ten seconds and then fails. */
  max: number;
  /** Role taken by every connection; API and worker take `gongzhi_app`, which cannot change the record. */
  role?: string | undefined;
  /** A statement running longer is ended by the server. Default 30 s; imports and rebuilds ask for more. */
  statementTimeoutMs?: number | undefined;
}

export interface Database {
  pool: Pool;
  prisma: PrismaClient;
  close(): Promise<void>;
}

/** The role of API and worker: reads and adds everything, but cannot update or delete the record. */
export const APP_ROLE = 'gongzhi_app';

/** Opens a pool on `url`. No connection is made before the first query. */
export function openDatabase({ url, max, role, statementTimeoutMs = 30_000 }: DatabaseOptions): Database {
  const pool = new Pool({
    connectionString: url,
    max,
    connectionTimeoutMillis: 10_000,
    statement_timeout: statementTimeoutMs,
    idle_in_transaction_session_timeout: 60_000,
    application_name: 'gongzhi',
    // All instants are UTC on the wire, whatever the server's own setting.
    options: ['-c timezone=UTC', ...(role === undefined ? [] : [`-c role=${role}`])].join(' '),
  });
  // An idle connection that breaks (server restarted) is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => {});
  // So would one that breaks in the hands of a transaction, between two of its statements: the next statement says so.
  pool.on('connect', (client) => client.on('error', () => {}));
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool) });
  return {
    pool,
    prisma,
    async close() {
      await prisma.$disconnect();
      await pool.end();
    },
  };
}
