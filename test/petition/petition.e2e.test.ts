// A demand of the owners through everything: API, engine, relay, signatures beside the engine, and the watch on the term at the end.
import { randomUUID } from 'node:crypto';
import { engineWorld, type EngineWorld } from '../support/engine-world';
import { launchPetition, launchTermWatch } from '../support/record-command';

let world: EngineWorld;
beforeAll(async () => {
  world = await engineWorld();
}, 600_000);
afterAll(() => world.close());

it('owners sign, the street confirms, and must renew the committee', async () => {
  const { e1, s1, u1 } = world.city;
  const [officer, owner] = [await world.person([{ role: 'streetOfficer', at: s1 }]), await world.ownerOf(u1)];
  const watch = await launchTermWatch(world, e1);
  const petitionId = await launchPetition(world, e1, { purpose: 'renewCommittee' });
  const read = async (path: string) => (await world.as(officer).get(path).expect(200)).body as Record<string, unknown>;
  const phase = async (processId: string) => (await read(`/v1/processes/${processId}`))['phase'];

  await world.until(
    () => phase(petitionId),
    (now) => now === 'collecting',
  );
  const { body: shown } = await world.as(owner).get(`/v1/petitions/${petitionId}`).expect(200);
  const [right] = (shown as { myRights: { rightNo: number }[] }).myRights;
  await world
    .as(owner)
    .post(`/v1/petitions/${petitionId}/signatures`, {
      ...{ commandId: randomUUID(), signatureId: randomUUID(), rightNo: right?.rightNo },
    })
    .expect(201);
  await world.until(
    () => phase(petitionId),
    (now) => now === 'verifying',
  );
  const command = { type: 'verifyPetition', decision: 'confirmed', reasonText: '签名属实' };
  await world
    .as(officer)
    .post(`/v1/petitions/${petitionId}/commands`, { commandId: randomUUID(), command })
    .expect(200);
  await world.until(
    () => read(`/v1/processes/${petitionId}`),
    ({ outcome }) => outcome === 'accepted',
  );
  const renewed = await world.until(
    () => read(`/v1/processes/${watch}`),
    (now) => now['phase'] === 'renewalDue',
  );
  expect(renewed).toMatchObject({ state: { renewalReason: 'ownersDemand' }, waitsFor: [{ duty: 'launchElection' }] });
});
