// Where things are kept: data in the checkout's ignored folder, binaries that are dear to fetch or build in one cache per user,
// so that a second checkout starts quickly.
import { accessSync, constants, mkdirSync } from 'node:fs';
import path from 'node:path';

export const CHECKOUT = path.resolve(__dirname, '..', '..');

/** `GONGZHI_DATA`, or `.gongzhi` in the checkout. */
export function dataDirectory(environment: NodeJS.ProcessEnv = process.env): string {
  return path.resolve(environment['GONGZHI_DATA'] || path.join(CHECKOUT, '.gongzhi'));
}

/** Where fetched and built programs are looked for: `GONGZHI_CACHE`, `~/.cache/gongzhi`, and a folder in the checkout. */
export function cacheDirectories(environment: NodeJS.ProcessEnv = process.env): string[] {
  const home = homeDirectory(environment);
  return [
    environment['GONGZHI_CACHE'],
    home === undefined ? undefined : path.join(home, '.cache', 'gongzhi'),
    path.join(CHECKOUT, '.gongzhi', 'cache'),
  ].flatMap((directory) => (directory ? [path.resolve(directory)] : []));
}

/** The first of them that can be written to (a shared cache may be for reading only); it is made when absent. */
export function cacheDirectory(environment: NodeJS.ProcessEnv = process.env): string {
  const directories = cacheDirectories(environment);
  return directories.find(isWritable) ?? path.join(CHECKOUT, '.gongzhi', 'cache');
}

/** The user's home, when there is one that can be written to: services and containers often have none. */
export function homeDirectory(environment: NodeJS.ProcessEnv = process.env): string | undefined {
  const home = environment['HOME'] || environment['USERPROFILE'] || '';
  return path.isAbsolute(home) && isWritable(home) ? home : undefined;
}

function isWritable(directory: string): boolean {
  try {
    mkdirSync(directory, { recursive: true });
    accessSync(directory, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
