// `npm run due -- FILE [--json]`: works out when given periods of law run out, and compares where the file says what it expects.
// Exit code 0 fine, 1 a difference, 2 the file or the call is wrong. Format: docs/due-format.md.
import { isUtf8 } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { BadCases, readCases } from './due/read-cases';
import type { DueCase } from './due/understand';
import { LatePause, tableOf, workOut, type DueResult } from './due/work-out';

const USAGE = 'usage: npm run due -- FILE [--json]   (FILE: .json or .csv, see docs/due-format.md)';
const SHOWN_FAULTS = 50;

/** Runs the command with these arguments and returns its exit code. */
export function runDue(args: string[], out: (line: string) => void, err: (line: string) => void): number {
  let file: string | undefined;
  let isJson: boolean;
  try {
    const { positionals, values } = parseArgs({ args, allowPositionals: true, options: { json: { type: 'boolean' } } });
    if (positionals.length !== 1) throw new Error(positionals.length === 0 ? 'no file is named' : 'one file at a time');
    file = positionals[0] ?? '';
    isJson = values.json ?? false;
  } catch (error) {
    err((error as Error).message);
    err(USAGE);
    return 2;
  }
  let results: DueResult[];
  try {
    results = workOutAll(readCases(readText(file), file));
  } catch (error) {
    if (!(error instanceof BadCases)) throw error;
    err(`${file} cannot be used:`);
    for (const fault of error.faults.slice(0, SHOWN_FAULTS)) err(`  ${fault}`);
    if (error.faults.length > SHOWN_FAULTS) err(`  … and ${error.faults.length - SHOWN_FAULTS} more`);
    return 2;
  }
  const compared = results.filter(({ isAsExpected }) => isAsExpected !== undefined).length;
  const differing = results.filter(({ isAsExpected }) => isAsExpected === false).length;
  if (isJson) out(JSON.stringify({ count: results.length, compared, differing, results }, null, 2));
  else {
    out(tableOf(results));
    out(`${results.length} cases, ${compared} compared, ${differing} differ`);
  }
  return differing === 0 ? 0 : 1;
}

/** npm moves to the project's folder; INIT_CWD is where the person stood. */
function readText(file: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(resolve(process.env['INIT_CWD'] ?? '.', file));
  } catch (error) {
    throw new BadCases([`the file cannot be read: ${(error as Error).message}`]);
  }
  if (!isUtf8(bytes)) throw new BadCases(['the file is not UTF-8']);
  return bytes.toString('utf8');
}

/** Throws BadCases with the place of every case that has no result. */
function workOutAll(cases: DueCase[]): DueResult[] {
  const faults: string[] = [];
  const results = cases.flatMap((dueCase) => {
    try {
      return [workOut(dueCase)];
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      const { n, pauses } = dueCase.places;
      faults.push(`${error instanceof LatePause ? pauses : n}: ${error.message}`);
      return [];
    }
  });
  if (faults.length > 0) throw new BadCases(faults);
  return results;
}

if (require.main === module) {
  process.exitCode = runDue(
    process.argv.slice(2),
    (line) => process.stdout.write(`${line}\n`),
    (line) => process.stderr.write(`${line}\n`),
  );
}
