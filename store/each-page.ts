// Long lists read page by page by key, so that neither memory nor a transaction grows with them.

/** Pages until one is not full, none of them empty. `read` gives what comes behind the last row of the page before; null: from the beginning. */
export async function* eachPage<Row>(size: number, read: (after: Row | null) => Promise<Row[]>): AsyncGenerator<Row[]> {
  for (let after: Row | null = null; ;) {
    const rows: Row[] = await read(after);
    if (rows.length > 0) yield rows;
    after = rows.at(-1) ?? null;
    if (after === null || rows.length < size) return;
  }
}
