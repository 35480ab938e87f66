// Which role may give which, and at which kind of place. Whether the place is the giver's own is authorise.ts's question.
import type { Role } from '../../domain/process';
import type { Grant } from './principal';

/** Never one's own level or above; auditors are independent of the street, so only the district names them. */
const MANAGES: Partial<Record<Role, readonly Role[]>> = {
  districtSupervisor: [
    'streetOfficer',
    'communitySecretary',
    'gridWorker',
    'committeeMember',
    'firmManager',
    'expert',
    'departmentOfficer',
    'auditor',
    'owner',
    'resident',
  ],
  streetOfficer: [
    'communitySecretary',
    'gridWorker',
    'committeeMember',
    'firmManager',
    'expert',
    'departmentOfficer',
    'owner',
    'resident',
  ],
};

export type PlaceKind = 'district' | 'street' | 'community' | 'estate' | 'building' | 'entrance';

const PLACES_OF: Record<Role, readonly PlaceKind[]> = {
  districtSupervisor: ['district'],
  streetOfficer: ['street'],
  communitySecretary: ['community'],
  gridWorker: ['community', 'estate', 'building'],
  committeeMember: ['estate'],
  firmManager: ['estate'],
  // The register makes owners; an officer may manage their accounts but not give the role.
  owner: [],
  // Tenants and other people who live there without owning.
  resident: ['estate', 'building', 'entrance'],
  expert: ['district', 'street'],
  departmentOfficer: ['district', 'street'],
  auditor: ['district', 'street'],
};

export const belongsAt = (role: Role, place: PlaceKind): boolean => PLACES_OF[role].includes(place);

/** Whether one of the manager's grants may give, end or otherwise manage `role` at `path`. */
export const mayManage = (authorities: readonly Grant[], role: Role, path: string): boolean =>
  authorities.some((grant) => path.startsWith(grant.path) && MANAGES[grant.role]?.includes(role) === true);
