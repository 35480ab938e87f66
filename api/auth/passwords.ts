// Passwords: hashing, checking in constant effort, and the one-time passwords that officers hand out.
import { createHmac } from 'node:crypto';
import { type Algorithm, hash, verify } from '@node-rs/argon2';

// OWASP's figures for argon2id. A const enum cannot be read under isolatedModules, hence the literal.
const CHOSEN = { algorithm: 2 as Algorithm, memoryCost: 19_456, timeCost: 2, parallelism: 1 };
/** One-time passwords hold 80 random bits: no dictionary reaches them, and an officer opens a hundred accounts at a time. */
const RANDOM = { ...CHOSEN, memoryCost: 1_024, timeCost: 1 };

export const MIN_PASSWORD_LENGTH = 10;

export const hashPassword = (password: string): Promise<string> => hash(password.normalize('NFKC'), CHOSEN);
export const hashOneTimePassword = (password: string): Promise<string> => hash(password.normalize('NFKC'), RANDOM);

let nobodysHash: Promise<string> | undefined;

/** Whether the password fits. Without a hash (unknown account) it works as long and says no. */
export async function fitsPassword(password: string, passwordHash: string | null): Promise<boolean> {
  nobodysHash ??= hashPassword('nobody has this password');
  const fits = await verify(passwordHash ?? (await nobodysHash), password.normalize('NFKC'));
  return fits && passwordHash !== null;
}

/** Long enough, not one character over and over, not the login name. Nothing about digits and signs: length is what counts. */
export const isWeakPassword = (password: string, loginName: string): boolean =>
  [...password].length < MIN_PASSWORD_LENGTH ||
  new Set(password).size < 5 ||
  password.toLowerCase().includes(loginName.toLowerCase());

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/**
 * The password that `commandId` gave to `accountId`: `xxxx-xxxx-xxxx-xxxx`, 80 bits. Derived instead of drawn, so that a retry of the
 * command shows the same password although nothing but its hash is stored.
 */
export function oneTimePassword(key: Uint8Array, commandId: string, accountId: string): string {
  const bytes = createHmac('sha256', key).update(`one-time-password:${commandId}:${accountId}`).digest();
  const letters = [...bytes.subarray(0, 16)].map((byte) => ALPHABET.charAt(byte % 32)).join('');
  return (letters.match(/.{4}/g) ?? []).join('-');
}
