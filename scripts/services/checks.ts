// The checks that `npm run check` and `npm test` share: types, lint and jest, each run as its own program.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CHECKOUT } from './folders';

export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

export const sumOf = (counts: Counts[]): Counts => ({
  passed: counts.reduce((sum, { passed }) => sum + passed, 0),
  failed: counts.reduce((sum, { failed }) => sum + failed, 0),
  skipped: counts.reduce((sum, { skipped }) => sum + skipped, 0),
});

/** The last line of a run: `12 passed, 0 failed`, and `, 1 skipped` where something was. */
export const lineOf = ({ passed, failed, skipped }: Counts): string =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;

/** One program as one check: its output is shown only when it fails. */
async function asOneCheck(name: string, bin: string, args: string[]): Promise<Counts> {
  const started = performance.now();
  const { code, output } = await run(bin, args, 'pipe');
  console.log(`${name}: ${code === 0 ? 'fine' : 'FAILED'} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
  if (code !== 0) console.log(output);
  return code === 0 ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 };
}

/** Only what changed, and what depends on it, is looked at again: the compiler keeps what it found, errors included. */
export const checkTypes = (): Promise<Counts> =>
  asOneCheck('types', 'typescript/bin/tsc', [
    '--noEmit',
    '--incremental',
    '--tsBuildInfoFile',
    '.gongzhi/cache/types.tsbuildinfo',
  ]);

/** `isCached` skips files that did not change: quick while working, but a rule that looks at types of other files may be missed. */
export const checkLint = (isCached: boolean): Promise<Counts> =>
  asOneCheck('lint', 'eslint/bin/eslint.js', [
    '.',
    ...(isCached ? ['--cache', '--cache-strategy', 'content', '--cache-location', '.gongzhi/cache/eslint'] : []),
  ]);

/** Runs one jest project and returns its counts; a file that does not even load counts as one failure. */
export async function runJest(project: 'unit' | 'stack', args: string[] = []): Promise<Counts> {
  const folder = mkdtempSync(path.join(tmpdir(), 'gongzhi-jest-'));
  const outputFile = path.join(folder, 'result.json');
  try {
    const { code } = await run(
      'jest/bin/jest.js',
      ['--config', 'jest.config.cjs', '--selectProjects', project, '--json', '--outputFile', outputFile, ...args],
      // With --json jest writes its result to standard output; its report goes to standard error.
      ['ignore', 'ignore', 'inherit'],
    );
    const result = JSON.parse(readFileSync(outputFile, 'utf8')) as Record<string, number>;
    const counts = {
      passed: result['numPassedTests'] ?? 0,
      failed: (result['numFailedTests'] ?? 0) + (result['numRuntimeErrorTestSuites'] ?? 0),
      skipped: (result['numPendingTests'] ?? 0) + (result['numTodoTests'] ?? 0),
    };
    // Something outside the tests failed, e.g. stopping the servers.
    return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
  } catch (error) {
    console.error(`jest (${project}) gave no result: ${(error as Error).message}`);
    return { passed: 0, failed: 1, skipped: 0 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function run(
  bin: string,
  args: string[],
  stdio: 'pipe' | ['ignore', 'ignore', 'inherit'],
): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [path.join(CHECKOUT, 'node_modules', bin), ...args], {
      cwd: CHECKOUT,
      stdio,
    });
    let output = '';
    child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
    child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
    child.once('error', (error) => resolve({ code: 1, output: error.message }));
    child.once('close', (code) => resolve({ code: code ?? 1, output }));
  });
}
