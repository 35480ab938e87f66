// Finds the Temporal CLI, whose dev server Gongzhi runs on when no TEMPORAL_ADDRESS is given: on the PATH, in the cache,
// by the SDK's own download, or built with Go. What was fetched or built stays in the cache.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { cacheDirectories, cacheDirectory, homeDirectory } from './folders';
import { isSdkDownloadReachable } from './sdk-download';
import { runVisibly } from './run-visibly';
import { ServiceError } from './service-error';

/** The newest version that `go install` accepts: later ones carry `replace` lines. Server 1.29.1. */
const CLI_MODULE = 'github.com/temporalio/cli/cmd/temporal@v1.5.1';
const EXECUTABLE = process.platform === 'win32' ? 'temporal.exe' : 'temporal';

/** Path of a Temporal CLI that runs. `say` hears which way was taken. Throws ServiceError naming the ways when none worked. */
export async function temporalBinary(say: (line: string) => void): Promise<string> {
  if (isTemporalCli('temporal')) {
    say('Temporal: the one on the PATH.');
    return 'temporal';
  }
  const known = cacheDirectories().map((directory) => path.join(directory, 'bin', EXECUTABLE));
  const found = known.find(isTemporalCli);
  if (found !== undefined) return found;
  const folder = path.join(cacheDirectory(), 'bin');
  mkdirSync(folder, { recursive: true });
  const unfinished = mkdtempSync(path.join(folder, 'unfinished-'));
  try {
    const made = (await downloaded(unfinished, say)) ?? (await built(unfinished, say));
    if (made === undefined) {
      throw new ServiceError(
        'Temporal is missing and could be neither downloaded nor built: set TEMPORAL_ADDRESS to a running server, ' +
          'put the `temporal` CLI on the PATH, or install Go so that it can be built here.',
      );
    }
    const cached = path.join(folder, EXECUTABLE);
    renameSync(made, cached);
    return cached;
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}

function isTemporalCli(command: string): boolean {
  if (command.includes(path.sep) && !existsSync(command)) return false;
  try {
    return execFileSync(command, ['--version'], { encoding: 'utf8', stdio: 'pipe', timeout: 20_000 }).includes(
      'temporal version',
    );
  } catch {
    return false;
  }
}

async function downloaded(folder: string, say: (line: string) => void): Promise<string | undefined> {
  if (!(await isSdkDownloadReachable())) return undefined;
  say('Temporal: downloading the CLI (about 60 MB, once) …');
  try {
    // The SDK downloads in order to start; it is started once and stopped, and the file is kept.
    const environment = await TestWorkflowEnvironment.createLocal({
      server: { executable: { type: 'cached-download', downloadDir: folder } },
    });
    await environment.teardown();
  } catch (error) {
    say(`  the download failed: ${(error as Error).message}`);
  }
  const file = readdirSync(folder).find((name) => isTemporalCli(path.join(folder, name)));
  return file === undefined ? undefined : path.join(folder, file);
}

async function built(folder: string, say: (line: string) => void): Promise<string | undefined> {
  try {
    execFileSync('go', ['version'], { stdio: 'ignore' });
  } catch {
    return undefined;
  }
  say(`Temporal: building the CLI with Go (${CLI_MODULE}); three to eight minutes, once …`);
  try {
    await runVisibly({
      command: 'go',
      args: ['install', '-v', CLI_MODULE],
      env: { ...process.env, ...(homeDirectory() === undefined ? goFoldersIn(folder) : {}), GOBIN: folder },
      progress: (lines) => `${lines} packages fetched or compiled`,
      say,
    });
  } catch (error) {
    say(`  the build failed: ${(error as Error).message}`);
    return undefined;
  }
  return path.join(folder, EXECUTABLE);
}

/** Without a home Go does not know where to put what it fetches and compiles; all of it is removed with `folder`. */
const goFoldersIn = (folder: string) => ({
  GOPATH: path.join(folder, 'go'),
  GOCACHE: path.join(folder, 'go-build'),
  GOFLAGS: '-modcacherw',
});
