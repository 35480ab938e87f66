// Brings a database to the newest migration, through the WebAssembly schema engine. It writes the same `_prisma_migrations`
// rows as `prisma migrate deploy`, so either may be used on one database.
import { Client } from 'pg';
import { migrationList, NO_FILTERS, withSchemaEngine } from './schema-engine';

/** Two migrators at once (a second replica starting) wait for each other under this advisory lock. */
const MIGRATION_LOCK = 7_206_004;

/**
 * Applies every migration that the database at `url` lacks and returns their names, oldest first.
 * Throws when a migration fails, or when an applied one was edited since.
 */
export async function migrate(url: string): Promise<string[]> {
  const lock = new Client({ connectionString: url });
  await lock.connect();
  try {
    await lock.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const { appliedMigrationNames } = await withSchemaEngine(url, (engine) =>
      engine.applyMigrations({ migrationsList: migrationList(), filters: NO_FILTERS }),
    );
    return appliedMigrationNames;
  } finally {
    await lock.end();
  }
}
