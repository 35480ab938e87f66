// Free text said by people. Events and histories hold only its SHA-256; the text itself can be erased without breaking the record.
import type { Pool } from 'pg';
import { sha256Hex } from './ballots/ballot-canon';
import type { Tx } from './transaction';

/** Stores the text and returns the hash that stands for it everywhere else. */
export async function storeText(tx: Tx | Pool, body: string, at: Date): Promise<string> {
  const sha256 = sha256Hex(body);
  await tx.query(
    'insert into text_note (sha256, body, created_at) values ($1, $2, $3) on conflict (sha256) do nothing',
    [sha256, body, at],
  );
  return sha256;
}

/** Replaces every string under a key that ends in `Text` by the hash of its stored text, at any depth. */
export async function storeTextsOf<T>(tx: Tx | Pool, value: T, at: Date): Promise<T> {
  if (Array.isArray(value))
    return (await Promise.all(value.map((inner) => storeTextsOf(tx, inner as unknown, at)))) as T;
  if (typeof value !== 'object' || value === null) return value;
  const entries: [string, unknown][] = [];
  for (const [key, inner] of Object.entries(value))
    entries.push([
      key,
      key.endsWith('Text') && typeof inner === 'string'
        ? await storeText(tx, inner, at)
        : await storeTextsOf(tx, inner as unknown, at),
    ]);
  return Object.fromEntries(entries) as T;
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
