// Who is called to a meeting, who answers for it, and who stands above them. Pure.
import { mayBeTold } from '../audience';
import { partyAt } from '../motions';
import { isParty } from '../party';
import { seatOf, type Actor, type AnyPlace, type Audience, type Party, type Role } from '../process';
import type { MeetingPartyAsked } from './messages';
import type { Convenor, LaunchedMeeting, MeetingParty } from './state';

/** The key of the one who chairs a mediation. */
export const CHAIR = 'expert';

/** What whoever chairs a mediation does without the convenor. */
const OF_THE_CHAIR = new Set(['recordAttendance', 'addResolution', 'confirmResolution', 'returnResolution']);

/** Those who may call a meeting, from below to above; whoever stands above a convenor may act in their place. */
const CONVENORS: readonly Role[] = ['committeeMember', 'communitySecretary', 'streetOfficer', 'districtSupervisor'];

/** The party as an addressee; null: people of this role hold no office at the place. */
export function addressed(place: AnyPlace, asked: MeetingPartyAsked): MeetingParty | null {
  const party = partyOf(place, asked);
  return party && { key: asked.key, party, isRequired: asked.isRequired };
}

function partyOf(place: AnyPlace, asked: MeetingPartyAsked): Party | null {
  const { placePath } = seatOf(place);
  if ('department' in asked) return { kind: 'department', department: asked.department, placePath: place.districtPath };
  if ('ownerId' in asked) return { kind: 'owner', ownerId: asked.ownerId, placePath };
  if ('accountId' in asked) return { kind: 'account', accountId: asked.accountId, placePath };
  // An expert is called from whatever list covers the place.
  return asked.role === 'expert' ? { kind: 'role', role: 'expert', placePath } : partyAt(place, asked.role);
}

export const officeAt = (place: AnyPlace, role: Role): Party | null =>
  role === 'expert' ? { kind: 'role', role, placePath: seatOf(place).placePath } : partyAt(place, role);

/** The office above a convenor, which is told when a meeting is missed; null: there is none that may know of it. */
export function superiorOf(place: AnyPlace, { role }: Convenor, audience: Audience | null = null): Party | null {
  const above = CONVENORS.slice(CONVENORS.indexOf(role) + 1);
  const offices = above.map((office) => partyAt(place, office));
  return offices.find((party) => party !== null && mayBeTold(audience, party)) ?? null;
}

/** The convenor, an office above, or another process. */
export const actsForConvenor = (actor: Actor, { role }: Convenor): boolean =>
  actor.kind !== 'account' || actor.role === role || isAbove(actor, { role });

/** An office above the convenor; of the highest, itself. */
export const isAbove = (actor: Actor, { role }: Pick<Convenor, 'role'>): boolean => {
  if (actor.kind !== 'account') return true;
  const isHighest = role === CONVENORS.at(-1);
  return isHighest ? actor.role === role : CONVENORS.indexOf(actor.role) > CONVENORS.indexOf(role);
};

/** The expert who chairs a mediation, and a command that is for them too. */
export const chairs = (core: LaunchedMeeting, { type }: { type: string }, { actor }: { actor: Actor }): boolean =>
  core.form === 'mediation' && OF_THE_CHAIR.has(type) && isChair(core, actor);

export const isChair = ({ parties }: LaunchedMeeting, actor: Actor): boolean =>
  parties.some(({ key, party }) => key === CHAIR && isParty(actor, party));
