// An owners' vote that is really held: roll, ballots, tally, signatures, objections, certified.
import { randomUUID } from 'node:crypto';
import { freezeRoll } from '../../activities/freeze-roll';
import { tallyVote } from '../../activities/tally-vote';
import { addMs } from '../../domain/calendar/instant';
import type { Instant } from '../../domain/calendar/types';
import { receiptKeys } from '../../store/ballots/receipt-keys';
import type { Place, Unit, World } from './api-world';
import { anActor, ENGINE } from './play';
import { storeActs } from './play-on-record';

const DAY = 86_400_000;

/**
 * Holds the vote that was launched 75 days ago: its window is open now, so that ballots are judged by the real clock, and it is certified in
 * ninety days. `answers` by unit; `until` ends it before.
 */
export async function holdVote(
  world: World,
  voteId: string,
  {
    estate,
    itemId,
    answers,
    until = 'certified',
    publishedIn = 51,
  }: {
    estate: Place;
    itemId: string;
    answers: [Unit, 'yes' | 'no'][];
    until?: 'signing' | 'certified';
    /** Days from now. */
    publishedIn?: number;
  },
): Promise<void> {
  const { pool } = world.db;
  const real = { now: () => Promise.resolve(new Date()) };
  const deps = { pool, time: real, signing: receiptKeys(world.deps.keyRing).signing };
  const now = (await real.now()).toISOString();
  const at = (days: number): Instant => addMs(now, days * DAY);
  const secretary = anActor('communitySecretary', { id: randomUUID() });
  const counters = [anActor('gridWorker', { id: randomUUID() }), anActor('gridWorker', { id: randomUUID() })];
  const act = (days: number, actor: typeof secretary, command: { type: string; [field: string]: unknown }) =>
    storeActs(pool, voteId, [{ at: at(days), given: { actor, command } }]);
  await act(-74, secretary, { type: 'freezeRoll' });
  const roll = await freezeRoll(deps)({ processId: voteId, version: 1, scope: { kind: 'estate', placeId: estate.id } });
  await act(-74, ENGINE, { type: 'recordRollFrozen', roll });
  await act(-40, secretary, { type: 'publishNotice', windowDays: 40, noticeText: 'cd'.repeat(32) });
  const counterIds = counters.map((counter) => ('id' in counter ? counter.id : ''));
  await act(-39, secretary, { type: 'nameCounters', counterIds });
  await storeActs(pool, voteId, [{ at: now }]);
  for (const [unit, answer] of answers) {
    const voter = await world.ownerOf(unit);
    const { body } = await world.as(voter).get(`/v1/votes/${voteId}`).expect(200);
    const [right] = (body as { myRights: { rightNo: number }[] }).myRights;
    await world
      .as(voter)
      .post(`/v1/votes/${voteId}/ballots`, {
        ...{ commandId: randomUUID(), rightNo: right?.rightNo, choices: { [itemId]: answer } },
      })
      .expect(201);
  }
  await act(50, secretary, { type: 'finishCounting' });
  await act(50, ENGINE, { type: 'recordTally', ...(await tallyVote(deps)({ voteId })) });
  if (until === 'signing') return;
  for (const counter of counters) await act(publishedIn, counter, { type: 'signCount' });
  await act(publishedIn, secretary, { type: 'publishResult' });
  await storeActs(pool, voteId, [{ at: at(90) }]);
}
