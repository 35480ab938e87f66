// The shape of one row of the operations table. Routes, authorisation, OpenAPI and the permission walk are derived from these rows.
import type { z } from 'zod';
import type { Role } from '../../domain/process';
import type { ProblemCode } from '../problems';

/**
 * `covers`: the caller's place is the resource's place or above it (an officer of the street).
 * `inside`: the caller's place is the resource's place or below it (an owner of a unit of the estate).
 */
export type Reach = 'covers' | 'inside';

/** What the scope is measured against, and which path parameter names it. `self` needs no place: the caller's own things. */
export type ScopeOf =
  | { kind: 'place'; param: string }
  | { kind: 'process'; param: string }
  | { kind: 'unit'; param: string }
  | { kind: 'owner'; param: string }
  | { kind: 'ledgerAccount'; param: string }
  | { kind: 'ledgerTransaction'; param: string }
  | { kind: 'self' };

/** Who may: `public`, any signed-in account, or these roles with this reach over that place. Wrong role 403, wrong scope 404. */
export type Access =
  { kind: 'public' } | { kind: 'signedIn' } | { kind: 'roles'; roles: Partial<Record<Role, Reach>>; scope: ScopeOf };

export interface Operation {
  id: string;
  method: 'get' | 'post' | 'put' | 'delete';
  /** OpenAPI style: `/v1/estates/{estateId}/units`. */
  path: string;
  tag: string;
  summary: { zh: string; en: string };
  access: Access;
  params?: z.ZodObject;
  query?: z.ZodObject;
  /** Everything that changes anything carries a client-made `commandId` (UUID). */
  body?: z.ZodType;
  /** Bytes; default 64 KiB. */
  bodyLimit?: number;
  /** `json` by default; `upload` takes the raw body (files), `download` and `stream` answer raw. */
  transport?: 'json' | 'upload' | 'download' | 'stream';
  response: z.ZodType;
  status: 200 | 201 | 202 | 204;
  /** Codes this operation can answer beside the general ones (malformed-request, unauthenticated, forbidden, not-found, internal). */
  problems: readonly ProblemCode[];
}

/** Checks the row's type and keeps its literal types for the handlers. */
export const operation = <const T extends Operation>(row: T): T => row;

type Parsed<S> = S extends z.ZodType ? z.output<S> : undefined;

/** What a handler of this row is given. */
export interface Call<T extends Operation> {
  params: Parsed<T['params']>;
  query: Parsed<T['query']>;
  body: Parsed<T['body']>;
}
