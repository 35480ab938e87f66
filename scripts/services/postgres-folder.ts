// Where an embedded PostgreSQL keeps its data: beside everything else, except as root in a folder that the `postgres` user
// could not walk into. Then it is in /var/lib, named after the folder it belongs to.
import { createHash } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';

/** Where root keeps what the `postgres` user could not reach inside the checkout. */
export const OPEN_FOLDER = '/var/lib/gongzhi';

/** The data folder that belongs to `directory`; nothing is made. */
export function postgresDataDirectory(directory: string): string {
  const isRoot = process.getuid?.() === 0;
  if (!isRoot || isReachable(directory)) return path.join(directory, 'postgres');
  const name = createHash('sha256').update(path.resolve(directory)).digest('hex').slice(0, 12);
  return path.join(OPEN_FOLDER, name, 'postgres');
}

/** Whether any user may walk down to `directory`. Parts that do not exist yet will be made open. */
export function isReachable(directory: string): boolean {
  for (let at = path.resolve(directory); ; at = path.dirname(at)) {
    if (existsSync(at) && (statSync(at).mode & 0o001) === 0) return false;
    if (at === path.dirname(at)) return true;
  }
}
