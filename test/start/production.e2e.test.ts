// The way of docs/operations.md from an empty database to a first election in production mode: migrations, the first account, worker and
// API as processes of their own, and everything after that over HTTP.
import { spawn } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { Session } from '../../scripts/rehearsal/election/client';
import { makeRegister } from '../../scripts/register/make-register';
import { registerXlsx } from '../../scripts/register/write-register';
import { startPart, type Part } from '../../scripts/services/part';
import { testStack } from '../support/stack/stack';
import { devServer } from '../support/temporal';

jest.setTimeout(300_000);
const CHECKOUT = path.resolve(__dirname, '../..');
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

const directory = mkdtempSync(path.join(tmpdir(), 'gongzhi-production-'));
const database = `production_${randomBytes(6).toString('hex')}`;
const parts: Part[] = [];

const onServer = async (statement: string): Promise<void> => {
  const client = new Client({ connectionString: testStack().postgres });
  await client.connect();
  await client.query(statement);
  await client.end();
};

afterAll(async () => {
  for (const part of parts.reverse()) await part.stop(15_000);
  await onServer(`drop database if exists ${database} with (force)`);
  rmSync(directory, { recursive: true, force: true });
});

/** A namespace of its own: worker and API use the queue that every Gongzhi uses. */
async function ownNamespace(): Promise<{ address: string; namespace: string }> {
  const { address, connection, close } = await devServer();
  const namespace = `production-${randomUUID()}`;
  await connection.workflowService.registerNamespace({
    namespace,
    workflowExecutionRetentionPeriod: { seconds: 86_400 as never },
  });
  await close();
  return { address, namespace };
}

function run(environment: NodeJS.ProcessEnv, script: string, ...args: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', 'tsx', script, ...args], { cwd: CHECKOUT, env: environment });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.once('close', (code) => (code === 0 ? resolve(output) : reject(new Error(output))));
  });
}

test('an empty production comes to a register and an election by the commands and the API alone', async () => {
  await onServer(`create database ${database} template template0`);
  const temporal = await ownNamespace();
  const environment = {
    PATH: process.env['PATH'],
    GONGZHI_MODE: 'production',
    DATABASE_URL: Object.assign(new URL(testStack().postgres), { pathname: `/${database}` }).href,
    TEMPORAL_ADDRESS: temporal.address,
    TEMPORAL_NAMESPACE: temporal.namespace,
    GONGZHI_DATA_KEY: randomBytes(32).toString('base64'),
    GONGZHI_TOKEN_KEY: randomBytes(32).toString('base64'),
    PORT: '0',
  };
  expect(await run(environment, 'scripts/migrate.ts')).toContain('Applied');
  const first = ['--name', 'supervisor', '--role', 'districtSupervisor', '--place', '市北区', '--make-places'];
  const created = await run(environment, 'scripts/account.ts', 'create', ...first);
  const districtId = /districtSupervisor of 市北区 \(([0-9a-f-]{36})\)/.exec(created)?.[1] ?? '';
  const password = /only now: (\S+)/.exec(created)?.[1] ?? '';

  const start = async (name: string): Promise<Part> => {
    const part = await startPart({ name, entry: `${name}/main.ts`, environment, directory, readyMs: 120_000 });
    parts.push(part);
    return part;
  };
  const [api] = await Promise.all([start('api'), start('worker')]);
  const address = String(api.ready['url']);

  const supervisor = await Session.open(address, { loginName: 'supervisor', password });
  const below = (by: Session, parentId: string, kind: string, name: string): Promise<string> =>
    by.post<{ placeId: string }>(`/v1/places/${parentId}/children`, { kind, name }).then(({ placeId }) => placeId);
  const streetId = await below(supervisor, districtId, 'street', '合肥路街道');
  const officer = { loginName: 'officer', displayName: '街道经办', role: 'streetOfficer' };
  const issued = await supervisor.post<{ loginName: string; password: string }>(
    `/v1/places/${streetId}/accounts`,
    officer,
  );

  const street = await Session.open(address, issued);
  const communityId = await below(street, streetId, 'community', '浮山后社区');
  const estateId = await below(street, communityId, 'estate', '海岸花园');
  const imports = `/v1/places/${estateId}/register-imports`;
  const file = await registerXlsx(makeRegister({ seed: 1, buildings: 2, units: 40 }));
  const dryRun = await street.upload<{ importId: string; isCommittable: boolean }>(
    `${imports}?commandId=${randomUUID()}&format=xlsx`,
    file,
    XLSX,
  );
  expect(dryRun.isCommittable).toBe(true);
  expect(await street.post(`${imports}/${dryRun.importId}/commit`)).toMatchObject({ newUnits: 40 });

  const electionId = randomUUID();
  await street.post(`/v1/estates/${estateId}/elections`, {
    electionId,
    trigger: 'termEnding',
    termEndsOn: `${new Date().getUTCFullYear() + 1}-12-31`,
    seats: 5,
  });
  // The worker answers, so the engine runs the election.
  const suspend = { type: 'suspend', days: 1, reasonText: '试运行', basisText: '街道决定' };
  expect(await street.post(`/v1/elections/${electionId}/commands`, { command: suspend })).toMatchObject({
    processId: electionId,
  });
  expect(await street.get(`/v1/processes/${electionId}`)).toHaveProperty('suspension.until');
});
