// A resident's problem through everything: API, engine, relay, people of each level, and the resident's own word at the end.
import { randomUUID } from 'node:crypto';
import type { Person } from '../support/api-world';
import { engineWorld, type EngineWorld } from '../support/engine-world';

let world: EngineWorld;
let [resident, neighbour, firm, secretary, officer]: Person[] = [];
beforeAll(async () => {
  world = await engineWorld();
  const { e1, c1, s1 } = world.city;
  resident = await world.person([{ role: 'resident', at: e1 }]);
  neighbour = await world.person([{ role: 'resident', at: e1 }]);
  firm = await world.person([{ role: 'firmManager', at: e1 }]);
  secretary = await world.person([{ role: 'communitySecretary', at: c1 }]);
  officer = await world.person([{ role: 'streetOfficer', at: s1 }]);
}, 600_000);
afterAll(() => world.close());

async function reported(who: Person, more: object = {}): Promise<string> {
  const problemId = randomUUID();
  const body = { commandId: randomUUID(), problemId, category: 'leak', reportText: '三单元楼道漏水', ...more };
  await world.as(who).post(`/v1/estates/${world.city.e1.id}/problems`, body).expect(201);
  return problemId;
}
const give = (who: Person, id: string, command: object) =>
  world.as(who).post(`/v1/problems/${id}/commands`, { commandId: randomUUID(), command });
const read = async (who: Person, id: string) => (await world.as(who).get(`/v1/processes/${id}`).expect(200)).body;

async function askedProblem(more: object = {}): Promise<string> {
  const id = await reported(resident as Person, more);
  await give(firm as Person, id, { type: 'respond', noteText: '马上来' }).expect(200);
  await give(firm as Person, id, { type: 'reportWork', evidenceText: '已换阀门' }).expect(200);
  await give(secretary as Person, id, { type: 'verifyWork', isDone: true, noteText: '已看过' }).expect(200);
  return id;
}

it('a resident reports a leak, sees who has it until when and what happens otherwise, and says in the end that it is solved', async () => {
  const id = await reported(resident as Person);
  const shown = await read(resident as Person, id);
  expect(shown).toMatchObject({
    phase: 'dispatched',
    place: { name: '一小区' },
    state: { handler: { level: 'estate' } },
  });
  expect(
    shown.waitsFor.map(({ duty, party }: { duty: string; party: { role: string } }) => [duty, party.role]),
  ).toEqual([
    ['respond', 'firmManager'],
    ['handle', 'firmManager'],
  ]);
  expect(shown.ahead[0]).toMatchObject({ what: 'raiseBySilence', clock: 'response' });
  await give(firm as Person, id, { type: 'respond', noteText: '马上来' }).expect(200);
  await give(firm as Person, id, { type: 'reportWork', evidenceText: '已换阀门' }).expect(200);
  await give(firm as Person, id, { type: 'verifyWork', isDone: true, noteText: '好了' }).expect(403);
  await give(secretary as Person, id, { type: 'verifyWork', isDone: true, noteText: '已看过' }).expect(200);
  const mine = await world
    .as(resident as Person)
    .get('/v1/obligations/mine')
    .expect(200);
  expect(mine.body.items.map(({ duty }: { duty: string }) => duty)).toEqual(['confirm']);
  await give(resident as Person, id, { type: 'answerProblem', isSolved: true, isSatisfied: true }).expect(200);
  await world.until(
    () => read(officer as Person, id),
    ({ outcome }) => outcome === 'resolved',
  );
});

it('nobody confirms somebody else’s problem', async () => {
  const id = await askedProblem({ category: 'lighting' });
  const { body } = await give(neighbour as Person, id, {
    type: 'answerProblem',
    isSolved: true,
    isSatisfied: true,
  }).expect(403);
  expect(body.code).toBe('not-your-report');
  await give(resident as Person, id, { type: 'answerProblem', isSolved: false, isSatisfied: false }).expect(200);
  expect((await read(officer as Person, id)).phase).toBe('dispatched');
});

it('a complaint is shown to offices and to whoever brought it, and to nobody whom it is about', async () => {
  const id = await reported(resident as Person, { category: 'fees', complaintOf: { role: 'firmManager' } });
  for (const who of [resident, secretary, officer]) await read(who as Person, id);
  for (const who of [firm, neighbour])
    await world
      .as(who as Person)
      .get(`/v1/processes/${id}`)
      .expect(404);
  const listed = async (who?: Person) =>
    (
      await world
        .as(who as Person)
        .get('/v1/processes?kind=problem&limit=100')
        .expect(200)
    ).body.items.map((item: { id: string }) => item.id);
  expect(await listed(resident)).toContain(id);
  expect(await listed(firm)).not.toContain(id);
  const duties = async (who?: Person) =>
    (
      await world
        .as(who as Person)
        .get(`/v1/places/${world.city.e1.id}/obligations?limit=100`)
        .expect(200)
    ).body.items;
  expect((await duties(officer)).some((duty: { processId: string }) => duty.processId === id)).toBe(true);
  await give(firm as Person, id, { type: 'respond', noteText: '知道了' }).expect(404);
});

it('the same leak after it was solved is linked and begins a level higher', async () => {
  const first = await askedProblem({ category: 'sewage' });
  await give(resident as Person, first, { type: 'answerProblem', isSolved: true, isSatisfied: true }).expect(200);
  const second = await reported(resident as Person, { category: 'sewage' });
  expect((await read(officer as Person, second)).state).toMatchObject({
    ...{ recurrenceOf: first, handler: { level: 'community' } },
  });
});

it('a resident cannot set the class, report in another’s name, or name a spot elsewhere', async () => {
  const { e1, e2 } = world.city;
  const ask = async (more: object) => {
    const body = { commandId: randomUUID(), problemId: randomUUID(), category: 'leak', reportText: '漏水', ...more };
    return (await world.as(resident as Person).post(`/v1/estates/${e1.id}/problems`, body)).body.code;
  };
  expect(await ask({ class: 'urgent' })).toBe('class-not-yours');
  expect(await ask({ onBehalfOf: { name: '李四', phone: '13800138000' } })).toBe('assistance-not-allowed');
  expect(await ask({ spotPlaceId: e2.id })).toBe('spot-outside-estate');
  expect(await ask({ category: 'ghosts' })).toBe('category-unknown');
});

it('a resident objects to an end that two people have agreed to, and the street takes the problem on', async () => {
  const id = await reported(resident as Person, { category: 'cleaning' });
  const closing = { type: 'proposeClosing', how: 'groundless', reasonText: '未见异常', basisText: '条例 25' };
  await give(firm as Person, id, closing).expect(200);
  await give(secretary as Person, id, { type: 'approveClosing', reasonText: '同意' }).expect(200);
  const mine = await world
    .as(resident as Person)
    .get('/v1/reports/mine')
    .expect(200);
  const report = mine.body.items.find(({ processId }: { processId: string }) => processId === id);
  expect(report).toMatchObject({ phase: 'appealable', isOpen: true, mayAppealUntil: expect.any(String) });
  const appeal = { commandId: randomUUID(), reasonText: '垃圾仍在原处' };
  const send = () => world.as(resident as Person).post(`/v1/reports/${report.reportId}/appeal`, appeal);
  const first = await send().expect(200);
  expect((await send().expect(200)).body).toEqual(first.body);
  expect(
    (await give(secretary as Person, id, { type: 'dismissAppeal', reasonText: '驳回' }).expect(422)).body.code,
  ).toBe('not-your-appeal');
  await give(officer as Person, id, { type: 'upholdAppeal', reasonText: '属实，由街道办理' }).expect(200);
  expect(await read(resident as Person, id)).toMatchObject({
    ...{ phase: 'dispatched', outcome: null, state: { handler: { level: 'street' } } },
  });
});
