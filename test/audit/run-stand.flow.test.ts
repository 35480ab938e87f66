// Where a run stands is read from its history alone: on the time-skipping server too, which rehearsals use and which reads forwards only.
import { runStandOf } from '../../engine/audit/run-stand';
import { workflowIdFor } from '../../workflows/messages';
import { GROUP, LARGE_ESTATE, PLACE, STREET } from '../support/an-election';
import { flowWorld, type FlowWorld } from '../support/flow-world';
import { aPolicy } from '../support/play';

let world: FlowWorld;
beforeAll(async () => {
  world = await flowWorld(aPolicy);
});
afterAll(() => world.close());

test('a run stands where its record ends, from its start through its roll-overs, until it has ended', async () => {
  const launch = {
    ...{ type: 'launch' as const, processId: 'election', place: PLACE, trigger: 'termEnding', termEndsOn: null },
    ...{ parentId: null, seats: 5, ...LARGE_ESTATE },
  };
  const id = await world.start('election', launch, { policy: aPolicy(), rollOverAtEvents: 30 });
  const stand = () => runStandOf(world.env.client, workflowIdFor('election', id));
  const give = (command: { type: string; [field: string]: unknown }) => world.give('election', id, STREET, command);
  const recorded = () => world.records.get(id) as { seq: number; hash: string };

  await give({ type: 'formGroup', members: GROUP, leaderId: 's1' });
  for (let n = 0; n < 2; n += 1) {
    await give({ type: 'suspend', reasonText: 'hash', basisText: 'hash', days: 2 });
    await give({ type: 'resume' });
    const { seq, hash } = recorded();
    expect(await stand()).toEqual({ status: 'running', seq, hash });
  }
  await give({ type: 'stopElection', reasonText: 'hash', basisText: 'hash' });
  await world.env.client.workflow.getHandle(workflowIdFor('election', id)).result();
  expect(await stand()).toEqual({ status: 'ended', end: 'completed' });
  expect(await runStandOf(world.env.client, 'election:nobody')).toEqual({ status: 'none' });
});
