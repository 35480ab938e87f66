// The street of the rehearsal, built over HTTP: communities with their secretaries, estates with registers, owners with accounts, and a
// watch on the term of every committee.
import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { identityOperations } from '../../../api/contracts/identity';
import type { registerOperations } from '../../../api/contracts/register';
import { dateOf, dayOf, instantOf } from '../../../domain/calendar/instant';
import { makeRegister, type RegisterRow } from '../../register/make-register';
import type { Random } from '../../register/seeded-random';
import { type Session, the, together } from '../election/client';
import { seedOffices } from '../election/offices';
import { importRegister } from '../support/import-register';
import { sessions } from '../support/sessions';
import type { Installation } from '../support/virtual-installation';
import type { Plan } from './plans';

type Place = z.output<(typeof registerOperations)['createPlace']['response']>;
type RegisteredOwner = z.output<(typeof registerOperations)['listOwners']['response']>['items'][number];
type Issued = z.output<(typeof identityOperations)['createAccount']['response']>;
type Grant = z.output<(typeof identityOperations)['grantRole']['response']>;
type IssuedOwners = z.output<(typeof identityOperations)['issueOwnerAccounts']['response']>;

export interface Person {
  ownerId: string;
  accountId: string;
  session: Session;
}

export interface Secretary {
  accountId: string;
  session: Session;
}

export interface Estate {
  plan: Plan;
  no: number;
  estateId: string;
  watchId: string;
  secretary: Secretary;
  /** Natural persons who own, in an order that the seed decides. */
  owners: Person[];
  /** Who has the committee's role now, and by which grant; null: there has never been a committee. */
  chair: (Person & { grantId: string }) | null;
  /** Owners' votes on a committee so far. */
  votes: number;
  /** A substitute body was formed for it. */
  hasSubstitute: boolean;
  /** The district has ordered the street to decide on a filing. */
  wasOrdered: boolean;
}

export interface Street {
  streetId: string;
  officer: Session;
  officerId: string;
  district: Session;
  /** Of the department that keeps seals and books where the place says so. */
  housingOffice: Session;
  /** When the rehearsal began, in milliseconds. */
  beganAt: number;
  estates: Estate[];
}

export const SEATS = 5;
/** The largest number of alternates that a plan has. */
const ALTERNATES = 1;
const ESTATES_OF_A_COMMUNITY = 16;
/** The API reads so many register files at a time. */
const AT_ONCE = 2;
/** People of registers whose seeds differ are different people (make-register.ts), as long as there are fewer than ten thousand seeds. */
const SEEDS_APART = 70;
/** A committee, the chair after it, and whom the next one is made of. */
const OWNERS_LEAST = SEATS + ALTERNATES + 1;

export async function buildStreet(installation: Installation, plans: Plan[], random: Random): Promise<Street> {
  const sessionOf = sessions(installation);
  const offices = await seedOffices(installation.environment);
  const officer = sessionOf(offices.street.accountId, '街道经办');
  const district = sessionOf(offices.district.accountId, '区经办');
  const { placeId: streetId, accountId: officerId } = offices.street;
  const communities: { placeId: string; secretary: Secretary }[] = [];
  for (let first = 0; first < plans.length; first += ESTATES_OF_A_COMMUNITY) {
    const no = communities.length + 1;
    const { placeId } = await officer.post<Place>(`/v1/places/${streetId}/children`, {
      kind: 'community',
      name: `第${no}社区`,
    });
    const account = { loginName: `secretary-${no}`, displayName: `第${no}社区书记`, role: 'communitySecretary' };
    const { accountId } = await officer.post<Issued>(`/v1/places/${placeId}/accounts`, account);
    communities.push({ placeId, secretary: { accountId, session: sessionOf(accountId, account.displayName) } });
  }
  const keeper = {
    loginName: 'housing',
    displayName: '房管部门',
    role: 'departmentOfficer',
    department: 'housing',
  };
  const housing = await district.post<Issued>(`/v1/places/${offices.district.placeId}/accounts`, keeper);
  const housingOffice = sessionOf(housing.accountId, keeper.displayName);
  const beganAt = await installation.clock.now();
  const seed = random.between(0, 9_999);
  const estates = await together(plans, AT_ONCE, async (plan, no): Promise<Estate> => {
    const { placeId: communityId, secretary } = the(communities[Math.floor(no / ESTATES_OF_A_COMMUNITY)], 'community');
    const place = { kind: 'estate', name: plan.name };
    const { placeId: estateId } = await officer.post<Place>(`/v1/places/${communityId}/children`, place);
    await importRegister(officer, estateId, registerOf(plan, seed + no * SEEDS_APART));
    const owners = await bringOwners(officer, estateId, sessionOf);
    const first = the(owners[0], 'chair');
    const chair = plan.hasCommittee ? { ...first, grantId: await appoint(officer, estateId, first) } : null;
    const watchId = await watch(officer, { estateId, plan, owners }, beganAt);
    return {
      ...{ plan, no, estateId, watchId, secretary, owners, chair },
      ...{ votes: 0, hasSubstitute: false, wasOrdered: false },
    };
  });
  return { streetId, officer, officerId, district, housingOffice, beganAt, estates };
}

/** Whoever has the committee's role acts under it with the owner's own account. Returns the id of the grant. */
export async function appoint(officer: Session, estateId: string, { accountId }: Person): Promise<string> {
  const at = `/v1/places/${estateId}/accounts/${accountId}/grants`;
  const { id } = await officer.post<Grant>(at, { role: 'committeeMember' });
  return id;
}

/** One building; every unit is sold, and there are persons enough for a committee and the next one. */
function registerOf({ units }: Plan, seed: number): RegisterRow[] {
  for (let next = seed; ; next += 1) {
    const rows = makeRegister({ seed: next, buildings: 1, units });
    const isSold = rows.every(({ tenure }) => tenure !== '未售' && tenure !== '已售未交付');
    const single = new Set(
      rows
        .filter(({ capacity, representative }) => capacity === '业主' && representative === '')
        .map(({ idNumber }) => idNumber),
    );
    if (isSold && single.size >= OWNERS_LEAST) return rows;
  }
}

async function bringOwners(
  officer: Session,
  estateId: string,
  sessionOf: (accountId: string, name: string) => Session,
): Promise<Person[]> {
  const { accounts } = await officer.post<IssuedOwners>(`/v1/places/${estateId}/owner-accounts`, { limit: 100 });
  const accountOf = new Map(accounts.map(({ ownerId, accountId }) => [ownerId, accountId]));
  const listed = await officer.all<RegisteredOwner>(`/v1/places/${estateId}/owners`);
  const named = ({ name, idMasked, areaDm2 }: RegisteredOwner) => `${name} ${idMasked ?? ''} ${areaDm2}`;
  listed.sort((one, other) => (named(one) < named(other) ? -1 : 1));
  return listed
    .filter(({ kind, ownerId }) => kind === 'person' && accountOf.has(ownerId))
    .map(({ ownerId }) => {
      const accountId = the(accountOf.get(ownerId), 'account of an owner');
      return { ownerId, accountId, session: sessionOf(accountId, '业主') };
    });
}

async function watch(
  officer: Session,
  { estateId, plan, owners }: Pick<Estate, 'estateId' | 'plan' | 'owners'>,
  beganAt: number,
): Promise<string> {
  const watchId = randomUUID();
  const ids = owners.map(({ ownerId }) => ownerId);
  const members = ids.slice(0, SEATS).map((memberId, n) => ({ memberId, office: n === 0 ? 'chair' : 'member' }));
  const lastDay = dayOf(instantOf(Math.floor(beganAt))) + plan.endsAfterDays;
  const alternateIds = ids.slice(SEATS, SEATS + plan.alternates);
  // The term that is watched first began before the rehearsal.
  const term = { members, alternateIds, termStartsOn: dateOf(lastDay - 3 * 365), termEndsOn: dateOf(lastDay) };
  await officer.post(`/v1/estates/${estateId}/committee-terms`, {
    ...{ termId: watchId, seats: SEATS, termYears: plan.termYears, policy: { kind: 'preset', id: plan.policy } },
    ...(plan.hasCommittee ? term : { members: [], termStartsOn: null, termEndsOn: null }),
  });
  return watchId;
}
