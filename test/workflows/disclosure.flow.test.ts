// A disclosure on the time-skipping server: a year of quarters through runs that roll over, and a body that stays silent.
import { aDisclosureLaunch, MEMBER, quarterly, text } from '../support/a-disclosure';
import { SECRETARY, STREET } from '../support/an-election';
import { flowWorld, type FlowWorld } from '../support/flow-world';
import { workflowIdFor, type ProcessResult } from '../../workflows/messages';

let world: FlowWorld;
beforeAll(async () => {
  world = await flowWorld(quarterly);
});
afterAll(() => world.close());

const DAY = 86_400_000;
async function until(isSo: () => boolean, stepMs = DAY): Promise<void> {
  for (let step = 0; !isSo(); step += 1) {
    if (step === 500) throw new Error('not within five hundred steps');
    await world.env.sleep(stepMs);
  }
}
const start = (rollOverAtEvents: number) =>
  world.start('disclosure', { ...aDisclosureLaunch() }, { policy: quarterly(), rollOverAtEvents });
const eventsOf = (id: string, type: string) =>
  (world.records.get(id)?.events ?? []).flatMap(({ event }) =>
    event.type === type ? [event as unknown as { [field: string]: unknown }] : [],
  );

it('a year of quarters is drafted, reviewed, signed, shown and closed, whatever run it is in', async () => {
  const id = await start(80);
  const give = (actor: Parameters<FlowWorld['give']>[2], command: { type: string; [field: string]: unknown }) =>
    world.give('disclosure', id, actor, command);
  const numbers: number[] = [];
  for (let quarter = 1; quarter <= 4; quarter += 1) {
    await until(() => eventsOf(id, 'periodOpened').length === quarter, 5 * DAY);
    const { no } = eventsOf(id, 'periodOpened').at(-1)?.['period'] as { no: number };
    numbers.push(no);
    await give(MEMBER, { type: 'draftStatement', no });
    await until(() => eventsOf(id, 'statementDrafted').length === quarter, 1_000);
    await give(SECRETARY, { type: 'reviewStatement', no, isSound: true, ...text });
    await give(MEMBER, { type: 'signStatement', no, sha256: `figures-${no}-1` });
    await give(MEMBER, { type: 'recordBoard', no, attachments: ['photo'] });
    await until(() => eventsOf(id, 'periodClosed').length === quarter);
  }
  expect(numbers).toEqual(numbers.map((_, index) => (numbers[0] ?? 0) + index));
  expect(world.typesOf(id)).not.toContain('draftingSilent');
  await give(STREET, { type: 'endDisclosure', ...text, basisText: 'hash' });
  const handle = world.env.client.workflow.getHandle(workflowIdFor('disclosure', id));
  expect(await handle.result()).toEqual({ processId: id, end: 'closed', outcome: 'ended' } satisfies ProcessResult);
  expect((await handle.fetchHistory()).events?.length).toBeLessThan(400);
});

it('whoever drafts is silent: the community has the duty, then the street, and the next quarter opens all the same', async () => {
  const id = await start(1_000);
  await until(() => eventsOf(id, 'periodOpened').length === 2, 5 * DAY);
  expect(eventsOf(id, 'draftingSilent')).toMatchObject([
    { body: 'committeeMember', next: 'communitySecretary' },
    { body: 'communitySecretary', next: 'streetOfficer' },
  ]);
  expect(eventsOf(id, 'escalated').some(({ tell }) => tell === 'districtSupervisor')).toBe(true);
});

it('a record that dies after its commit asks for the figures once, not twice', async () => {
  const id = await start(1_000);
  await until(() => eventsOf(id, 'periodOpened').length === 1, 5 * DAY);
  const { no } = eventsOf(id, 'periodOpened')[0]?.['period'] as { no: number };
  world.faults.push('after');
  await world.give('disclosure', id, MEMBER, { type: 'draftStatement', no });
  await until(() => eventsOf(id, 'statementDrafted').length === 1, 1_000);
  expect(eventsOf(id, 'draftAsked')).toHaveLength(1);
});
