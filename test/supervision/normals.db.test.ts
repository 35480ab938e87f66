// How long duties take in a district: the maintained figures against what the events alone say, and what follows from them for duties
// that are open. National preset: ten closed duties are the least of which figures are spoken.
import { apiWorld, type World } from '../support/api-world';
import { aGroup, commandAt, electionAt, OFFICER } from '../support/launch-at';
import { rebuildViews } from '../../store/record/rebuild-views';
import { refreshNormals } from '../../store/supervision/normals';
import { startNormals } from '../../worker/normals';
import { pino } from 'pino';

const DAY_MS = 86_400_000;
const NOW = new Date('2026-11-20T04:00:00.000Z');
const daysAgo = (days: number): Date => new Date(NOW.getTime() - days * DAY_MS);

let world: World;
beforeEach(async () => {
  world = await apiWorld();
});
afterEach(() => world.close());

/** An election whose group was formed after so many days; closed, so that the next can be launched at the estate. */
async function formedAfter(days: number, estate = world.city.e1): Promise<void> {
  const id = await electionAt(world, estate, daysAgo(50));
  await commandAt(world, id, daysAgo(50 - days), OFFICER, aGroup());
  await commandAt(world, id, daysAgo(1), OFFICER, { type: 'stopElection', reasonText: '测试', basisText: '测试' });
}

/** From `process_event` alone: nearest rank over the times from the launch to the group. */
async function figuresOfEvents(): Promise<{ n: number; median: number; p90: number }> {
  const { rows } = await world.db.pool.query<{ process_id: string; type: string; at: Date }>(
    `select process_id, type, at from process_event where type in ('electionLaunched', 'groupPublished') order by process_id, seq`,
  );
  const launched = new Map(
    rows.filter(({ type }) => type === 'electionLaunched').map((row) => [row.process_id, row.at]),
  );
  const times = rows
    .filter(({ type }) => type === 'groupPublished')
    .map(({ process_id: id, at }) => at.getTime() - (launched.get(id)?.getTime() ?? NaN))
    .sort((one, other) => one - other);
  const rank = (share: number): number => times[Math.ceil(share * times.length) - 1] ?? NaN;
  return { n: times.length, median: rank(0.5), p90: rank(0.9) };
}

const stored = async () =>
  (
    await world.db.pool.query<{ n: number; median: string; p90: string; path: string }>(
      `select n, median_ms as median, p90_ms as p90, district_path as path from duty_normal where kind = 'election' and duty = 'formGroup'`,
    )
  ).rows;

const stuckOf = async (processId: string) => {
  const { rows } = await world.db.pool.query<{ stirredAt: Date; silentAt: Date; stuckAt: Date; dueAt: Date }>(
    `select stirred_at as "stirredAt", silent_at as "silentAt", stuck_at as "stuckAt", due_at as "dueAt" from obligation
     where process_id = $1 and key = 'formGroup' and closed_at is null`,
    [processId],
  );
  return rows[0];
};

it('says of ten closed duties what the events alone say, and of nine nothing', async () => {
  for (const days of [3, 9, 1, 7, 2, 8, 5, 4, 6]) await formedAfter(days);
  await refreshNormals(world.db.pool, NOW);
  expect(await stored()).toEqual([]);
  await formedAfter(20, world.city.e4);
  await refreshNormals(world.db.pool, NOW);
  const { n, median, p90 } = await figuresOfEvents();
  expect(n).toBe(10);
  expect(await stored()).toEqual([{ n, median: String(median), p90: String(p90), path: world.city.district.path }]);
  expect([median, p90]).toEqual([5 * DAY_MS, 9 * DAY_MS]);
});

it('moves the instant from which open duties count as silent, back again when the figures are gone, and a rebuild makes the same rows', async () => {
  const open = await electionAt(world, world.city.e2, daysAgo(20));
  const before = await stuckOf(open);
  // The street has sixty days; eighty per cent of them are the policy's own measure.
  const given = (before?.dueAt.getTime() ?? 0) - daysAgo(20).getTime();
  expect(before?.silentAt.getTime()).toBe(daysAgo(20).getTime() + Math.ceil(given * 0.8));
  for (let days = 1; days <= 10; days++) await formedAfter(days);
  expect(await refreshNormals(world.db.pool, NOW)).toEqual({ normals: expect.any(Number), moved: 1 });
  const after = await stuckOf(open);
  expect(after?.silentAt).toEqual(daysAgo(11));
  expect(after?.stuckAt).toEqual(daysAgo(11));
  expect((await refreshNormals(world.db.pool, NOW)).moved).toBe(0);

  // Opened and moved after the figures were worked out: the same, without waiting for the next time.
  const late = await electionAt(world, world.city.e3, daysAgo(5));
  expect((await stuckOf(late))?.silentAt).toEqual(daysAgo(-4));
  const all = async () => (await world.db.pool.query('select * from obligation order by id')).rows as object[];
  const asWritten = await all();
  await world.db.pool.query('delete from obligation');
  for await (const _rebuilt of rebuildViews(world.db.pool));
  expect(await all()).toEqual(asWritten);

  await world.db.pool.query(`delete from obligation where closed_at is not null`);
  await refreshNormals(world.db.pool, NOW);
  expect(await stored()).toEqual([]);
  expect(await stuckOf(open)).toEqual(before);
});

it('is silence of the process: a push or a reminder does not end it, an act does', async () => {
  const id = await electionAt(world, world.city.e1, daysAgo(40));
  const nudge = { type: 'nudge', key: 'formGroup', reasonText: '测试' };
  await commandAt(world, id, daysAgo(30), OFFICER, nudge);
  expect((await stuckOf(id))?.stirredAt).toEqual(daysAgo(40));
  await commandAt(world, id, daysAgo(20), OFFICER, {
    ...{ type: 'extendDeadline', clock: 'groupForm', reasonText: '测试', basisText: '测试' },
  });
  expect((await stuckOf(id))?.stirredAt).toEqual(daysAgo(20));
});

it('is worked out by the worker by itself', async () => {
  for (let days = 1; days <= 10; days++) await formedAfter(days);
  const normals = startNormals({ pool: world.db.pool, time: world.deps.time, log: pino({ level: 'silent' }) });
  await normals.stop();
  expect(await stored()).toHaveLength(1);
});
