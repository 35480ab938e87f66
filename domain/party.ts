// Whom a duty is addressed to, held against whoever acts.
import type { Actor, Party } from './process';

/** Whether whoever acts is the addressee, or speaks for it. */
export function isParty(actor: Actor, party: Party): boolean {
  if (actor.kind !== 'account') return false;
  switch (party.kind) {
    case 'role':
      return actor.role === party.role;
    case 'department':
      return actor.role === 'departmentOfficer' && actor.department === party.department;
    case 'owner':
      return actor.ownerId === party.ownerId;
    case 'account':
      return actor.id === party.accountId;
  }
}
