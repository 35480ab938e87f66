// Reads the register of a vote rehearsal: one row per unit, or only the totals of heads and area (docs/vote-files.md).
import type { RegisterUnit } from '../../../domain/roll/build-roll';
import { BadFiles, readTable, type Row } from './table';

/** Units, or the electorate given by its totals. */
export type RegisterFile =
  { kind: 'units'; units: RegisterUnit[] } | { kind: 'totals'; heads: number; areaDm2: number };

const ALIASES = {
  房号: 'unit',
  房屋: 'unit',
  楼栋: 'building',
  幢: 'building',
  单元: 'entrance',
  用途: 'use',
  状态: 'tenure',
  面积: 'area_m2',
  建筑面积: 'area_m2',
  专有面积: 'area_m2',
  业主: 'owners',
  owner: 'owners',
  代表: 'representative',
  表决代表: 'representative',
  组: 'group',
  户数: 'heads',
  人数: 'heads',
};
const COLUMNS = [
  'unit',
  'building',
  'entrance',
  'use',
  'tenure',
  'area_m2',
  'owners',
  'representative',
  'group',
  'heads',
];

const USES: Record<string, RegisterUnit['use']> = {
  dwelling: 'dwelling',
  shop: 'shop',
  office: 'office',
  parking: 'parking',
  storage: 'storage',
  other: 'other',
  住宅: 'dwelling',
  商铺: 'shop',
  商业: 'shop',
  办公: 'office',
  车位: 'parking',
  车库: 'parking',
  储藏室: 'storage',
  其他: 'other',
};
const TENURES: Record<string, RegisterUnit['tenure']> = {
  sold: 'sold',
  developerUnsold: 'developerUnsold',
  developerUndelivered: 'developerUndelivered',
  已售: 'sold',
  未售: 'developerUnsold',
  未交付: 'developerUndelivered',
};

/** Throws BadFiles with every fault found. */
export function readRegister(file: string): RegisterFile {
  const table = readTable(file, 'units', ALIASES);
  const unknown = table.columns.filter((column) => !COLUMNS.includes(column));
  if (unknown.length > 0)
    table.faults.push(`${file}: unknown column ${unknown.join(', ')}; the columns are ${COLUMNS.join(', ')}`);
  const byTotals = table.columns.includes('heads') && !table.columns.includes('unit');
  const register = byTotals ? totalsOf(table.rows) : { kind: 'units' as const, units: unitsOf(table.rows) };
  if (table.rows.length === 0) table.faults.push(`${file}: has no rows`);
  if (table.faults.length > 0) throw new BadFiles(table.faults);
  return register;
}

function totalsOf(rows: readonly Row[]): RegisterFile {
  const sums = { heads: 0, areaDm2: 0 };
  for (const row of rows) {
    sums.heads += row.wholeNumber('heads') ?? 0;
    sums.areaDm2 += row.areaDm2('area_m2') ?? 0;
  }
  return { kind: 'totals', ...sums };
}

function unitsOf(rows: readonly Row[]): RegisterUnit[] {
  const places = new Map<string, string>();
  return rows.map((row) => {
    const unitId = row.text('unit');
    const earlier = places.get(unitId);
    if (unitId === '') row.fault('unit', 'the unit has no name');
    else if (earlier !== undefined) row.fault('unit', `"${unitId}" is already in ${earlier}`);
    else places.set(unitId, row.place);
    const owners = [...new Set(row.list('owners'))];
    const representative = row.text('representative');
    if (representative !== '' && !owners.includes(representative))
      row.fault('representative', `"${representative}" is not one of the unit's owners`);
    return {
      unitId,
      buildingId: row.text('building') || '-',
      entranceId: row.text('entrance') || null,
      label: unitId,
      use: row.oneOf('use', USES, 'dwelling'),
      tenure: row.oneOf('tenure', TENURES, 'sold'),
      areaDm2: row.areaDm2('area_m2') ?? 0,
      holders: owners.map((ownerId) => ({ ownerId, isRepresentative: ownerId === representative })),
    };
  });
}
