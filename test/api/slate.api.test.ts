// What readers see of candidates: the party share as a target, and bodies' words only where they are meant.
import { randomUUID } from 'node:crypto';
import { apiWorld, type Person, type World } from '../support/api-world';
import { launchElection } from '../support/record-command';

let world: World;
let election: string;
let officer: Person;
let candidate: Person;
let neighbour: Person;
const [first, second] = [randomUUID(), randomUUID()];
const BODY = 'publicSecurity';

beforeAll(async () => {
  world = await apiWorld();
  const { city, db } = world;
  election = await launchElection(world, city.e1);
  officer = await world.person([{ role: 'streetOfficer', at: city.s1 }]);
  candidate = await world.ownerOf(city.u1);
  neighbour = await world.ownerOf(city.u2);
  // The state is put where nomination has ended; the way there has tests of its own (test/election).
  const { rows } = await db.pool.query<{ state: { core: object } }>(
    'select state from process_view where process_id = $1',
    [election],
  );
  const candidates = [
    {
      candidateId: first,
      ownerId: city.u1.ownerId,
      status: 'nominated',
      opinions: [{ body: BODY, stance: 'adverse', basisKind: 'advice', defence: 'awaited' }],
    },
    {
      candidateId: second,
      ownerId: city.u2.ownerId,
      status: 'nominated',
      opinions: [{ body: BODY, stance: 'clear', basisKind: 'advice', defence: 'notNeeded' }],
    },
  ];
  const state = { ...rows[0]?.state, core: { ...rows[0]?.state.core, phase: 'vetting', candidates } };
  await db.pool.query('update process_view set state = $2, phase = $3 where process_id = $1', [
    election,
    JSON.stringify(state),
    'vetting',
  ]);
  await db.pool.query('update owner set is_party_member = true where id = $1', [city.u1.ownerId]);
});
afterAll(() => world.close());

const detail = async (who: Person) =>
  (await world.as(who).get(`/v1/processes/${election}`).expect(200)).body as {
    slate: unknown;
    state: { candidates: { candidateId: string; opinions: unknown[] }[] };
  };
const opinionsOf = ({ state }: Awaited<ReturnType<typeof detail>>) =>
  Object.fromEntries(
    state.candidates.map(({ candidateId, opinions }) => [candidateId === first ? 'first' : 'second', opinions.length]),
  );

describe('candidates as readers see them', () => {
  it('shows one party member of two against the target of one half', async () => {
    expect((await detail(officer)).slate).toEqual({
      standing: 2,
      partyMembers: 1,
      targetPercent: 50,
      isTargetReached: true,
    });
  });

  it("shows bodies' words to the street, to a candidate their own, and to a neighbour none of others", async () => {
    expect(opinionsOf(await detail(officer))).toEqual({ first: 1, second: 1 });
    expect(opinionsOf(await detail(candidate))).toEqual({ first: 1, second: 0 });
    expect(opinionsOf(await detail(neighbour))).toEqual({ first: 0, second: 1 });
  });
});
