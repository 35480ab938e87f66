// Finds Temporal's time-skipping test server for workflow tests: in the cache, by the SDK's own download, or from Maven with Java.
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { cacheDirectories, cacheDirectory, homeDirectory } from './folders';
import { isSdkDownloadReachable } from './sdk-download';
import { runVisibly } from './run-visibly';
import { ServiceError } from './service-error';

const VERSION = '1.38.0';

/** Path of an executable that takes a port. Throws ServiceError naming the ways when there is none. */
export async function testServerBinary(say: (line: string) => void): Promise<string> {
  const name = `test-server-${VERSION}`;
  const found = cacheDirectories()
    .map((directory) => path.join(directory, name, 'test-server'))
    .find(existsSync);
  if (found !== undefined) return found;
  const folder = path.join(cacheDirectory(), name);
  const executable = path.join(folder, 'test-server');
  mkdirSync(path.dirname(folder), { recursive: true });
  const unfinished = mkdtempSync(`${folder}-unfinished-`);
  try {
    if (!(await downloaded(unfinished, say)) && !(await fromMaven(unfinished, say))) {
      throw new ServiceError(
        'The time-skipping test server is missing: let the network reach temporal.download, or install Java 11+ and Maven ' +
          '(`mvn`) so that io.temporal:temporal-test-server can be fetched.',
      );
    }
    // Others may share the cache; a temporary folder is closed to them.
    chmodSync(unfinished, 0o755);
    if (!existsSync(executable)) renameSync(unfinished, folder);
    return executable;
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}

async function downloaded(folder: string, say: (line: string) => void): Promise<boolean> {
  if (!(await isSdkDownloadReachable())) return false;
  say('Time-skipping test server: downloading (once) …');
  try {
    const environment = await TestWorkflowEnvironment.createTimeSkipping({
      server: { executable: { type: 'cached-download', downloadDir: folder } },
    });
    await environment.teardown();
  } catch (error) {
    say(`  the download failed: ${(error as Error).message}`);
  }
  const [file] = readdirSync(folder);
  if (file === undefined) return false;
  renameSync(path.join(folder, file), path.join(folder, 'test-server'));
  return true;
}

async function fromMaven(folder: string, say: (line: string) => void): Promise<boolean> {
  try {
    execFileSync('mvn', ['--version'], { stdio: 'ignore' });
    execFileSync('java', ['-version'], { stdio: 'ignore' });
  } catch {
    return false;
  }
  say('Time-skipping test server: fetching it with Maven (33 MB, once) …');
  writeFileSync(path.join(folder, 'pom.xml'), POM);
  try {
    await runVisibly({
      command: 'mvn',
      args: [
        ...['--batch-mode', '--file', 'pom.xml', 'dependency:copy-dependencies', '-DoutputDirectory=lib'],
        ...(homeDirectory() === undefined ? [`-Dmaven.repo.local=${path.join(folder, 'repository')}`] : []),
      ],
      cwd: folder,
      progress: (lines) => `${lines} lines of Maven`,
      say,
    });
  } catch (error) {
    say(`  Maven failed: ${(error as Error).message}`);
    return false;
  }
  // The folder is renamed when complete, so the script finds its jars beside itself.
  const script = '#!/bin/sh\nexec java -cp "$(dirname "$0")/lib/*" io.temporal.testserver.TestServer "$@"\n';
  writeFileSync(path.join(folder, 'test-server'), script);
  chmodSync(path.join(folder, 'test-server'), 0o755);
  return true;
}

const POM = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>gongzhi</groupId>
  <artifactId>test-server</artifactId>
  <version>1</version>
  <dependencies>
    <dependency>
      <groupId>io.temporal</groupId>
      <artifactId>temporal-test-server</artifactId>
      <version>${VERSION}</version>
    </dependency>
  </dependencies>
</project>
`;
