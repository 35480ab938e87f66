// Money between the database, where it is bigint (text to us), and JSON, where it is a whole number of fen.

/** Throws a RangeError beyond exact whole numbers: nothing is rounded in silence. */
export function fenFromDb(text: string): number {
  const fen = Number(text);
  if (!Number.isSafeInteger(fen)) throw new RangeError(`not a whole amount of fen: ${text}`);
  return fen;
}
