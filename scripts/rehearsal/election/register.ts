// The register of the rehearsal's estate comes in as offices send it: as a file, tried out first, then committed. A broken copy is
// refused row by row, and the same file again changes nothing.
import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { registerOperations } from '../../../api/contracts/register';
import { makeRegister, type RegisterRow } from '../../register/make-register';
import { registerCsv, registerXlsx } from '../../register/write-register';
import type { Session } from './client';
import type { Plan } from './plan';

type Import = z.output<(typeof registerOperations)['dryRunRegister']['response']>;
type Commit = z.output<(typeof registerOperations)['commitRegisterImport']['response']>;
type ImportRow = z.output<(typeof registerOperations)['listRegisterImportRows']['response']>['items'][number];

export interface ImportedRegister {
  rows: number;
  units: number;
  owners: number;
  refusedRows: number;
}

export async function importRegister(
  street: Session,
  estateId: string,
  plan: Plan,
  say: (line: string) => void,
): Promise<ImportedRegister> {
  const rows = makeRegister({ seed: plan.seed, buildings: plan.buildings, units: plan.units });
  const at = `/v1/places/${estateId}/register-imports`;
  const dryRun = (format: 'csv' | 'xlsx', bytes: Buffer) =>
    street.upload<Import>(`${at}?commandId=${randomUUID()}&format=${format}`, bytes, CONTENT_TYPES[format]);

  const broken = await dryRun('csv', registerCsv(withFaults(rows), 'gb18030'));
  if (broken.isCommittable || broken.summary.refused === 0) throw new Error('a broken register was found good');
  const refused = await street.all<ImportRow>(`${at}/${broken.importId}/rows?verdict=refused`);
  say(`名册预检（有错的一份，GB18030 CSV）：${broken.summary.rows} 行，${broken.summary.refused} 行被拒，整份不能导入`);
  for (const { rowNo, issues } of refused.slice(0, 4))
    say(`    第 ${rowNo} 行：${issues.map(({ column, message }) => `${column} ${message}`).join('；')}`);
  await street.refuses('import-has-refusals', `${at}/${broken.importId}/commit`, {});

  const good = await dryRun('xlsx', await registerXlsx(rows, { hasTitle: true }));
  const { summary } = good;
  say(
    `名册预检（xlsx，合并表头）：${summary.rows} 行，新增 ${summary.created}，拒绝 ${summary.refused}；${summary.newUnits} 套，${summary.newOwners} 位权利人`,
  );
  if (!good.isCommittable) throw new Error(`the generated register was refused: ${JSON.stringify(summary)}`);
  if (summary.units !== plan.units) throw new Error(`the file has ${summary.units} units instead of ${plan.units}`);
  const commit = await street.post<Commit>(`${at}/${good.importId}/commit`);
  say(`名册导入：新增 ${commit.newUnits} 套、${commit.newOwners} 位权利人、${commit.newHoldings} 条权属`);

  const again = await dryRun('xlsx', await registerXlsx(rows, { hasTitle: true }));
  if (again.summary.unchanged !== again.summary.rows)
    throw new Error(`the same file again would change the register: ${JSON.stringify(again.summary)}`);
  say('同一份名册再预检：无变化');
  return { rows: summary.rows, units: commit.newUnits, owners: commit.newOwners, refusedRows: broken.summary.refused };
}

const CONTENT_TYPES = {
  csv: 'text/csv',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;

/** What a clerk gets wrong: an area that is none, an identity number with a wrong check digit. */
const withFaults = (rows: readonly RegisterRow[]): RegisterRow[] =>
  rows.map((row, index) => {
    if (index === 10) return { ...row, area: '九十多平' };
    if (index === 20)
      return { ...row, idNumber: `${row.idNumber.slice(0, -1)}${row.idNumber.endsWith('1') ? '2' : '1'}` };
    return row;
  });
