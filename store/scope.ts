// Where a thing named in a request lies: the place paths that access is measured against. An empty list: no such thing.
import type { Pool } from 'pg';

export type ScopeKind = 'place' | 'process' | 'unit' | 'owner';

// An owner lies wherever a unit lies that is theirs today.
const PATHS: Record<ScopeKind, string> = {
  place: 'select path from place where id = $1',
  process: 'select place_path as path from process where id = $1',
  unit: 'select path from unit where id = $1',
  owner: `select u.path from ownership o join unit u on u.id = o.unit_id where o.owner_id = $1 and o.until_on is null`,
};

/** Paths ("/id/id/…/") of the place, process, unit or owner with this id (a UUID). */
export async function findScoped(pool: Pool, kind: ScopeKind, id: string): Promise<string[]> {
  const { rows } = await pool.query<{ path: string }>({ name: `scope-${kind}`, text: PATHS[kind], values: [id] });
  return rows.map(({ path }) => path);
}
