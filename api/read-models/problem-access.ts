// Whether a caller may see a problem that no path parameter names: somebody with a role at its place to whom it is shown, or whoever reported
// it; and whether the caller holds an office there, by which what bears signatures is seen.
import type { Pool } from 'pg';
import { findScoped } from '../../store/scope';
import { isReporter } from '../../store/reports/reporters';
import { authoritiesFor, REACH_OF_ROLE, reaches } from '../auth/authorise';
import type { Principal } from '../auth/principal';
import { staffAndAuditAt } from '../contracts/access';
import { isShownTo } from './audience';

export async function maySeeProblem(pool: Pool, caller: Principal, problemId: string): Promise<boolean> {
  const paths = await findScoped(pool, 'process', problemId);
  const isHere = caller.grants.some(({ role, path }) => paths.some((at) => reaches(REACH_OF_ROLE[role], path, at)));
  if (isHere && (await isShownTo(pool, problemId, caller))) return true;
  return isReporter(pool, problemId, caller);
}

const OFFICES = staffAndAuditAt({ kind: 'process', param: 'processId' });

/** Street, community, grid, district or audit over the place of the process. */
export async function holdsOffice(pool: Pool, { grants }: Principal, processId: string): Promise<boolean> {
  return authoritiesFor(grants, OFFICES, await findScoped(pool, 'process', processId)).length > 0;
}
