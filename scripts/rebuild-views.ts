// `npm run rebuild-views`: makes the read models of all processes again from their events, and which ballots count from the ballots. Safe at any time; nobody is told anything twice.
import { ConfigError, loadConfig } from '../config/config';
import { APP_ROLE, openDatabase } from '../prisma/client';
import { rebuildCounted } from '../store/ballots/rebuild-counted';
import { rebuildViews } from '../store/record/rebuild-views';
import { dataDirectory } from './services/folders';
import { openInstallation } from './services/installation';
import { ServiceError } from './services/service-error';

async function main(): Promise<void> {
  const say = (line: string) => console.log(line);
  const installation = await openInstallation({ directory: dataDirectory(), environment: process.env, say });
  try {
    const { url } = loadConfig(installation.environment).database;
    const { pool, close } = openDatabase({ url, max: 2, role: APP_ROLE });
    try {
      let [processes, events] = [0, 0];
      for await (const { processId, seq } of rebuildViews(pool)) {
        // Only a vote has ballots; another process has no window and nothing happens.
        await rebuildCounted(pool, processId);
        processes += 1;
        events += seq;
        if (processes % 1_000 === 0) say(`${processes} processes …`);
      }
      say(`Rebuilt the read models of ${processes} processes from ${events} events.`);
    } finally {
      await close();
    }
  } finally {
    await installation.stop();
  }
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    const isExpected = error instanceof ServiceError || error instanceof ConfigError;
    console.error(isExpected ? error.message : error);
    process.exit(1);
  },
);
