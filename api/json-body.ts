// Reads request bodies and takes JSON apart strictly: limits, encodings, duplicate and dangerous keys, depth, NUL and lone surrogates.
// What the values mean is the contract's business (zod, in routing.ts).
import type { Request } from 'express';
import { Problem, problem, type FieldError, type Lang } from './problems';

export const DEFAULT_BODY_LIMIT = 64 * 1024;
const MAX_DEPTH = 32;
const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

const MESSAGES = {
  'invalid-utf8': { zh: '不是有效的 UTF-8 编码', en: 'Not valid UTF-8' },
  'invalid-json': { zh: '不是有效的 JSON', en: 'Not valid JSON' },
  'empty-body': { zh: '缺少请求内容', en: 'The body is missing' },
  'too-deep': { zh: `嵌套不得超过 ${MAX_DEPTH} 层`, en: `More than ${MAX_DEPTH} levels deep` },
  'duplicate-key': { zh: '同一对象里有重复的字段', en: 'A key occurs twice in one object' },
  'forbidden-key': { zh: '字段名不允许', en: 'This key is not allowed' },
  'number-out-of-range': { zh: '数字超出范围', en: 'A number is out of range' },
  'blank-text': { zh: '请写明内容', en: 'The text is blank' },
  'invalid-character': { zh: '含有不允许的字符', en: 'Contains a character that is not allowed' },
} satisfies Record<string, Record<Lang, string>>;

type BodyFault = keyof typeof MESSAGES;

/** A 400 about one place in the input. */
export const fault = (path: string, code: BodyFault, lang: Lang): Problem => {
  const error: FieldError = { path, code, message: MESSAGES[code][lang] };
  return new Problem('malformed-request', {}, [error]);
};

/**
 * The raw body, at most `limit` bytes; more is 413 and the rest is not read. Compressed bodies are refused (415): a small body that
 * unpacks into a large one is the attack, and no client of ours compresses.
 */
export async function readBody(request: Request, limit: number): Promise<Buffer> {
  const encoding = request.headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity')
    throw problem('unsupported-media-type', { contentEncoding: encoding });
  const announced = Number(request.headers['content-length'] ?? 0);
  if (announced > limit) throw tooLarge(limit);
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    let isRead = false;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > limit) {
        request.removeAllListeners('data');
        request.pause();
        reject(tooLarge(limit));
      } else chunks.push(chunk);
    });
    request.once('end', () => {
      isRead = true;
      resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks, size));
    });
    request.once('error', reject);
    // Every request closes; an error with its stack is made only for those that broke off.
    request.once('close', () => {
      if (!isRead) reject(problem('malformed-request'));
    });
  });
}

const tooLarge = (limit: number): Problem => problem('too-large', { limitBytes: limit });

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Parses a JSON body; every way in which it can be wrong is a `malformed-request`. */
export function parseJson(bytes: Buffer, lang: Lang): unknown {
  if (bytes.length === 0) throw fault('body', 'empty-body', lang);
  let text: string;
  try {
    text = utf8.decode(bytes);
  } catch {
    throw fault('body', 'invalid-utf8', lang);
  }
  const structural = structureFault(text);
  if (structural !== null) throw fault('body', structural, lang);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw fault('body', 'invalid-json', lang);
  }
  // JSON.parse makes such numbers infinite, and nobody understands what is then wrong with them.
  if (MAY_OVERFLOW.test(text) && some(value, isInfinite)) throw fault('body', 'number-out-of-range', lang);
  // A raw NUL or surrogate cannot stand in valid UTF-8 JSON: only an escape can bring one in.
  if (text.includes('\\u') && some(value, (inner) => typeof inner === 'string' && isBadString(inner)))
    throw fault('body', 'invalid-character', lang);
  return value;
}

/** Depth, duplicate keys and dangerous keys: JSON.parse would let all three pass. Walks the text once, before anything is built. */
function structureFault(text: string): BodyFault | null {
  const objects: (Set<string> | null)[] = [];
  for (let i = 0; i < text.length; i++) {
    switch (text.charCodeAt(i)) {
      case 0x7b: // {
        if (objects.push(new Set()) > MAX_DEPTH) return 'too-deep';
        break;
      case 0x5b: // [
        if (objects.push(null) > MAX_DEPTH) return 'too-deep';
        break;
      case 0x7d: // }
      case 0x5d: // ]
        objects.pop();
        break;
      case 0x22: {
        const end = endOfString(text, i);
        const keys = objects.at(-1);
        if (keys && isKey(text, end)) {
          const key = keyOf(text.slice(i, end + 1));
          if (key === null) return 'invalid-json';
          if (FORBIDDEN_KEYS.has(key)) return 'forbidden-key';
          if (keys.has(key)) return 'duplicate-key';
          keys.add(key);
        }
        i = end;
      }
    }
  }
  return null;
}

function endOfString(text: string, start: number): number {
  let i = start + 1;
  while (i < text.length && text.charCodeAt(i) !== 0x22) i += text.charCodeAt(i) === 0x5c ? 2 : 1;
  return i;
}

function isKey(text: string, endOfString: number): boolean {
  let i = endOfString + 1;
  while (i < text.length && ' \t\r\n'.includes(text.charAt(i))) i++;
  return text.charCodeAt(i) === 0x3a;
}

function keyOf(literal: string): string | null {
  if (!literal.includes('\\')) return literal.slice(1, -1);
  try {
    return JSON.parse(literal) as string;
  } catch {
    return null;
  }
}

const BAD_CHARACTER = /\u0000|\p{Cs}/u;

/** NUL, which PostgreSQL cannot store, and lone surrogates, which have no UTF-8 form. */
export const isBadString = (text: string): boolean => BAD_CHARACTER.test(text);

const MAY_OVERFLOW = /\d[eE]\+?\d\d|\d{309}/;
const isInfinite = (value: unknown): boolean => value === Infinity || value === -Infinity;

/** Whether a key or a value anywhere in it is like that. */
function some(value: unknown, isSuch: (inner: unknown) => boolean): boolean {
  if (typeof value !== 'object' || value === null) return isSuch(value);
  return Object.entries(value).some(([key, inner]) => isSuch(key) || some(inner, isSuch));
}

const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}]/u;

/**
 * Free text, which is whatever is called `…Text` (store/texts), must say something: blanks and characters of no width do not. Answers with
 * the path of a text that does not; null: all do.
 */
export function blankTextIn(value: unknown, path: string): string | null {
  if (typeof value !== 'object' || value === null) return null;
  for (const [key, inner] of Object.entries(value)) {
    const at = `${path}.${key}`;
    const blank =
      typeof inner === 'string' ? (key.endsWith('Text') && !VISIBLE.test(inner) ? at : null) : blankTextIn(inner, at);
    if (blank !== null) return blank;
  }
  return null;
}
