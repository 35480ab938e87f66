// Cursors of lists: the sort key of the last row, in base64url. Unsigned: a made-up cursor only picks another place in the caller's own list.
import { type z } from 'zod';
import { Problem, type Lang } from './problems';

export const encodeCursor = (key: unknown): string => Buffer.from(JSON.stringify(key)).toString('base64url');

/** The key inside a cursor, checked; a cursor that is not ours is a `malformed-request`. */
export function decodeCursor<T extends z.ZodType>(
  schema: T,
  cursor: string | undefined,
  lang: Lang,
): z.output<T> | null {
  if (cursor === undefined) return null;
  try {
    return schema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch {
    const message = { zh: '翻页标记无效', en: 'Not a cursor of this list' }[lang];
    throw new Problem('malformed-request', {}, [{ path: 'query.cursor', code: 'invalid-cursor', message }]);
  }
}

/** Rows were asked for one more than the page holds; that one tells whether there is a next page. */
export function pageFrom<Row, Item>(
  rows: Row[],
  limit: number,
  item: (row: Row) => Item,
  keyOf: (row: Row) => unknown,
): { items: Item[]; nextCursor: string | null } {
  const kept = rows.slice(0, limit);
  const last = kept.at(-1);
  return {
    items: kept.map(item),
    nextCursor: rows.length > limit && last !== undefined ? encodeCursor(keyOf(last)) : null,
  };
}
