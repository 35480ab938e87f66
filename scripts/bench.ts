// `npm run bench -- NAME`: measures one thing against its stated rivals on this machine. Each bench is bench/NAME.ts.
import { readdirSync } from 'node:fs';
import path from 'node:path';

const folder = path.join(__dirname, '..', 'bench');
const names = readdirSync(folder).flatMap((file) => (file.endsWith('.ts') ? [file.slice(0, -3)] : []));

async function main(): Promise<void> {
  const name = process.argv[2];
  if (name === undefined || !names.includes(name)) {
    console.error(`npm run bench -- NAME, where NAME is one of: ${names.join(', ')}.`);
    process.exitCode = 2;
    return;
  }
  const { bench } = (await import(path.join(folder, `${name}.ts`))) as { bench(args: string[]): Promise<void> };
  await bench(process.argv.slice(3));
}

void main();
