// A recall from the launch to the committee that is left, on a real vote: the record, the activities and the ballots are real, the engine's
// loop and its relay are played here. The procedure begins weeks ago, so that the window is open now and ballots are judged by the real clock.
import { randomUUID } from 'node:crypto';
import { freezeRoll } from '../../activities/freeze-roll';
import { launchChild } from '../../activities/launch-child';
import { tallyVote } from '../../activities/tally-vote';
import { addMs } from '../../domain/calendar/instant';
import { civilCalendar } from '../../domain/calendar/tables';
import type { Instant } from '../../domain/calendar/types';
import { definitionOf } from '../../domain/definitions';
import type { LaunchChild, ProcessPlace } from '../../domain/process';
import { receiptKeys } from '../../store/ballots/receipt-keys';
import { placeOfEstate } from '../../store/process-place';
import { launchProcess } from '../../store/record/launch-process';
import { readSnapshot } from '../../store/record/read-process';
import { inTransaction } from '../../store/transaction';
import { anActor, aPolicy, ENGINE } from '../support/play';
import { apiWorld, type World } from '../support/api-world';
import { storeActs } from '../support/play-on-record';
import { recordCommand } from '../support/record-command';

const DAY = 86_400_000;
let world: World;
beforeAll(async () => {
  world = await apiWorld();
});
afterAll(() => world.close());

type Told = { to: string; command: { type: string; [field: string]: unknown } };

async function told(processId: string, type: string): Promise<Told> {
  const { rows } = await world.db.pool.query<{ payload: Told }>(
    `select payload from outbox where process_id = $1 and kind = 'command' and payload -> 'command' ->> 'type' = $2`,
    [processId, type],
  );
  const [row] = rows;
  if (row === undefined || rows.length > 1) throw new Error(`${type} was told ${rows.length} times`);
  return row.payload;
}

async function coreOf(processId: string): Promise<Record<string, unknown>> {
  const snapshot = await readSnapshot(world.db.pool, processId);
  if (!snapshot) throw new Error('no such process');
  return snapshot.state.core;
}

it('one of two members is recalled by the owners, each with an item of its own, and the committee is too small', async () => {
  const { e1, s1, u1, u2 } = world.city;
  const { pool } = world.db;
  const officer = await world.person([{ role: 'streetOfficer', at: s1 }]);
  const now = await world.deps.time.now();
  const daysFromNow = (days: number): Instant => addMs(now.toISOString(), days * DAY);
  const deps = { pool, time: world.deps.time, signing: receiptKeys(world.deps.keyRing).signing };

  const members = [u1, u2].map(({ ownerId }) => ({ memberId: ownerId, office: 'member' }));
  const termId = randomUUID();
  await world
    .as(officer)
    .post(`/v1/estates/${e1.id}/committee-terms`, {
      ...{ commandId: randomUUID(), termId, seats: 3, termYears: 3, members },
      ...{ termStartsOn: '2025-01-01', termEndsOn: '2027-12-31' },
    })
    .expect(201);

  // Seventy-five days ago the committee proposed it; nobody answered in time.
  const recallId = randomUUID();
  const {
    jurisdiction: _code,
    unitCount: _units,
    areaDm2: _area,
    watchId,
    ...place
  } = await placeOfEstate(pool, e1.id);
  const street = { ...anActor('streetOfficer'), id: officer.accountId };
  await inTransaction(pool, (tx) =>
    launchProcess(
      tx,
      {
        ...{ processId: recallId, kind: 'recall', place: place satisfies ProcessPlace, parentId: watchId },
        ...{
          policy: aPolicy('beijing'),
          calendar: civilCalendar(),
          commandId: randomUUID(),
          actor: street,
          channel: 'web',
        },
        command: {
          ...{ type: 'launch', proposedBy: 'committee', petitionId: null, memberIds: [u1.ownerId, u2.ownerId] },
          ...{ groundCodes: ['absentHalfYear'], groundText: 'ab'.repeat(32) },
        },
      },
      new Date(daysFromNow(-75)),
    ),
  );
  const launched = await told(recallId, 'recordRecallLaunched');
  await recordCommand(world, termId, { kind: 'process', id: recallId }, launched.command);
  // Beijing 46: suspended until the vote.
  expect(await coreOf(termId)).toMatchObject({ term: { members: [{ isSuspended: true }, { isSuspended: true }] } });

  await storeActs(pool, recallId, [{ at: daysFromNow(-62) }]);
  const { phase } = await coreOf(recallId);
  expect(phase).toBe('voting');
  const snapshot = await readSnapshot(pool, recallId);
  const effect = definitionOf('recall').effect((await coreOf(recallId)) as { phase: string }, aPolicy('beijing'));
  expect(snapshot?.state.clocks).toHaveProperty('vote');
  const atLaunch = { ...deps, time: { now: () => Promise.resolve(new Date(daysFromNow(-62))) } };
  const { childId: voteId } = await launchChild(atLaunch)({ parentId: recallId, ...(effect as LaunchChild) });
  await storeActs(pool, recallId, [
    {
      at: daysFromNow(-62),
      given: { actor: ENGINE, command: { type: 'recordChildLaunched', childKey: 'vote:1', childId: voteId } as never },
    },
  ]);

  // The vote, by its own procedure.
  const secretary = anActor('communitySecretary', { id: randomUUID() });
  const counters = [anActor('gridWorker', { id: randomUUID() }), anActor('gridWorker', { id: randomUUID() })];
  const counterIds = counters.map((counter) => ('id' in counter ? counter.id : ''));
  const act = (days: number, actor: typeof secretary, command: { type: string; [field: string]: unknown }) =>
    storeActs(pool, voteId, [{ at: daysFromNow(days), given: { actor, command } }]);
  await act(-61, secretary, { type: 'freezeRoll' });
  const roll = await freezeRoll(deps)({ processId: voteId, version: 1, scope: { kind: 'estate', placeId: e1.id } });
  await act(-61, ENGINE, { type: 'recordRollFrozen', roll });
  await act(-44, secretary, { type: 'publishNotice', windowDays: 40, noticeText: 'cd'.repeat(32) });
  await act(-43, secretary, { type: 'nameCounters', counterIds });
  await storeActs(pool, voteId, [{ at: now.toISOString() }]);
  expect(await coreOf(voteId)).toMatchObject({ phase: 'open', meeting: 'extraordinary' });

  const { body: shown } = await world.as(officer).get(`/v1/votes/${voteId}`).expect(200);
  const { agenda } = shown as { agenda: { itemId: string; title: string }[] };
  expect(agenda.map(({ itemId, title }) => [itemId, title])).toEqual([
    [u1.ownerId, '罢免业主101的业主委员会委员职务'],
    [u2.ownerId, '罢免业主102的业主委员会委员职务'],
  ]);
  // Both are for the recall of the first; of the second only one is, and a half is not more than half.
  for (const [unit, second] of [
    [u1, 'yes'],
    [u2, 'no'],
  ] as const) {
    const voter = await world.ownerOf(unit);
    const { body: own } = await world.as(voter).get(`/v1/votes/${voteId}`).expect(200);
    const [right] = (own as { myRights: { rightNo: number }[] }).myRights;
    const choices = { [u1.ownerId]: 'yes', [u2.ownerId]: second };
    await world
      .as(voter)
      .post(`/v1/votes/${voteId}/ballots`, { commandId: randomUUID(), rightNo: right?.rightNo, choices })
      .expect(201);
  }

  await act(50, secretary, { type: 'finishCounting' });
  const tallied = await tallyVote(deps)({ voteId });
  await act(50, ENGINE, { type: 'recordTally', ...tallied });
  for (const counter of counters) await act(51, counter, { type: 'signCount' });
  await act(51, secretary, { type: 'publishResult' });
  await storeActs(pool, voteId, [{ at: daysFromNow(90) }]);
  const result = await told(voteId, 'recordVoteResult');
  expect(result).toMatchObject({
    to: recallId,
    command: {
      outcome: 'mixed',
      items: [
        { itemId: u1.ownerId, outcome: 'passed' },
        { itemId: u2.ownerId, outcome: 'rejected' },
      ],
    },
  });

  for (const { command } of [await told(voteId, 'recordAssemblyHeld'), result])
    await storeActs(pool, recallId, [
      { at: daysFromNow(90), given: { actor: { kind: 'process', id: voteId }, command: command as never } },
    ]);
  expect(await coreOf(recallId)).toMatchObject({ phase: 'closed', outcome: 'partlyRecalled' });
  const ended = await told(recallId, 'recordRecallEnded');
  expect(ended).toMatchObject({ to: termId, command: { recalledIds: [u1.ownerId] } });
  await recordCommand(world, termId, { kind: 'process', id: recallId }, ended.command);
  // One of three seats is fewer than half: the committee is elected anew (北京 48).
  expect(await coreOf(termId)).toMatchObject({
    ...{ phase: 'renewalDue', renewalReason: 'vacancies', recallId: null },
    term: { members: [{ memberId: u2.ownerId, isSuspended: false }] },
  });
}, 120_000);
