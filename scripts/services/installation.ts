// The servers and secrets under Gongzhi: PostgreSQL (migrated) and Temporal, either those that the environment names or embedded
// ones started here, and the environment that API, worker and tools then run with. What runs on them is gongzhi.ts.
import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { ConfigError, loadConfig, loadDatabaseUrl, loadTemporal } from '../../config/config';
import { embeddedSecrets } from '../../config/embedded-secrets';
import { migrate } from '../../prisma/migrate';
import { portOrAnother } from './free-port';
import { endEarlierProcess } from './guarded-process';
import { startPostgres } from './postgres';
import { postgresDataDirectory } from './postgres-folder';
import { reachDatabase, reachTemporal } from './reach';
import { ServiceError } from './service-error';
import { takeStartLock } from './start-lock';
import type { StartLock } from './start-lock';
import { startTemporal } from './temporal';

export interface InstallationOptions {
  /** Data, secrets and logs. */
  directory: string;
  /** The starter's own environment; DATABASE_URL and TEMPORAL_ADDRESS in it mean that nothing is started for them. */
  environment: NodeJS.ProcessEnv;
  /** Wipes what earlier starts left. */
  isFresh?: boolean;
  say: (line: string) => void;
}

export interface Installation {
  /** What API, worker and tools run with: addresses, mode and secrets. */
  environment: NodeJS.ProcessEnv;
  /** True when the database is ours alone, so that a sample may be put into it. */
  isEmbedded: boolean;
  temporalUi: string | undefined;
  lock: StartLock;
  /** Resolves with a sentence when one of the servers ends without having been told to. */
  failed: Promise<string>;
  /** Crashes the embedded PostgreSQL and starts it again on its data, for rehearsals; `failed` does not count it. Throws ServiceError for one that is not ours. */
  restartDatabase(): Promise<void>;
  stop(): Promise<void>;
}

const DEFAULT_PORTS = {
  GONGZHI_POSTGRES_PORT: 15_432,
  GONGZHI_TEMPORAL_PORT: 17_233,
  GONGZHI_TEMPORAL_UI_PORT: 18_233,
};
type PortVariable = keyof typeof DEFAULT_PORTS;

/** Brings the servers up and migrates. Throws ServiceError or ConfigError, with everything stopped again. */
export async function openInstallation(options: InstallationOptions): Promise<Installation> {
  const { directory, say } = options;
  const given = Object.fromEntries(Object.entries(options.environment).filter(([, value]) => value !== ''));
  const isProduction = given['GONGZHI_MODE'] === 'production';
  // In production nothing is embedded: what is missing is named before anything starts.
  if (isProduction) loadConfig(given);
  if (options.isFresh && given['DATABASE_URL'] !== undefined) {
    throw new ConfigError('--fresh wipes embedded data only: empty the database behind DATABASE_URL yourself.');
  }
  const lock = await takeStartLock(directory);
  const stops: (() => Promise<void>)[] = [() => lock.release()];
  const stop = async () => {
    for (let last = stops.pop(); last !== undefined; last = stops.pop()) await last();
  };
  try {
    // What somebody else runs is asked first: when it is not there, nothing needs to be started.
    if (given['DATABASE_URL'] !== undefined) await reachDatabase(loadDatabaseUrl(given));
    if (given['TEMPORAL_ADDRESS'] !== undefined) await reachTemporal(loadTemporal(given));
    if (options.isFresh) await wipe(directory, say);
    const [database, temporal] = await bothOrNeither(
      openDatabaseServer(directory, given, say),
      openTemporal(directory, given, say),
    );
    stops.push(
      () => temporal.stop(),
      () => database.stop(),
    );
    const applied = await migrateOrExplain(database.url);
    if (applied.length > 0) say(`Database: ${applied.length} migrations applied (${applied.join(', ')}).`);
    const secrets = isProduction ? {} : embeddedSecrets(directory);
    const environment: NodeJS.ProcessEnv = {
      ...secrets,
      ...given,
      GONGZHI_MODE: isProduction ? 'production' : 'embedded',
      DATABASE_URL: database.url,
      TEMPORAL_ADDRESS: temporal.address,
    };
    loadConfig(environment);
    return {
      environment,
      isEmbedded: !isProduction,
      temporalUi: temporal.ui,
      lock,
      failed: Promise.race([
        database.exited.then(
          (code) => `PostgreSQL ended by itself (exit code ${code}); see ${directory}/postgres.log.`,
        ),
        temporal.exited.then((code) => `Temporal ended by itself (exit code ${code}); see ${directory}/temporal.log.`),
      ]),
      restartDatabase: () => database.restart(),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

interface Server {
  exited: Promise<number>;
  stop(): Promise<void>;
}

/** For servers that are not ours: they never end for us, and are not stopped. */
const SOMEBODY_ELSES: Server = { exited: new Promise(() => {}), stop: () => Promise.resolve() };

async function openDatabaseServer(
  directory: string,
  given: NodeJS.ProcessEnv,
  say: (line: string) => void,
): Promise<Server & { url: string; restart(): Promise<void> }> {
  if (given['DATABASE_URL'] !== undefined) {
    const url = loadDatabaseUrl(given);
    say(`PostgreSQL: the one at ${new URL(url).host} (DATABASE_URL).`);
    const restart = () =>
      Promise.reject(new ServiceError('The PostgreSQL behind DATABASE_URL is not ours to restart.'));
    return { ...SOMEBODY_ELSES, url, restart };
  }
  const port = await embeddedPort('GONGZHI_POSTGRES_PORT', 'PostgreSQL', given, say);
  const start = () => startPostgres({ directory, port, durable: true, say });
  let postgres = await start();
  let endedByItself = (_code: number) => {};
  const exited = new Promise<number>((resolve) => (endedByItself = resolve));
  let restarting: Promise<void> | undefined;
  const watch = () =>
    void postgres.exited.then((code) => {
      if (restarting === undefined) endedByItself(code);
    });
  watch();
  try {
    await postgres.ensureDatabase('gongzhi');
  } catch (error) {
    await postgres.stop();
    throw error;
  }
  say(`PostgreSQL: embedded, on 127.0.0.1:${port}.`);
  return {
    url: postgres.url('gongzhi'),
    exited,
    async stop() {
      // Nobody shall start it after it was stopped.
      await restarting?.catch(() => {});
      await postgres.stop();
    },
    restart() {
      restarting = (async () => {
        await postgres.crash();
        postgres = await start();
      })();
      return restarting.then(() => {
        restarting = undefined;
        watch();
      });
    },
  };
}

async function openTemporal(
  directory: string,
  given: NodeJS.ProcessEnv,
  say: (line: string) => void,
): Promise<Server & { address: string; ui: string | undefined }> {
  if (given['TEMPORAL_ADDRESS'] !== undefined) {
    const { address } = loadTemporal(given);
    say(`Temporal: the one at ${address} (TEMPORAL_ADDRESS).`);
    return { ...SOMEBODY_ELSES, address, ui: undefined };
  }
  const port = await embeddedPort('GONGZHI_TEMPORAL_PORT', 'Temporal', given, say);
  const uiPort = await embeddedPort('GONGZHI_TEMPORAL_UI_PORT', "Temporal's page", given, say);
  const server = await startTemporal({ directory, port, uiPort, isKept: true, say });
  say(`Temporal: dev server on ${server.address}.`);
  return { address: server.address, ui: server.uiAddress, exited: server.exited, stop: () => server.stop() };
}

async function embeddedPort(
  variable: PortVariable,
  what: string,
  given: NodeJS.ProcessEnv,
  say: (line: string) => void,
): Promise<number> {
  const wanted = Number(given[variable] ?? DEFAULT_PORTS[variable]);
  if (!Number.isInteger(wanted) || wanted < 0 || wanted > 65_535) {
    throw new ConfigError(`${variable} is wrong: expected a whole number from 0 to 65535.`);
  }
  return portOrAnother(wanted, (port) => say(`Port ${wanted} is taken; ${what} uses ${port}.`));
}

/** Waits for both; when one fails, the other is stopped before the error goes on. */
async function bothOrNeither<First extends Server, Second extends Server>(
  first: Promise<First>,
  second: Promise<Second>,
): Promise<[First, Second]> {
  const [one, two] = await Promise.allSettled([first, second]);
  if (one.status === 'fulfilled' && two.status === 'fulfilled') return [one.value, two.value];
  if (one.status === 'fulfilled') await one.value.stop();
  if (two.status === 'fulfilled') await two.value.stop();
  throw one.status === 'rejected' ? one.reason : (two as PromiseRejectedResult).reason;
}

async function migrateOrExplain(url: string): Promise<string[]> {
  try {
    return await migrate(url);
  } catch (error) {
    throw new ServiceError(
      `The database could not be brought to this version (${(error as Error).message}). ` +
        'If its data is only a trial, `npm start -- --fresh` begins anew.',
    );
  }
}

/** Removes everything that earlier starts left in `directory`, except fetched programs. */
async function wipe(directory: string, say: (line: string) => void): Promise<void> {
  for (const name of ['postgres', 'temporal']) {
    if (!(await endEarlierProcess(path.join(directory, `${name}.pid`), 30_000))) {
      throw new ServiceError(`An earlier ${name} still runs on ${directory}; it must end before its data is wiped.`);
    }
  }
  rmSync(postgresDataDirectory(directory), { recursive: true, force: true });
  for (const name of readdirSync(directory)) {
    if (name !== 'cache' && name !== 'start.sock') rmSync(path.join(directory, name), { recursive: true, force: true });
  }
  say(`Wiped ${directory}.`);
}
