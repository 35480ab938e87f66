// The accounts that deploy/postgres/roles.sh makes, made here by its own statements: enough for the migrations and for API and worker, and no
// way from Temporal's account to Gongzhi's tables. The image that runs the script is not at hand.
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Client } from 'pg';
import { APP_ROLE, openDatabase } from '../../prisma/client';
import { migrate } from '../../prisma/migrate';
import { CHECKOUT } from '../../scripts/services/folders';
import { testStack } from '../support/stack/stack';

const SCRIPT = path.join(CHECKOUT, 'deploy', 'postgres', 'roles.sh');
const suffix = randomBytes(4).toString('hex');
const names = { gongzhi: `gongzhi_${suffix}`, temporal: `temporal_${suffix}` };
const password = randomBytes(12).toString('hex');

/** The statements of the script, with names of this test's own, since all tests share one server. */
function statements(): string[] {
  const sql = /<<'SQL'\n([^]*?)\nSQL\n/.exec(readFileSync(SCRIPT, 'utf8'))?.[1] ?? '';
  return sql
    .replace(/^--.*$/gm, '')
    .replaceAll(/:'\w+'/g, `'${password}'`)
    .replaceAll(/\b(role|database|owner) (gongzhi|temporal)\b/g, (_, what: string, who: 'gongzhi' | 'temporal') =>
      [what, names[who]].join(' '),
    )
    .split(';')
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '');
}

const urlFor = (user: string, database: string): string =>
  Object.assign(new URL(testStack().postgres), { username: user, password, pathname: `/${database}` }).href;

async function withClient(url: string, work: (client: Client) => Promise<unknown>): Promise<void> {
  const client = new Client({ connectionString: url });
  try {
    await client.connect();
    await work(client);
  } finally {
    await client.end().catch(() => {});
  }
}

beforeAll(() =>
  withClient(testStack().postgres, async (client) => {
    for (const statement of statements()) await client.query(statement);
  }),
);
afterAll(() =>
  withClient(testStack().postgres, async (client) => {
    await client.query(`drop database if exists temporal_made_${suffix}`);
    await client.query(`drop database if exists ${names.gongzhi} with (force)`);
    for (const name of Object.values(names)) await client.query(`drop owned by ${name}; drop role ${name}`);
  }),
);

it('is a shell script without faults', () => {
  execFileSync('sh', ['-n', SCRIPT]);
  expect(statements()).toHaveLength(4);
});

it('Gongzhi’s account migrates and steps down, though it is no superuser', async () => {
  const url = urlFor(names.gongzhi, names.gongzhi);
  // Other tests' migrations have made gongzhi_app on this server already; with this the account holds what its maker would.
  await withClient(testStack().postgres, (client) =>
    client.query(`grant ${APP_ROLE} to ${names.gongzhi} with admin option, set false, inherit false`),
  );
  expect(await migrate(url)).not.toEqual([]);
  const { pool, close } = openDatabase({ url, max: 1, role: APP_ROLE });
  const { rows } = await pool.query(`select current_user as role, count(*)::int as places from place`);
  expect(rows).toEqual([{ role: APP_ROLE, places: 0 }]);
  await close();
});

it('Temporal’s account makes databases of its own and cannot even connect to Gongzhi’s', async () => {
  await withClient(urlFor(names.temporal, 'postgres'), (client) =>
    client.query(`create database temporal_made_${suffix}`),
  );
  await withClient(urlFor(names.temporal, `temporal_made_${suffix}`), (client) =>
    client.query('create extension if not exists btree_gin'),
  );
  await expect(withClient(urlFor(names.temporal, names.gongzhi), () => Promise.resolve())).rejects.toThrow(
    /permission denied for database/,
  );
});
