// Writes prisma/migrations/0001_tables from prisma/schema: while nothing is released there is one migration of tables, made anew
// after each change of the schema. Guards, roles and checks are hand-written in 0002_guards and left alone.
// Run: node --import tsx scripts/dev/make-migration.ts
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { MIGRATIONS_DIRECTORY, NO_FILTERS, schemaFiles, withSchemaEngine } from '../../prisma/schema-engine';
import { startTemporaryPostgres } from '../services/temporary-postgres';

async function main(): Promise<void> {
  // The engine wants to know its server before it writes SQL for it.
  const postgres = await startTemporaryPostgres();
  try {
    const { stdout } = await withSchemaEngine(postgres.url('postgres'), (engine) =>
      engine.diff({
        from: { tag: 'empty' },
        to: { tag: 'schemaDatamodel', files: schemaFiles() },
        script: true,
        exitCode: null,
        filters: NO_FILTERS,
      }),
    );
    if (!stdout) throw new Error('The schema engine gave no SQL.');
    const directory = path.join(MIGRATIONS_DIRECTORY, '0001_tables');
    const header = '-- Made by scripts/dev/make-migration.ts from prisma/schema. Do not edit.\n';
    mkdirSync(directory, { recursive: true });
    writeFileSync(path.join(directory, 'migration.sql'), header + stdout);
    writeFileSync(path.join(MIGRATIONS_DIRECTORY, 'migration_lock.toml'), 'provider = "postgresql"\n');
    console.log(`Wrote prisma/migrations/0001_tables/migration.sql (${stdout.split('\n').length} lines).`);
  } finally {
    await postgres.stop();
  }
}

void main();
