// docker-compose.yml read by a real compose program. Its images are not run here: there is no container engine.
import { execFileSync, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { loadConfig } from '../../config/config';
import { CHECKOUT } from '../../scripts/services/folders';
import { findComposeProgram } from './compose-program';

const program = findComposeProgram();
if (program === undefined && process.env['CI'] === 'true') {
  throw new Error('No compose program: install Docker, or Python 3 with pip and venv.');
}
if (program === undefined)
  console.warn('docker-compose.yml is not checked: there is neither Docker nor Python 3 with pip.');
// CI must have a compose program (above); a laptop without one is told, and its other tests run.
const testWithCompose = program === undefined ? test.skip : test;

interface Service {
  command?: string[];
  environment?: Record<string, string>;
  ports?: (string | { host_ip?: string })[];
  depends_on?: Record<string, { condition: string }>;
  build?: { dockerfile?: string };
  volumes?: (string | { target?: string })[];
  read_only?: boolean;
}

const SECRETS = {
  GONGZHI_POSTGRES_PASSWORD: randomBytes(24).toString('hex'),
  GONGZHI_TEMPORAL_PASSWORD: randomBytes(24).toString('hex'),
  GONGZHI_DATABASE_PASSWORD: randomBytes(24).toString('hex'),
  GONGZHI_DATA_KEY: randomBytes(32).toString('base64'),
  GONGZHI_TOKEN_KEY: randomBytes(32).toString('base64'),
};

function readFileWith(secrets: Record<string, string>): { problem: string; services: Record<string, Service> } {
  if (program === undefined) throw new Error('unreachable');
  const isJson = program.toJson === undefined;
  const { status, stdout, stderr } = spawnSync(
    program.command,
    [...program.args, '--file', 'docker-compose.yml', 'config', ...(isJson ? ['--format', 'json'] : [])],
    { cwd: CHECKOUT, env: { PATH: process.env['PATH'], ...secrets }, encoding: 'utf8' },
  );
  if (status !== 0) return { problem: stderr, services: {} };
  const json =
    program.toJson === undefined
      ? stdout
      : execFileSync(program.toJson.command, program.toJson.args, { input: stdout });
  return { problem: '', services: (JSON.parse(String(json)) as { services: Record<string, Service> }).services };
}

testWithCompose('the compose file runs PostgreSQL, Temporal on it, the migrations, the worker and the API', () => {
  const { problem, services } = readFileWith(SECRETS);
  expect(problem).toBe('');
  expect(Object.keys(services).sort()).toEqual(['api', 'migrate', 'postgres', 'temporal', 'worker']);
  expect(services['temporal']?.environment).toMatchObject({ DB: 'postgres12', POSTGRES_SEEDS: 'postgres' });
  for (const name of ['api', 'worker']) {
    expect(services[name]?.depends_on?.['migrate']?.condition).toBe('service_completed_successfully');
  }
});

testWithCompose('every program it starts is in the checkout, and so is its Dockerfile', () => {
  const { services } = readFileWith(SECRETS);
  for (const name of ['api', 'worker', 'migrate']) {
    const entry = services[name]?.command?.at(-1) ?? '';
    expect(entry).toMatch(/\.ts$/);
    expect(existsSync(path.join(CHECKOUT, entry))).toBe(true);
  }
  const copied = readFileSync(path.join(CHECKOUT, services['api']?.build?.dockerfile ?? ''), 'utf8');
  for (const folder of [
    'api',
    'worker',
    'scripts',
    'prisma',
    'engine',
    'workflows',
    'activities',
    'store',
    'papers',
    'domain',
    'config',
  ]) {
    expect(copied).toContain(`COPY ${folder} ./${folder}\n`);
  }
});

testWithCompose.each(['api', 'worker'])('the %s accepts the environment that it is given there', (name) => {
  const environment = readFileWith(SECRETS).services[name]?.environment ?? {};
  expect(loadConfig(environment)).toMatchObject({ mode: 'production', temporal: { address: 'temporal:7233' } });
});

testWithCompose('no server is given the superuser’s password, and Temporal not Gongzhi’s', () => {
  const { services } = readFileWith(SECRETS);
  const secretsOf = (name: string) => JSON.stringify(services[name]?.environment ?? {});
  for (const name of ['temporal', 'migrate', 'worker', 'api'])
    expect(secretsOf(name)).not.toContain(SECRETS.GONGZHI_POSTGRES_PASSWORD);
  expect(secretsOf('temporal')).not.toContain(SECRETS.GONGZHI_DATABASE_PASSWORD);
  for (const name of ['migrate', 'worker', 'api'])
    expect(secretsOf(name)).not.toContain(SECRETS.GONGZHI_TEMPORAL_PASSWORD);
  expect(JSON.stringify(services['postgres']?.volumes)).toContain('/docker-entrypoint-initdb.d');
});

testWithCompose('what is read-only there has a data folder that tools can write to', () => {
  const { services } = readFileWith(SECRETS);
  for (const name of ['migrate', 'worker', 'api']) {
    expect(services[name]?.read_only).toBe(true);
    expect(services[name]?.environment?.['GONGZHI_DATA']).toMatch(/^\/tmp\//);
  }
});

testWithCompose('everything is published on loopback only', () => {
  const published = Object.values(readFileWith(SECRETS).services).flatMap(({ ports }) => ports ?? []);
  expect(published.length).toBeGreaterThan(0);
  for (const port of published) {
    const host = typeof port === 'string' ? port.split(':')[0] : port.host_ip;
    expect(host).toBe('127.0.0.1');
  }
});

testWithCompose.each(Object.keys(SECRETS))('without %s nothing starts, and it is named', (name) => {
  const { problem } = readFileWith({ ...SECRETS, [name]: '' });
  expect(problem).toMatch(/openssl rand/);
});
