// Pairs every row of the operations table with its handler. A row without one, or one without a row, does not compile.
import type { Handlers } from '../context';
import { operations, type Operations } from '../contracts/operations';
import type { Deps } from '../deps';
import type { Route } from '../routing';
import { createIdentityRoutes } from './identity';
import { createSystemRoutes } from './system';

export function createRoutes(deps: Deps): Route[] {
  const handlers: Handlers<Operations> = {
    ...createSystemRoutes(deps),
    ...createIdentityRoutes(deps),
  };
  return (Object.keys(operations) as (keyof Operations)[]).map((id) => ({
    row: operations[id],
    handler: handlers[id],
  }));
}
