// The community of the rehearsal, built over HTTP: an estate with its register, a secretary and grid workers, and the households that are
// visited, by class in the proportions of 瑞和社区.
import type { z } from 'zod';
import type { householdOperations } from '../../../api/contracts/households';
import type { identityOperations } from '../../../api/contracts/identity';
import type { registerOperations } from '../../../api/contracts/register';
import type { VisitClass } from '../../../domain/household/messages';
import { makeRegister } from '../../register/make-register';
import type { Random } from '../../register/seeded-random';
import { the, type Session } from '../election/client';
import { seedOffices } from '../election/offices';
import { importRegister } from '../support/import-register';
import { sessions } from '../support/sessions';
import type { Installation } from '../support/virtual-installation';

type Place = z.output<(typeof registerOperations)['createPlace']['response']>;
type Unit = z.output<(typeof registerOperations)['listUnits']['response']>['items'][number];
type Issued = z.output<(typeof identityOperations)['createAccount']['response']>;
type Taken = z.output<(typeof householdOperations)['launchHouseholds']['response']>;

export interface Household {
  no: number;
  unitId: string;
  processId: string;
  /** At the launch. */
  class: VisitClass;
}

export interface Community {
  communityId: string;
  streetId: string;
  officer: Session;
  secretary: Session;
  workers: Session[];
  households: Household[];
  sizes: Record<VisitClass, number>;
  /** In milliseconds; all households are launched in this moment. */
  beganAt: number;
}

/** Of the 976 households of 29 buildings that the community reports. */
const REPORTED = { all: 976, red: 7, yellow: 53, green: 840, buildings: 29 };
const WORKERS = 6;

export async function buildCommunity(installation: Installation, all: number, random: Random): Promise<Community> {
  const sessionOf = sessions(installation);
  const { street } = await seedOffices(installation.environment);
  const officer = sessionOf(street.accountId, '街道经办');
  const at = (placeId: string) => `/v1/places/${placeId}/children`;
  const { placeId: communityId } = await officer.post<Place>(at(street.placeId), {
    kind: 'community',
    name: '瑞和社区',
  });
  const { placeId: estateId } = await officer.post<Place>(at(communityId), { kind: 'estate', name: '瑞和苑' });
  const person = async (role: string, loginName: string, displayName: string) => {
    const account = { loginName, displayName, role };
    const { accountId } = await officer.post<Issued>(`/v1/places/${communityId}/accounts`, account);
    return { accountId, session: sessionOf(accountId, displayName) };
  };
  const secretary = await person('communitySecretary', 'secretary', '社区书记');
  const workers: Awaited<ReturnType<typeof person>>[] = [];
  for (let no = 1; no <= WORKERS; no += 1) workers.push(await person('gridWorker', `worker-${no}`, `网格员${no}`));

  const buildings = Math.min(REPORTED.buildings, all);
  await importRegister(officer, estateId, makeRegister({ seed: random.between(0, 9_999), buildings, units: all }));
  const units = await officer.all<Unit>(`/v1/places/${estateId}/units`);
  const shuffled = units
    .map(({ unitId }) => ({ unitId, by: random.between(0, 1_000_000_000) }))
    .sort((one, other) => one.by - other.by);
  const share = (part: number) => Math.max(2, Math.round((all * part) / REPORTED.all));
  const sizes = { red: share(REPORTED.red), yellow: share(REPORTED.yellow), green: share(REPORTED.green) };
  const classes = (['red', 'yellow', 'green'] as const).flatMap((name) => Array<VisitClass>(sizes[name]).fill(name));
  const asked = classes.map((visitClass, no) => ({ unitId: the(shuffled[no], 'unit').unitId, class: visitClass }));

  const beganAt = await installation.clock.now();
  const taken = await secretary.session.post<Taken>(`/v1/estates/${estateId}/households/batch`, {
    ...{ households: asked, reasonText: '年初入户摸排结果' },
  });
  if (taken.launched !== asked.length) throw new Error(`only ${taken.launched} of ${asked.length} were taken in`);
  const households = taken.households.map(({ unitId, processId }, no): Household => ({
    ...{ no, unitId, processId: the(processId, 'process'), class: the(classes[no], 'class') },
  }));
  // Whoever is visited every day is visited by somebody they know.
  for (const { no, processId } of households.filter((household) => household.class === 'red')) {
    const { accountId } = the(workers[no % workers.length], 'worker');
    const command = { type: 'assignVisitor', accountId };
    await secretary.session.post(`/v1/households/${processId}/commands`, { command });
  }
  return {
    ...{ communityId, streetId: street.placeId, officer, secretary: secretary.session },
    ...{ workers: workers.map(({ session }) => session), households, sizes, beganAt },
  };
}
