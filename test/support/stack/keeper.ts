// Keeps the servers of one test run: PostgreSQL with a migrated template from the beginning; the Temporal dev server, the
// time-skipping server's executable and the workflow bundle once, when the first test asks over HTTP. Ends with its standard input.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { migrate } from '../../../prisma/migrate';
import { freePort } from '../../../scripts/services/free-port';
import { startTemporaryPostgres } from '../../../scripts/services/temporary-postgres';
import { startTemporal } from '../../../scripts/services/temporal';
import { testServerBinary } from '../../../scripts/services/test-server-binary';
import { workflowBundle } from '../../../worker/workflow-bundle';
import { TEMPLATE_DATABASE } from './stack';

const say = (line: string) => console.error(line);

function once<Result>(make: () => Promise<Result>): () => Promise<Result> {
  let made: Promise<Result> | undefined;
  return () => (made ??= make());
}

async function main(): Promise<void> {
  const directory = mkdtempSync(path.join(tmpdir(), 'gongzhi-test-'));
  const stops: (() => Promise<void>)[] = [];
  const stopAll = async () => {
    for (const stop of stops.reverse()) await stop();
    rmSync(directory, { recursive: true, force: true });
    process.exit();
  };
  process.stdin.on('data', () => {}).on('end', () => void stopAll());
  process.on('SIGTERM', () => void stopAll());

  const postgres = await startTemporaryPostgres();
  stops.push(() => postgres.stop());
  await postgres.ensureDatabase(TEMPLATE_DATABASE);
  await migrate(postgres.url(TEMPLATE_DATABASE));

  const onRequest: Record<string, () => Promise<unknown>> = {
    '/dev-server': once(async () => {
      const server = await startTemporal({ directory, port: await freePort(), isKept: false, say });
      stops.push(() => server.stop());
      return { address: server.address };
    }),
    '/test-server': once(async () => ({ path: await testServerBinary(say) })),
    '/workflow-bundle': once(async () => {
      const { code } = await workflowBundle();
      const codePath = path.join(directory, 'workflow-bundle.js');
      writeFileSync(codePath, code);
      return { codePath };
    }),
  };
  const server = createServer((request, response) => {
    // A suite may ask again after minutes: a kept connection could be closing just then.
    response.setHeader('connection', 'close');
    const answer = onRequest[request.url ?? ''] ?? (() => Promise.reject(new Error(`Nothing at ${request.url}.`)));
    answer().then(
      (body) => response.end(JSON.stringify(body)),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  server.listen(0, '127.0.0.1', () => {
    const keeper = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    console.log(JSON.stringify({ keeper, postgres: postgres.url('postgres') }));
  });
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
