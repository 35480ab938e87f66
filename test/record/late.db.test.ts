// An engine that wakes late: what time decided stands on record at its own instant, written when it was written, and nobody is woken at night
// for a message that is late.
import { appendEvents } from '../../store/record/append-events';
import { rebuildView } from '../../store/record/rebuild-views';
import { brokenLink } from '../../store/record/read-process';
import { inTransaction } from '../../store/transaction';
import { apiWorld, type Person, type World } from '../support/api-world';
import { pendingOf } from '../support/play-on-record';
import { launchProblem } from '../support/record-command';

const DAY = 86_400_000;
let world: World;
let officer: Person;
let problemId: string;
let dueAt: string;
/** One o'clock at night in China, days after the time was over. */
let night: Date;
beforeAll(async () => {
  world = await apiWorld();
  officer = await world.person([{ role: 'streetOfficer', at: world.city.s1 }]);
  problemId = await launchProblem(world, world.city.e1, { category: 'noise' });
  const { pool } = world.db;
  const { rows } = await pool.query<{ dueAt: string }>(
    `select state->'clocks'->'response'->>'dueAt' as "dueAt" from process_view where process_id = $1`,
    [problemId],
  );
  dueAt = rows[0]?.dueAt ?? '';
  night = new Date(Date.parse(`${new Date(Date.parse(dueAt) + 3 * DAY).toISOString().slice(0, 10)}T17:00:00.000Z`));
  const { expected, events } = await pendingOf(pool, problemId, [{ at: dueAt }]);
  await inTransaction(pool, (tx) => appendEvents(tx, problemId, expected, events, night));
});
afterAll(() => world.close());

it('is shown with the instant at which the time was over, and with the one at which that was written', async () => {
  const { body } = await world.as(officer).get(`/v1/processes/${problemId}/events?limit=100`).expect(200);
  const { items } = body as { items: { type: string; at: string; recordedAt: string }[] };
  const raised = items.find(({ type }) => type === 'levelRaised');
  expect([raised?.at, raised?.recordedAt]).toEqual([dueAt, night.toISOString()]);
});

it('tells people when it is day', async () => {
  const { rows } = await world.db.pool.query<{ at: Date }>(
    `select available_at as at from outbox where kind = 'notice' and process_id = $1 and created_at >= $2`,
    [problemId, night],
  );
  expect(rows.length).toBeGreaterThan(0);
  for (const { at } of rows) expect(at.getTime()).toBeGreaterThan(night.getTime() + 4 * 3_600_000);
});

it('holds its chain, and is the same when it is made again from the record', async () => {
  const { pool } = world.db;
  const shown = async () =>
    (await pool.query('select * from obligation where process_id = $1 order by id', [problemId])).rows;
  const before = await shown();
  expect(await brokenLink(pool, problemId)).toBeUndefined();
  await inTransaction(pool, (tx) => rebuildView(tx, problemId));
  expect(await shown()).toEqual(before);
});
