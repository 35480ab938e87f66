// The watch on a committee's term over HTTP: who may be on it, one for each estate, and an election of the estate belongs to it.
import { randomUUID } from 'node:crypto';
import { apiWorld, type Person, type World } from '../support/api-world';
import { launchElection, launchTermWatch } from '../support/record-command';

let world: World;
let officer: Person;
/** Of estate e2. */
let running: string;
beforeAll(async () => {
  world = await apiWorld();
  officer = await world.person([{ role: 'streetOfficer', at: world.city.s1 }]);
  running = await launchTermWatch(world, world.city.e2);
});
afterAll(() => world.close());

const body = (more: object = {}) => ({
  ...{ commandId: randomUUID(), termId: randomUUID(), seats: 3, termYears: 3 },
  ...{ members: [], termStartsOn: '2025-01-01', termEndsOn: '2027-12-31' },
  ...more,
});
const watch = (estate: { id: string }, more: object = {}) =>
  world.as(officer).post(`/v1/estates/${estate.id}/committee-terms`, body(more));

describe('the launch of a watch', () => {
  it('takes owners of the estate as members, and nobody else', async () => {
    const { e1, u1 } = world.city;
    const stranger = randomUUID();
    const refused = await watch(e1, { members: [{ memberId: stranger, office: 'chair' }] }).expect(422);
    expect(refused.body).toMatchObject({ code: 'not-an-owner-here', params: { ownerId: stranger } });
    const { body: receipt } = await watch(e1, { members: [{ memberId: u1.ownerId, office: 'chair' }] }).expect(201);
    const { processId } = receipt as { processId: string };
    const { body: shown } = await world.as(officer).get(`/v1/processes/${processId}`).expect(200);
    expect(shown).toMatchObject({ kind: 'committeeTerm', phase: 'serving', waitsFor: [] });
    // What will happen by itself is told years ahead: the report is asked for, missed, and the street's turn comes.
    const { ahead } = shown as { ahead: { what: string }[] };
    expect(ahead.map(({ what }) => what)).toEqual(['openReport', 'missReport', 'expireTerm']);
  });

  it('is refused while the estate is watched already, with the id of the watch', async () => {
    const { body: refused } = await watch(world.city.e2).expect(409);
    expect(refused).toMatchObject({ code: 'already-running', params: { processId: running } });
  });
});

describe('an election at an estate that is watched', () => {
  it('belongs to the watch, which is told that it began', async () => {
    const election = await launchElection(world, world.city.e2);
    const { body: shown } = await world.as(officer).get(`/v1/processes/${election}`).expect(200);
    expect(shown).toMatchObject({ parentId: running });
    const { rows } = await world.db.pool.query<{ payload: object }>(
      `select payload from outbox where process_id = $1 and kind = 'command'`,
      [election],
    );
    expect(rows).toMatchObject([
      { payload: { to: running, command: { type: 'recordElectionLaunched', electionId: election } } },
    ]);
  });

  it('stands alone where nobody watches', async () => {
    const election = await launchElection(world, world.city.e4);
    const other = await world.person([{ role: 'streetOfficer', at: world.city.s2 }]);
    const { body: shown } = await world.as(other).get(`/v1/processes/${election}`).expect(200);
    expect(shown).toMatchObject({ parentId: null });
  });
});
