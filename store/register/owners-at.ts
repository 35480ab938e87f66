// Who of some people owns nothing at a place.
import type { Pool } from 'pg';
import type { Tx } from '../transaction';

/** Those of the ids that are no owner of any unit there today. */
export async function strangersAmong(db: Pool | Tx, ownerIds: readonly string[], placePath: string): Promise<string[]> {
  if (ownerIds.length === 0) return [];
  const { rows } = await db.query<{ id: string }>(
    `select id from unnest($1::uuid[]) as asked (id) where not exists (
       select from ownership o join unit u on u.id = o.unit_id
       where o.owner_id = asked.id and o.until_on is null and u.path like $2 || '%')`,
    [ownerIds, placePath],
  );
  return rows.map(({ id }) => id);
}
