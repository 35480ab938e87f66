// One paper as it is handed round: which kind, of which process, what it says, and the hash that stands for all of that.
import { createHash } from 'node:crypto';
import { cleanText } from './clean-text';
import type { PaperData } from './vocabulary';

export interface Paper {
  kind: string;
  processId: string;
  /** Which of several copies: empty for the only one, else `stairwell:<placeId>`, `serial:<n>`, `assistance:<id>`, `receipt:<id>`, `household:<n>`. */
  part: string;
  /** The article it rests on. */
  article: string;
  /** Cleaned; exactly what can be printed, but for what the kind keeps secret. */
  data: PaperData;
}

/** Texts cleaned at any depth; keys are ours. */
export function cleanData(data: PaperData): PaperData {
  return Object.fromEntries(
    Object.entries(data).map(([name, value]) => [
      name,
      typeof value === 'string' ? cleanText(value) : value.map(cleanData),
    ]),
  );
}

/**
 * SHA-256 (hex) over the canonical JSON of paper and template: the same in every format, and another as soon as one datum or one
 * letter of the template differs. When it was printed, and by whom, is not part of it.
 */
export const paperHash = (paper: Paper, templateSha256: string): string =>
  sha256(canonical({ schemaVersion: 1, ...paper, templateSha256 }));

export const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

/** JSON with sorted keys. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`).join(',')}}`;
}
