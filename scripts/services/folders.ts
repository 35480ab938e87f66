// Where things are kept: data in the checkout's ignored folder, binaries that are dear to fetch or build in one cache per user,
// so that a second checkout starts quickly.
import { accessSync, constants, mkdirSync } from 'node:fs';
import path from 'node:path';

export const CHECKOUT = path.resolve(__dirname, '..', '..');

/** `GONGZHI_DATA`, or `.gongzhi` in the checkout. */
export function dataDirectory(environment: NodeJS.ProcessEnv = process.env): string {
  return path.resolve(environment['GONGZHI_DATA'] || path.join(CHECKOUT, '.gongzhi'));
}

/** `GONGZHI_CACHE`, or `~/.cache/gongzhi`; without a home that can be written to, a folder in the checkout. */
export function cacheDirectory(environment: NodeJS.ProcessEnv = process.env): string {
  const home = environment['HOME'] || environment['USERPROFILE'] || '';
  const candidates = [
    environment['GONGZHI_CACHE'] || undefined,
    path.isAbsolute(home) ? path.join(home, '.cache', 'gongzhi') : undefined,
  ];
  const usable = candidates.find((candidate) => candidate !== undefined && isWritable(candidate));
  return path.resolve(usable ?? path.join(CHECKOUT, '.gongzhi', 'cache'));
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
