// What production refuses although it has the right shape: secrets that anybody could guess or has read in a manual.
import type { Config } from './config';

const GUESSABLE_PASSWORDS = new Set([
  '',
  'postgres',
  'password',
  'gongzhi',
  'changeme',
  'change-me',
  'secret',
  'admin',
  '123456',
]);

/** One line for each weak secret; empty when all are good. */
export function listWeakSecrets({ database, keys }: Pick<Config, 'database' | 'keys'>): string[] {
  const lines: string[] = [];
  const url = new URL(database.url);
  const isLocalSocket = url.searchParams.has('host');
  if (!isLocalSocket && GUESSABLE_PASSWORDS.has(decodeURIComponent(url.password).toLowerCase())) {
    lines.push('DATABASE_URL is refused in production: its password is empty or a well-known default.');
  }
  for (const { id, secret } of keys.dataKeys) {
    if (isGuessable(secret)) lines.push(`GONGZHI_DATA_KEY is refused in production: ${id} is not random.`);
  }
  if (isGuessable(keys.tokenKey)) lines.push('GONGZHI_TOKEN_KEY is refused in production: it is not random.');
  if (keys.dataKeys.some(({ secret }) => Buffer.from(secret).equals(keys.tokenKey))) {
    lines.push('GONGZHI_TOKEN_KEY is refused in production: it equals GONGZHI_DATA_KEY.');
  }
  return lines;
}

/** Thirty-two random bytes have about thirty different values, and are not all printable text. */
function isGuessable(secret: Uint8Array): boolean {
  return new Set(secret).size < 16 || secret.every((byte) => byte >= 0x20 && byte < 0x7f);
}
