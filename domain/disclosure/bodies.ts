// Who drafts the statements of an estate, and who does it in the place of a body that is silent (law.md 6.2: committee or firm publish).
import type { Party, ProcessPlace } from '../process';

export const BODIES = ['committeeMember', 'firmManager', 'communitySecretary', 'streetOfficer'] as const;
export type Body = (typeof BODIES)[number];

/** Whoever drafts after this one's silence: the community, then the street. Null: nobody else, the street's duty climbs its ladder. */
export function bodyAfter(body: Body): Body | null {
  if (body === 'streetOfficer') return null;
  return body === 'communitySecretary' ? 'streetOfficer' : 'communitySecretary';
}

export function partyOf(body: Body, place: ProcessPlace): Party {
  switch (body) {
    case 'committeeMember':
    case 'firmManager':
      return { kind: 'role', role: body, placePath: place.estatePath };
    case 'communitySecretary':
      return { kind: 'role', role: body, placePath: place.communityPath };
    case 'streetOfficer':
      return { kind: 'role', role: body, placePath: place.streetPath };
  }
}

/** Who looks at a draft of this body: as the policy says; what an office drafts, the office above. */
export function reviewerOf(body: Body, usual: 'committeeMember' | 'communitySecretary'): Body {
  if (body === 'communitySecretary') return 'streetOfficer';
  // The street's own draft goes down to the estate's own people again: nobody above it works there.
  return body === 'streetOfficer' ? 'communitySecretary' : usual;
}
