// A row locked until the transaction ends, with the database's clock read after the lock was taken: how lateness is judged without a race.
import type { Tx } from './transaction';

/** `key` is the column that names the row. Prepared under the table's name, since ballots and signatures pass here. */
export async function lockRow<Row extends object>(
  tx: Tx,
  { table, columns, key }: { table: string; columns: string; key: string },
  id: string,
): Promise<{ row: Row; now: Date } | undefined> {
  // Materialised, so that the clock is read when the locked row is handed out and not before the wait.
  const { rows } = await tx.query<Row & { now: Date }>({
    name: `lock-${table}`,
    text: `with locked as materialized (select ${columns} from ${table} where ${key} = $1 for update)
           select *, clock_timestamp() as now from locked`,
    values: [id],
  });
  const found = rows[0];
  if (found === undefined) return undefined;
  const { now, ...row } = found;
  return { row: row as unknown as Row, now };
}
