// An embedded PostgreSQL: made on first use, started on loopback under a guard, stopped in order.
// Which database lives in it, and its migrations, are others' business.
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { startGuarded, tailOf, endEarlierProcess } from './guarded-process';
import { postgresFiles } from './postgres-files';
import type { PostgresFiles } from './postgres-files';
import { postgresDataDirectory } from './postgres-folder';
import { ServiceError } from './service-error';

export interface PostgresOptions {
  /** Data goes to `<directory>/postgres`, the password and logs beside it. */
  directory: string;
  port: number;
  /** false only for tests: faster, and data may be lost when the machine stops. */
  durable: boolean;
  maxConnections?: number | undefined;
  say: (line: string) => void;
}

export interface Postgres {
  /** Address of one database, as the superuser. */
  url(database: string): string;
  /** Makes the database when it does not exist. */
  ensureDatabase(database: string): Promise<void>;
  exited: Promise<number>;
  stop(): Promise<void>;
  /** Ends it as a crash would (SIGQUIT): sessions are cut off, no checkpoint is written, and the next start replays the log. */
  crash(): Promise<void>;
}

/** Starts PostgreSQL and waits until it answers. Throws ServiceError with the end of its log when it does not. */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const { directory, port, durable, say } = options;
  mkdirSync(directory, { recursive: true });
  const files = await postgresFiles(directory, say);
  const password = passwordOf(directory);
  const pidFile = path.join(directory, 'postgres.pid');
  if (!(await endEarlierProcess(pidFile, 30_000))) {
    throw new ServiceError(`Another PostgreSQL still runs on ${files.dataDirectory} (guard process in ${pidFile}).`);
  }
  if (!existsSync(path.join(files.dataDirectory, 'PG_VERSION'))) await initialise(files, password, durable);

  const logFile = path.join(directory, 'postgres.log');
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: options.maxConnections ?? 100,
    timezone: 'UTC',
    log_timezone: 'UTC',
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
  const server = startGuarded({
    command: files.postgres,
    args: [
      ...['-D', files.dataDirectory, '-p', String(port)],
      ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ],
    env: { ...process.env, LC_ALL: 'C' },
    user: files.user,
    // SIGINT is PostgreSQL's "fast" shutdown: sessions are ended, nothing committed is lost.
    stopSignal: 'SIGINT',
    graceMs: 30_000,
    logFile,
    pidFile,
  });
  const url = (database: string) => `postgresql://postgres:${password}@127.0.0.1:${port}/${database}`;
  try {
    await untilAnswering(url('postgres'), server.hasExited);
  } catch (error) {
    await server.stop();
    throw new ServiceError(`PostgreSQL did not start on port ${port}: ${String(error)}\n${tailOf(logFile)}`);
  }
  return {
    url,
    ensureDatabase: (database) => ensureDatabase(url('postgres'), database),
    exited: server.exited,
    stop: () => server.stop(),
    crash: () => server.kill('SIGQUIT'),
  };
}

/** Address of one database of the server that runs on `directory` already; undefined when none answers. */
export async function runningPostgresUrl(directory: string, database: string): Promise<string | undefined> {
  // PostgreSQL's own note about itself: the fourth line is its port.
  const note = path.join(postgresDataDirectory(directory), 'postmaster.pid');
  const port = existsSync(note) ? Number(readFileSync(note, 'utf8').split('\n')[3]) : NaN;
  if (!Number.isInteger(port)) return undefined;
  const url = `postgresql://postgres:${passwordOf(directory)}@127.0.0.1:${port}/${database}`;
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  try {
    await client.connect();
    return url;
  } catch {
    return undefined;
  } finally {
    await client.end().catch(() => {});
  }
}

function passwordOf(directory: string): string {
  const file = path.join(directory, 'postgres-password');
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString('hex'), { mode: 0o600 });
  return readFileSync(file, 'utf8').trim();
}

async function initialise(files: PostgresFiles, password: string, durable: boolean): Promise<void> {
  // What a broken first attempt left behind has never held data: there is no PG_VERSION.
  const passwordFile = path.join(path.dirname(files.dataDirectory), `initial-password-${process.pid}`);
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (files.user) chownSync(passwordFile, files.user.uid, files.user.gid);
  try {
    await promisify(execFile)(
      files.initdb,
      [
        `--pgdata=${files.dataDirectory}`,
        '--username=postgres',
        '--auth=scram-sha-256',
        `--pwfile=${passwordFile}`,
        '--encoding=UTF8',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        '--locale=C',
        ...(durable ? [] : ['--no-sync']),
      ],
      { ...files.user, env: { ...process.env, LC_ALL: 'C' } },
    );
  } catch (error) {
    throw new ServiceError(
      `PostgreSQL could not make its data folder ${files.dataDirectory}: ${(error as Error).message}`,
    );
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

async function untilAnswering(url: string, hasExited: () => boolean): Promise<void> {
  // After a crash it first replays its log, which may take minutes; while it is alive we wait.
  const until = performance.now() + 180_000;
  for (;;) {
    const client = new Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
    try {
      await client.connect();
      return;
    } catch (error) {
      if (hasExited() || performance.now() > until) throw error;
    } finally {
      await client.end().catch(() => {});
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function ensureDatabase(url: string, database: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [database]);
    if (rowCount === 0) await client.query(`create database ${client.escapeIdentifier(database)}`);
  } finally {
    await client.end();
  }
}
