// The one table of operations: every row of every contract file. Routes, authorisation, OpenAPI and the permission walk read it.
import { identityOperations } from './identity';
import type { Operation } from './operation';
import { systemOperations } from './system';

export const operations = {
  ...systemOperations,
  ...identityOperations,
} satisfies Record<string, Operation>;

export type Operations = typeof operations;
export type OperationId = keyof Operations;
