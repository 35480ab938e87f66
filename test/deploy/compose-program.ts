// A program that reads compose files: Docker's plugin, docker-compose on the PATH, or docker-compose 1.29 from PyPI in the cache.
// None of them needs a container engine for `config`.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { cacheDirectory } from '../../scripts/services/folders';

export interface ComposeProgram {
  command: string;
  args: string[];
  /** Turns YAML on standard input into JSON; undefined where the program writes JSON itself. */
  toJson?: { command: string; args: string[] };
}

const works = (command: string, args: string[]): boolean => spawnSync(command, args, { stdio: 'ignore' }).status === 0;

/** Undefined when there is neither Docker's nor a Python with pip. */
export function findComposeProgram(): ComposeProgram | undefined {
  if (works('docker', ['compose', 'version'])) return { command: 'docker', args: ['compose'] };
  const folder = path.join(cacheDirectory(), 'compose-1.29.2');
  if (!existsSync(folder) && !install(folder)) return undefined;
  const python = path.join(folder, 'bin', 'python');
  const program = 'import sys; from compose.cli.main import main; sys.argv[0] = "docker-compose"; main()';
  const convert = 'import json, sys, yaml; print(json.dumps(yaml.safe_load(sys.stdin)))';
  return { command: python, args: ['-c', program], toJson: { command: python, args: ['-c', convert] } };
}

function install(folder: string): boolean {
  if (!works('python3', ['-m', 'venv', '--help'])) return false;
  const unfinished = `${folder}-unfinished-${process.pid}`;
  try {
    execFileSync('python3', ['-m', 'venv', unfinished], { stdio: 'ignore' });
    const pip = (...args: string[]) =>
      execFileSync(path.join(unfinished, 'bin', 'python'), ['-m', 'pip', 'install', '--quiet', ...args], {
        stdio: 'ignore',
      });
    // Its own list asks for PyYAML below 6, which no longer builds; with 6 it reads files all the same.
    pip('--no-deps', 'docker-compose==1.29.2');
    pip('PyYAML==6.0.3', 'docker==7.2.0', 'dockerpty==0.4.1', 'docopt==0.6.2', 'jsonschema==3.2.0', 'setuptools<81');
    pip('python-dotenv==0.21.1', 'requests<3', 'texttable<2', 'websocket-client==0.59.0', 'distro<2');
    renameSync(unfinished, folder);
    return true;
  } catch {
    return existsSync(folder);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}
