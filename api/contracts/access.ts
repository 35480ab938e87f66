// Access rules that several contract files share.
import type { Role } from '../../domain/process';
import { REACH_OF_ROLE } from '../auth/authorise';
import type { Access, Reach, ScopeOf } from './operation';

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
