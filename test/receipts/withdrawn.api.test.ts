// A pledge that is taken back, or struck, after the close: it may be until it was paid (民法典 658). Its household is asked for nothing any more, and the
// gap is for the rule of the shortfall: the project neither hears that all is in, nor counts on less.
import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import type { Response } from 'supertest';
import { countReceipts } from '../../activities/count-receipts';
import { pledgedPayers } from '../../store/receipts/pledged-payers';
import { awaitedAt } from '../../store/receipts/payers';
import { inTransaction } from '../../store/transaction';
import { aCollectingProject } from '../support/a-collecting';
import { activityDeps, anOfficial } from '../support/a-pledging';
import { apiWorld, type Person, type World } from '../support/api-world';
import { ENGINE } from '../support/play';
import { recordCommand } from '../support/record-command';

let world: World;
let bookkeeper: Person;
let other: Person;
let first: Person;
let second: Person;
let processId: string;
beforeAll(async () => {
  world = await apiWorld();
  const { e1, c1, u1, u2 } = world.city;
  bookkeeper = await world.person([{ role: 'committeeMember', at: e1 }]);
  other = await world.person([{ role: 'communitySecretary', at: c1 }]);
  [first, second] = [await world.ownerOf(u1), await world.ownerOf(u2)];
  processId = await aCollectingProject(world, e1, {
    costFen: 10_001,
    sources: [{ sourceId: 'household', kind: 'household', amountFen: 10_001, timing: 'before' }],
  });
});
afterAll(() => world.close());

const cofunding = () => `/v1/cofundings/${processId}`;
const own = async (who: Person) =>
  ((await world.as(who).get(`${cofunding()}/own-payments`).expect(200)).body as { items: object[] }).items[0];
const pledgeOf = async (rightNo: number): Promise<string> => {
  const { rows } = await world.db.pool.query<{ id: string }>(
    'select pledge_id as id from pledge where process_id = $1 and right_no = $2',
    [processId, rightNo],
  );
  return rows[0]?.id ?? '';
};
const withdraw = async (who: Person, rightNo: number): Promise<Response> =>
  world.as(who).post(`${cofunding()}/pledges/${await pledgeOf(rightNo)}/withdrawal`, { commandId: randomUUID() });
const cash = async (rightNo: number, amountFen: number): Promise<void> => {
  const receiptId = randomUUID();
  const entry = { receiptId, rightNo, amountFen, receivedOn: '2026-01-01' };
  const at = `${cofunding()}/cash-receipts`;
  await world
    .as(bookkeeper)
    .post(at, { commandId: randomUUID(), ...entry })
    .expect(201);
  await world.as(other).post(`${at}/${receiptId}/confirmation`, { commandId: randomUUID() }).expect(200);
};
const told = async (): Promise<string[]> => {
  const { rows } = await world.db.pool.query<{ type: string }>(
    `select payload -> 'command' ->> 'type' as type from outbox where process_id = $1 and kind = 'command'
       and payload -> 'command' ->> 'type' = 'recordAllPaid' order by id`,
    [processId],
  );
  return rows.map(({ type }) => type);
};

test('who takes the pledge back before paying owes nothing any more, on the own page and in the books', async () => {
  expect(await own(second)).toMatchObject({ dueFen: 5_000, outstandingFen: 5_000 });
  expect((await withdraw(second, 2)).status).toBe(204);
  expect(await own(second)).toMatchObject({ dueFen: 0, outstandingFen: 0, paidFen: 0 });
  const { body } = await world.as(bookkeeper).get(`${cofunding()}/payers?limit=10`).expect(200);
  expect((body as { items: object[] }).items).toMatchObject([
    { rightNo: 1, outstandingFen: 5_001 },
    { rightNo: 2, outstandingFen: 0 },
  ]);
  // A line of the bank is not held to be theirs by its amount.
  const awaited = await awaitedAt(world.db.pool, world.city.e1.id);
  expect(awaited.map(({ outstandingFen }) => outstandingFen).sort()).toEqual([0, 5_001]);
});

test('that everybody else has paid is not "all paid": what was pledged together has not come in', async () => {
  await cash(1, 5_001);
  expect(await own(first)).toMatchObject({ paidFen: 5_001, outstandingFen: 0 });
  expect(await told()).toEqual([]);
  expect((await withdraw(first, 1)).body).toMatchObject({ code: 'pledge-paid' });
});

test('at the end of collecting the shortfall rule decides, about the whole of what was pledged', async () => {
  await recordCommand(world, processId, ENGINE, { type: 'endCollecting' });
  const received = await countReceipts(activityDeps(world))({ processId });
  await recordCommand(world, processId, ENGINE, { type: 'recordReceipts', received });
  const { rows } = await world.db.pool.query<{ phase: string; pledged: number; received: number }>(
    `select phase, (state #>> '{core,pledged,amountFen}')::int as pledged, (state #>> '{core,received,householdFen}')::int as received
     from process_view where process_id = $1`,
    [processId],
  );
  expect(rows).toEqual([{ phase: 'bridging', pledged: 10_001, received: 5_001 }]);
  await recordCommand(world, processId, anOfficial('communitySecretary'), {
    ...{ type: 'extendCollecting', reasonText: '再等一等' },
  });
  expect(await told()).toEqual([]);
  expect(await own(second)).toMatchObject({ outstandingFen: 0 });
});

test('a pledge that is taken back in the moment in which collecting opens is not asked for, whoever is first', async () => {
  // Whoever takes a pledge back holds the window of pledging; the payers are read behind it.
  const order: string[] = [];
  const looker = new Client({ connectionString: world.db.url });
  await looker.connect();
  const isSomebodyWaiting = async () =>
    (
      await looker.query(
        `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like '%pledge_window%'`,
      )
    ).rowCount !== 0;
  let isHeld: () => void = () => undefined;
  const held = new Promise<void>((go) => (isHeld = go));
  const withdrawing = inTransaction(world.db.pool, async (tx) => {
    await tx.query('select from pledge_window where process_id = $1 for update', [processId]);
    isHeld();
    // Until the reader waits for the lock; one that does not wait is through by then.
    while (order.length === 0 && !(await isSomebodyWaiting())) continue;
    order.push('withdrawn');
  });
  await held;
  const reading = inTransaction(world.db.pool, async (tx) => {
    const payers = await pledgedPayers(tx, processId, 1);
    order.push('read');
    return payers;
  });
  await withdrawing;
  expect((await reading).map(({ rightNo }) => rightNo)).toEqual([1]);
  expect(order).toEqual(['withdrawn', 'read']);
  await looker.end();
});
