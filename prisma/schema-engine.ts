// Prisma's schema engine as WebAssembly, over our own driver: it needs no engine download, so migrations work behind package mirrors too.
// Migrating is in migrate.ts, writing migrations in scripts/dev/make-migration.ts, the drift check in drift.ts.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import * as engine from '@prisma/schema-engine-wasm/schema_engine_bg';
import type { MigrationList, SchemaContainer, SchemaEngine } from '@prisma/schema-engine-wasm/schema_engine_bg';
import { openSchemaEngineDriver } from './schema-engine-driver';

export const SCHEMA_DIRECTORY = path.join(__dirname, 'schema');
export const MIGRATIONS_DIRECTORY = path.join(__dirname, 'migrations');

/** The engine manages everything it finds: nothing of ours is declared as external. */
export const NO_FILTERS = { externalTables: [], externalEnums: [] };

/** All schema files, in the order of their names. */
export function schemaFiles(): SchemaContainer[] {
  return readdirSync(SCHEMA_DIRECTORY)
    .filter((name) => name.endsWith('.prisma'))
    .sort()
    .map((name) => {
      const file = path.join(SCHEMA_DIRECTORY, name);
      return { path: file, content: readFileSync(file, 'utf8') };
    });
}

/** All migrations on disk, oldest first, in the shape the engine takes them. */
export function migrationList(): MigrationList {
  const directories = readdirSync(MIGRATIONS_DIRECTORY, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  return {
    baseDir: MIGRATIONS_DIRECTORY,
    lockfile: {
      path: 'migration_lock.toml',
      content: readFileSync(path.join(MIGRATIONS_DIRECTORY, 'migration_lock.toml'), 'utf8'),
    },
    shadowDbInitScript: '',
    migrationDirectories: directories.map((directory) => ({
      path: directory,
      migrationFile: {
        path: 'migration.sql',
        content: {
          tag: 'ok',
          value: readFileSync(path.join(MIGRATIONS_DIRECTORY, directory, 'migration.sql'), 'utf8'),
        },
      },
    })),
  };
}

/** What we use of the global; TypeScript knows it only with the browser's library. */
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object, imports: object) => { exports: Record<string, unknown> };
};

let isInstantiated = false;

/**
 * Opens the engine on the database at `url` for one piece of work, and closes its connections afterwards.
 * Throws when the database cannot be reached: the engine asks for its version first.
 */
export async function withSchemaEngine<Result>(
  url: string,
  work: (engine: SchemaEngine) => Promise<Result>,
): Promise<Result> {
  instantiate();
  const datamodels = schemaFiles().map(({ path: file, content }): [string, string] => [file, content]);
  const driver = openSchemaEngineDriver(url);
  try {
    const adapter = bindMigrationAwareSqlAdapterFactory(driver.factory);
    const schemaEngine = await engine.SchemaEngine.new({ datamodels }, () => {}, adapter);
    try {
      return await work(schemaEngine);
    } finally {
      schemaEngine.free();
    }
  } catch (error) {
    // The engine says only "external error"; PostgreSQL's own words help more.
    throw driver.scriptFailures[0] ?? error;
  } finally {
    await driver.close();
  }
}

function instantiate(): void {
  if (isInstantiated) return;
  const wasm = path.join(path.dirname(require.resolve('@prisma/schema-engine-wasm')), 'schema_engine_bg.wasm');
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(readFileSync(wasm)), {
    './schema_engine_bg.js': engine,
  });
  // Both are left out of the package's typings, which suppose a bundler that does this by itself.
  (engine as unknown as { __wbg_set_wasm(exports: object): void }).__wbg_set_wasm(exports);
  (exports['__wbindgen_start'] as () => void)();
  isInstantiated = true;
}
