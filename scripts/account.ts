// `npm run account -- create|list|disable|reset …`: accounts by whoever holds the database, above all the first one of a production that
// has no samples. Works while Gongzhi runs and while it does not; a running one heeds the change within seconds.
import { createInterface } from 'node:readline';
import { ConfigError } from '../config/config';
import { APP_ROLE, openDatabase } from '../prisma/client';
import { databaseClock } from '../store/time-source';
import { manageAccounts } from './account/manage-accounts';
import { readArguments } from './account/read-arguments';
import { openDatabaseOnly } from './services/database-only';
import { dataDirectory } from './services/folders';
import { ServiceError } from './services/service-error';

async function main(): Promise<void> {
  const command = readArguments(process.argv.slice(2));
  // What the embedded server has to say is not the answer: it goes to standard error.
  const say = (line: string) => console.error(line);
  const database = await openDatabaseOnly({ directory: dataDirectory(), environment: process.env, say });
  try {
    const { pool, close } = openDatabase({ url: database.url, max: 2, role: APP_ROLE });
    try {
      const lines = await manageAccounts(command, { pool, time: databaseClock(pool), readPassword });
      for (const line of lines) console.log(line);
    } catch (error) {
      throw isUnmigrated(error) ? new ServiceError('The database has no tables yet: npm run migrate first.') : error;
    } finally {
      await close();
    }
  } finally {
    await database.stop();
  }
}

/** The first line of standard input. A terminal would show what is typed. */
async function readPassword(): Promise<string> {
  if (process.stdin.isTTY) throw new ServiceError('--password-stdin reads a pipe or a file, not what is typed here.');
  for await (const line of createInterface({ input: process.stdin })) return line;
  throw new ServiceError('--password-stdin: standard input is empty.');
}

/** There is no role to step down to, or no table. */
const isUnmigrated = (error: unknown): boolean =>
  ['22023', '42704', '42P01'].includes((error as { code?: string }).code ?? '');

main().then(
  () => process.exit(0),
  (error: unknown) => {
    const isExpected = error instanceof ServiceError || error instanceof ConfigError;
    console.error(isExpected ? error.message : error);
    process.exit(1);
  },
);
