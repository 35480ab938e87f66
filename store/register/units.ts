// Reading the units of a place, with who holds them today.
import type { Pool } from 'pg';
import type { UnitTenure, UnitUse } from '../../domain/register/judge-row';
import type { Place } from './places';

export interface Holder {
  ownerId: string;
  name: string;
  kind: 'person' | 'organisation';
  isRepresentative: boolean;
}

export interface RegisteredUnitView {
  unitId: string;
  unitKey: string;
  estateId: string;
  buildingId: string;
  entranceId: string | null;
  label: string;
  use: UnitUse;
  tenure: UnitTenure;
  areaDm2: number;
  holders: Holder[];
  tenantCount: number;
}

const SELECT = `select u.id as "unitId", u.unit_key as "unitKey", u.estate_id as "estateId", u.building_id as "buildingId",
    u.entrance_id as "entranceId", u.label, u.use, u.tenure, u.area_dm2 as "areaDm2",
    coalesce((select json_agg(json_build_object('ownerId', o.id, 'name', o.name, 'kind', o.kind, 'isRepresentative', h.is_representative)
        order by h.is_representative desc, o.id)
      from ownership h join owner o on o.id = h.owner_id where h.unit_id = u.id and h.until_on is null), '[]') as holders,
    (select count(*)::int from tenancy t where t.unit_id = u.id and t.until_on is null) as "tenantCount"
  from unit u`;

/** Where units hang below a place of each kind; above the estate lists would mix estates. */
const COLUMN: Partial<Record<Place['kind'], string>> = {
  estate: 'estate_id',
  building: 'building_id',
  entrance: 'entrance_id',
};

/** Whether a place of this kind has units of its own to list. */
export const hasUnits = (kind: Place['kind']): boolean => COLUMN[kind] !== undefined;

/** Units in natural order: building, entrance, room; `after` is the unitKey of the last one seen. */
export async function listUnits(
  pool: Pool,
  place: Place,
  page: { after: string | null; limit: number },
): Promise<RegisteredUnitView[]> {
  const { rows } = await pool.query<RegisteredUnitView>(
    `${SELECT} where u.${COLUMN[place.kind] ?? 'id'} = $1 and u.unit_key > $2 order by u.unit_key limit $3`,
    [place.placeId, page.after ?? '', page.limit],
  );
  return rows;
}

export async function findUnit(pool: Pool, unitId: string): Promise<RegisteredUnitView | null> {
  const { rows } = await pool.query<RegisteredUnitView>(`${SELECT} where u.id = $1`, [unitId]);
  return rows[0] ?? null;
}
