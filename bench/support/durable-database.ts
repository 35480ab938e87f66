// A PostgreSQL of the bench's own with fsync on, migrated, in a temporary folder on a real disk; gone afterwards.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { migrate } from '../../prisma/migrate';
import { freePort } from '../../scripts/services/free-port';
import { startPostgres } from '../../scripts/services/postgres';

export interface BenchDatabase {
  /** As superuser. */
  url: string;
  /** For what else the bench keeps. */
  directory: string;
  stop(): Promise<void>;
}

export async function durableDatabase(): Promise<BenchDatabase> {
  const directory = mkdtempSync(path.join(tmpdir(), 'gongzhi-bench-'));
  // The postgres user must be able to walk in; its own folder inside is 0700.
  chmodSync(directory, 0o711);
  const postgres = await startPostgres({
    directory,
    port: await freePort(),
    durable: true,
    maxConnections: 100,
    say: () => {},
  });
  await postgres.ensureDatabase('bench');
  const url = postgres.url('bench');
  await migrate(url);
  return {
    url,
    directory,
    async stop() {
      await postgres.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
