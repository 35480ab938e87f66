// Petitions over HTTP: who begins one, who signs, what everybody sees of it, and that the windows of signing follow the process.
import { randomUUID } from 'node:crypto';
import { countSignatures } from '../../activities/count-signatures';
import { receiptKeys } from '../../store/ballots/receipt-keys';
import { anActor } from '../support/play';
import { apiWorld, type Person, type World } from '../support/api-world';
import { freezePetition, launchPetition, launchTermWatch, recordCommand } from '../support/record-command';

let world: World;
let officer: Person;
let ownerOne: Person;
beforeAll(async () => {
  world = await apiWorld();
  officer = await world.person([{ role: 'streetOfficer', at: world.city.s1 }]);
  ownerOne = await world.ownerOf(world.city.u1);
});
afterAll(() => world.close());

const body = (more: object = {}) => ({
  ...{ commandId: randomUUID(), petitionId: randomUUID() },
  ...{ purpose: 'extraordinaryMeeting', requestText: '请求召开业主大会临时会议' },
  ...more,
});
const begin = (who: Person, more: object = {}) =>
  world.as(who).post(`/v1/estates/${world.city.e1.id}/petitions`, body(more));
const signature = (more: object = {}) => ({ commandId: randomUUID(), signatureId: randomUUID(), rightNo: 1, ...more });
const shown = async (petitionId: string, who: Person) =>
  (await world.as(who).get(`/v1/petitions/${petitionId}`).expect(200)).body as {
    request: string;
    progress: { state: string; isEnough: boolean; signed: object; ways: object[] } | null;
    myRights: { rightNo: number; signatureId: string | null }[];
  };
const commandsTold = async (processId: string): Promise<{ type: string; [field: string]: unknown }[]> => {
  const { rows } = await world.db.pool.query<{ command: { type: string } }>(
    `select payload -> 'command' as command from outbox where process_id = $1 and kind = 'command' order by id`,
    [processId],
  );
  return rows.map(({ command }) => command);
};
async function aCollecting(): Promise<string> {
  const petitionId = await launchPetition(world, world.city.e1);
  await freezePetition(world, petitionId, world.city.e1);
  return petitionId;
}

describe('an owner begins a petition', () => {
  it('and everybody at the estate reads what is demanded, before anybody can sign', async () => {
    const { body: receipt } = await begin(ownerOne).expect(201);
    const { processId } = receipt as { processId: string };
    expect(await shown(processId, ownerOne)).toMatchObject({
      ...{ petitionId: processId, request: '请求召开业主大会临时会议' },
      ...{ progress: null, myRights: [] },
    });
    const { body: refused } = await world.as(ownerOne).post(`/v1/petitions/${processId}/signatures`, signature());
    expect(refused).toMatchObject({ code: 'signing-not-open' });
  });

  it('for a renewal once at a time, the other signs that one', async () => {
    const { body: first } = await begin(ownerOne, { purpose: 'renewCommittee' }).expect(201);
    const { body: second } = await begin(officer, { purpose: 'renewCommittee' }).expect(409);
    const { processId } = first as { processId: string };
    expect(second).toMatchObject({ code: 'already-running', params: { processId } });
  });

  it('for the recall of members of the committee that is watched, and of nobody else', async () => {
    const { e1, e2, u1, u3 } = world.city;
    const watch = {
      ...{ commandId: randomUUID(), termId: randomUUID(), seats: 3, termYears: 3, members: [] },
      ...TERM,
    };
    await world.as(officer).post(`/v1/estates/${e2.id}/committee-terms`, watch).expect(201);
    const recall = (estate: { id: string }, memberIds: string[]) =>
      world.as(officer).post(`/v1/estates/${estate.id}/petitions`, body({ purpose: 'recallMembers', memberIds }));
    expect((await recall(e2, [u3.ownerId])).body).toMatchObject({ code: 'not-a-member' });
    expect((await recall(e1, [u3.ownerId])).body).toMatchObject({ code: 'not-an-owner-here' });
    // Nobody watches over estate e1: there the owners alone know who is a member.
    expect((await recall(e1, [u1.ownerId])).status).toBe(201);
  });
});
const TERM = { termStartsOn: '2025-01-01', termEndsOn: '2027-12-31' };

describe('a petition that is open', () => {
  it('is signed by each owner for the own right; numbers are for all, the list for those who check', async () => {
    const petitionId = await aCollecting();
    const mine = (await shown(petitionId, ownerOne)).myRights;
    expect(mine).toMatchObject([{ as: 'voter', signatureId: null }]);
    const asked = signature({ rightNo: mine[0]?.rightNo });
    const sign = () => world.as(ownerOne).post(`/v1/petitions/${petitionId}/signatures`, asked);
    const { body: first } = await sign().expect(201);
    // The answer was lost: sent again, it is answered again.
    expect((await sign().expect(201)).body).toEqual(first);
    const after = await shown(petitionId, ownerOne);
    expect(after.myRights).toMatchObject([{ signatureId: asked.signatureId }]);
    // One of two owners is more than a fifth.
    expect(after.progress).toMatchObject({
      ...{ state: 'open', isEnough: true, base: { rights: 2, heads: 2 }, signed: { rights: 1, heads: 1 } },
      ways: [{ of: 'owners', part: 1, whole: 2, isReached: true, shortfall: 0 }],
    });
    await world.as(ownerOne).get(`/v1/petitions/${petitionId}/signatures`).expect(403);
    const { body: list } = await world.as(officer).get(`/v1/petitions/${petitionId}/signatures`).expect(200);
    expect(list).toMatchObject({ items: [{ signatureId: asked.signatureId, kind: 'own', state: 'stands' }] });
  });

  it('takes signatures on paper with page, line and collector, page by page of the list', async () => {
    const petitionId = await aCollecting();
    const paper = (rightNo: number) => signature({ rightNo, pageNo: 3, lineNo: rightNo, collectorName: '王某' });
    for (const rightNo of [1, 2])
      await world.as(officer).post(`/v1/petitions/${petitionId}/paper-signatures`, paper(rightNo)).expect(201);
    const list = `/v1/petitions/${petitionId}/signatures?limit=1`;
    const { body: first } = await world.as(officer).get(list).expect(200);
    const { items, nextCursor } = first as { items: { signatureId: string }[]; nextCursor: string };
    const { body: second } = await world.as(officer).get(`${list}&cursor=${nextCursor}`).expect(200);
    expect([...items, ...(second as { items: object[] }).items]).toMatchObject([
      { rightNo: 1, pageNo: 3, lineNo: 1, collectorName: '王某' },
      { rightNo: 2, pageNo: 3, lineNo: 2, collectorName: '王某' },
    ]);
    const withdrawal = `/v1/petitions/${petitionId}/paper-signatures/${items[0]?.signatureId}/withdrawal`;
    await world.as(officer).post(withdrawal, { commandId: randomUUID(), reasonText: '录入错误' }).expect(204);
    expect((await shown(petitionId, officer)).progress).toMatchObject({ signed: { rights: 1 } });
  });

  it('lets its owner take a signature back', async () => {
    const petitionId = await aCollecting();
    const asked = signature({ rightNo: (await shown(petitionId, ownerOne)).myRights[0]?.rightNo });
    await world.as(ownerOne).post(`/v1/petitions/${petitionId}/signatures`, asked).expect(201);
    const withdrawal = `/v1/petitions/${petitionId}/signatures/${asked.signatureId}/withdrawal`;
    await world.as(ownerOne).post(withdrawal, { commandId: randomUUID() }).expect(204);
    expect((await shown(petitionId, ownerOne)).progress).toMatchObject({ signed: { rights: 0, areaDm2: 0 } });
  });
});

describe('signing follows the process', () => {
  it('stands still with it, is fixed while it is counted, goes on after defects, and is over with it', async () => {
    const petitionId = await aCollecting();
    const street = { ...anActor('streetOfficer'), id: officer.accountId };
    const give = (command: { type: string; [field: string]: unknown }) =>
      recordCommand(world, petitionId, street, command);
    const state = async () => (await shown(petitionId, officer)).progress?.state;
    const text = { reasonText: '因', basisText: '据' };
    await give({ type: 'suspend', days: 3, ...text });
    expect(await state()).toBe('suspended');
    await give({ type: 'resume' });
    expect(await state()).toBe('open');
    const { signatureId } = await signedOnPaper(petitionId);
    const [told] = await commandsTold(petitionId);
    await recordCommand(world, petitionId, { kind: 'process', id: petitionId }, told ?? { type: 'nothing' });
    expect(await state()).toBe('open');
    await give({ type: 'verifyPetition', decision: 'confirmed', defectiveIds: [signatureId], reasonText: '冒签' });
    expect(await state()).toBe('counting');
    const { pool, time, keyRing } = world.deps;
    const signed = await countSignatures({ pool, time, signing: receiptKeys(keyRing).signing })({ petitionId });
    expect(signed).toEqual({ heads: 0, areaDm2: 0 });
    await recordCommand(world, petitionId, { kind: 'engine' }, { type: 'recordCount', signed });
    expect(await state()).toBe('open');
    // The struck right may sign anew, and the process hears of it anew.
    await signedOnPaper(petitionId);
    expect(await commandsTold(petitionId)).toHaveLength(2);
    await recordCommand(world, petitionId, { kind: 'process', id: petitionId }, told ?? { type: 'nothing' });
    await give({ type: 'verifyPetition', decision: 'refused', defectiveIds: [], reasonText: '事项不属业主共同决定' });
    expect(await state()).toBe('closed');
  });

  it('names a signature that is defective only if there is one', async () => {
    const petitionId = await aCollecting();
    const defectiveIds = [randomUUID()];
    const command = { type: 'verifyPetition', decision: 'confirmed', defectiveIds, reasonText: '核实' };
    const { body: refused } = await world
      .as(officer)
      .post(`/v1/petitions/${petitionId}/commands`, { commandId: randomUUID(), command });
    expect(refused).toMatchObject({ code: 'signature-not-found', params: { id: defectiveIds[0] } });
  });
});

async function signedOnPaper(petitionId: string): Promise<{ signatureId: string }> {
  const asked = signature({ pageNo: 1, lineNo: 1, collectorName: '王某' });
  await world.as(officer).post(`/v1/petitions/${petitionId}/paper-signatures`, asked).expect(201);
  return asked;
}

describe('a recall that owners demand', () => {
  it('rests on their accepted petition', async () => {
    const { e1, u1 } = world.city;
    const petitionId = await aCollecting();
    const { body: refused } = await world.as(officer).post(`/v1/estates/${e1.id}/recalls`, {
      ...{ commandId: randomUUID(), recallId: randomUUID(), proposedBy: 'petition', petitionId },
      ...{ memberIds: [u1.ownerId], groundCodes: ['neglect'], groundText: '长期不履职' },
    });
    expect(refused).toMatchObject({ code: 'petition-not-accepted', params: { petitionId } });
  });
});

it('a petition belongs to the watch of its estate, if one is kept', async () => {
  const { e4, s2 } = world.city;
  const watch = await launchTermWatch(world, e4);
  const petitionId = await launchPetition(world, e4);
  const other = await world.person([{ role: 'streetOfficer', at: s2 }]);
  const { body: process } = await world.as(other).get(`/v1/processes/${petitionId}`).expect(200);
  expect(process).toMatchObject({ kind: 'petition', parentId: watch, phase: 'preparing' });
});
