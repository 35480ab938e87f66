// A problem that is merged into another: its reporters go with it. They see where it went, are told and asked with the others, and say in the
// end whether it is solved; the offices find their reports with the problem that goes on.
import { randomUUID } from 'node:crypto';
import type { Response } from 'supertest';
import { survivorOf } from '../../store/reports/merged';
import { tellReporters } from '../../store/messages/tell-reporters';
import { rebuildView } from '../../store/record/rebuild-views';
import { inTransaction } from '../../store/transaction';
import { apiWorld, type Person, type World } from '../support/api-world';
import { anActor } from '../support/play';
import { storeActs } from '../support/play-on-record';
import { recordCommand } from '../support/record-command';

let world: World;
let [first, second, third, grid, officer, firm]: Person[] = [];
beforeAll(async () => {
  world = await apiWorld();
  const { c1, e1, s1, u1 } = world.city;
  first = await world.person([{ role: 'resident', at: e1 }]);
  second = await world.ownerOf(u1);
  third = await world.person([{ role: 'resident', at: e1 }]);
  grid = await world.person([{ role: 'gridWorker', at: c1 }]);
  officer = await world.person([{ role: 'streetOfficer', at: s1 }]);
  firm = await world.person([{ role: 'firmManager', at: e1 }]);
});
afterAll(() => world.close());

const as = (who: Person | undefined) => world.as(who as Person);
const code = ({ status, body }: Response): string => `${status} ${(body as { code?: string }).code ?? ''}`;
const STREET = anActor('streetOfficer', { id: randomUUID() });
const DISTRICT = anActor('districtSupervisor', { id: randomUUID() });

async function reported(who: Person | undefined, more: object = {}, estate = world.city.e1): Promise<string> {
  const problemId = randomUUID();
  const body = { commandId: randomUUID(), problemId, category: 'leak', reportText: '漏水', ...more };
  await as(who).post(`/v1/estates/${estate.id}/problems`, body).expect(201);
  return problemId;
}
const record = (id: string, actor: typeof STREET, command: { type: string; [field: string]: unknown }) =>
  recordCommand(world, id, actor, command);
const proposal = (mergedInto: string) => ({
  ...{ type: 'proposeClosing', how: 'merged', mergedInto, reviewOn: null, reasonText: '同一处', basisText: '条例' },
});

/** Two people agree that it is the same as another, and nobody objects in time. */
async function merge(id: string, into: string): Promise<void> {
  await record(id, STREET, proposal(into));
  await record(id, DISTRICT, { type: 'approveClosing', reasonText: '同意' });
  const { rows } = await world.db.pool.query<{ at: string }>(
    `select state->'clocks'->'appeal'->>'dueAt' as at from process_view where process_id = $1`,
    [id],
  );
  await storeActs(world.db.pool, id, [{ at: String(rows[0]?.at) }]);
}
const mine = async (who: Person | undefined) => (await as(who).get('/v1/reports/mine').expect(200)).body.items;
const propose = (who: Person | undefined, id: string, into: string) =>
  as(who).post(`/v1/problems/${id}/commands`, { commandId: randomUUID(), command: proposal(into) });

describe('reporters of a problem that was merged, twice over', () => {
  let [one, two, three]: string[] = [];
  let caller = '';
  beforeAll(async () => {
    [one, two, three] = [await reported(first), await reported(second), await reported(third)];
    caller = randomUUID();
    const join = { commandId: randomUUID(), reportId: caller, onBehalfOf: { name: '王奶奶', phone: '13800138000' } };
    await as(grid).post(`/v1/problems/${one}/reports`, join).expect(201);
    await merge(String(one), String(two));
    await merge(String(two), String(three));
  });

  it('see the problem that goes on: who has it, until when, and that it is said to be done', async () => {
    const [report] = await mine(first);
    expect(report).toMatchObject({
      ...{ processId: one, goesOnIn: three, isOpen: true, outcome: null, phase: 'dispatched', reportCount: 4 },
      ...{ isFirst: true, mayAnswer: false },
    });
    expect((await mine(third))[0]).toMatchObject({ processId: three, goesOnIn: null, reportCount: 4 });
    expect(await survivorOf(world.db.pool, String(one))).toBe(three);
  });

  it('are found with it by the offices, who may call back whoever has no account', async () => {
    const { items } = (await as(officer).get(`/v1/problems/${three}/reports`).expect(200)).body;
    expect(items.map(({ isFirst }: { isFirst: boolean }) => isFirst)).toEqual([false, false, true, false]);
    const contact = await as(firm).post(`/v1/problems/${three}/reports/${caller}/contact`, {
      ...{ commandId: randomUUID(), reasonText: '回访' },
    });
    expect([contact.status, contact.body]).toEqual([200, { name: '王奶奶', phone: '13800138000' }]);
  });

  it('are told with the others, each once, and of the merger where it went', async () => {
    const { pool } = world.db;
    const payload = { template: 'problemDone', outcome: null, mergedInto: null, appealUntil: null } as const;
    for (let time = 0; time < 2; time += 1)
      expect(await tellReporters(pool, 'key', String(three), payload, new Date())).toBe(4);
    const { rows } = await pool.query<{ to: string }>(
      `select coalesce(to_account_id, to_report_id)::text as to from outgoing_message where template = 'problemDone'`,
    );
    const reporters = [first, second, third].map((who) => (who as Person).accountId);
    expect(rows.map(({ to }) => to).sort()).toEqual([...reporters, caller].sort());
    const told = await pool.query<{ payload: object }>(
      `select payload from outbox where kind = 'reporters' and process_id = $1 order by id`,
      [one],
    );
    expect(told.rows).toMatchObject([
      { payload: { template: 'problemEnding', outcome: 'merged', mergedInto: two } },
      { payload: { template: 'problemClosed', outcome: 'merged', mergedInto: two } },
    ]);
  });

  it('say whether it is solved, by their own report; they are its reporters and need no second report', async () => {
    const [{ reportId }] = await mine(first);
    const answer = { commandId: randomUUID(), isSolved: true, isSatisfied: true };
    // There is no engine here: whoever is let in hears that the answer must wait for it.
    expect(code(await as(first).post(`/v1/reports/${reportId}/answer`, answer))).toBe('503 unavailable');
    const joining = { commandId: randomUUID(), reportId: randomUUID() };
    expect(code(await as(first).post(`/v1/problems/${three}/reports`, joining))).toBe('409 already-reported');
  });

  it('stay with it when the views are made again from the record', async () => {
    const { pool } = world.db;
    const shown = async () => (await pool.query('select * from problem_view order by problem_id')).rows;
    const before = await shown();
    await pool.query('update problem_view set merged_into = null');
    for (const id of [one, two]) await inTransaction(pool, (tx) => rebuildView(tx, String(id)));
    expect(await shown()).toEqual(before);
  });
});

describe('merging', () => {
  it('is proposed only into a problem of the same estate that goes on', async () => {
    const [id, ended, beyond] = [
      await reported(first, { category: 'lift' }),
      await reported(second, { category: 'lift' }),
      await reported(
        await world.person([{ role: 'resident', at: world.city.e2 }]),
        { category: 'lift' },
        world.city.e2,
      ),
    ];
    await merge(ended, await reported(third, { category: 'lift' }));
    for (const unfit of [ended, beyond, randomUUID()])
      expect(code(await propose(officer, id, unfit))).toBe('422 merged-into-unfit');
    const fit = await reported(third, { category: 'lift' });
    expect(code(await propose(officer, id, fit))).toBe('503 unavailable');
  });

  it('is not proposed into a complaint, which would show it to strangers', async () => {
    const complaint = await reported(first, { category: 'fees', complaintOf: { role: 'firmManager' } });
    expect(code(await propose(officer, await reported(second, { category: 'fees' }), complaint))).toBe(
      '422 merged-into-unfit',
    );
  });

  it('is agreed to no more when the other was merged in the meantime, perhaps into this very one', async () => {
    const [one, two] = [
      await reported(first, { category: 'security' }),
      await reported(second, { category: 'security' }),
    ];
    await record(one, STREET, proposal(two));
    await merge(two, one);
    const agree = { commandId: randomUUID(), command: { type: 'approveClosing', reasonText: '同意' } };
    const district = await world.person([{ role: 'districtSupervisor', at: world.city.district }]);
    expect(code(await as(district).post(`/v1/problems/${one}/commands`, agree))).toBe('422 merged-into-unfit');
  });
});
