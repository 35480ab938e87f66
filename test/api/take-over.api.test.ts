// What the district may do once it has taken a duty over from the street, and what it still may not.
import { randomUUID } from 'node:crypto';
import { apiWorld, type Person, type World } from '../support/api-world';
import { launchElection, recordCommand } from '../support/record-command';

let world: World;
let district: Person;
let election: string;
beforeAll(async () => {
  world = await apiWorld();
  district = await world.person([{ role: 'districtSupervisor', at: world.city.district }]);
  election = await launchElection(world, world.city.e1);
});
afterAll(() => world.close());

const members = ['owner', 'owner', 'owner', 'owner', 'street', 'police', 'party'].map((capacity) => ({
  memberId: randomUUID(),
  capacity,
}));
const formGroup = { type: 'formGroup', members, leaderId: members[4]?.memberId };
const give = (who: Person, command: object) =>
  world.as(who).post(`/v1/elections/${election}/commands`, { commandId: randomUUID(), command });
const canOf = async (who: Person, type: string) => {
  const { body } = await world.as(who).get(`/v1/processes/${election}/commands`).expect(200);
  const { items } = body as { items: { type: string; can: boolean; as: string | null }[] };
  return items.find((item) => item.type === type);
};

it('before, the street’s commands are not the district’s', async () => {
  expect(await canOf(district, 'formGroup')).toMatchObject({ can: false });
  expect((await give(district, formGroup)).body).toMatchObject({ code: 'forbidden' });
});

it('after, it may give the commands of that duty, is addressed in the list of duties, and may give no others', async () => {
  const actor = { kind: 'account', id: district.accountId, role: 'districtSupervisor' } as const;
  await recordCommand(world, election, actor, { type: 'takeOver', key: 'formGroup', reasonText: '街道逾期未组建' });
  expect(await canOf(district, 'formGroup')).toMatchObject({ can: true, as: 'districtSupervisor' });
  // No engine runs here: that it is asked at all shows that the caller was let in.
  expect((await give(district, formGroup)).body).toMatchObject({ code: 'unavailable' });
  const { body } = await world.as(district).get(`/v1/processes/${election}`).expect(200);
  const { waitsFor } = body as { waitsFor: { duty: string; party: { role: string } }[] };
  expect(waitsFor).toMatchObject([{ duty: 'formGroup', party: { role: 'districtSupervisor' } }]);
  expect((await give(district, { type: 'reopenNomination', reasonText: '重新推荐' })).body).toMatchObject({
    code: 'forbidden',
  });
  await recordCommand(world, election, actor, formGroup);
  expect(await canOf(district, 'formGroup')).toMatchObject({ can: false });
});
