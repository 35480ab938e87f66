// A process launches another: once, under its own policy, with its texts stored. The activity against PostgreSQL; what is launched when is
// tested with each process.
import { createActivities } from '../../activities/create-activities';
import { receiptKeys } from '../../store/ballots/receipt-keys';
import type { LaunchChild, ProcessPlace } from '../../domain/process';
import { placeOfEstate } from '../../store/process-place';
import { inTransaction } from '../../store/transaction';
import { apiWorld, type World } from '../support/api-world';
import { aYesNoItem } from '../support/build';
import { launchElection } from '../support/record-command';

let world: World;
let election: string;
let place: ProcessPlace;
beforeAll(async () => {
  world = await apiWorld();
  election = await launchElection(world, world.city.e1);
  const found = await inTransaction(world.db.pool, (tx) => placeOfEstate(tx, world.city.e1.id));
  const { estateId, estatePath, communityPath, streetPath, districtPath } = found;
  place = { estateId, estatePath, communityPath, streetPath, districtPath };
});
afterAll(() => world.close());

const launch = (childKey: string, titleText = 'label:committeeElection', parentId = election) => {
  const effect: LaunchChild = {
    type: 'launchChild',
    kind: 'ownersVote',
    childKey,
    place,
    command: {
      type: 'launch',
      scope: { kind: 'estate', placeId: place.estateId },
      convenor: { role: 'streetOfficer', placePath: place.streetPath },
      agenda: [{ ...aYesNoItem(), titleText }],
      meeting: 'regular',
    },
  };
  const { pool } = world.db;
  return createActivities({
    pool,
    time: world.deps.time,
    signing: receiptKeys(world.deps.keyRing).signing,
  }).launchChild({ parentId, ...effect });
};
const childrenOf = async (parentId: string) => {
  const { rows } = await world.db.pool.query<{ id: string; kind: string; hasParentsPolicy: boolean }>(
    `select c.id, c.kind, c.policy_hash = p.policy_hash as "hasParentsPolicy" from process c join process p on p.id = c.parent_id
     where c.parent_id = $1 order by c.launched_at`,
    [parentId],
  );
  return rows;
};

it('launches a vote once, however often the engine tries, under the policy of the election', async () => {
  const [one, again] = [await launch('vote:1'), await launch('vote:1')];
  expect(again).toEqual(one);
  expect(await childrenOf(election)).toEqual([{ id: one.childId, kind: 'ownersVote', hasParentsPolicy: true }]);
  const { childId } = await launch('vote:2');
  expect(childId).not.toBe(one.childId);
  expect(await childrenOf(election)).toHaveLength(2);
});

it('puts the published title under its hash, where everybody can read it', async () => {
  const { childId } = await launch('vote:3');
  const { rows } = await world.db.pool.query<{ body: string }>(
    `select t.body from process_view v join text_note t on t.sha256 = v.state->'core'->'agenda'->0->>'titleText' where v.process_id = $1`,
    [childId],
  );
  expect(rows).toEqual([{ body: '选举业主委员会委员' }]);
});

it('does not try again what can never work: a text that nobody wrote, a parent that is not there', async () => {
  await expect(launch('vote:4', 'label:nobodyWroteThis')).rejects.toMatchObject({ nonRetryable: true });
  await expect(launch('vote:4', undefined, 'c0ffee00-0000-4000-8000-000000000000')).rejects.toMatchObject({
    nonRetryable: true,
  });
  expect((await childrenOf(election)).length).toBe(3);
});
