// The tree district → street → community → estate → building → entrance: adding to it and reading it.
import type { Pool } from 'pg';
import { buildingKeyOf, entranceKeyOf } from '../../domain/register/address';
import { cleanText } from '../../domain/register/normalise';
import { refused } from '../refused';
import type { Tx } from '../transaction';

export const PLACE_KINDS = ['district', 'street', 'community', 'estate', 'building', 'entrance'] as const;
export type PlaceKind = (typeof PLACE_KINDS)[number];

export interface Place {
  placeId: string;
  kind: PlaceKind;
  parentId: string | null;
  path: string;
  name: string;
}

const COLUMNS = `id as "placeId", kind, parent_id as "parentId", path, name`;

/** The canonical spelling by which register files find a building or an entrance. */
const codeOf = (kind: PlaceKind, name: string): string | null =>
  kind === 'building' ? buildingKeyOf(name) : kind === 'entrance' ? entranceKeyOf(name) : null;

/**
 * Adds a place below `parentId` (null: a district). Refuses `not-found` for an unknown parent, `place-kind-mismatch` where the parent
 * is not of the kind directly above, `place-name-taken` where the parent has a child of this name (or, for buildings and entrances,
 * of the same canonical name: 1栋 and 1号楼 are one building), or there is a district of it: those of two cities carry the city's name.
 */
export async function createPlace(
  tx: Tx,
  place: { placeId: string; kind: PlaceKind; parentId: string | null; name: string; at: Date },
): Promise<Place> {
  const { placeId, kind, parentId, at } = place;
  const name = cleanText(place.name);
  const above = PLACE_KINDS[PLACE_KINDS.indexOf(kind) - 1] ?? null;
  const parent = parentId === null ? null : await findPlace(tx, parentId);
  if (parentId !== null && parent === null) throw refused('not-found', { placeId: parentId });
  if ((parent?.kind ?? null) !== above)
    throw refused('place-kind-mismatch', { kind, parentKind: parent?.kind ?? null });
  const { rows } = await tx.query<Place>(
    `insert into place (id, kind, parent_id, path, name, code, created_at) values ($1, $2::"PlaceKind", $3, $4, $5, $6, $7)
     on conflict do nothing returning ${COLUMNS}`,
    [placeId, kind, parentId, `${parent?.path ?? '/'}${placeId}/`, name, codeOf(kind, name), at],
  );
  const created = rows[0];
  if (created === undefined) throw refused('place-name-taken', { kind });
  return created;
}

export async function findPlace(db: Pool | Tx, placeId: string): Promise<Place | null> {
  const { rows } = await db.query<Place>(`select ${COLUMNS} from place where id = $1`, [placeId]);
  return rows[0] ?? null;
}

/** Children by name in natural order; `after` is the name of the last one seen. */
export async function listChildren(
  pool: Pool,
  parentId: string,
  page: { after: string | null; limit: number },
): Promise<Place[]> {
  const { rows } = await pool.query<Place>(`select ${COLUMNS} from place where parent_id = $1`, [parentId]);
  const order = new Intl.Collator('zh-Hans-CN', { numeric: true });
  const compare = (a: string, b: string): number => order.compare(a, b) || (a < b ? -1 : a > b ? 1 : 0);
  const { after } = page;
  // A place has at most some hundred children, and PostgreSQL's builtin collation knows no natural order.
  return rows
    .filter(({ name }) => after === null || compare(name, after) > 0)
    .sort((a, b) => compare(a.name, b.name))
    .slice(0, page.limit);
}
