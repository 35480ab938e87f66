// Compares a migrated database with prisma/schema: what somebody would still have to migrate, as SQL. Empty: they agree.
import { MIGRATIONS_DIRECTORY, NO_FILTERS, schemaFiles, withSchemaEngine } from './schema-engine';

/** Statements that would bring the database at `url` to the schema; indexes named `…_guard` are ours alone and left out. */
export async function drift(url: string): Promise<string[]> {
  const { stdout } = await withSchemaEngine(url, (engine) =>
    engine.diff({
      from: { tag: 'schemaDatasource', files: schemaFiles(), configDir: MIGRATIONS_DIRECTORY },
      to: { tag: 'schemaDatamodel', files: schemaFiles() },
      script: true,
      exitCode: null,
      filters: NO_FILTERS,
    }),
  );
  return (stdout ?? '')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('--') && !/^DROP INDEX "[a-z_]+_guard";$/.test(line));
}
