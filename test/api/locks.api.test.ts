// While a committee is elected in Shanghai, the outgoing one brings neither the firm nor major spending to a vote; street and community do.
import { randomUUID } from 'node:crypto';
import { apiWorld, type World } from '../support/api-world';
import { recordCommand } from '../support/record-command';

let world: World;
beforeAll(async () => {
  world = await apiWorld();
});
afterAll(() => world.close());

const aVote = (matter: number) => ({
  ...{ commandId: randomUUID(), voteId: randomUUID() },
  scope: { kind: 'estate', placeId: world.city.e1.id },
  agenda: [{ kind: 'yesNo', itemId: 'item', matter, titleText: '更换物业服务企业' }],
});

it('the lock begins with the standing group, names the election, and ends with it', async () => {
  const { e1, s1 } = world.city;
  const officer = await world.person([{ role: 'streetOfficer', at: s1 }]);
  const member = await world.person([{ role: 'committeeMember', at: e1 }]);
  const street = { kind: 'account', id: officer.accountId, role: 'streetOfficer' } as const;
  const electionId = randomUUID();
  await world
    .as(officer)
    .post(`/v1/estates/${e1.id}/elections`, {
      ...{ commandId: randomUUID(), electionId, trigger: 'termEnding', termEndsOn: null, seats: 5 },
      policy: { kind: 'preset', id: 'shanghai' },
    })
    .expect(201);
  const launch = (who: typeof officer, matter: number) =>
    world.as(who).post(`/v1/estates/${e1.id}/votes`, aVote(matter));
  await launch(member, 4).expect(201);

  const members = ['owner', 'owner', 'owner', 'owner', 'street', 'police', 'party'].map((capacity) => ({
    memberId: randomUUID(),
    capacity,
  }));
  await recordCommand(world, electionId, street, { type: 'formGroup', members, leaderId: members[4]?.memberId });
  await recordCommand(world, electionId, { kind: 'time' }, { type: 'settleGroupNotice' });
  const { body: refused } = await launch(member, 4).expect(409);
  expect(refused).toMatchObject({ code: 'estate-locked', params: { lock: 'firmDecision', processId: electionId } });
  await launch(member, 9).expect(201);
  await launch(officer, 4).expect(201);

  const why = { reasonText: '测试结束', basisText: '无' };
  await recordCommand(world, electionId, street, { type: 'stopElection', ...why });
  await launch(member, 4).expect(201);
});
