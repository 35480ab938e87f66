// Mounts the operations table on Express. Everything between the socket and a handler happens here, in this order: who (token),
// shape (zod), exists and may (authorise), the handler, and its answer checked against the contract. Failures become problems.
import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Router, type NextFunction, type Request, type RequestHandler, type Response } from 'express';
import { z } from 'zod';
import type { Authenticator } from './auth/authenticator';
import { authoritiesFor, hasRoleFor, mayDo } from './auth/authorise';
import type { Grant, Principal } from './auth/principal';
import type { Context, Download, Scoped, Upload } from './context';
import type { Access, Operation } from './contracts/operation';
import type { Deps } from './deps';
import { blankTextIn, DEFAULT_BODY_LIMIT, fault, isBadString, parseJson, readBody } from './json-body';
import { languageOf } from './language';
import { isShownTo } from './read-models/audience';
import { Problem, problem, type Lang } from './problems';
import { sendProblem } from './send-problem';
import { findScoped } from '../store/scope';

/** A row with its handler, types erased: what the frame works with. */
export interface Route {
  row: Operation;
  // The handler's own types were checked where it was paired with its row (Handlers<Rows>); here only the frame calls it.
  handler: (call: never, context: Context) => Promise<unknown>;
}

/** Per-request facts that the error path needs too; kept on `response.locals`. */
export interface RequestLocals {
  requestId: string;
  lang: Lang;
  operationId: string | null;
  commandId: string | null;
}

/** Gives every request its id and language. Goes before everything else. */
export const requestFacts: RequestHandler = (request, response, next) => {
  const requestId = randomUUID();
  response.locals = {
    requestId,
    lang: languageOf(request.headers['accept-language']),
    operationId: null,
    commandId: null,
  } satisfies RequestLocals;
  response.setHeader('X-Request-Id', requestId);
  response.setHeader('Cache-Control', 'no-store');
  next();
};

/** All routes on one router: one entry per path, so that a wrong method is told from an unknown address. */
export function mountOperations(routes: readonly Route[], deps: Deps, authenticator: Authenticator): Router {
  const router = Router({ caseSensitive: true, strict: true });
  for (const path of [...new Set(routes.map(({ row }) => row.path))].sort(wordsFirst)) {
    const ofPath = routes.filter(({ row }) => row.path === path);
    const byMethod = new Map(ofPath.map((route) => [route.row.method.toUpperCase(), route]));
    const allow = [...byMethod.keys(), ...(byMethod.has('GET') ? ['HEAD'] : []), 'OPTIONS'].join(', ');
    router.all(path.replaceAll(/\{(\w+)\}/g, ':$1'), async (request, response) => {
      const route = byMethod.get(request.method === 'HEAD' ? 'GET' : request.method);
      if (route !== undefined) return serve(route, request, response, { deps, authenticator });
      response.setHeader('Allow', allow);
      if (request.method !== 'OPTIONS') throw problem('method-not-allowed', { method: request.method });
      response.status(204).end();
    });
  }
  return router;
}

/** `/policies/check` before `/policies/{policyId}`: the first that fits is taken. */
function wordsFirst(one: string, other: string): number {
  const [a, b] = [one, other].map((path) => path.replace(/[^/]+/g, (segment) => (segment.startsWith('{') ? '1' : '0')));
  return a === b ? 0 : (a ?? '') < (b ?? '') ? -1 : 1;
}

/** The last two stations: addresses nobody serves, and everything thrown on the way. */
export const notFound: RequestHandler = () => {
  throw problem('not-found');
};

export const problemHandler =
  (deps: Deps) =>
  // Express tells error handlers by their four parameters.
  (error: unknown, request: Request, response: Response, next: NextFunction): void => {
    if (response.headersSent) return next(error);
    sendProblem(error, request, response, deps.log);
  };

async function serve(
  { row, handler }: Route,
  request: Request,
  response: Response,
  { deps, authenticator }: { deps: Deps; authenticator: Authenticator },
): Promise<void> {
  const locals = response.locals as RequestLocals;
  const { lang, requestId } = locals;
  locals.operationId = row.id;

  // A public row does not look: a client whose token has run out must still be able to renew it.
  const principal = row.access.kind === 'public' ? null : await authenticator.principalOf(request.headers);
  if (principal === null && row.access.kind !== 'public') throw problem('unauthenticated', { reason: 'no-token' });

  const params = parse(row.params, checkedParams(request, lang), 'params', lang) as Record<string, string> | undefined;
  const query = parse(row.query, queryOf(request, lang), 'query', lang);
  const isUpload = row.transport === 'upload';
  let body: unknown;
  if (row.body !== undefined && !isUpload) body = await parsedBody(row, request, locals);

  const granted = await authorise(row.access, principal, params, deps);
  // A file is read only once we know the caller may bring one.
  if (isUpload) body = await uploadOf(row, request);

  const context: Context = {
    deps,
    authenticator,
    requestId,
    lang,
    principal,
    ...granted,
    authority: granted.authorities[0] ?? null,
    caller: () => {
      if (principal === null) throw problem('unauthenticated', { reason: 'no-token' });
      return principal;
    },
    address: request.ip ?? request.socket.remoteAddress ?? 'unknown',
    request,
    response,
  };
  const result = await handler({ params, query, body } as never, context);
  await answer(row, result, response);
}

/** Who may, in the one order that lets nobody probe for ids: role, existence, scope. */
async function authorise(
  access: Access,
  principal: Principal | null,
  params: Record<string, string> | undefined,
  deps: Deps,
): Promise<{ scoped: Scoped | null; authorities: Grant[] }> {
  if (access.kind !== 'roles' || principal === null) return { scoped: null, authorities: [] };
  if (!hasRoleFor(principal.grants, access)) throw problem('forbidden');
  if (access.scope.kind === 'self') {
    return { scoped: null, authorities: principal.grants.filter(({ role }) => access.roles[role] !== undefined) };
  }
  const id = params?.[access.scope.param];
  if (id === undefined)
    throw new Error(`the scope names the path parameter ${access.scope.param}, which the row lacks`);
  const paths = await findScoped(deps.pool, access.scope.kind, id);
  if (mayDo(principal, access, paths) !== 'yes') throw problem('not-found');
  if (access.scope.kind === 'process' && !(await isShownTo(deps.pool, id, principal))) throw problem('not-found');
  return { scoped: { id, paths }, authorities: authoritiesFor(principal.grants, access, paths) };
}

async function parsedBody(row: Operation, request: Request, locals: RequestLocals): Promise<unknown> {
  const contentType = request.headers['content-type'];
  if (contentType !== undefined && !/^application\/json *(; *charset="?utf-8"?)?$/i.test(contentType)) {
    throw problem('unsupported-media-type', { expected: 'application/json' });
  }
  const bytes = await readBody(request, row.bodyLimit ?? DEFAULT_BODY_LIMIT);
  if (contentType === undefined && bytes.length > 0)
    throw problem('unsupported-media-type', { expected: 'application/json' });
  const value = parseJson(bytes, locals.lang);
  locals.commandId = commandIdOf(value);
  const body = parse(row.body, value, 'body', locals.lang);
  const blank = blankTextIn(body, 'body');
  if (blank !== null) throw fault(blank, 'blank-text', locals.lang);
  return body;
}

async function uploadOf(row: Operation, request: Request): Promise<Upload> {
  const bytes = await readBody(request, row.bodyLimit ?? DEFAULT_BODY_LIMIT);
  return { contentType: request.headers['content-type'] ?? 'application/octet-stream', bytes };
}

const commandIdOf = (body: unknown): string | null => {
  const id = typeof body === 'object' && body !== null && 'commandId' in body ? body.commandId : null;
  return typeof id === 'string' && /^[0-9a-f-]{36}$/i.test(id) ? id : null;
};

function checkedParams(request: Request, lang: Lang): Record<string, string | string[]> {
  for (const [name, value] of Object.entries(request.params)) {
    if (typeof value === 'string' && isBadString(value)) throw fault(`params.${name}`, 'invalid-character', lang);
  }
  return { ...request.params };
}

const MAX_QUERY_PARAMETERS = 50;

/** One value per name: repeated names are refused rather than guessed at. */
function queryOf(request: Request, lang: Lang): Record<string, string> {
  const start = request.url.indexOf('?');
  if (start < 0) return {};
  const query: Record<string, string> = Object.create(null) as Record<string, string>;
  let count = 0;
  for (const [name, value] of new URLSearchParams(request.url.slice(start + 1))) {
    if (++count > MAX_QUERY_PARAMETERS)
      throw problem('malformed-request', { maxQueryParameters: MAX_QUERY_PARAMETERS });
    if (isBadString(name) || isBadString(value)) throw fault(`query.${name.slice(0, 40)}`, 'invalid-character', lang);
    if (name in query) throw fault(`query.${name.slice(0, 40)}`, 'duplicate-key', lang);
    query[name] = value;
  }
  return { ...query };
}

const nothing = z.strictObject({});
const localised: Record<Lang, z.core.$ZodErrorMap> = {
  zh: z.locales.zhCN().localeError,
  en: z.locales.en().localeError,
};

function parse(schema: z.ZodType | undefined, value: unknown, where: 'params' | 'query' | 'body', lang: Lang): unknown {
  const parsed = (schema ?? nothing).safeParse(value, { error: localised[lang] });
  if (parsed.success) return schema === undefined ? undefined : parsed.data;
  const errors = parsed.error.issues.slice(0, 50).map((issue) => ({
    path: [where, ...issue.path.map(String)].join('.').slice(0, 200),
    code: issue.code,
    message: issue.message.slice(0, 300),
  }));
  throw new Problem('malformed-request', {}, errors);
}

async function answer(row: Operation, result: unknown, response: Response): Promise<void> {
  if (row.transport === 'stream') return;
  response.status(row.status);
  if (row.transport === 'download') return sendFile(result as Download, response);
  if (row.status === 204) {
    response.end();
    return;
  }
  const parsed = row.response.safeParse(result);
  if (!parsed.success) {
    // Paths and codes only: the values may be personal.
    const issues = parsed.error.issues.map(({ path, code }) => `${path.join('.')}: ${code}`);
    throw new Error(`the answer of ${row.id} breaks its contract: ${issues.slice(0, 5).join('; ')}`);
  }
  response.setHeader('Content-Type', 'application/json; charset=utf-8');
  response.end(JSON.stringify(parsed.data));
}

async function sendFile({ contentType, fileName, content }: Download, response: Response): Promise<void> {
  response.setHeader('Content-Type', contentType);
  response.setHeader('Content-Disposition', `attachment; filename*=UTF-8''${encodeURIComponent(fileName)}`);
  if (content instanceof Readable) return pipeline(content, response);
  response.end(content);
}
