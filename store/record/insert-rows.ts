// Inserting many rows, and rows of several tables, in one round trip: a table's rows are one parameter, as JSON.

export interface RowTable {
  name: string;
  /** Names with their types, `id uuid, key text`: those of the JSON too. */
  columns: string;
  onConflict?: string;
  /** Columns that the database works out for each row `new`, from what it joins to it. */
  derived?: { columns: string; select: string; join: string };
}

/** The statement that inserts the rows in `parameter`, in their order; where `onlyWith` names a query, only when that has a row. */
export function insertRows(
  { name, columns, onConflict = '', derived }: RowTable,
  parameter: string,
  onlyWith?: string,
): string {
  const names = columns.replace(/(\w+) [^,]+/g, '$1');
  const source = `${onlyWith === undefined ? '' : `${onlyWith}, `}json_to_recordset(${parameter}) as new (${columns})`;
  const ofRow = names.replace(/\w+/g, 'new.$&');
  if (!derived) return `insert into ${name} (${names}) select ${ofRow} from ${source} ${onConflict}`;
  return `insert into ${name} (${names}, ${derived.columns}) select ${ofRow}, ${derived.select} from ${source} ${derived.join} ${onConflict}`;
}
