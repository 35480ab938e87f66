// The estate of 976 units with its people, built over HTTP as the rehearsal `election` builds it, and the three entrances that have a project.
import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { identityOperations } from '../../../api/contracts/identity';
import type { Gongzhi } from '../../services/gongzhi';
import { Session, the } from '../election/client';
import { seedOffices } from '../election/offices';
import { bringOwners, gatherPeople, type Owner, type People } from '../election/people';
import { importRegister, type ImportedRegister } from '../election/register';
import type { CofundingPlan } from './plan';
import type { Project, Unit } from './stage';

type Issued = z.output<(typeof identityOperations)['createAccount']['response']>;

export interface Estate {
  people: People;
  streetId: string;
  firm: Session;
  owners: Map<string, Owner>;
  units: Unit[];
  register: ImportedRegister;
  /** How long it took to sign everybody in, in milliseconds. */
  signInMs: number;
}

export async function openEstate(gongzhi: Gongzhi, plan: CofundingPlan, say: (line: string) => void): Promise<Estate> {
  const offices = await seedOffices(gongzhi.environment);
  const people = await gatherPeople(gongzhi.address, offices, plan.policy);
  const { street, estateId } = people;
  const register = await importRegister(street, estateId, plan, say);
  const manager = { loginName: 'firm-manager', displayName: '物业项目经理', role: 'firmManager' };
  const issued = await street.post<Issued>(`/v1/places/${estateId}/accounts`, manager);
  const firm = await Session.open(gongzhi.address, issued);
  const before = performance.now();
  const owners = await bringOwners(people);
  const signInMs = performance.now() - before;
  const units = await street.all<Unit>(`/v1/places/${estateId}/units`);
  return { people, streetId: offices.street.placeId, firm, owners, units, register, signInMs };
}

/** Fewer doors are no entrance worth a lift. */
const FEWEST_DOORS = 12;

/** Four projects: of the whole estate, and of three entrances of different buildings. */
export function makeProjects(estateId: string, units: Unit[]): Record<'door' | 'shed' | 'lift' | 'lamps', Project> {
  const [one, other, third] = quietEntrances(units);
  const entrance = (label: string, of: Unit[] | undefined): Project => {
    const inScope = the(of, `entrance for ${label}`);
    const placeId = the(inScope[0]?.entranceId, 'entrance');
    return { processId: randomUUID(), label, scope: { kind: 'entrance', placeId }, units: inScope };
  };
  return {
    door: entrance('单元门', one),
    shed: { processId: randomUUID(), label: '充电棚', scope: { kind: 'estate', placeId: estateId }, units },
    lift: entrance('加装电梯', other),
    lamps: entrance('楼道灯', third),
  };
}

/** Entrances of different buildings in which every flat has one owner, a person, and nobody has two; in the order of their labels. */
function quietEntrances(units: readonly Unit[]): Unit[][] {
  const byEntrance = new Map<string, Unit[]>();
  for (const unit of units)
    if (unit.entranceId !== null) byEntrance.set(unit.entranceId, [...(byEntrance.get(unit.entranceId) ?? []), unit]);
  const quiet = [...byEntrance.values()]
    .filter((doors) => {
      const holders = new Set(doors.flatMap((unit) => unit.holders.map(({ ownerId }) => ownerId)));
      const isSimple = doors.every(
        ({ tenure, holders: of }) => tenure === 'sold' && of.length === 1 && of[0]?.kind === 'person',
      );
      return doors.length >= FEWEST_DOORS && isSimple && holders.size === doors.length;
    })
    .map((doors) => doors.toSorted((a, b) => (a.label < b.label ? -1 : 1)))
    .sort((a, b) => ((a[0]?.label ?? '') < (b[0]?.label ?? '') ? -1 : 1));
  const seen = new Set<string>();
  return quiet.filter(([first]) => {
    const building = first?.buildingId ?? '';
    const isNew = !seen.has(building);
    seen.add(building);
    return isNew;
  });
}

/** Owners of the scope who have an account: by the units that they hold. */
export function ownersIn({ units }: Project, owners: ReadonlyMap<string, Owner>): Map<string, Owner> {
  const ids = new Set(units.flatMap(({ holders }) => holders.map(({ ownerId }) => ownerId)));
  return new Map([...owners].filter(([ownerId]) => ids.has(ownerId)));
}
