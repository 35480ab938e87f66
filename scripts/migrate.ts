// Brings the database at DATABASE_URL to the newest migration: for installations that do not use `npm start` (docker-compose.yml).
import { ConfigError, loadDatabaseUrl } from '../config/config';
import { migrate } from '../prisma/migrate';
import { reachDatabase } from './services/reach';
import { ServiceError } from './services/service-error';

async function main(): Promise<void> {
  const url = loadDatabaseUrl();
  await reachDatabase(url);
  const applied = await migrate(url);
  console.log(applied.length === 0 ? 'The database is up to date.' : `Applied ${applied.join(', ')}.`);
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    const isExpected = error instanceof ServiceError || error instanceof ConfigError;
    console.error(isExpected ? error.message : error);
    process.exit(1);
  },
);
