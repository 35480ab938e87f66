// Writes a made-up register to a file, for trying things out:
// node --import tsx scripts/dev/make-register.ts FILE.csv|FILE.xlsx [--units 976] [--buildings 29] [--seed 1] [--encoding gb18030]
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { makeRegister } from '../register/make-register';
import { type CsvEncoding, registerCsv, registerXlsx } from '../register/write-register';

const ENCODINGS: readonly CsvEncoding[] = ['utf-8', 'utf-8-bom', 'gb18030', 'utf-16le'];

async function main(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      units: { type: 'string', default: '976' },
      buildings: { type: 'string', default: '29' },
      seed: { type: 'string', default: '1' },
      encoding: { type: 'string', default: 'utf-8-bom' },
    },
  });
  const [file] = positionals;
  const encoding = ENCODINGS.find((known) => known === values.encoding);
  if (file === undefined || encoding === undefined || !/\.(?:csv|xlsx)$/.test(file)) {
    console.error(
      `make-register FILE.csv|FILE.xlsx [--units N] [--buildings N] [--seed N] [--encoding ${ENCODINGS.join('|')}]`,
    );
    process.exitCode = 2;
    return;
  }
  const rows = makeRegister({
    seed: Number(values.seed),
    buildings: Number(values.buildings),
    units: Number(values.units),
  });
  writeFileSync(file, file.endsWith('.csv') ? registerCsv(rows, encoding) : await registerXlsx(rows));
  console.log(`${file}: ${rows.length} rows, ${values.units} units.`);
}

void main();
