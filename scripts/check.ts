// `npm run check`: types, lint and unit tests, in under a minute. Everything else is `npm test`.
import { checkLint, checkTypes, lineOf, runJest, sumOf } from './services/checks';

async function main(): Promise<void> {
  // All at once: each has stretches in which it keeps one core busy at most.
  const counts = sumOf(await Promise.all([checkLint(true), checkTypes(), runJest('unit', process.argv.slice(2))]));
  console.log(lineOf(counts));
  process.exitCode = counts.failed === 0 ? 0 : 1;
}

void main();
