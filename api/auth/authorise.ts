// The one place that decides who may do what: a row's access rule against a caller's grants and the resource's place. Pure.
// Finding the resource's place is the frame's work (routing.ts); what a phase or a rule allows is the decider's.
import type { Role } from '../../domain/process';
import type { Access, Reach } from '../contracts/operation';
import type { Grant, Principal } from './principal';

export type Verdict = 'yes' | 'wrong-role' | 'wrong-scope';

type RoleAccess = Extract<Access, { kind: 'roles' }>;

/** Whether a grant at `grantPath` reaches a resource at `resourcePath`: from above (`covers`) or from within (`inside`). */
export const reaches = (reach: Reach, grantPath: string, resourcePath: string): boolean =>
  reach === 'covers' ? resourcePath.startsWith(grantPath) : grantPath.startsWith(resourcePath);

/** The grants under which the caller may do it, best first as the table lists the roles. An empty list means no. */
export const authoritiesFor = (
  grants: readonly Grant[],
  access: RoleAccess,
  resourcePaths: readonly string[],
): Grant[] =>
  (Object.entries(access.roles) as [Role, Reach][]).flatMap(([role, reach]) =>
    grants.filter((grant) => grant.role === role && resourcePaths.some((path) => reaches(reach, grant.path, path))),
  );

/** Whether the caller holds any of the row's roles anywhere; asked before looking the resource up, so that nobody can probe for ids. */
export const hasRoleFor = (grants: readonly Grant[], access: RoleAccess): boolean =>
  grants.some((grant) => access.roles[grant.role] !== undefined);

/**
 * May this caller do what the row allows, to the resource at `resourcePath` (several for an owner with several units)?
 * `self` scope needs the role only: the handler is handed the caller's own things.
 */
export const mayDo = (
  principal: Principal | null,
  access: Access,
  resourcePath: string | readonly string[] | null,
): Verdict => {
  if (access.kind === 'public') return 'yes';
  if (principal === null) return 'wrong-role';
  if (access.kind === 'signedIn') return 'yes';
  if (!hasRoleFor(principal.grants, access)) return 'wrong-role';
  if (access.scope.kind === 'self') return 'yes';
  const paths = resourcePath === null ? [] : typeof resourcePath === 'string' ? [resourcePath] : resourcePath;
  return authoritiesFor(principal.grants, access, paths).length > 0 ? 'yes' : 'wrong-scope';
};

/** How each role reaches a process of an estate: those who live or own there from inside, everybody else from above. */
export const REACH_OF_ROLE: Record<Role, Reach> = {
  districtSupervisor: 'covers',
  streetOfficer: 'covers',
  communitySecretary: 'covers',
  gridWorker: 'covers',
  committeeMember: 'covers',
  firmManager: 'covers',
  owner: 'inside',
  resident: 'inside',
  expert: 'covers',
  departmentOfficer: 'covers',
  auditor: 'covers',
};

/** The access rule of a process command, from its CommandRule's roles: the same judgement as for a row of the table. */
export const accessOfCommand = (roles: readonly Role[]): RoleAccess => ({
  kind: 'roles',
  roles: Object.fromEntries(roles.map((role) => [role, REACH_OF_ROLE[role]])),
  scope: { kind: 'process', param: 'processId' },
});
