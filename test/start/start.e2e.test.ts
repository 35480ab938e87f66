// `npm start` as a person and an operator meet it: the real command, as a process of its own, on a data folder and ports of its own.
import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freshDatabase } from '../support/database';
import { devServer } from '../support/temporal';

jest.setTimeout(300_000);

const CHECKOUT = path.resolve(__dirname, '../..');
const directory = mkdtempSync(path.join(tmpdir(), 'gongzhi-start-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const ANY_PORTS = { PORT: '0', GONGZHI_POSTGRES_PORT: '0', GONGZHI_TEMPORAL_PORT: '0', GONGZHI_TEMPORAL_UI_PORT: '0' };
const NAMES_SERVERS = /^(DATABASE_URL|TEMPORAL_.*|GONGZHI_MODE|npm_.*)$/;

const started: Starter[] = [];

class Starter {
  readonly process: ChildProcess;
  output = '';
  readonly exited: Promise<number | null>;

  /** `npm` is what a person types; the script itself spares npm's own processes where they do not matter. */
  constructor(environment: Record<string, string> = {}, args: string[] = [], by: 'npm' | 'script' = 'script') {
    const inherited = Object.entries(process.env).filter(([name]) => !NAMES_SERVERS.test(name));
    const [command, ...first] = by === 'npm' ? ['npm', 'start', '--'] : [process.execPath, 'scripts/run.mjs', 'start'];
    this.process = spawn(command, [...first, ...args], {
      cwd: CHECKOUT,
      env: { ...Object.fromEntries(inherited), GONGZHI_DATA: directory, ...ANY_PORTS, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.process.stdout?.on('data', (chunk: Buffer) => (this.output += chunk.toString('utf8')));
    this.process.stderr?.on('data', (chunk: Buffer) => (this.output += chunk.toString('utf8')));
    this.exited = new Promise((resolve) => this.process.once('close', resolve));
    started.push(this);
  }

  get pid(): number {
    return this.process.pid ?? 0;
  }

  /** Waits until it says that everything is ready (its last line then names Ctrl-C). */
  async ready(): Promise<string> {
    await until(() => {
      if (this.process.exitCode !== null) throw new Error(`It ended instead of becoming ready:\n${this.output}`);
      return this.output.includes('Ctrl-C');
    }, 240_000);
    const address = /ready on (\S+) after/.exec(this.output)?.[1];
    if (address === undefined) throw new Error(`No address in:\n${this.output}`);
    return address;
  }

  password(loginName: string): string | undefined {
    return new RegExp(`^ *${loginName} +(\\S+) `, 'm').exec(this.output)?.[1];
  }
}

async function until(isSo: () => boolean, withinMs: number): Promise<void> {
  const end = performance.now() + withinMs;
  while (!isSo()) {
    if (performance.now() > end) throw new Error(`Not so within ${withinMs / 1000} s.`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Process id, parent and command line of everything that runs, from /proc. */
function processes(): { pid: number; parent: number; command: string }[] {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      // The name in brackets may hold blanks; state and parent follow it.
      const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ');
      return state === 'Z' ? [] : [{ pid: Number(name), parent: Number(parent), command }];
    } catch {
      return []; // it ended while we looked
    }
  });
}

function descendantsOf(pid: number): { pid: number; command: string }[] {
  const all = processes();
  const found: { pid: number; parent: number; command: string }[] = [];
  for (let parents = [pid]; parents.length > 0;) {
    const children = all.filter(({ parent }) => parents.includes(parent));
    found.push(...children);
    parents = children.map((child) => child.pid);
  }
  return found;
}

const survivorsOf = (pids: number[]): string[] =>
  processes().flatMap(({ pid, command }) => (pids.includes(pid) ? [`${pid} ${command}`] : []));

async function signIn(address: string, password: string | undefined): Promise<number> {
  const response = await fetch(`${address}/v1/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ loginName: 'street', password }),
  });
  return response.status;
}

// A test that failed half-way leaves nothing running for the next one.
afterEach(async () => {
  for (const starter of started.splice(0)) {
    if (starter.process.exitCode === null && starter.process.signalCode === null) starter.process.kill('SIGTERM');
    await starter.exited;
  }
});

let occupied: Server | undefined;
afterAll(() => occupied?.close());

async function occupiedPort(): Promise<number> {
  occupied = createServer();
  await new Promise<void>((resolve) => occupied?.listen(0, '127.0.0.1', resolve));
  return (occupied.address() as AddressInfo).port;
}

describe('npm start', () => {
  let firstPassword: string | undefined;

  test('comes up on an empty folder, and leaves no process behind when the starter is killed', async () => {
    const starter = new Starter();
    const address = await starter.ready();
    firstPassword = starter.password('street');
    await expect(signIn(address, firstPassword)).resolves.toBe(200);
    await expect(signIn(address, 'not the password')).resolves.toBe(401);

    const second = new Starter();
    await expect(second.exited).resolves.toBe(1);
    expect(second.output).toContain(`Gongzhi already runs on ${directory} (process ${starter.pid}; ${address})`);

    const family = descendantsOf(starter.pid);
    expect(family.map(({ command }) => command).join('\n')).toMatch(
      /api\/main\.ts[^]*worker\/main\.ts|worker\/main\.ts[^]*api\/main\.ts/,
    );
    expect(family.map(({ command }) => command).join('\n')).toMatch(/start-dev/);
    process.kill(starter.pid, 'SIGKILL');
    await starter.exited;
    await until(() => survivorsOf(family.map(({ pid }) => pid)).length === 0, 60_000);
  });

  test('comes up again at once after that, with its data, on another port when the wanted one is taken', async () => {
    const wanted = await occupiedPort();
    const starter = new Starter({ PORT: String(wanted) });
    const address = await starter.ready();
    expect(starter.output).toContain(`Port ${wanted} is taken`);
    expect(address).not.toContain(`:${wanted}`);
    expect(starter.output).not.toContain('migrations applied');
    expect(starter.password('street')).toBeUndefined();
    await expect(signIn(address, firstPassword)).resolves.toBe(200);

    const family = descendantsOf(starter.pid);
    const worker = family.find(({ command }) => command.includes('worker/main.ts'));
    process.kill(worker?.pid ?? 0, 'SIGKILL');
    await expect(starter.exited).resolves.toBe(1);
    expect(starter.output).toContain('The worker ended by itself (signal SIGKILL)');
    expect(survivorsOf(family.map(({ pid }) => pid))).toEqual([]);
  });

  test('begins anew with --fresh, and stops in order on Ctrl-C', async () => {
    const starter = new Starter({}, ['--fresh']);
    const address = await starter.ready();
    await expect(signIn(address, firstPassword)).resolves.toBe(401);
    await expect(signIn(address, starter.password('street'))).resolves.toBe(200);

    const accounts = spawnSync(process.execPath, ['scripts/run.mjs', 'account', 'list'], {
      cwd: CHECKOUT,
      env: { ...process.env, GONGZHI_DATA: directory, DATABASE_URL: '' },
      encoding: 'utf8',
    });
    expect(accounts.stdout).toMatch(/^street +streetOfficer of /m);

    const family = descendantsOf(starter.pid);
    process.kill(starter.pid, 'SIGINT');
    await expect(starter.exited).resolves.toBe(0);
    expect(starter.output).toContain('Stopped.');
    expect(survivorsOf(family.map(({ pid }) => pid))).toEqual([]);
  });
});

test('when npm itself is killed, everything it started ends too', async () => {
  const starter = new Starter({}, [], 'npm');
  await starter.ready();
  const family = descendantsOf(starter.pid);
  expect(family.length).toBeGreaterThan(5);
  process.kill(starter.pid, 'SIGKILL');
  await until(() => survivorsOf(family.map(({ pid }) => pid)).length === 0, 60_000);
});

test('npm start runs on a database and a Temporal of somebody else, and starts none of its own', async () => {
  const database = await freshDatabase();
  const temporal = await devServer();
  const folder = path.join(directory, 'elsewhere');
  const starter = new Starter({ DATABASE_URL: database.url, TEMPORAL_ADDRESS: temporal.address, GONGZHI_DATA: folder });
  try {
    const address = await starter.ready();
    await expect(signIn(address, starter.password('street'))).resolves.toBe(200);
    const commands = descendantsOf(starter.pid).map(({ command }) => command);
    expect(commands.filter((command) => /guard\.mjs|start-dev|bin\/postgres/.test(command))).toEqual([]);
    starter.process.kill('SIGTERM');
    await expect(starter.exited).resolves.toBe(0);
    const { rows } = await database.pool.query('select count(*)::int as accounts from account');
    expect(rows[0].accounts).toBeGreaterThan(0);
  } finally {
    starter.process.kill('SIGTERM');
    await starter.exited;
    await temporal.close();
    await database.drop();
  }
});

describe('npm start says in one sentence', () => {
  const sentence = async (environment: Record<string, string>, args: string[] = []): Promise<string> => {
    const starter = new Starter(environment, args);
    await expect(starter.exited).resolves.toBe(1);
    expect(descendantsOf(starter.pid)).toEqual([]);
    const lines = starter.output
      .trim()
      .split('\n')
      .filter((line) => !line.startsWith('Gongzhi is starting'));
    expect(lines).toHaveLength(1);
    return lines.join();
  };

  test('that the DATABASE_URL is no address', async () => {
    await expect(sentence({ DATABASE_URL: 'localhost:5432' })).resolves.toMatch(
      /^DATABASE_URL is wrong: expected postgresql:/,
    );
  });

  test('that nothing listens at the DATABASE_URL, without its password', async () => {
    const text = await sentence({
      DATABASE_URL: 'postgresql://app:a-secret-word@127.0.0.1:1/gongzhi',
      TEMPORAL_ADDRESS: '127.0.0.1:1',
    });
    expect(text).toBe('DATABASE_URL: nothing listens at 127.0.0.1:1.');
  });

  test('that production needs its secrets, each by name', async () => {
    const starter = new Starter({
      GONGZHI_MODE: 'production',
      DATABASE_URL: 'postgresql://app:kV93-long-and-random@127.0.0.1:1/gongzhi',
    });
    await expect(starter.exited).resolves.toBe(1);
    expect(starter.output).toMatch(/^TEMPORAL_ADDRESS is missing/m);
    expect(starter.output).toMatch(/^GONGZHI_DATA_KEY is missing/m);
    expect(starter.output).toMatch(/^GONGZHI_TOKEN_KEY is missing/m);
  });

  test('that --fresh does not touch a database of somebody else', async () => {
    await expect(sentence({ DATABASE_URL: 'postgresql://a:b@127.0.0.1:1/c' }, ['--fresh'])).resolves.toMatch(
      /^--fresh wipes embedded data only/,
    );
  });

  test('which argument it does not know', async () => {
    const starter = new Starter({}, ['--frehs']);
    await expect(starter.exited).resolves.toBe(1);
    expect(starter.output).toContain("Unknown option '--frehs'");
  });
});
