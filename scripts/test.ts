// `npm test`: everything, in order of cost: types and lint, unit tests, then those that need servers (bundle and replay, flow, db,
// api, e2e; test/support/stack/sequencer.cjs orders them). The last line counts them. Arguments go to jest.
import { checkLint, checkTypes, lineOf, runJest, sumOf } from './services/checks';

async function main(): Promise<void> {
  const args = process.argv.slice(2);
  const checks = await Promise.all([checkTypes(), checkLint(false)]);
  const unit = await runJest('unit', args);
  const stack = await runJest('stack', args);
  const counts = sumOf([...checks, unit, stack]);
  console.log(lineOf(counts));
  process.exitCode = counts.failed === 0 ? 0 : 1;
}

void main();
