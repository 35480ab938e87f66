// Prisma's PostgreSQL driver with two mends that the schema engine needs: scripts run whole, and "char" columns are understood.
import { PrismaPg } from '@prisma/adapter-pg';
import { ColumnTypeEnum } from '@prisma/driver-adapter-utils';
import type { SqlDriverAdapter } from '@prisma/driver-adapter-utils';
import { Pool } from 'pg';
import type { QueryResult } from 'pg';

export interface SchemaEngineDriver {
  factory: PrismaPg;
  /** What PostgreSQL said about scripts that failed; the engine itself only says "external error". */
  scriptFailures: unknown[];
  close(): Promise<void>;
}

export function openSchemaEngineDriver(url: string): SchemaEngineDriver {
  const pool = new Pool({ connectionString: url, max: 2, connectionTimeoutMillis: 10_000 });
  pool.on('error', () => {});
  const characterColumns = watchCharacterColumns(pool);
  const scriptFailures: unknown[] = [];
  const factory = new PrismaPg(pool);
  const connect = factory.connect.bind(factory);
  factory.connect = async () => {
    const adapter = await connect();
    // The driver cuts scripts at every semicolon, which breaks function bodies. PostgreSQL takes a script whole,
    // and then as one transaction: a migration is applied entirely or not at all.
    adapter.executeScript = async (script) => {
      try {
        await pool.query(script);
      } catch (error) {
        scriptFailures.push(error);
        throw error;
      }
    };
    const queryRaw: SqlDriverAdapter['queryRaw'] = adapter.queryRaw.bind(adapter);
    adapter.queryRaw = async (query) => {
      const result = await queryRaw(query);
      for (const column of characterColumns.get(result.rows) ?? [])
        result.columnTypes[column] = ColumnTypeEnum.Character;
      return result;
    };
    return adapter;
  };
  return { factory, scriptFailures, close: () => pool.end() };
}

const TYPE_CHARACTER = 18;
const TYPE_TEXT = 25;

/** The driver refuses PostgreSQL's one-byte "char", which its catalogue is full of: it is shown text, and we remember where it was. */
function watchCharacterColumns(pool: Pool): WeakMap<object, number[]> {
  const found = new WeakMap<object, number[]>();
  const query = pool.query.bind(pool) as (...args: unknown[]) => Promise<QueryResult | QueryResult[]>;
  const watched = async (...args: unknown[]) => {
    const result = await query(...args);
    for (const { fields, rows } of [result].flat()) {
      const columns = fields.flatMap((field, column) => (field.dataTypeID === TYPE_CHARACTER ? [column] : []));
      for (const column of columns) fields[column]!.dataTypeID = TYPE_TEXT;
      if (columns.length > 0) found.set(rows, columns);
    }
    return result;
  };
  pool.query = watched as typeof pool.query;
  return found;
}
