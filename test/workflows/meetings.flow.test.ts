// Meetings and rhythms on the time-skipping server: a year of rounds over many runs, the pack before all else, a meeting that nobody holds.
import { aMeetingLaunch } from '../support/a-meeting';
import { aRhythmLaunch } from '../support/a-rhythm';
import { SECRETARY, STREET } from '../support/an-election';
import { flowWorld, refusalOf, type FlowWorld } from '../support/flow-world';
import { aPolicy } from '../support/play';
import { workflowIdFor, type ProcessResult } from '../../workflows/messages';

let world: FlowWorld;
beforeAll(async () => {
  world = await flowWorld(aPolicy);
});
afterAll(() => world.close());

const DAY = 86_400_000;
const later = async (ms: number) => new Date((await world.env.currentTimeMs()) + ms).toISOString();
async function until(isSo: () => boolean, stepMs = DAY): Promise<void> {
  for (let step = 0; !isSo(); step += 1) {
    if (step === 500) throw new Error('not within five hundred steps');
    await world.env.sleep(stepMs);
  }
}

it('a meeting of a problem has no pack, and closes by itself when its resolution is confirmed', async () => {
  const id = await world.start('meeting', { ...aMeetingLaunch({ heldAt: await later(DAY) }) });
  const give = (actor: Parameters<FlowWorld['give']>[2], command: { type: string; [field: string]: unknown }) =>
    world.give('meeting', id, actor, command);
  await until(() => world.typesOf(id).includes('meetingBegan'));
  await give(SECRETARY, {
    type: 'recordAttendance',
    present: ['communitySecretary', 'committeeMember', 'firmManager'],
    excused: [],
  });
  await give(SECRETARY, {
    type: 'addResolution',
    resolutionId: 'r',
    by: { partyKey: 'firmManager' },
    contentText: 'hash',
  });
  await give(SECRETARY, { type: 'recordMinutes', minutesText: 'hash' });
  await give(SECRETARY, { type: 'reportResolution', resolutionId: 'r', evidenceText: 'hash' });
  await give(STREET, { type: 'confirmResolution', resolutionId: 'r' });
  const handle = world.env.client.workflow.getHandle(workflowIdFor('meeting', id));
  expect(await handle.result()).toMatchObject({ outcome: 'held' });
  expect(world.typesOf(id)).not.toContain('packWritten');
});

it('a rhythm calls each round of a year once, in time, whatever run it is in', async () => {
  const id = await world.start(
    'rhythm',
    { ...aRhythmLaunch({ forms: ['weekly', 'monthly'] }) },
    {
      policy: aPolicy(),
      rollOverAtEvents: 120,
    },
  );
  const called = () =>
    (world.records.get(id)?.events ?? []).flatMap(({ at, event }) =>
      event.type === 'roundCalled'
        ? [{ at, ...(event as unknown as { form: string; round: { heldAt: string; no: number } }) }]
        : [],
    );
  await until(() => called().filter(({ form }) => form === 'monthly').length >= 12, 5 * DAY);
  for (const { at, round } of called()) expect(at < round.heldAt).toBe(true);
  for (const form of ['weekly', 'monthly']) {
    const numbers = called().flatMap(({ form: of, round }) => (of === form ? [round.no] : []));
    expect([...new Set(numbers)].sort((a, b) => a - b)).toEqual(numbers);
  }
  const types = world.typesOf(id);
  expect(types.filter((type) => type === 'meetingCalled')).toHaveLength(called().length);
  expect(types).not.toContain('roundSkipped');
  await world.give('rhythm', id, STREET, { type: 'endRhythm', reasonText: 'hash', basisText: 'hash' });
  const handle = world.env.client.workflow.getHandle(workflowIdFor('rhythm', id));
  expect(await handle.result()).toEqual({ processId: id, end: 'closed', outcome: 'ended' } satisfies ProcessResult);
  expect((await handle.fetchHistory()).events?.length).toBeLessThan(400);
});

describe('a meeting of the rhythm', () => {
  it('has its pack on record first, and resolves nothing before it was held', async () => {
    const id = await world.start('meeting', {
      ...aMeetingLaunch({ form: 'weekly', heldAt: await later(5 * DAY) }),
    });
    await until(() => world.typesOf(id).includes('packWritten'));
    expect(world.typesOf(id).slice(0, 3)).toEqual(['meetingLaunched', 'clockStarted', 'packWritten']);
    const resolve = { type: 'addResolution', resolutionId: 'r', by: { partyKey: 'gridWorker' }, contentText: 'hash' };
    expect(await refusalOf(world.give('meeting', id, SECRETARY, resolve))).toBe('meeting-not-held');
  });

  it('that nobody holds is missed, urged, and ends as missed by itself', async () => {
    const id = await world.start('meeting', {
      ...aMeetingLaunch({ form: 'monthly', heldAt: await later(DAY) }),
    });
    const handle = world.env.client.workflow.getHandle(workflowIdFor('meeting', id));
    expect(await handle.result()).toMatchObject({ end: 'closed', outcome: 'missed' });
    const types = world.typesOf(id);
    const order = ['meetingLaunched', 'packWritten', 'meetingBegan', 'meetingMissed', 'meetingClosed'];
    expect(types.filter((type) => order.includes(type))).toEqual(order);
  });
});
