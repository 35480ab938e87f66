// What a handler is given beside its parsed input, and what it may answer.
import type { Readable } from 'node:stream';
import type { Request, Response } from 'express';
import type { z } from 'zod';
import type { Authenticator } from './auth/authenticator';
import type { Grant, Principal } from './auth/principal';
import type { Call, Operation } from './contracts/operation';
import type { Deps } from './deps';
import type { Lang } from './problems';

/** The thing that the row's scope names, found in the database. An owner may have several paths. */
export interface Scoped {
  id: string;
  paths: readonly string[];
}

export interface Context {
  deps: Deps;
  authenticator: Authenticator;
  requestId: string;
  lang: Lang;
  /** The caller; null where the row is public. */
  principal: Principal | null;
  /** The resource the row's scope names; null for `public`, `signedIn` and `self` rows. */
  scoped: Scoped | null;
  /** The grant that let the caller in (first by the table's order); null where no role was needed. */
  authority: Grant | null;
  /** Every grant that would have let the caller in. */
  authorities: readonly Grant[];
  /** For `self` and `signedIn` rows; throws `unauthenticated` where nobody signed in. */
  caller(): Principal;
  /** The caller's address, for throttling only: never stored or logged beside a name. */
  address: string;
  /** Raw access for `upload` (the request stream) and `stream` (the response); JSON handlers leave both alone. */
  request: Request;
  response: Response;
}

/** A file to be saved by the caller. */
export interface Download {
  contentType: string;
  fileName: string;
  content: Buffer | Readable;
}

/** An uploaded file: its bytes and what the client says it is. Row `bodyLimit` bounds it. */
export interface Upload {
  contentType: string;
  bytes: Buffer;
}

/** JSON rows return what their response schema takes; downloads a file; streams nothing, they write to `context.response`. */
export type Result<T extends Operation> = T['transport'] extends 'download'
  ? Download
  : T['transport'] extends 'stream'
    ? void
    : T['status'] extends 204
      ? void
      : z.input<T['response']>;

/** `call.body` of an upload row is an `Upload`. */
export type Given<T extends Operation> = T['transport'] extends 'upload'
  ? Omit<Call<T>, 'body'> & { body: Upload }
  : Call<T>;

export type Handler<T extends Operation> = (call: Given<T>, context: Context) => Promise<Result<T>>;

/** One handler per row: a row without one does not compile. */
export type Handlers<Rows extends Record<string, Operation>> = { [K in keyof Rows]: Handler<Rows[K]> };
