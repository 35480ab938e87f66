// `npm run account`, the way to the first account of a production: what it writes, what it refuses, and the command itself on a database
// at hand, on one without tables, and on the embedded one.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { fitsPassword } from '../../api/auth/passwords';
import { manageAccounts } from '../../scripts/account/manage-accounts';
import { readArguments } from '../../scripts/account/read-arguments';
import { databaseClock } from '../../store/time-source';
import { freshDatabase, type TestDatabase } from '../support/database';

jest.setTimeout(180_000);
const CHECKOUT = path.resolve(__dirname, '../..');

let database: TestDatabase;
beforeEach(async () => {
  database = await freshDatabase();
});
afterEach(() => database.drop());

/** What the person is told, for the words after `npm run account --`. */
const typed = (words: string[], password = ''): Promise<string[]> =>
  manageAccounts(readArguments(words), {
    pool: database.pool,
    time: databaseClock(database.pool),
    readPassword: () => Promise.resolve(password),
  });
const FIRST = ['create', '--name', 'First', '--role', 'districtSupervisor', '--place', '甲区', '--make-places'];
const passwordIn = (lines: string[]): string => /only now: (\S+)$/.exec(lines.join('\n'))?.[1] ?? '';
const rowsOf = async <T>(query: string): Promise<T[]> => (await database.pool.query(query)).rows as T[];
const hashOf = async (loginName: string): Promise<string> => {
  const { rows } = await database.pool.query<{ hash: string }>(
    'select password_hash as hash from account where login_name = $1',
    [loginName],
  );
  return rows[0]?.hash ?? '';
};

describe('creating an account', () => {
  it('adds the district of an empty database, shows a drawn password once and stores its argon2id hash', async () => {
    const lines = await typed(FIRST);
    expect(lines[0]).toBe('Added district 甲区.');
    expect(lines[1]).toMatch(/^Created first: districtSupervisor of 甲区/);
    expect(passwordIn(lines)).toMatch(/^(\w{4}-){3}\w{4}$/);
    expect(await hashOf('first')).toMatch(/^\$argon2id\$/);
    expect(await fitsPassword(passwordIn(lines), await hashOf('first'))).toBe(true);
  });

  it('is recorded as the API records it: opened and granted, by nobody with a grant', async () => {
    await typed(FIRST);
    const [place] = await rowsOf<{ path: string }>('select path from place');
    expect(
      await rowsOf(
        `select type, payload - 'grantId' as payload, by_account_id as by, authority_role as role from account_event order by type desc`,
      ),
    ).toEqual([
      { type: 'opened', payload: { ownerId: null, isSample: false }, by: null, role: null },
      {
        type: 'granted',
        payload: { role: 'districtSupervisor', path: place?.path, department: null },
        by: null,
        role: null,
      },
    ]);
  });

  it('adds no place that was not asked for, since a mistyped name would be a second district', async () => {
    await expect(typed(FIRST.slice(0, -1))).rejects.toThrow('There is no district "甲区" yet');
    await typed(FIRST);
    const second = ['create', '--name', 'second', '--role', 'streetOfficer', '--place', '甲区/一街道'];
    await expect(typed(second)).rejects.toThrow('There is no street "一街道" yet');
    expect((await typed([...second, '--make-places']))[0]).toBe('Added street 一街道.');
    const third = [...FIRST.slice(0, 1), '--name', 'third', ...FIRST.slice(3)];
    expect((await typed(third))[0]).toMatch(/^Created third/);
    expect(await rowsOf('select name from place order by path')).toHaveLength(2);
  });

  it('takes a place by its id', async () => {
    await typed(FIRST);
    const [place] = await rowsOf<{ id: string }>('select id from place');
    const words = ['create', '--name', 'auditor', '--role', 'auditor', '--place', place?.id ?? ''];
    expect((await typed(words))[0]).toContain('auditor of 甲区');
    await expect(typed([...words.slice(0, -1), '00000000-0000-4000-8000-000000000000'])).rejects.toThrow('no place');
  });

  it.each([
    [['--role', 'streetOfficer'], 'does not belong at a district'],
    [['--role', 'owner'], 'Owners come from the register'],
    [['--role', 'departmentOfficer'], '--department goes with'],
    [['--department', 'court'], '--department goes with'],
  ])('refuses %j, and then has changed nothing', async (more, sentence) => {
    await expect(typed([...FIRST, ...more])).rejects.toThrow(sentence);
    expect(await rowsOf('select id from place union all select id from account')).toEqual([]);
  });

  it('refuses a login name that is taken', async () => {
    await typed(FIRST);
    await expect(typed(FIRST)).rejects.toThrow('The login name is taken');
  });

  it('takes a brought password when it is strong enough: ten characters are, nine are not', async () => {
    await expect(typed([...FIRST, '--password-stdin'], 'abcdefghi')).rejects.toThrow('too weak');
    const lines = await typed([...FIRST, '--password-stdin'], 'abcdefghij');
    expect(lines.join('\n')).not.toContain('abcdefghij');
    expect(await fitsPassword('abcdefghij', await hashOf('first'))).toBe(true);
  });
});

describe('what was typed', () => {
  it.each([
    [[], 'one of create, list, disable, reset must be named'],
    [['make'], 'one of create, list, disable, reset must be named'],
    [['create', '--name', 'abc'], 'create needs --role'],
    [['create', '--name', 'a b', '--role', 'auditor', '--place', 'x'], '--name:'],
    [['create', '--name', 'abc', '--role', 'king', '--place', 'x'], '--role:'],
    [['list', '--name', 'abc'], 'list takes no --name'],
    [['reset', '--name', 'abc', '--password', 'secret'], "Unknown option '--password'"],
  ])('%j is refused with the usage', (words, sentence) => {
    expect(() => readArguments(words)).toThrow(sentence);
    expect(() => readArguments(words)).toThrow('usage: npm run account');
  });
});

describe('an account that exists', () => {
  it('is listed with its roles, or as disabled; no password or hash is', async () => {
    expect(await typed(['list'])).toEqual(['There is no account yet.']);
    const password = passwordIn(await typed(FIRST));
    const shown = (await typed(['list'])).join('\n');
    expect(shown).toMatch(/^first +districtSupervisor of 甲区\n1 accounts/);
    expect(shown).not.toContain(password);
    await typed(['disable', '--name', 'first']);
    expect((await typed(['list']))[0]).toMatch(/^first +disabled/);
  });

  it('gets another password and loses its sessions, once it is not disabled', async () => {
    const old = passwordIn(await typed(FIRST));
    const fresh = passwordIn(await typed(['reset', '--name', 'FIRST']));
    expect(await fitsPassword(old, await hashOf('first'))).toBe(false);
    expect(await fitsPassword(fresh, await hashOf('first'))).toBe(true);
    await typed(['disable', '--name', 'first']);
    await expect(typed(['disable', '--name', 'first'])).rejects.toThrow('The account is disabled.');
    await expect(typed(['reset', '--name', 'first'])).rejects.toThrow('first is disabled');
    await expect(typed(['reset', '--name', 'nobody'])).rejects.toThrow('There is no account nobody.');
    const events = await rowsOf<{ type: string }>('select type from account_event order by at');
    expect(events.map(({ type }) => type).sort()).toEqual(['disabled', 'granted', 'opened', 'passwordReset']);
  });
});

describe('the command', () => {
  const run = (words: string[], environment: Record<string, string>, input = '') =>
    new Promise<{ code: number | null; out: string; err: string }>((resolve) => {
      const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/account.ts', ...words], {
        cwd: CHECKOUT,
        env: { ...process.env, ...environment },
      });
      let [out, err] = ['', ''];
      child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
      child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
      child.once('close', (code) => resolve({ code, out, err }));
      child.stdin.end(input);
    });

  it('needs nothing but the database’s address in production, and takes the password from standard input', async () => {
    const production = { GONGZHI_MODE: 'production', DATABASE_URL: database.url };
    const password = randomBytes(12).toString('hex');
    const { code, out } = await run([...FIRST, '--password-stdin'], production, `${password}\n`);
    expect(code).toBe(0);
    expect(out).not.toContain(password);
    expect(await fitsPassword(password, await hashOf('first'))).toBe(true);
    const without = await run(['list'], { GONGZHI_MODE: 'production', DATABASE_URL: '' });
    expect(without).toMatchObject({ code: 1, err: expect.stringContaining('DATABASE_URL is missing') as unknown });
  });

  it('says what is missing on a database without tables', async () => {
    const name = `empty_${randomBytes(6).toString('hex')}`;
    const client = new Client({ connectionString: database.url });
    await client.connect();
    await client.query(`create database ${name} template template0`);
    const url = Object.assign(new URL(database.url), { pathname: `/${name}` }).href;
    expect(await run(['list'], { DATABASE_URL: url })).toEqual({
      code: 1,
      out: '',
      err: 'The database has no tables yet: npm run migrate first.\n',
    });
    await client.query(`drop database ${name}`);
    await client.end();
  });

  it('starts the embedded database for itself when Gongzhi does not run, and keeps what it did', async () => {
    const directory = mkdtempSync(path.join(tmpdir(), 'gongzhi-account-'));
    const embedded = { GONGZHI_MODE: '', DATABASE_URL: '', GONGZHI_DATA: directory };
    const created = await run(FIRST, embedded);
    expect(created).toMatchObject({ code: 0, out: expect.stringContaining('Created first') as unknown });
    expect((await run(['list'], embedded)).out).toMatch(/^first +districtSupervisor of 甲区/);
    rmSync(directory, { recursive: true, force: true });
  });
});
