// The loop around every process, on the time-skipping server: waits of months, failing and dying activities, repeated commands,
// roll-over, divergence. What is decided is tested in test/machinery, test/election and test/owners-vote.
import { randomUUID } from 'node:crypto';
import { onLawfulDay } from '../../domain/calendar/due';
import { addMs } from '../../domain/calendar/instant';
import { civilCalendar } from '../../domain/calendar/tables';
import { workflowIdFor, type ProcessResult } from '../../workflows/messages';
import { GROUP, LARGE_ESTATE, PLACE, SECRETARY, STREET } from '../support/an-election';
import { flowWorld, refusalOf, type FlowWorld } from '../support/flow-world';
import { aPolicy } from '../support/play';

let world: FlowWorld;
beforeAll(async () => {
  world = await flowWorld(aPolicy);
});
afterAll(() => world.close());

const DAY = 86_400_000;
const launch = {
  type: 'launch' as const,
  processId: 'election',
  place: PLACE,
  trigger: 'termEnding',
  termEndsOn: null,
  parentId: null,
  seats: 5,
  ...LARGE_ESTATE,
};
const formGroup = { type: 'formGroup', members: GROUP, leaderId: 's1' };
const suspend = { type: 'suspend', reasonText: 'hash', basisText: 'hash', days: 5 };
const stop = { type: 'stopElection', reasonText: 'hash', basisText: 'hash' };
const nominate = (candidateId: string) => ({
  type: 'nominate',
  candidateId,
  ownerId: `owner-${candidateId}`,
  nominatedBy: 'owners',
});
const handleOf = (processId: string) => world.env.client.workflow.getHandle(workflowIdFor('election', processId));
const give = (processId: string, command: { type: string }, commandId?: string) =>
  world.give('election', processId, command.type === 'nominate' ? SECRETARY : STREET, command, commandId);

/** Lets days pass until it is so. The server's clock may leap further than asked, so tests look at the instants on record. */
async function until(isSo: () => boolean): Promise<void> {
  for (let day = 0; !isSo(); day += 1) {
    if (day === 400) throw new Error('not within four hundred days');
    await world.env.sleep('1 day');
  }
}
const untilPhase = (processId: string, phase: string) => until(() => world.stateOf(processId).phase === phase);

type Recorded = { type: string; [field: string]: unknown };
/** The first event of the type on record, and when it happened. */
function eventOf(processId: string, type: string, name?: string): { at: string; event: Recorded } {
  const found = world.records
    .get(processId)
    ?.events.find(
      ({ event }) => event.type === type && (name === undefined || clockOf(event as Recorded).name === name),
    );
  if (!found) throw new Error(`no ${type} on record: ${world.typesOf(processId).join(', ')}`);
  return { at: found.at, event: found.event as Recorded };
}
const clockOf = (event: Recorded) => event['clock'] as { name: string; dueAt: string };

describe('an election that nobody touches after its group was formed', () => {
  it('passes from phase to phase through weeks of waiting, no step before its instant', async () => {
    const id = await world.start('election', launch);
    const receipt = await give(id, formGroup);
    expect(receipt).toMatchObject({ phase: 'groupNotice' });
    const began = await world.env.currentTimeMs();
    await untilPhase(id, 'shortSlate');
    await until(() => world.typesOf(id).includes('escalated'));
    expect((await world.env.currentTimeMs()) - began).toBeGreaterThan(20 * DAY);
    const notice = clockOf(eventOf(id, 'clockStarted', 'groupNotice').event);
    expect(eventOf(id, 'groupConfirmed').at >= notice.dueAt).toBe(true);
    const nomination = clockOf(eventOf(id, 'clockStarted', 'nomination').event);
    expect(eventOf(id, 'nominationExtended').at >= nomination.dueAt).toBe(true);
    expect(world.typesOf(id)).toEqual(expect.arrayContaining(['reminded', 'slateFoundShort']));
    await give(id, stop);
    expect(await handleOf(id).result()).toEqual({
      processId: id,
      end: 'closed',
      outcome: 'stopped',
    } satisfies ProcessResult);
  });

  it('stands still while suspended, and goes on at the limit with all its days', async () => {
    const id = await world.start('election', launch);
    await give(id, formGroup);
    await give(id, suspend);
    expect(await refusalOf(give(id, nominate('c1')))).toBe('process-suspended');
    await untilPhase(id, 'nominating');
    const { event: suspended } = eventOf(id, 'suspended');
    const { event: resumed, at: resumedAt } = eventOf(id, 'resumed');
    expect(resumed['byTime']).toBe(true);
    expect(resumedAt >= String(suspended['until'])).toBe(true);
    const [moved] = resumed['moved'] as { name: string; from: string; to: string }[];
    expect(moved).toMatchObject({ name: 'groupNotice' });
    // Five days and the rest of the day on which it was suspended: six whole days, and on to the next working day where those end on a rest
    // day (this test begins on whatever day it is today).
    const sixDaysOn = addMs(moved?.from ?? '', 6 * DAY);
    expect(moved?.to).toBe(onLawfulDay(aPolicy().election.groupNotice, sixDaysOn, civilCalendar()).at);
    expect(eventOf(id, 'groupConfirmed').at >= (moved?.to ?? '')).toBe(true);
    await give(id, stop);
  });
});

describe('the record', () => {
  it('that is away for a while gets every event all the same, once', async () => {
    const id = await world.start('election', launch);
    world.faults.push('before', 'before', 'before');
    const receipt = await give(id, formGroup);
    const record = world.records.get(id);
    expect(record?.seq).toBe(receipt.seq);
    expect(record?.events.map(({ seq }) => seq)).toEqual(Array.from({ length: receipt.seq }, (_, index) => index + 1));
    await give(id, stop);
  });

  it('whose answer was lost after the commit is not written twice', async () => {
    const id = await world.start('election', launch);
    world.faults.push('after', 'after');
    await give(id, formGroup);
    expect(world.typesOf(id).filter((type) => type === 'groupPublished')).toHaveLength(1);
    await give(id, stop);
    expect((await handleOf(id).result()) as ProcessResult).toMatchObject({ end: 'closed' });
  });

  it('that ends elsewhere ends the run, and an operator hears of it', async () => {
    const id = await world.start('election', launch);
    const record = world.records.get(id);
    if (record) record.hash = 'changed by somebody';
    await expect(give(id, formGroup)).rejects.toThrow();
    expect(await handleOf(id).result()).toMatchObject({ processId: id, end: 'diverged' });
    expect(world.diverged).toContain(id);
    expect(world.typesOf(id)).not.toContain('groupPublished');
  });
});

describe('a command', () => {
  it('sent twice at once or later is one command with one receipt', async () => {
    const id = await world.start('election', launch);
    const commandId = randomUUID();
    const both = await Promise.all([give(id, formGroup, commandId), give(id, formGroup, commandId)]);
    expect(both[0]).toEqual(both[1]);
    expect(await give(id, formGroup, commandId)).toEqual(both[0]);
    expect(world.typesOf(id).filter((type) => type === 'groupPublished')).toHaveLength(1);
    await give(id, stop);
  });

  it('that is refused leaves no trace in the history', async () => {
    const id = await world.start('election', launch);
    const before = (await handleOf(id).fetchHistory()).events?.length;
    expect(await refusalOf(give(id, nominate('c1')))).toBe('wrong-phase');
    const after = (await handleOf(id).fetchHistory()).events ?? [];
    expect(JSON.stringify(after)).not.toContain('nominate"');
    expect(after.length).toBeGreaterThanOrEqual(before ?? 0);
    expect(world.typesOf(id)).toEqual(['electionLaunched', 'clockStarted']);
    await give(id, stop);
  });
});

describe('a run that rolls over to a new one', () => {
  /** Nomination is long here: the server's clock may leap while nothing happens. */
  const short = () => {
    const policy = aPolicy();
    policy.election.nomination = { ...policy.election.nomination, n: 3_000 };
    policy.election.groupNotice = { ...policy.election.groupNotice, n: 1 };
    return { policy, rollOverAtEvents: 60 };
  };

  it('carries its receipts: a command from the run before is answered as it was', async () => {
    const id = await world.start('election', launch, short());
    const commandId = randomUUID();
    const receipt = await give(id, formGroup, commandId);
    const firstRun = (await handleOf(id).describe()).runId;
    await untilPhase(id, 'nominating');
    for (let n = 1; n <= 12; n += 1) await give(id, nominate(`c${n}`));
    expect((await handleOf(id).describe()).runId).not.toBe(firstRun);
    expect(await give(id, formGroup, commandId)).toEqual(receipt);
    expect(world.typesOf(id).filter((type) => type === 'groupPublished')).toHaveLength(1);
    await give(id, stop);
  });

  it('loses no command that arrives in the middle of it', async () => {
    const id = await world.start('election', launch, short());
    await give(id, formGroup);
    await untilPhase(id, 'nominating');
    const firstRun = (await handleOf(id).describe()).runId;
    const names = Array.from({ length: 40 }, (_, index) => `r${index}`);
    // Eight at a time, like the API; whoever hears nothing asks again with the same id.
    const ask = async (name: string) => {
      const commandId = randomUUID();
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await give(id, nominate(name), commandId);
        } catch (error) {
          if (attempt === 10) throw error;
        }
      }
    };
    const waiting = [...names];
    await Promise.all(
      Array.from({ length: 8 }, async () => {
        for (let name = waiting.shift(); name; name = waiting.shift()) await ask(name);
      }),
    );
    expect((await handleOf(id).describe()).runId).not.toBe(firstRun);
    const { candidates } = world.stateOf(id) as unknown as { candidates: { candidateId: string }[] };
    expect(candidates.map(({ candidateId }) => candidateId).sort()).toEqual([...names].sort());
    await give(id, stop);
  });
});

describe('two estates in one worker', () => {
  it('do not know of each other', async () => {
    const [one, other] = [await world.start('election', launch), await world.start('election', launch)];
    await give(one, formGroup);
    await give(other, suspend);
    expect(world.stateOf(one)).toMatchObject({ phase: 'groupNotice' });
    expect(world.stateOf(other)).toMatchObject({ phase: 'groupForming', group: null });
    expect(world.typesOf(other)).toEqual(['electionLaunched', 'clockStarted', 'suspended']);
    await give(one, stop);
    await give(other, { type: 'resume' });
    await give(other, stop);
  });
});

describe('an owners’ vote whose tally fails and fails', () => {
  it('can still be voided: what people decide is stored while the machine is at work', async () => {
    const vote = {
      type: 'launch' as const,
      processId: 'vote',
      place: PLACE,
      scope: { kind: 'estate', placeId: 'estate' },
      convenor: { role: 'communitySecretary', placePath: PLACE.communityPath },
      agenda: [{ kind: 'yesNo', itemId: 'item', matter: 4, titleText: 'hash' }],
      meeting: 'regular',
      parentId: null,
    };
    const id = await world.start('ownersVote', vote);
    const say = (command: { type: string; [field: string]: unknown }) =>
      world.give('ownersVote', id, SECRETARY, command);
    await say({ type: 'freezeRoll' });
    await until(() => world.stateOf(id)['isRollSettled'] === true);
    await say({ type: 'publishNotice', windowDays: 10, noticeText: 'hash' });
    await untilPhase(id, 'counting');
    await say({ type: 'nameCounters', counterIds: ['counter-one', 'counter-two'] });
    await say({ type: 'finishCounting' });
    const receipt = await say({ type: 'voidVote', reasonText: 'hash', basisText: 'hash' });
    expect(receipt).toMatchObject({ phase: 'closed' });
    const handle = world.env.client.workflow.getHandle(workflowIdFor('ownersVote', id));
    expect(await handle.result()).toEqual({ processId: id, end: 'closed', outcome: 'voided' });
  });
});
