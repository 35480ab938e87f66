// Where an estate lies in the tree, as a process is told at its launch.
import type { Pool } from 'pg';
import type { ProcessPlace } from '../domain/process';
import { refused } from './refused';
import type { Tx } from './transaction';

export interface EstatePlace extends ProcessPlace {
  /** Area code of the district (GB/T 2260), which decides the policy; null where the register has none. */
  jurisdiction: string | null;
  unitCount: number;
  /** All its units together, in 0.01 m². */
  areaDm2: number;
  /** The open watch on its committee's term, if there is one. */
  watchId: string | null;
}

/** Refuses `not-an-estate` for any other kind of place, and for one that does not hang on a whole tree. */
export async function placeOfEstate(db: Pool | Tx, estateId: string): Promise<EstatePlace> {
  // A path is the ids from the district down, so the places above are found by key, however many places there are.
  const { rows } = await db.query<{
    kind: string;
    path: string;
    code: string | null;
    unitCount: number;
    areaDm2: number;
    watchId: string | null;
  }>({
    name: 'place-of-estate',
    text: `with units as materialized (
       select count(*)::int as "unitCount", coalesce(sum(area_dm2), 0)::float8 as "areaDm2" from unit where estate_id = $1)
     select a.kind::text, a.path, a.code, units.*,
       (select process_id from process_view where exclusive_key = 'committeeTerm:' || $1::text) as "watchId" from units, place e
       join place a on a.id = any (string_to_array(trim(both '/' from e.path), '/')::uuid[])
     where e.id = $1 and e.kind = 'estate'`,
    values: [estateId],
  });
  const pathOf = (kind: string): string | undefined => rows.find((row) => row.kind === kind)?.path;
  const [districtPath, streetPath, communityPath, estatePath] = ['district', 'street', 'community', 'estate'].map(
    pathOf,
  );
  if (!districtPath || !streetPath || !communityPath || !estatePath)
    throw refused('not-an-estate', { placeId: estateId });
  return {
    estateId,
    estatePath,
    communityPath,
    streetPath,
    districtPath,
    jurisdiction: rows.find((row) => row.kind === 'district')?.code ?? null,
    unitCount: rows[0]?.unitCount ?? 0,
    areaDm2: rows[0]?.areaDm2 ?? 0,
    watchId: rows[0]?.watchId ?? null,
  };
}
