// A table about a place as a file to be saved, named after both.
import type { Pool } from 'pg';
import { findPlace } from '../store/register/places';
import { CONTENT_TYPES, tableFile, type Table, type TableFormat } from '../store/table-file';
import type { Download } from './context';

export async function placeFile(pool: Pool, format: TableFormat, table: Table, placeId: string): Promise<Download> {
  const place = await findPlace(pool, placeId);
  return {
    contentType: CONTENT_TYPES[format],
    fileName: `${place?.name ?? ''}${table.sheet}.${format}`,
    content: tableFile(format, table),
  };
}
