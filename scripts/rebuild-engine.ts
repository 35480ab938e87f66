// `npm run rebuild-engine [-- --force]`: gives every open process a run in Temporal from where its record ends, and prints what it did with
// each. --force replaces runs that are there, after Temporal was restored to an earlier time, and takes the record's side where the two
// disagree. Ends with 1 when something was left alone that somebody must decide.
import { parseArgs } from 'node:util';
import { ConfigError, loadConfig } from '../config/config';
import { openEngine } from '../engine/connect';
import { rebuildEngine, type RebuildReport } from '../engine/rebuild';
import { APP_ROLE, openDatabase } from '../prisma/client';
import { dataDirectory } from './services/folders';
import { openInstallation } from './services/installation';
import { ServiceError } from './services/service-error';

const LEFT_ALONE = {
  chainBroken: 'The record of a process was changed after it was written; it was left alone (docs/operations.md).',
  diverged:
    'Engine and record of a process disagree; it was left alone. If the record is right: -- --force (docs/operations.md).',
} satisfies Partial<Record<RebuildReport['result'], string>>;

async function main(): Promise<number> {
  const isForced = readArguments();
  const say = (line: string) => console.log(line);
  const installation = await openInstallation({ directory: dataDirectory(), environment: process.env, say });
  try {
    const config = loadConfig(installation.environment);
    const engine = openEngine(config.temporal);
    const { pool, close } = openDatabase({ url: config.database.url, max: 2, role: APP_ROLE });
    try {
      const count: Partial<Record<RebuildReport['result'], number>> = {};
      say(`${'process'.padEnd(36)}  ${'kind'.padEnd(10)}  ${'event'.padStart(6)}  result`);
      for await (const { processId, kind, seq, result } of rebuildEngine(engine.client, pool, { isForced })) {
        count[result] = (count[result] ?? 0) + 1;
        say(`${processId}  ${kind.padEnd(10)}  ${String(seq).padStart(6)}  ${result}`);
      }
      const sums = Object.entries(count).map(([result, n]) => `${n} ${result}`);
      say(sums.length === 0 ? 'No process is open.' : sums.join(', '));
      for (const [result, sentence] of Object.entries(LEFT_ALONE))
        if (count[result as keyof typeof LEFT_ALONE]) console.error(sentence);
      return count.chainBroken || count.diverged ? 1 : 0;
    } finally {
      await close();
      await engine.close();
    }
  } finally {
    await installation.stop();
  }
}

function readArguments(): boolean {
  try {
    return parseArgs({ options: { force: { type: 'boolean', default: false } } }).values.force;
  } catch (error) {
    throw new ConfigError(`${(error as Error).message}\nusage: npm run rebuild-engine [-- --force]`);
  }
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    const isExpected = error instanceof ServiceError || error instanceof ConfigError;
    console.error(isExpected ? error.message : error);
    process.exit(1);
  },
);
