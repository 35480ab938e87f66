// Asks the servers that somebody named by DATABASE_URL and TEMPORAL_ADDRESS whether they are there, and says in one sentence
// what is wrong if not. Passwords and keys are never shown.
import { Connection } from '@temporalio/client';
import { Client } from 'pg';
import type { TemporalConfig } from '../../config/config';
import { ServiceError } from './service-error';

const OLDEST_POSTGRES = 15;

/** Resolves when PostgreSQL at `url` lets us in and is new enough; otherwise throws ServiceError. */
export async function reachDatabase(url: string): Promise<void> {
  const { hostname, port, pathname, username } = new URL(url);
  const where = `${hostname}:${port || '5432'}`;
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  try {
    await client.connect();
    const { rows } = await client.query<{ version: number }>(
      `select current_setting('server_version_num')::int as version`,
    );
    const version = Math.floor((rows[0]?.version ?? 0) / 10_000);
    if (version < OLDEST_POSTGRES) {
      throw new ServiceError(
        `DATABASE_URL: PostgreSQL at ${where} is version ${version}; Gongzhi needs ${OLDEST_POSTGRES} or newer.`,
      );
    }
  } catch (error) {
    if (error instanceof ServiceError) throw error;
    const { code, message } = error as { code?: string; message: string };
    const reasons: Record<string, string> = {
      '28P01': `PostgreSQL at ${where} refuses the password of ${decodeURIComponent(username)}.`,
      '28000': `PostgreSQL at ${where} does not let ${decodeURIComponent(username)} in.`,
      '3D000': `PostgreSQL at ${where} has no database "${decodeURIComponent(pathname.slice(1))}".`,
      ENOTFOUND: `there is no host ${hostname}.`,
      ECONNREFUSED: `nothing listens at ${where}.`,
    };
    throw new ServiceError(
      `DATABASE_URL: ${reasons[code ?? ''] ?? `PostgreSQL at ${where} does not answer (${code ?? message}).`}`,
    );
  } finally {
    await client.end().catch(() => {});
  }
}

/** Resolves when Temporal answers and has the namespace; otherwise throws ServiceError. */
export async function reachTemporal({ address, namespace, tls, apiKey }: TemporalConfig): Promise<void> {
  let connection: Connection | undefined;
  try {
    connection = await Connection.connect({
      address,
      connectTimeout: 10_000,
      ...(tls === undefined ? {} : { tls }),
      ...(apiKey === undefined ? {} : { apiKey }),
    });
  } catch (error) {
    throw new ServiceError(`TEMPORAL_ADDRESS: Temporal at ${address} does not answer (${(error as Error).message}).`);
  }
  try {
    await connection.workflowService.describeNamespace({ namespace });
  } catch (error) {
    throw new ServiceError(
      `TEMPORAL_NAMESPACE: Temporal at ${address} has no namespace "${namespace}" for us (${(error as Error).message}).`,
    );
  } finally {
    await connection.close();
  }
}
