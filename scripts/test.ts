// `npm test`: everything, in order of cost: types and lint, unit tests, then those that need servers (bundle and replay, flow, db,
// api, e2e; test/support/stack/sequencer.cjs orders them). The last line counts them. Arguments go to jest.
import { checkLint, checkTypes, lineOf, runJest, sumOf } from './services/checks';
import { temporalBinary } from './services/temporal-binary';
import { testServerBinary } from './services/test-server-binary';

/**
 * Fetches or builds the servers that tests start. On a new machine that takes minutes of both cores, so it is done before any test's
 * time runs; where one cannot be had, this says how, and the tests that need it fail.
 */
async function prepareServers(): Promise<void> {
  const say = (line: string): void => console.error(line);
  for (const prepare of [temporalBinary, testServerBinary]) {
    try {
      await prepare(say);
    } catch (error) {
      say((error as Error).message);
    }
  }
}

async function main(): Promise<void> {
  const args = process.argv.slice(2);
  const [types, lint] = await Promise.all([checkTypes(), checkLint(false), prepareServers()]);
  const unit = await runJest('unit', args);
  const stack = await runJest('stack', args);
  const counts = sumOf([types, lint, unit, stack]);
  console.log(lineOf(counts));
  process.exitCode = counts.failed === 0 ? 0 : 1;
}

void main();
