// Free text said by people. Events and histories hold only a hash; the text itself can be erased without breaking the record. The hash of
// what a person says is salted, since a short or usual sentence could be guessed from a plain one, even after it was erased; what is
// published to everybody keeps the plain SHA-256, so that whoever holds the notice can check it.
import { randomBytes } from 'node:crypto';
import type { Pool } from 'pg';
import { sha256Hex } from './ballots/ballot-canon';
import type { Tx } from './transaction';

/** Which text of which command this is: a repeat of the command gets the hash that the first one got. */
export interface TextOrigin {
  commandId: string;
  field: string;
  at: Date;
}

/** What is put up for decision, and the notice of it. */
const PUBLISHED = new Set(['titleText', 'noticeText']);

/** The hash that stands for a text, with the salt that is kept and erased beside it. */
export const hashOfText = (body: string, salt: string | null): string => sha256Hex((salt ?? '') + body);

/** Stores the text and returns the hash that stands for it everywhere else. */
export async function storeText(tx: Tx | Pool, body: string, { commandId, field, at }: TextOrigin): Promise<string> {
  const salt = randomBytes(16).toString('hex');
  // The idle update makes the row of the first time come back.
  const { rows } = await tx.query<{ sha256: string }>(
    `insert into text_note (sha256, body, salt, command_id, field, created_at) values ($1, $2, $3, $4, $5, $6)
     on conflict (command_id, field) do update set field = excluded.field returning sha256`,
    [hashOfText(body, salt), body, salt, commandId, field, at],
  );
  return (rows[0] as { sha256: string }).sha256;
}

/** Stores a text that is published to everybody under its plain SHA-256; the same text is stored once. */
export async function storePublishedText(tx: Tx | Pool, body: string, at: Date): Promise<string> {
  const sha256 = hashOfText(body, null);
  await tx.query(
    'insert into text_note (sha256, body, created_at) values ($1, $2, $3) on conflict (sha256) do nothing',
    [sha256, body, at],
  );
  return sha256;
}

/**
 * Replaces every string under a key that ends in `Text` by the hash of its stored text, at any depth. With `seal`, what is stored (and
 * hashed) is the envelope that it makes of the text.
 */
export async function storeTextsOf<T>(
  tx: Tx | Pool,
  value: T,
  command: { commandId: string; at: Date; seal?: ((text: string) => string) | undefined },
  path = '',
): Promise<T> {
  if (typeof value !== 'object' || value === null) return value;
  const entries: [string, unknown][] = [];
  for (const [key, inner] of Object.entries(value)) {
    const field = path === '' ? key : `${path}.${key}`;
    if (!key.endsWith('Text') || typeof inner !== 'string')
      entries.push([key, await storeTextsOf(tx, inner as unknown, command, field)]);
    else if (PUBLISHED.has(key) && !command.seal) entries.push([key, await storePublishedText(tx, inner, command.at)]);
    else entries.push([key, await storeText(tx, command.seal?.(inner) ?? inner, { ...command, field })]);
  }
  return (Array.isArray(value) ? entries.map(([, inner]) => inner) : Object.fromEntries(entries)) as T;
}

/** The texts behind these hashes; erased ones are missing. */
export async function readTexts(db: Tx | Pool, hashes: readonly string[]): Promise<Map<string, string>> {
  if (hashes.length === 0) return new Map();
  const { rows } = await db.query<{ sha256: string; body: string }>(
    'select sha256, body from text_note where sha256 = any($1::text[])',
    [[...new Set(hashes)]],
  );
  return new Map(rows.map(({ sha256, body }) => [sha256, body]));
}
