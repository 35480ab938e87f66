// A PostgreSQL for one run of a script or of the tests, in a temporary folder, without fsync, gone afterwards.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from './free-port';
import { startPostgres } from './postgres';
import type { Postgres } from './postgres';

export async function startTemporaryPostgres(): Promise<Postgres> {
  const directory = mkdtempSync(path.join(tmpdir(), 'gongzhi-postgres-'));
  const postgres = await startPostgres({
    directory,
    port: await freePort(),
    durable: false,
    maxConnections: 200,
    say: () => {},
  });
  return {
    ...postgres,
    async stop() {
      await postgres.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
