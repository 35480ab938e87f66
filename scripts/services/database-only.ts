// The database alone, for tools that need neither Temporal nor the secrets: the one that DATABASE_URL names, the embedded one of a
// Gongzhi that is running on the data folder, or the embedded one started for as long as the tool takes.
import { loadDatabaseUrl } from '../../config/config';
import { migrate } from '../../prisma/migrate';
import { freePort } from './free-port';
import { runningPostgresUrl, startPostgres } from './postgres';
import { reachDatabase } from './reach';
import { takeStartLock } from './start-lock';

export interface DatabaseOnly {
  url: string;
  stop(): Promise<void>;
}

export interface DatabaseOnlyOptions {
  directory: string;
  environment: NodeJS.ProcessEnv;
  say: (line: string) => void;
}

const SOMEBODY_ELSES = () => Promise.resolve();

/** Throws ServiceError or ConfigError. Only a database that it starts itself is migrated. */
export async function openDatabaseOnly({ directory, environment, say }: DatabaseOnlyOptions): Promise<DatabaseOnly> {
  // Production embeds nothing: a missing address is named.
  if (environment['DATABASE_URL'] || environment['GONGZHI_MODE'] === 'production') {
    const url = loadDatabaseUrl(environment);
    await reachDatabase(url);
    return { url, stop: SOMEBODY_ELSES };
  }
  const running = await runningPostgresUrl(directory, 'gongzhi');
  if (running !== undefined) return { url: running, stop: SOMEBODY_ELSES };
  const lock = await takeStartLock(directory);
  try {
    const postgres = await startPostgres({ directory, port: await freePort(), durable: true, say });
    const stop = async () => {
      await postgres.stop();
      await lock.release();
    };
    try {
      await postgres.ensureDatabase('gongzhi');
      const url = postgres.url('gongzhi');
      await migrate(url);
      return { url, stop };
    } catch (error) {
      await postgres.stop();
      throw error;
    }
  } catch (error) {
    await lock.release();
    throw error;
  }
}
