// The signature of what a platform sends: HMAC-SHA-256 over instant and body under its secret. Whoever cannot sign learns nothing: every
// fault is the same refusal, and the comparison takes the same time.
import { createHmac, timingSafeEqual } from 'node:crypto';

/** A message older than this, or from so far in the future, is a replay or comes from a wrong clock. */
export const SIGNATURE_WINDOW_MS = 5 * 60_000;

/** `v1=<hex>` over `<timestamp>.<body>`; `timestamp` is whole seconds since 1970 as text. */
export const signatureOf = (secret: string, timestamp: string, body: Uint8Array): string =>
  `v1=${createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest('hex')}`;

/** Whether one of the secrets signed this body at an instant near `now`. Several signatures may stand in one header, parted by blanks. */
export function isSigned(
  message: { timestamp: string | undefined; signature: string | undefined; body: Uint8Array },
  secrets: readonly string[],
  now: Date,
): boolean {
  const { timestamp = '', signature = '', body } = message;
  if (!/^\d{9,11}$/.test(timestamp)) return false;
  if (Math.abs(Number(timestamp) * 1_000 - now.getTime()) > SIGNATURE_WINDOW_MS) return false;
  const given = signature.slice(0, 1_000).split(' ');
  // An unknown platform is compared, too.
  const wanted = (secrets.length > 0 ? secrets : ['none']).map((secret) => signatureOf(secret, timestamp, body));
  const matches = wanted.flatMap((own) => given.map((other) => isSame(own, other)));
  return secrets.length > 0 && matches.includes(true);
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
