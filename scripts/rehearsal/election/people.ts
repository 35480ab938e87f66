// The people of a rehearsal, given their accounts by the two offices over HTTP: the community's secretary, vetting officers, people who
// enter papers, the old committee, and every owner; and the community and the estate they belong to.
import type { z } from 'zod';
import type { identityOperations } from '../../../api/contracts/identity';
import type { registerOperations } from '../../../api/contracts/register';
import type { Policy } from '../../../domain/policy/schema';
import { Session, together } from './client';
import type { Office } from './offices';

type Issued = z.output<(typeof identityOperations)['createAccount']['response']>;
type IssuedOwners = z.output<(typeof identityOperations)['issueOwnerAccounts']['response']>;
type Place = z.output<(typeof registerOperations)['createPlace']['response']>;

export interface Owner {
  ownerId: string;
  accountId: string;
  session: Session;
  /** Another session, after something has ended the first. */
  signIn(): Promise<Session>;
}

interface Opened {
  accountId: string;
  session: Session;
}

export interface People {
  address: string;
  district: Session;
  street: Session;
  streetAccountId: string;
  community: Session;
  communityAccountId: string;
  /** Two who enter papers apart. */
  clerks: [Session, Session];
  /** Settles where their readings differ. */
  third: Session;
  thirdAccountId: string;
  oldCommittee: Session;
  /** One officer for each vetting body. */
  bodies: Map<string, Session>;
  communityId: string;
  estateId: string;
}

export async function gatherPeople(
  address: string,
  offices: { district: Office; street: Office },
  policy: Policy,
): Promise<People> {
  const [district, street] = await Promise.all([
    Session.open(address, offices.district),
    Session.open(address, offices.street),
  ]);
  const streetId = offices.street.placeId;
  const place = (parentId: string, kind: string, name: string) =>
    street.post<Place>(`/v1/places/${parentId}/children`, { kind, name });
  const { placeId: communityId } = await place(streetId, 'community', '浮山后社区');
  const { placeId: estateId } = await place(communityId, 'estate', '海岸花园');

  const open = async (by: Session, placeId: string, account: object): Promise<Opened> => {
    const issued = await by.post<Issued>(`/v1/places/${placeId}/accounts`, account);
    return { accountId: issued.accountId, session: await Session.open(address, issued) };
  };
  const bodies = new Map<string, Session>();
  for (const { body } of policy.election.vettingBodies) {
    const account = { loginName: `vet-${body.toLowerCase()}`, displayName: `联审 ${body}`, role: 'departmentOfficer' };
    const { session } = await open(district, offices.district.placeId, { ...account, department: body });
    bodies.set(body, session);
  }
  const secretary = { loginName: 'community', displayName: '社区书记', role: 'communitySecretary' };
  const community = await open(street, communityId, secretary);
  const gridWorker = async (no: number) => {
    const account = { loginName: `grid-${no}`, displayName: `网格员${no}`, role: 'gridWorker' };
    return open(street, communityId, account);
  };
  const third = await gridWorker(3);
  const old = { loginName: 'old-committee', displayName: '上届业委会主任', role: 'committeeMember' };
  return {
    address,
    district,
    street,
    streetAccountId: offices.street.accountId,
    community: community.session,
    communityAccountId: community.accountId,
    clerks: [(await gridWorker(1)).session, (await gridWorker(2)).session],
    third: third.session,
    thirdAccountId: third.accountId,
    oldCommittee: (await open(street, estateId, old)).session,
    bodies,
    communityId,
    estateId,
  };
}

/** Opens an account for every owner of the estate, a hundred at a time as the operation has it, and signs everybody in. */
export async function bringOwners({ address, community, estateId }: People): Promise<Map<string, Owner>> {
  const owners = new Map<string, Owner>();
  for (let left = 1; left > 0;) {
    const issued = await community.post<IssuedOwners>(`/v1/places/${estateId}/owner-accounts`, { limit: 100 });
    await together(issued.accounts, 12, async ({ ownerId, accountId, loginName, password }) => {
      const signIn = () => Session.open(address, { loginName, password });
      owners.set(ownerId, { ownerId, accountId, session: await signIn(), signIn });
    });
    left = issued.remainingCount;
  }
  return owners;
}
