// A command that works on one file of its caller: arguments, reading, every fault named, exit codes. What it does with the text is its own.
// Exit code 0 fine, 1 what the work says, 2 the file or the call is wrong.
import { isUtf8 } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs, type ParseArgsConfig } from 'node:util';

const SHOWN_FAULTS = 50;

/** The file cannot be used; one sentence per fault. */
export class BadFile extends Error {
  constructor(readonly faults: string[]) {
    super(faults.join('\n'));
    this.name = 'BadFile';
  }
}

type Options = NonNullable<ParseArgsConfig['options']>;
export type Given = Record<string, string | boolean | undefined>;

export interface FileCommand {
  usage: string;
  options: Options;
  /** What to print, and the exit code. Throws BadFile. */
  work(text: string, file: string, given: Given): { code: 0 | 1; lines: string[] };
}

/** Runs the command with these arguments and returns its exit code. */
export function runOnFile(
  { usage, options, work }: FileCommand,
  args: string[],
  out: (line: string) => void,
  err: (line: string) => void,
): number {
  let file: string;
  let given: Given;
  try {
    const { positionals, values } = parseArgs({ args, allowPositionals: true, options });
    if (positionals.length !== 1) throw new Error(positionals.length === 0 ? 'no file is named' : 'one file at a time');
    file = positionals[0] ?? '';
    given = values as Given;
  } catch (error) {
    err((error as Error).message);
    err(usage);
    return 2;
  }
  try {
    const { code, lines } = work(readText(file), file, given);
    for (const line of lines) out(line);
    return code;
  } catch (error) {
    if (!(error instanceof BadFile)) throw error;
    err(`${file} cannot be used:`);
    for (const fault of error.faults.slice(0, SHOWN_FAULTS)) err(`  ${fault}`);
    if (error.faults.length > SHOWN_FAULTS) err(`  … and ${error.faults.length - SHOWN_FAULTS} more`);
    return 2;
  }
}

/** npm moves to the project's folder; INIT_CWD is where the person stood. */
function readText(file: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(resolve(process.env['INIT_CWD'] ?? '.', file));
  } catch (error) {
    throw new BadFile([`the file cannot be read: ${(error as Error).message}`]);
  }
  if (!isUtf8(bytes)) throw new BadFile(['the file is not UTF-8']);
  return bytes.toString('utf8');
}

/** What a script does when it is started by itself. */
export function runFromCommandLine(
  run: (args: string[], out: (line: string) => void, err: (line: string) => void) => number,
): void {
  process.exitCode = run(
    process.argv.slice(2),
    (line) => process.stdout.write(`${line}\n`),
    (line) => process.stderr.write(`${line}\n`),
  );
}
