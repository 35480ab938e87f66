// The frame of a rehearsal on an installation of its own: reads the call, opens the installation in a temporary folder, runs, stops
// everything whatever happens, and says in a last line of JSON how it ended.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { postgresDataDirectory } from '../../services/postgres-folder';

interface Installed {
  /** Resolves with a sentence when a part ends without having been told to. */
  failed: Promise<string>;
  stop(): Promise<void>;
}

export interface Rehearsal<Call extends { seed: number }, Installation extends Installed> {
  name: string;
  usage: string;
  /** Throws an Error with what is wrong with the call. */
  readCall(args: string[]): Call;
  open(directory: string): Promise<Installation>;
  run(call: Call, installation: Installation): Promise<{ ok: boolean } & Record<string, unknown>>;
}

/** The exit code: 0 fine, 1 something happened that must not, 2 the call is wrong. */
export async function runRehearsal<Call extends { seed: number }, Installation extends Installed>(
  { name, usage, readCall, open, run }: Rehearsal<Call, Installation>,
  args: string[],
): Promise<number> {
  let call: Call;
  try {
    call = readCall(args);
  } catch (error) {
    console.error(`${(error as Error).message}\n${usage}`);
    return 2;
  }
  const directory = mkdtempSync(path.join(tmpdir(), 'gongzhi-rehearsal-'));
  const started = performance.now();
  const stopped = new Promise<never>((_, reject) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.once(signal, () => reject(new Error(`${signal}: the rehearsal was stopped`)));
  });
  stopped.catch(() => {});
  const opening = open(directory);
  let end: { ok: boolean } & Record<string, unknown>;
  try {
    const installation = await Promise.race([opening, stopped]);
    const broken = installation.failed.then((sentence) => Promise.reject(new Error(sentence)));
    broken.catch(() => {});
    end = await Promise.race([run(call, installation), broken, stopped]);
  } catch (error) {
    console.error(error instanceof Error ? (error.stack ?? error.message) : error);
    // After a failure the logs of API and worker are what one needs.
    end = { ok: false, error: (error as Error).message, logs: directory };
  }
  const installation = await opening.catch(() => undefined);
  await installation?.stop();
  removeDatabase(directory);
  if (end.ok) rmSync(directory, { recursive: true, force: true });
  const seconds = Math.round((performance.now() - started) / 1000);
  console.log(JSON.stringify({ rehearsal: name, seed: call.seed, ...end, seconds }));
  return end.ok ? 0 : 1;
}

/** Where PostgreSQL's user could not walk into our folder, its data lies in one of its own (services/postgres-folder.ts). */
function removeDatabase(directory: string): void {
  const data = postgresDataDirectory(directory);
  rmSync(path.dirname(data) === directory ? data : path.dirname(data), { recursive: true, force: true });
}

/** A whole number given to an option; undefined: it is not given. Throws an Error in words for the caller. */
export function wholeNumber(text: string | undefined, name: string, least: number): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < least) throw new Error(`--${name} must be a whole number from ${least}.`);
  return value;
}
