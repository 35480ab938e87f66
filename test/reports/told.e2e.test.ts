// Everybody who reported a problem hears when it is said to be done and when it is closed: who opened it, who joined it, and a caller without an account.
import { randomUUID } from 'node:crypto';
import type { Person } from '../support/api-world';
import { engineWorld, type EngineWorld } from '../support/engine-world';

let world: EngineWorld;
let [resident, neighbour, firm, secretary]: Person[] = [];
beforeAll(async () => {
  world = await engineWorld();
  const { c1, e1 } = world.city;
  resident = await world.person([{ role: 'resident', at: e1 }]);
  neighbour = await world.person([{ role: 'resident', at: e1 }]);
  firm = await world.person([{ role: 'firmManager', at: e1 }]);
  secretary = await world.person([{ role: 'communitySecretary', at: c1 }]);
}, 600_000);
afterAll(() => world.close());

const as = (who: Person | undefined) => world.as(who as Person);

it('all reporters of one problem are told that it is done and that it is closed, each once, and any of them may confirm', async () => {
  const id = randomUUID();
  const body = { commandId: randomUUID(), problemId: id, category: 'leak', reportText: '三单元楼道漏水' };
  await as(resident).post(`/v1/estates/${world.city.e1.id}/problems`, body).expect(201);
  const join = (who: Person | undefined, more: object) =>
    as(who)
      .post(`/v1/problems/${id}/reports`, { commandId: randomUUID(), reportId: randomUUID(), ...more })
      .expect(201);
  const { reportId } = (await join(neighbour, {})).body;
  const caller = (await join(secretary, { onBehalfOf: { name: '王奶奶', phone: '13800138000' } })).body.reportId;
  const give = (who: Person | undefined, command: object) =>
    as(who).post(`/v1/problems/${id}/commands`, { commandId: randomUUID(), command }).expect(200);
  await give(firm, { type: 'respond', noteText: '马上来' });
  await give(firm, { type: 'reportWork', evidenceText: '已换阀门' });
  await give(secretary, { type: 'verifyWork', isDone: true, noteText: '已看过' });
  await as(neighbour)
    .post(`/v1/reports/${reportId}/answer`, { commandId: randomUUID(), isSolved: true, isSatisfied: true })
    .expect(200);
  const reporters = [(resident as Person).accountId, (neighbour as Person).accountId, caller].sort();
  const told = async () =>
    (
      await world.db.pool.query<{ template: string; to: string }>(
        `select template, coalesce(to_account_id, to_owner_id, to_report_id)::text as to from outgoing_message
         where process_id = $1 and obligation_key = 'report' order by template desc, 2`,
        [id],
      )
    ).rows;
  // At night they wait for the morning; what waits is in the outbox, and is carried out as if it were day.
  await world.db.pool.query(`update outbox set available_at = created_at where kind = 'reporters'`);
  const rows = await world.until(told, ({ length }) => length >= 6);
  expect(rows).toEqual([
    ...reporters.map((to) => ({ template: 'problemDone', to })),
    ...reporters.map((to) => ({ template: 'problemClosed', to })),
  ]);
});
