// JSON that came as bytes, since a signature covers them.
import type { z } from 'zod';
import type { Upload } from './context';
import { parseJson } from './json-body';
import { Problem, type Lang } from './problems';

/** Refuses `malformed-request` like every other body. */
export function parsedUpload<T extends z.ZodType>(schema: T, { bytes }: Upload, lang: Lang): z.output<T> {
  const found = schema.safeParse(parseJson(bytes, lang));
  if (found.success) return found.data;
  const errors = found.error.issues.slice(0, 50).map(({ path, code, message }) => ({
    path: ['body', ...path.map(String)].join('.').slice(0, 200),
    code,
    message: message.slice(0, 300),
  }));
  throw new Problem('malformed-request', {}, errors);
}
