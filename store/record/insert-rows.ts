// Inserting many rows, and rows of several tables, in one round trip: a table's rows are one parameter, as JSON.

export interface RowTable {
  name: string;
  /** Names with their types, `id uuid, key text`: those of the JSON too. */
  columns: string;
  onConflict?: string;
}

/** The statement that inserts the rows in `parameter`, in their order; where `onlyWith` names a query, only when that has a row. */
export function insertRows({ name, columns, onConflict = '' }: RowTable, parameter: string, onlyWith?: string): string {
  const names = columns.replace(/(\w+) [^,]+/g, '$1');
  const source = `${onlyWith === undefined ? '' : `${onlyWith}, `}json_to_recordset(${parameter}) as new (${columns})`;
  return `insert into ${name} (${names}) select ${names.replace(/\w+/g, 'new.$&')} from ${source} ${onConflict}`;
}
