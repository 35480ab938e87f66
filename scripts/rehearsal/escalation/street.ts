// The street of the rehearsal `escalation`: places over HTTP; the accounts of a thousand people written as the starter writes its sample, since
// each password that the API hashes takes longer than a day of the rehearsal.
import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import { hashPassword } from '../../../api/auth/passwords';
import type { registerOperations } from '../../../api/contracts/register';
import type { Role } from '../../../domain/process';
import { APP_ROLE, openDatabase } from '../../../prisma/client';
import { insertAccount, insertGrant } from '../../../store/accounts';
import { databaseClock } from '../../../store/time-source';
import { inTransaction } from '../../../store/transaction';
import { the, together, type Session } from '../election/client';
import { seedOffices } from '../election/offices';
import { sessions } from '../support/sessions';
import type { Installation } from '../support/virtual-installation';
import { ESTATES_OF_A_COMMUNITY, RESIDENTS, SPOTS, type EstatePlan } from './estates';

type Place = z.output<(typeof registerOperations)['createPlace']['response']>;

export interface Person {
  accountId: string;
  session: Session;
}

export interface Estate extends EstatePlan {
  no: number;
  estateId: string;
  community: number;
  /** Ids of its buildings. */
  spots: string[];
  residents: Person[];
}

export interface Street {
  districtId: string;
  streetId: string;
  communityIds: string[];
  estates: Estate[];
  /** Whoever holds a role at a place. */
  holder(role: Role, placeId: string): Person;
  department(code: string): Person;
  account(accountId: string): Person;
  /** A second person of the district, who agrees to what the first proposes. */
  deputy: Person;
}

export const DEPARTMENTS = [
  ...['fire', 'gas', 'urbanManagement', 'environment', 'transport', 'marketSupervision', 'publicSecurity', 'housing'],
];
const AT_ONCE = 4;

export async function buildStreet(installation: Installation, plans: readonly EstatePlan[]): Promise<Street> {
  const sessionOf = sessions(installation);
  const people = new Map<string, Person>();
  const { district, street } = await seedOffices(installation.environment);
  const add = (key: string, accountId: string): Person => {
    const person = { accountId, session: sessionOf(accountId, key) };
    people.set(key, person).set(accountId, person);
    return person;
  };
  add(`districtSupervisor@${district.placeId}`, district.accountId);
  const { session } = add(`streetOfficer@${street.placeId}`, street.accountId);
  const child = (parentId: string, kind: string, name: string) =>
    session.post<Place>(`/v1/places/${parentId}/children`, { kind, name });

  const communityIds: string[] = [];
  for (let no = 0; no * ESTATES_OF_A_COMMUNITY < plans.length; no += 1)
    communityIds.push((await child(street.placeId, 'community', `第${no + 1}社区`)).placeId);
  const placed = await together(plans, AT_ONCE, async (plan, no) => {
    const community = Math.floor(no / ESTATES_OF_A_COMMUNITY);
    const { placeId } = await child(the(communityIds[community], 'community'), 'estate', plan.name);
    const spots: string[] = [];
    for (let n = 1; n <= SPOTS + 1; n += 1) spots.push((await child(placeId, 'building', `${n}号楼`)).placeId);
    return { ...plan, no, estateId: placeId, community, spots };
  });

  const wanted: Wanted[] = [
    { role: 'districtSupervisor', placeId: district.placeId, key: 'deputy' },
    ...DEPARTMENTS.map((code): Wanted => ({ role: 'departmentOfficer', placeId: district.placeId, department: code })),
    ...communityIds.flatMap((placeId): Wanted[] => [
      { role: 'communitySecretary', placeId },
      { role: 'gridWorker', placeId },
    ]),
    ...placed.flatMap(({ estateId: placeId, desk, hasCommittee }): Wanted[] => [
      ...(desk === 'firm' || desk === 'dawdlingFirm' ? [{ role: 'firmManager', placeId } as const] : []),
      ...(hasCommittee ? [{ role: 'committeeMember', placeId } as const] : []),
      ...Array.from({ length: RESIDENTS }, () => ({ role: 'resident', placeId }) as const),
    ]),
  ];
  const ids = await openAccounts(installation.environment, wanted);
  const residents = new Map<string, Person[]>();
  for (const [n, { role, placeId, department, key }] of wanted.entries()) {
    const accountId = the(ids[n], 'account');
    if (role !== 'resident') add(key ?? department ?? `${role}@${placeId}`, accountId);
    else residents.set(placeId, [...(residents.get(placeId) ?? []), add(`resident ${accountId}`, accountId)]);
  }
  return {
    ...{ districtId: district.placeId, streetId: street.placeId, communityIds },
    estates: placed.map((estate) => ({ ...estate, residents: residents.get(estate.estateId) ?? [] })),
    holder: (role, placeId) => the(people.get(`${role}@${placeId}`), `${role} there`),
    department: (code) => the(people.get(code), `department ${code}`),
    account: (accountId) => the(people.get(accountId), 'such account'),
    deputy: the(people.get('deputy'), 'deputy'),
  };
}

interface Wanted {
  role: Role;
  placeId: string;
  department?: string;
  /** Under which name the rehearsal knows the person; absent: the department, or the role there. */
  key?: string;
}

/** Accounts with one role each; returns their ids in that order. */
async function openAccounts(environment: NodeJS.ProcessEnv, wanted: readonly Wanted[]): Promise<string[]> {
  const { pool, close } = openDatabase({ url: the(environment['DATABASE_URL'], 'database'), max: 2, role: APP_ROLE });
  try {
    const at = await databaseClock(pool).now();
    const passwordHash = await hashPassword(randomUUID());
    const { rows } = await pool.query<{ id: string; path: string }>('select id, path from place');
    const paths = new Map(rows.map(({ id, path }) => [id, path]));
    return await inTransaction(pool, async (tx) => {
      const ids: string[] = [];
      for (const [n, { role, placeId, department }] of wanted.entries()) {
        const id = randomUUID();
        const by = { accountId: null, role: null, path: null, commandId: randomUUID(), at };
        await insertAccount(tx, { id, loginName: `${role}-${n}`, displayName: `${role} ${n}`, passwordHash }, by);
        const path = the(paths.get(placeId), 'path');
        await insertGrant(tx, { accountId: id, role, placeId, path, department: department ?? null }, by);
        ids.push(id);
      }
      return ids;
    });
  } finally {
    await close();
  }
}
