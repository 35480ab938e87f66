// The register of a place as a file: one row per unit and right holder, identity and phone numbers masked, formulas defused.
import { PassThrough, Readable } from 'node:stream';
import { once } from 'node:events';
import { stringify } from 'csv-stringify/sync';
import ExcelJS from 'exceljs';
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
import type { RegisterFormat } from './read-register';

const PAGE = 1_000;

/** A cell that a spreadsheet could take for a formula gets an apostrophe in front (OWASP); the import takes it off again. */
export const defuse = (text: string): string => (/^[=+\-@\t\r＝＋－＠]/.test(text) ? `'${text}` : text);

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
export function exportRegister(pool: Pool, estateId: string, format: RegisterFormat): Readable {
  return format === 'csv' ? Readable.from(csvChunks(pool, estateId)) : xlsxStream(pool, estateId);
}

async function* csvChunks(pool: Pool, estateId: string): AsyncGenerator<Buffer> {
  // Chinese Excel takes a CSV for GB18030 unless it begins with the mark of UTF-8.
  yield Buffer.from(`\ufeff${stringify([HEADER], { record_delimiter: 'windows' })}`);
  for await (const rows of pages(pool, estateId))
    yield Buffer.from(stringify(rows.map(cellsOf), { record_delimiter: 'windows' }));
}

function xlsxStream(pool: Pool, estateId: string): Readable {
  const output = new PassThrough();
  const write = async (): Promise<void> => {
    const workbook = new ExcelJS.stream.xlsx.WorkbookWriter({
      stream: output,
      useSharedStrings: false,
      useStyles: false,
    });
    const sheet = workbook.addWorksheet('业主名册');
    sheet.addRow(HEADER).commit();
    for await (const rows of pages(pool, estateId)) {
      if (output.destroyed) return;
      for (const row of rows) sheet.addRow(cellsOf(row)).commit();
      if (output.writableNeedDrain) await Promise.race([once(output, 'drain'), once(output, 'close')]);
    }
    sheet.commit();
    await workbook.commit();
  };
  write().catch((error: unknown) => output.destroy(error instanceof Error ? error : new Error(String(error))));
  return output;
}

/** Owners of a unit before its tenants, in the order of units; keyset pages, so that a long export holds no transaction open. */
async function* pages(pool: Pool, estateId: string): AsyncGenerator<ExportRow[]> {
  let after = { unitKey: '', holderKey: '' };
  for (;;) {
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
      [estateId, after.unitKey, after.holderKey, PAGE],
    );
    if (rows.length > 0) yield rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE) return;
    after = { unitKey: last.unitKey, holderKey: last.holderKey };
  }
}

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
  return COLUMN_IDS.map((id) => defuse(cells[id]));
}
