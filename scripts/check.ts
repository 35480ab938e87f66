// `npm run check`: types, lint and unit tests, in under a minute. Everything else is `npm test`.
import { checkLint, checkTypes, lineOf, runJest, sumOf } from './services/checks';

async function main(): Promise<void> {
  // Lint takes about as long as the other two together; two cores are then both busy.
  const [lint, others] = await Promise.all([
    checkLint(true),
    checkTypes().then(async (types) => sumOf([types, await runJest('unit', process.argv.slice(2))])),
  ]);
  const counts = sumOf([lint, others]);
  console.log(lineOf(counts));
  process.exitCode = counts.failed === 0 ? 0 : 1;
}

void main();
