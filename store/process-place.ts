// Where a place lies in the tree, as a process is told at its launch.
import type { Pool } from 'pg';
import type { AnyPlace, AreaPlace, ProcessPlace } from '../domain/process';
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

/** The place alone, without what the register knows of the estate. */
export const processPlace = ({
  estateId,
  estatePath,
  communityPath,
  streetPath,
  districtPath,
}: ProcessPlace): ProcessPlace => ({ estateId, estatePath, communityPath, streetPath, districtPath });

/** A place in which a process may live; the district's area code decides the policy. */
export interface Home<Place extends AnyPlace = AnyPlace> {
  place: Place;
  jurisdiction: string | null;
}

/** Refuses `not-an-area` for any place but a community, a street or a district, and for one that hangs on no whole tree. */
export async function placeOfArea(db: Pool | Tx, areaId: string): Promise<Home<AreaPlace>> {
  const { rows } = await db.query<{ id: string; kind: string; path: string; code: string | null }>(
    `select a.id, a.kind::text, a.path, a.code from place e
     join place a on a.id = any (string_to_array(trim(both '/' from e.path), '/')::uuid[])
     where e.id = $1 and e.kind in ('community', 'street', 'district')`,
    [areaId],
  );
  const found = (kind: string) => rows.find((row) => row.kind === kind);
  const [district, street, community] = [found('district'), found('street'), found('community')];
  const isWhole = district && (street || !community) && rows.some(({ id }) => id === areaId);
  if (!isWhole) throw refused('not-an-area', { placeId: areaId });
  return {
    place: {
      areaId,
      communityPath: community?.path ?? null,
      streetPath: street?.path ?? null,
      districtPath: district.path,
    },
    jurisdiction: district.code,
  };
}

/** Any place in which a process may live: an estate or an area. Refuses as the two above do. */
export async function homeAt(db: Pool | Tx, placeId: string): Promise<Home> {
  const { rows } = await db.query<{ kind: string }>('select kind::text from place where id = $1', [placeId]);
  if (rows[0]?.kind !== 'estate') return placeOfArea(db, placeId);
  const estate = await placeOfEstate(db, placeId);
  return { place: processPlace(estate), jurisdiction: estate.jurisdiction };
}
