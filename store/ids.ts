// Ids that are made from facts, so that making them twice gives the same one.
import { createHash } from 'node:crypto';

/** A UUID (version 8, RFC 9562) from the SHA-256 of a key such as `<processId>:12:tell:0`. */
export function uuidFrom(key: string): string {
  const hex = createHash('sha256').update(key, 'utf8').digest('hex').slice(0, 32).split('');
  hex[12] = '8';
  hex[16] = ((parseInt(hex[16] ?? '0', 16) & 0x3) | 0x8).toString(16);
  const id = hex.join('');
  return `${id.slice(0, 8)}-${id.slice(8, 12)}-${id.slice(12, 16)}-${id.slice(16, 20)}-${id.slice(20)}`;
}

/** The id of the process that another launches under this key. */
export const childIdOf = (parentId: string, childKey: string): string => uuidFrom(`${parentId}:${childKey}`);
