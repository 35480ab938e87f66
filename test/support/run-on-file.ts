// A command that works on one file (scripts/on-file.ts), run on a file written for the occasion.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type Run = (args: string[], out: (line: string) => void, err: (line: string) => void) => number;

export interface Ran {
  code: number;
  out: string;
  err: string;
}

/** Runs the command with these arguments. */
export function runWith(run: Run, args: string[]): Ran {
  const out: string[] = [];
  const err: string[] = [];
  const code = run(
    args,
    (line) => out.push(line),
    (line) => err.push(line),
  );
  return { code, out: out.join('\n'), err: err.join('\n') };
}

/** Runs the command on a file of this content; `name` says whether it is JSON or CSV. */
export function runOn(run: Run, content: string | Buffer, name: string, ...options: string[]): Ran {
  const folder = mkdtempSync(join(tmpdir(), 'file-'));
  try {
    const file = join(folder, name);
    writeFileSync(file, content);
    return runWith(run, [file, ...options]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
