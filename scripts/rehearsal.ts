// `npm run rehearsal -- NAME …`: runs one rehearsal. Every file directly in scripts/rehearsal is one, by its name; it exports
// `rehearse(args)`, which answers the exit code: 0 fine, 1 the rehearsal found a difference, 2 the call or its files are wrong.
import { readdirSync } from 'node:fs';
import path from 'node:path';

interface Rehearsal {
  rehearse(args: string[]): Promise<number>;
}

const folder = path.join(__dirname, 'rehearsal');

async function main([name, ...args]: string[]): Promise<number> {
  const names = readdirSync(folder).flatMap((file) => (file.endsWith('.ts') ? [file.slice(0, -3)] : []));
  if (name === undefined || !names.includes(name)) {
    process.stderr.write(`usage: npm run rehearsal -- NAME …   (NAME: ${names.join(', ')})\n`);
    return 2;
  }
  const { rehearse } = (await import(path.join(folder, `${name}.ts`))) as Rehearsal;
  return rehearse(args);
}

if (require.main === module) {
  main(process.argv.slice(2)).then(
    (code) => {
      process.exitCode = code;
    },
    (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
      process.exitCode = 1;
    },
  );
}
