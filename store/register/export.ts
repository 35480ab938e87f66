// The register of a place as a file: one row per unit and right holder, identity and phone numbers masked, formulas defused.
import type { Readable } from 'node:stream';
import type { Pool } from 'pg';
import { COLUMN_IDS, COLUMNS, type ColumnId } from '../../domain/register/columns';
import type { IdKind } from '../../domain/register/id-number';
import {
  type Capacity,
  CAPACITY_WORDS,
  ID_KIND_WORDS,
  TENURE_WORDS,
  type UnitTenure,
  type UnitUse,
  USE_WORDS,
  wordOf,
} from '../../domain/register/judge-row';
import { formatArea } from '../../domain/register/normalise';
import { tableFile } from '../table-file';
import type { RegisterFormat } from './read-register';
import { eachPage } from '../each-page';

const PAGE = 1_000;

interface ExportRow {
  unitKey: string;
  holderKey: string;
  building: string;
  entrance: string;
  label: string;
  use: UnitUse;
  tenure: UnitTenure;
  areaDm2: number;
  capacity: Capacity;
  name: string;
  idKind: IdKind | null;
  idMasked: string | null;
  phoneMasked: string | null;
  isRepresentative: boolean | null;
}

const HEADER = COLUMN_IDS.map((id) => COLUMNS[id].label.zh);

/** Streams the file; reading stops when the taker goes away. */
export const exportRegister = (pool: Pool, estateId: string, format: RegisterFormat): Readable =>
  tableFile(format, { sheet: '业主名册', header: HEADER, pages: cellPages(pool, estateId) });

async function* cellPages(pool: Pool, estateId: string): AsyncGenerator<string[][]> {
  for await (const rows of pages(pool, estateId)) yield rows.map(cellsOf);
}

/** Owners of a unit before its tenants, in the order of units; keyset pages, so that a long export holds no transaction open. */
const pages = (pool: Pool, estateId: string): AsyncGenerator<ExportRow[]> =>
  eachPage(PAGE, async (after: ExportRow | null) => {
    const { rows } = await pool.query<ExportRow>(
      `select u.unit_key as "unitKey", h.holder_key as "holderKey", b.name as building, coalesce(e.name, '') as entrance, u.label,
         u.use, u.tenure, u.area_dm2 as "areaDm2", h.capacity, h.name, h.id_kind as "idKind", h.id_masked as "idMasked",
         h.phone_masked as "phoneMasked", h.is_representative as "isRepresentative"
       from unit u join place b on b.id = u.building_id left join place e on e.id = u.entrance_id
         cross join lateral (
           select '1' || o.id as holder_key, 'owner' as capacity, o.name, o.id_kind, o.id_masked, o.phone_masked,
             case when count(*) over () > 1 then x.is_representative end as is_representative
           from ownership x join owner o on o.id = x.owner_id where x.unit_id = u.id and x.until_on is null
           union all
           select '2' || t.id, 'tenant', t.name, null, null, t.phone_masked, null
           from tenancy t where t.unit_id = u.id and t.until_on is null) h
       where u.estate_id = $1 and u.unit_key >= $2 and (u.unit_key, h.holder_key) > ($2, $3)
       order by u.unit_key, h.holder_key limit $4`,
      [estateId, after?.unitKey ?? '', after?.holderKey ?? '', PAGE],
    );
    return rows;
  });

function cellsOf(row: ExportRow): string[] {
  const cells: Record<ColumnId, string> = {
    building: row.building,
    entrance: row.entrance,
    room: row.label.slice(row.building.length + row.entrance.length),
    use: wordOf(USE_WORDS, row.use),
    area: formatArea(row.areaDm2),
    tenure: wordOf(TENURE_WORDS, row.tenure),
    holder: row.name,
    idKind: row.idKind === null ? '' : wordOf(ID_KIND_WORDS, row.idKind),
    idNumber: row.idMasked ?? '',
    phone: row.phoneMasked ?? '',
    representative: row.isRepresentative === null ? '' : row.isRepresentative ? '是' : '否',
    capacity: wordOf(CAPACITY_WORDS, row.capacity),
    party: '',
  };
  return COLUMN_IDS.map((id) => cells[id]);
}
