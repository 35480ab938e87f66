// A migrated, empty database of its own for each test file (or test): a copy of the run's template.
import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import type { Pool } from 'pg';
import { APP_ROLE, openDatabase } from '../../prisma/client';
import type { PrismaClient } from '../../prisma/generated/client';
import { TEMPLATE_DATABASE, testStack } from './stack/stack';

export interface TestDatabase {
  /** As superuser: for setting up, and for looking behind the scenes. */
  url: string;
  /** Pool and Prisma act as `gongzhi_app`, like API and worker do. */
  pool: Pool;
  prisma: PrismaClient;
  /** Closes the pool and drops the database. */
  drop(): Promise<void>;
}

export async function freshDatabase({ max = 10 }: { max?: number } = {}): Promise<TestDatabase> {
  const name = `test_${randomBytes(8).toString('hex')}`;
  const server = testStack().postgres;
  await onServer(server, `create database ${name} template ${TEMPLATE_DATABASE}`);
  const url = Object.assign(new URL(server), { pathname: `/${name}` }).href;
  const database = openDatabase({ url, max, role: APP_ROLE });
  return {
    url,
    pool: database.pool,
    prisma: database.prisma,
    async drop() {
      await database.close();
      await onServer(server, `drop database ${name} with (force)`);
    },
  };
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
