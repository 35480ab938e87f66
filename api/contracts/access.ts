// Access rules that several contract files share.
import type { Role } from '../../domain/process';
import { REACH_OF_ROLE } from '../auth/authorise';
import type { Access, Reach, ScopeOf } from './operation';

type RoleAccess = Extract<Access, { kind: 'roles' }>;

/** Everybody who has to do with the place: officials from above, owners from within. */
export const everyoneAt = (scope: ScopeOf): Access => ({ kind: 'roles', roles: REACH_OF_ROLE, scope });

const OFFICIALS: Partial<Record<Role, Reach>> = {
  districtSupervisor: 'covers',
  streetOfficer: 'covers',
  communitySecretary: 'covers',
  auditor: 'covers',
};

/** Those who supervise or audit the place. */
export const officialsAt = (scope: ScopeOf): Access => ({ kind: 'roles', roles: OFFICIALS, scope });

const STAFF: Partial<Record<Role, Reach>> = {
  streetOfficer: 'covers',
  communitySecretary: 'covers',
  gridWorker: 'covers',
};

/** Those who carry papers to the doors and enter what comes back. */
export const staffAt = (scope: ScopeOf): RoleAccess => ({ kind: 'roles', roles: STAFF, scope });

/** Those who look over their shoulders as well. */
export const staffAndAuditAt = (scope: ScopeOf): RoleAccess => ({
  kind: 'roles',
  roles: { ...STAFF, districtSupervisor: 'covers', auditor: 'covers' },
  scope,
});

/** Owners of a unit there. */
export const ownersAt = (scope: ScopeOf): Access => ({ kind: 'roles', roles: { owner: 'inside' }, scope });
