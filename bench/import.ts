// A register of 100 000 rows through dry run, commit and a second dry run, as CSV and as a workbook, against one of 10 000: how long,
// and how much memory the importing process takes. Aim: memory that the caps bound and the number of rows does not.
import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { openDatabase } from '../prisma/client';
import { makeRegister } from '../scripts/register/make-register';
import { registerCsv, writeRegisterXlsx } from '../scripts/register/write-register';
import { createPlace, PLACE_KINDS } from '../store/register/places';
import { databaseClock } from '../store/time-source';
import { inTransaction } from '../store/transaction';
import type { Pool } from 'pg';
import type { RegisterFormat } from '../store/register/read-register';
import type { ImportAnswer, ImportTask } from './import/importer';
import { startChild } from './support/child';
import { durableDatabase } from './support/durable-database';
import { printTable, report, round } from './support/report';

const SMALL = 10_000;
const LARGE = 100_000;

export async function bench(): Promise<void> {
  const broken: string[] = [];
  const database = await durableDatabase();
  const { pool, close } = openDatabase({ url: database.url, max: 2, statementTimeoutMs: 600_000 });
  const answers = new Map<string, ImportAnswer & { rows: number }>();
  try {
    let seed = 1;
    for (const format of ['csv', 'xlsx'] as const)
      for (const size of [SMALL, LARGE]) {
        const file = path.join(database.directory, `register.${format}`);
        const rows = await writeFile(file, format, size, seed++);
        const answer = await importFile({ url: database.url, estateId: await anEstate(pool), file, format });
        answers.set(`${format} ${size}`, { ...answer, rows });
        if (answer.first.created !== rows || answer.first.refused !== 0)
          broken.push(`${format} ${size}: the dry run did not accept every row`);
        if (answer.again.unchanged !== rows)
          broken.push(`${format} ${size}: the same file again would change something`);
        if (answer.committed.newUnits !== answer.first.newUnits)
          broken.push(`${format} ${size}: the commit made other units than were shown`);
      }
  } finally {
    await close();
    await database.stop();
  }
  printTable(
    ['file', 'rows', 'dry run s', 'commit s', 'again s', 'rows/s', 'idle MiB', 'peak MiB'],
    [...answers].map(([name, { rows, dryRunMs, commitMs, againMs, idleRssMb, peakRssMb }]) => [
      name,
      rows,
      round(dryRunMs / 1_000),
      round(commitMs / 1_000),
      round(againMs / 1_000),
      Math.round((rows / (dryRunMs + commitMs)) * 1_000),
      Math.round(idleRssMb),
      Math.round(peakRssMb),
    ]),
  );
  const of = (name: string): ImportAnswer & { rows: number } => {
    const answer = answers.get(name);
    if (answer === undefined) throw new Error(`${name} was not measured`);
    return answer;
  };
  const figures = Object.fromEntries(
    [...answers].flatMap(([name, { rows, dryRunMs, commitMs, peakRssMb }]) => {
      const key = name.replace(' ', '');
      return [
        [`${key}Rows`, rows],
        [`${key}Seconds`, round((dryRunMs + commitMs) / 1_000)],
        [`${key}PeakRssMb`, Math.round(peakRssMb)],
      ];
    }),
  );
  report({
    bench: 'import',
    ratios: {
      memoryCsv: of(`csv ${LARGE}`).peakRssMb / of(`csv ${SMALL}`).peakRssMb,
      memoryXlsx: of(`xlsx ${LARGE}`).peakRssMb / of(`xlsx ${SMALL}`).peakRssMb,
    },
    figures,
    aims: [
      { ratio: 'memoryCsv', bound: 'at most', value: 2 },
      { ratio: 'memoryXlsx', bound: 'at most', value: 2.5 },
    ],
    broken,
  });
}

async function writeFile(file: string, format: RegisterFormat, size: number, seed: number): Promise<number> {
  // A unit has 1.1 rows or so: the joint owners and tenants come on top.
  const rows = makeRegister({ seed, buildings: Math.ceil(size / 400), units: size });
  if (format === 'csv') writeFileSync(file, registerCsv(rows, 'gb18030'));
  else await writeRegisterXlsx(file, rows);
  return rows.length;
}

async function importFile(task: ImportTask): Promise<ImportAnswer> {
  const child = await startChild(path.join(__dirname, 'import', 'importer.ts'));
  try {
    return await child.ask<ImportAnswer>(task);
  } finally {
    await child.stop();
  }
}

async function anEstate(pool: Pool): Promise<string> {
  const at = await databaseClock(pool).now();
  return inTransaction(pool, async (tx) => {
    let parentId: string | null = null;
    for (const kind of PLACE_KINDS.slice(0, 4))
      parentId = (await createPlace(tx, { placeId: randomUUID(), kind, parentId, name: randomUUID(), at })).placeId;
    return parentId ?? '';
  });
}
