// `npm run due` on a file written for the occasion, and a case to change.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runDue } from '../../scripts/due';

interface Ran {
  code: number;
  out: string;
  err: string;
}

/** Runs the command on a file of this content; `name` says whether it is JSON or CSV. */
export function runDueOn(content: string | Buffer, name = 'cases.json', ...options: string[]): Ran {
  const folder = mkdtempSync(join(tmpdir(), 'due-'));
  try {
    const file = join(folder, name);
    writeFileSync(file, content);
    return runDueWith([file, ...options]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Runs the command with these arguments. */
export function runDueWith(args: string[]): Ran {
  const out: string[] = [];
  const err: string[] = [];
  const code = runDue(
    args,
    (line) => out.push(line),
    (line) => err.push(line),
  );
  return { code, out: out.join('\n'), err: err.join('\n') };
}

export const aDueCase = (change: object = {}): object => ({
  id: 'a',
  rule: { n: 15, unit: 'day' },
  from: '2026-09-15T10:00:00+08:00',
  ...change,
});

export const runDueOnCase = (change: object): Ran => runDueOn(JSON.stringify([aDueCase(change)]));
