// Who may be told of a process that is not for everybody at its place (Audience in process.ts). Who may see it, in the form SQL filters by, is
// store/audience.ts.
import type { Audience, Party } from './process';

/** Whether it may be known to a party that would be addressed in it: nobody from whom it is hidden is asked to do anything about it. */
export function mayBeTold(audience: Audience | null | undefined, party: Party): boolean {
  if (!audience) return true;
  switch (party.kind) {
    case 'role':
      return !audience.hiddenFromRoles.includes(party.role);
    case 'department':
      return !audience.hiddenFromRoles.includes('departmentOfficer');
    case 'owner':
      return !audience.hiddenFrom.includes(party.ownerId);
    case 'account':
      return !audience.hiddenFrom.includes(party.accountId);
  }
}
