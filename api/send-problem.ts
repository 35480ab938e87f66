// Turns whatever was thrown into a problem: our own, Express's, the database's. The cause of a 5xx is logged once, never sent.
import type { Request, Response } from 'express';
import type { Logger } from 'pino';
import { Refused } from '../store/refused';
import { isProblemCode, Problem, problemBody } from './problems';
import type { RequestLocals } from './routing';

export function sendProblem(error: unknown, request: Request, response: Response, log: Logger): void {
  const found = problemOf(error);
  const { requestId, lang, operationId, commandId } = response.locals as RequestLocals;
  if (found.status >= 500)
    log.error({ requestId, operationId, code: found.code, err: safeCause(found.cause ?? error) }, 'request failed');
  for (const [name, value] of Object.entries(found.headers)) response.setHeader(name, value);
  if (found.code === 'unauthenticated') response.setHeader('WWW-Authenticate', 'Bearer');
  response.status(found.status);
  response.setHeader('Content-Type', 'application/problem+json; charset=utf-8');
  response.setHeader('Content-Language', lang === 'zh' ? 'zh-CN' : 'en');
  const body = Buffer.from(JSON.stringify(problemBody(found, { lang, requestId, commandId })));
  if (request.complete || request.destroyed) {
    response.end(body);
    return;
  }
  response.setHeader('Content-Length', body.length);
  response.write(body);
  discardRest(request, () => response.end());
}

const MAX_DISCARDED_BYTES = 32 * 1024 * 1024;

/**
 * Reads on so that the client gets the answer instead of a reset connection, but not for ever. The answer ends only then: where the client
 * wants the connection closed after it, its end would break off what the client still sends.
 */
function discardRest(request: Request, done: () => void): void {
  let size = 0;
  request.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > MAX_DISCARDED_BYTES) request.destroy();
  });
  request.once('close', done);
  request.resume();
}

/** Express and its parsers mark the caller's mistakes with a 4xx `status`; lost databases have their own codes. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  // A rejection without a label is our omission; a test looks for such codes in domain/ and store/.
  if (error instanceof Refused && isProblemCode(error.rejection.code)) {
    return new Problem(error.rejection.code, error.rejection.params);
  }
  const status = statusOf(error);
  if (status === 413) return new Problem('too-large', {}, [], {}, { cause: error });
  if (status === 415) return new Problem('unsupported-media-type', {}, [], {}, { cause: error });
  if (status !== null && status >= 400 && status < 500)
    return new Problem('malformed-request', {}, [], {}, { cause: error });
  if (isDatabaseAway(error)) return new Problem('unavailable', {}, [], { 'Retry-After': '5' }, { cause: error });
  return new Problem('internal', {}, [], {}, { cause: error });
}

const statusOf = (error: unknown): number | null =>
  typeof error === 'object' && error !== null && 'status' in error && typeof error.status === 'number'
    ? error.status
    : null;

/** Connection refused or lost, the server shutting down or full, the pool exhausted, the disk full or read-only. */
const AWAY = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOENT',
  'ETIMEDOUT',
  '57P01',
  '57P02',
  '57P03',
  '53100',
  '53300',
  '25006',
  '08006',
  '08001',
  'P1001',
  'P1002',
  'P1008',
  'P1017',
  'P2024',
]);

export function isDatabaseAway(error: unknown): boolean {
  for (let cause = error, depth = 0; typeof cause === 'object' && cause !== null && depth < 5; depth++) {
    const { code, message } = cause as { code?: unknown; message?: unknown };
    if (typeof code === 'string' && AWAY.has(code)) return true;
    if (typeof message === 'string' && /Connection terminated|timeout exceeded when trying to connect/.test(message))
      return true;
    cause = (cause as { cause?: unknown }).cause;
  }
  return false;
}

/** What may be logged of a failure: its kind, code and stack. Messages of database errors may quote values, so they stay out. */
function safeCause(error: unknown): { name: string; code: string | null; stack: string } {
  if (!(error instanceof Error)) return { name: typeof error, code: null, stack: '' };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : null;
  const isFromDatabase = code !== null || error.name.startsWith('Prisma');
  const stack = (error.stack ?? '').split('\n').filter((line) => line.trimStart().startsWith('at '));
  const first = isFromDatabase ? error.name : `${error.name}: ${error.message}`;
  return { name: error.name, code, stack: [first, ...stack.slice(0, 12)].join('\n') };
}
