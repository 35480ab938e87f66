// Who is calling: an account with its current grants. Loaded by authenticate.ts, judged by authorise.ts.
import type { Role } from '../../domain/process';

/** One role at one place (or, for owners, one unit). `path` is "/id/id/…/" from the district down. */
export interface Grant {
  id: string;
  role: Role;
  path: string;
  department: string | null;
}

export interface Principal {
  accountId: string;
  ownerId: string | null;
  /** The session behind the access token. */
  sessionId: string;
  epoch: number;
  grants: readonly Grant[];
}
