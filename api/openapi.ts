// The OpenAPI 3.1 document, derived from the operations table. Written to docs/openapi.json by scripts/openapi.ts and served as it is.
import { z } from 'zod';
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiResponsesObject } from 'zod-openapi';
import { version } from '../package.json';
import { operations } from './contracts/operations';
import type { Access, Operation } from './contracts/operation';
import { PROBLEMS, type ProblemCode } from './problems';

const PROBLEM = z
  .object({
    type: z.string(),
    title: z.string().meta({ description: "In the caller's language" }),
    status: z.int(),
    code: z.string().meta({ description: 'Stable' }),
    params: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
    errors: z.array(z.object({ path: z.string(), code: z.string(), message: z.string() })),
    commandId: z.string().nullable(),
    requestId: z.string(),
  })
  .meta({ id: 'Problem', description: 'RFC 9457' });

/** Codes that the frame itself can answer for any operation of this shape. */
function generalCodes(row: Operation): ProblemCode[] {
  const hasInput = row.params !== undefined || row.query !== undefined || row.body !== undefined;
  const hasBody = row.body !== undefined || row.transport === 'upload';
  return [
    ...(hasInput || row.access.kind !== 'public' ? (['malformed-request'] as const) : []),
    ...(row.access.kind === 'public' ? [] : (['unauthenticated'] as const)),
    ...(row.access.kind === 'roles' ? (['forbidden', 'not-found'] as const) : []),
    ...(hasBody ? (['too-large', 'unsupported-media-type'] as const) : []),
    'unavailable',
  ];
}

export function openApiDocument() {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  for (const row of Object.values(operations) as Operation[]) {
    (paths[row.path] ??= {})[row.method] = operationObject(row);
  }
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: '共治 Gongzhi',
      version,
      description:
        'Neighbourhood governance as durable processes. Every change carries a `commandId` made by the client: sent again with the same body it is answered again and done once. Errors are RFC 9457 problems with stable codes.',
    },
    servers: [{ url: '/' }],
    tags: [...new Set(Object.values(operations).map(({ tag }) => tag))].map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: { accessToken: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
    },
  });
}

function operationObject(row: Operation): ZodOpenApiOperationObject {
  return {
    operationId: row.id,
    tags: [row.tag],
    summary: row.summary.zh,
    description: `${row.summary.en}\n\n${accessText(row.access)}`,
    security: row.access.kind === 'public' ? [] : [{ accessToken: [] }],
    ...(row.params === undefined && row.query === undefined
      ? {}
      : {
          requestParams: {
            ...(row.params === undefined ? {} : { path: row.params }),
            ...(row.query === undefined ? {} : { query: row.query }),
          },
        }),
    ...bodyOf(row),
    responses: responsesOf(row),
  };
}

function bodyOf(row: Operation): Pick<ZodOpenApiOperationObject, 'requestBody'> {
  if (row.transport === 'upload') {
    return {
      requestBody: {
        required: true,
        content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } },
      },
    };
  }
  return row.body === undefined
    ? {}
    : { requestBody: { required: true, content: { 'application/json': { schema: row.body } } } };
}

function responsesOf(row: Operation): ZodOpenApiResponsesObject {
  const responses: ZodOpenApiResponsesObject = {
    [`${row.status}`]: { description: row.summary.en, ...contentOf(row) },
  };
  const codes = [...new Set([...generalCodes(row), ...row.problems])];
  for (const status of [...new Set(codes.map((code) => PROBLEMS[code].status))].sort((a, b) => a - b)) {
    const here = codes.filter((code) => PROBLEMS[code].status === status);
    responses[`${status}` as `${1 | 2 | 3 | 4 | 5}${string}`] = {
      description: here.map((code) => `\`${code}\` ${PROBLEMS[code].title.en}`).join('; '),
      content: { 'application/problem+json': { schema: PROBLEM } },
    };
  }
  return responses;
}

function contentOf(row: Operation) {
  if (row.status === 204) return {};
  if (row.transport === 'download') {
    return { content: { '*/*': { schema: { type: 'string' as const, format: 'binary' } } } };
  }
  if (row.transport === 'stream') return { content: { 'text/event-stream': { schema: { type: 'string' as const } } } };
  return { content: { 'application/json': { schema: row.response } } };
}

function accessText(access: Access): string {
  if (access.kind === 'public') return 'Anybody.';
  if (access.kind === 'signedIn') return 'Anybody who is signed in.';
  const roles = Object.entries(access.roles).map(([role, reach]) => (reach === 'inside' ? `${role} within it` : role));
  const over = access.scope.kind === 'self' ? 'their own places' : `the ${access.scope.kind} \`${access.scope.param}\``;
  return `For ${over}: ${roles.join(', ')}.`;
}
