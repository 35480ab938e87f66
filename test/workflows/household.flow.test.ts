// The visits to a household on the time-skipping server: round after round through runs that roll over and a record that fails on the way.
import type { Round } from '../../domain/household/state';
import { aHouseholdLaunch, SECRETARY, WORKER } from '../support/a-household';
import { flowWorld, type FlowWorld } from '../support/flow-world';
import { aPolicy } from '../support/play';

const DAY = 86_400_000;
let world: FlowWorld;
beforeAll(async () => {
  world = await flowWorld(aPolicy);
});
afterAll(() => world.close());

type Recorded = { type: string; [field: string]: unknown };
const eventsOf = (id: string, type: string): Recorded[] =>
  (world.records.get(id)?.events ?? []).map(({ event }) => event as Recorded).filter((event) => event.type === type);
const roundOf = (id: string): Round => world.stateOf(id)['round'] as Round;
const launch = (visitClass: 'red' | 'yellow' | 'green') => ({ ...aHouseholdLaunch({ class: visitClass }) });

async function untilRound(id: string, no: number): Promise<void> {
  for (let hour = 0; roundOf(id).no < no; hour += 6) {
    if (hour > 24 * 60) throw new Error('not within sixty days');
    await world.env.sleep('6 hours');
  }
}

it('a household nobody visits has each of its days on record once, through runs that roll over and a record that fails', async () => {
  const id = await world.start('household', launch('red'), { policy: aPolicy(), rollOverAtEvents: 40 });
  world.faults.push('before', 'after', 'before');
  await untilRound(id, 12);
  const missed = eventsOf(id, 'visitMissed').map(({ round }) => round);
  expect(missed.slice(0, 11)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  expect(new Set(missed).size).toBe(missed.length);
  const dues = eventsOf(id, 'visitMissed').map(({ dueAt }) => Date.parse(String(dueAt)));
  const recorded = (world.records.get(id)?.events ?? []).filter(({ event }) => event.type === 'visitMissed');
  expect(recorded.map(({ at }) => Date.parse(at))).toEqual(dues);
  expect(dues.slice(1).map((due, index) => due - (dues[index] ?? 0))).toEqual(dues.slice(1).map(() => DAY));
  const handle = world.env.client.workflow.getHandle(`household:${id}`);
  const first = (await handle.describe()).raw.workflowExecutionInfo?.firstRunId;
  expect((await handle.describe()).runId).not.toBe(first);
  await world.give('household', id, SECRETARY, { type: 'endVisits', reasonText: 'hash' });
  expect(await handle.result()).toMatchObject({ end: 'closed', outcome: 'ended' });
});

it('a visit settles its round, and the next begins where it ends', async () => {
  const id = await world.start('household', launch('yellow'));
  const { dueAt } = roundOf(id);
  const visitedAt = new Date(await world.env.currentTimeMs()).toISOString();
  const visit = { type: 'recordVisit', visitedAt, kind: 'door', noteText: 'hash' };
  await world.give('household', id, WORKER, visit, 'the-same-command');
  await world.give('household', id, WORKER, visit, 'the-same-command');
  expect(eventsOf(id, 'visitRecorded')).toHaveLength(1);
  await untilRound(id, 2);
  expect(roundOf(id).since).toBe(dueAt);
  expect(eventsOf(id, 'visitMissed').map(({ round }) => round)).not.toContain(1);
  await world.give('household', id, SECRETARY, { type: 'endVisits', reasonText: 'hash' });
});
