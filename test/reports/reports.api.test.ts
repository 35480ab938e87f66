// Reports over HTTP: joining a problem, seeing where one's own stands, comments, who is told what of a caller, and problems that are alike.
import { randomUUID } from 'node:crypto';
import type { Response } from 'supertest';
import { rebuildView } from '../../store/record/rebuild-views';
import { inTransaction } from '../../store/transaction';
import { apiWorld, type Person, type World } from '../support/api-world';
import { anActor } from '../support/play';
import { recordCommand } from '../support/record-command';

let world: World;
let [resident, neighbour, grid, officer, firm, stranger]: Person[] = [];
beforeAll(async () => {
  world = await apiWorld();
  const { c1, e1, e4, s1, u1 } = world.city;
  resident = await world.person([{ role: 'resident', at: e1 }]);
  neighbour = await world.ownerOf(u1);
  grid = await world.person([{ role: 'gridWorker', at: c1 }]);
  officer = await world.person([{ role: 'streetOfficer', at: s1 }]);
  firm = await world.person([{ role: 'firmManager', at: e1 }]);
  stranger = await world.person([{ role: 'resident', at: e4 }]);
});
afterAll(() => world.close());

const as = (who: Person | undefined) => world.as(who as Person);
const code = ({ status, body }: Response): string => `${status} ${(body as { code?: string }).code ?? ''}`;
const CATEGORIES = [
  'leak',
  'lighting',
  'cleaning',
  'greening',
  'parking',
  'security',
  'fees',
  'lift',
  'repair',
  'sewage',
];
let next = 0;

/** A category of its own, so that tests do not find one another's problems. */
async function reported(who = resident, more: object = {}): Promise<{ id: string; category: string }> {
  const category = CATEGORIES[next++ % CATEGORIES.length] ?? 'other';
  const body = { commandId: randomUUID(), problemId: randomUUID(), category, reportText: '楼道漏水', ...more };
  const answer = await as(who).post(`/v1/estates/${world.city.e1.id}/problems`, body).expect(201);
  return { id: (answer.body as { processId: string }).processId, category: (body as { category: string }).category };
}
const join = (who: Person | undefined, id: string, more: object = {}) =>
  as(who).post(`/v1/problems/${id}/reports`, { commandId: randomUUID(), reportId: randomUUID(), ...more });
const mine = async (who: Person | undefined) => (await as(who).get('/v1/reports/mine').expect(200)).body.items;
const reportsOf = async (id: string) => (await as(officer).get(`/v1/problems/${id}/reports`).expect(200)).body.items;

/** As if its last step had closed it; nothing but the view is asked whether it is open. */
const close = (id: string) =>
  world.db.pool.query(
    `update process_view set is_open = false, phase = 'closed', outcome = 'resolved' where process_id = $1`,
    [id],
  );

describe('joining', () => {
  it('adds a report and nothing else: no event, no clock, no word to the workflow', async () => {
    const { id } = await reported();
    const before = await snapshot(id);
    await join(neighbour, id, { reportText: '我家也漏', spotPlaceId: world.city.b1.id }).expect(201);
    expect(await snapshot(id)).toEqual(before);
    expect(await reportsOf(id)).toMatchObject([
      { isFirst: true, channel: 'web', reportText: '楼道漏水', spotPlaceId: world.city.e1.id },
      { isFirst: false, channel: 'web', reportText: '我家也漏', spotPlaceId: world.city.b1.id },
    ]);
  });

  async function snapshot(id: string) {
    const { pool } = world.db;
    const view = await pool.query('select seq, hash, state, updated_at from process_view where process_id = $1', [id]);
    const outbox = await pool.query('select key from outbox where process_id = $1 order by id', [id]);
    return [view.rows, outbox.rows];
  }

  it('is one voice for each person, also when it is sent again', async () => {
    const { id } = await reported();
    const body = { commandId: randomUUID(), reportId: randomUUID() };
    const first = await join(neighbour, id, body).expect(201);
    expect((await join(neighbour, id, body).expect(201)).body).toEqual(first.body);
    const second = await join(neighbour, id);
    expect([code(second), second.body.params]).toEqual(['409 already-reported', { reportId: body.reportId }]);
    expect(code(await join(resident, id))).toBe('409 already-reported');
    expect(code(await join(stranger, id))).toBe('404 not-found');
    expect(code(await join(grid, id, { reportId: body.reportId }))).toBe('409 id-already-used');
    expect(await reportsOf(id)).toHaveLength(2);
  });

  it('is refused once the problem is closed, for a place outside the estate, and for what is no problem', async () => {
    const { id } = await reported();
    expect(code(await join(neighbour, id, { spotPlaceId: world.city.e2.id }))).toBe('422 spot-outside-estate');
    await close(id);
    expect(code(await join(neighbour, id))).toBe('409 process-closed');
    expect(await reportsOf(id)).toHaveLength(1);
    const { rows } = await world.db.pool.query<{ id: string }>(
      `select id from process where kind <> 'problem' limit 1`,
    );
    for (const row of rows) expect(code(await join(grid, row.id))).toBe('404 not-found');
  });

  it('for somebody without a phone is an office’s to write down, with the helper’s name on it', async () => {
    const { id } = await reported();
    const onBehalfOf = { name: '王奶奶', phone: '0571-8788 1234' };
    expect(code(await join(neighbour, id, { onBehalfOf }))).toBe('422 assistance-not-allowed');
    expect(code(await join(neighbour, id, { channel: 'hotline' }))).toBe('422 channel-not-yours');
    await join(grid, id, { onBehalfOf }).expect(201);
    const { ownerId } = world.city.u2;
    await join(grid, id, { onBehalfOf: { ownerId }, channel: 'petition' }).expect(201);
    expect(code(await join(officer, id, { onBehalfOf: { ownerId } }))).toBe('409 already-reported');
    const outsider = { ownerId: world.city.u4.ownerId };
    expect(code(await join(grid, id, { onBehalfOf: outsider }))).toBe('422 not-an-owner-here');
    const [, caller, owner] = await reportsOf(id);
    const helperAccount = (grid as Person).accountId;
    expect(caller).toMatchObject({ channel: 'helper', helperAccount, name: '王奶奶', reporterAccount: null });
    expect(owner).toMatchObject({ channel: 'petition', helperAccount, reporterOwner: ownerId });
    expect(await mine(await world.ownerOf(world.city.u2))).toMatchObject([{ processId: id, channel: 'petition' }]);
  });

  it('of a complaint is not open to whom it is about', async () => {
    const accountId = (firm as Person).accountId;
    const { id } = await reported(resident, { complaintOf: { role: 'firmManager', accountId } });
    for (const path of ['reports', 'comments', 'attachments'])
      expect(code(await as(firm).get(`/v1/problems/${id}/${path}`))).toBe('404 not-found');
    expect(code(await join(firm, id))).toBe('404 not-found');
    expect((await as(firm).get(suggestions('other')).expect(200)).body.items).toEqual([]);
  });
});

describe('a caller’s number', () => {
  it('is shown to nobody but by an act that is on the record, and stands nowhere in the clear', async () => {
    const { id } = await reported();
    await join(grid, id, { onBehalfOf: { name: '李小四', phone: '13912345678' } }).expect(201);
    const [, report] = await reportsOf(id);
    expect([report.name, report.phoneMasked]).toEqual(['李小四', '139****5678']);
    const seenByFirm = (await as(firm).get(`/v1/problems/${id}/reports`).expect(200)).body.items[1];
    expect(seenByFirm.name).toBe('李**');
    const open = (who: Person | undefined, reportId: string, commandId: string = randomUUID()) =>
      as(who).post(`/v1/problems/${id}/reports/${reportId}/contact`, { commandId, reasonText: '上门前联系' });
    expect(code(await open(neighbour, report.reportId))).toBe('403 forbidden');
    expect((await open(firm, report.reportId).expect(200)).body).toEqual({ name: '李小四', phone: '13912345678' });
    const looks = await world.db.pool.query('select by_account from contact_opening where report_id = $1', [
      report.reportId,
    ]);
    expect(looks.rows).toEqual([{ by_account: (firm as Person).accountId }]);
    const [first] = await reportsOf(id);
    expect(code(await open(firm, first.reportId))).toBe('409 number-not-recorded');
    expect(code(await open(firm, randomUUID()))).toBe('404 not-found');
    const { rows } = await world.db.pool.query('select * from problem_report where problem_id = $1', [id]);
    const stored = JSON.stringify([rows, world.logLines]);
    for (const secret of ['13912345678', '李小四', '漏水']) expect(stored).not.toContain(secret);
  });
});

describe('one’s own reports', () => {
  it('say who has the problem, until when, and what happens if nobody moves', async () => {
    const me = await world.person([{ role: 'resident', at: world.city.e1 }]);
    const { id, category } = await reported(me, { category: 'waterOutage' });
    await join(neighbour, id).expect(201);
    const [report] = await mine(me);
    expect(report).toMatchObject({
      ...{ processId: id, category, class: 'livelihood', phase: 'dispatched', level: 'estate', isFirst: true },
      ...{ isOpen: true, outcome: null, reportCount: 2, reportText: '楼道漏水', mayAnswer: false },
      place: { id: world.city.e1.id },
    });
    expect(
      report.waitsFor.map((duty: { duty: string; party: { role: string } }) => [duty.duty, duty.party.role]),
    ).toEqual([
      ['respond', 'firmManager'],
      ['handle', 'firmManager'],
    ]);
    const [respond] = report.waitsFor;
    expect(report.ahead[0]).toMatchObject({ what: 'raiseBySilence', clock: 'response', at: respond.dueAt });
    expect(respond.party).toMatchObject({ accountId: null, ownerId: null });
  });

  it('are nobody else’s, come newest first and page by page', async () => {
    const me = await world.person([{ role: 'resident', at: world.city.e1 }]);
    expect(await mine(me)).toEqual([]);
    const ids = [await reported(me), await reported(me), await reported(me)].map(({ id }) => id);
    const first = (await as(me).get('/v1/reports/mine?limit=2').expect(200)).body;
    const second = (await as(me).get(`/v1/reports/mine?limit=2&cursor=${first.nextCursor}`).expect(200)).body;
    const found = [...first.items, ...second.items].map(({ processId }: { processId: string }) => processId);
    expect([found, second.nextCursor]).toEqual([ids.reverse(), null]);
  });

  it('are answered by whoever reported, and by nobody else', async () => {
    const { id } = await reported();
    const [{ reportId }] = await reportsOf(id);
    const answer = (who: Person | undefined) =>
      as(who).post(`/v1/reports/${reportId}/answer`, { commandId: randomUUID(), isSolved: true, isSatisfied: true });
    expect(code(await answer(neighbour))).toBe('403 not-your-report');
    expect(code(await answer(stranger))).toBe('404 not-found');
    // There is no engine here: whoever is let in hears that the answer must wait for it.
    expect(code(await answer(resident))).toBe('503 unavailable');
  });

  it('say until when one may object to an end without a solution, and only whoever reported objects', async () => {
    const me = await world.person([{ role: 'resident', at: world.city.e1 }]);
    const { id } = await reported(me, { category: 'noise' });
    expect((await mine(me))[0].mayAppealUntil).toBeNull();
    const street = (account: string) => anActor('streetOfficer', { id: account });
    const [one, two] = [street(randomUUID()), anActor('districtSupervisor', { id: randomUUID() })];
    await recordCommand(world, id, one, {
      ...{ type: 'proposeClosing', how: 'notOurs', reasonText: '不属管辖', basisText: '条例' },
      ...{ mergedInto: null, reviewOn: null },
    });
    await recordCommand(world, id, two, { type: 'approveClosing', reasonText: '同意' });
    const [report] = await mine(me);
    expect([report.phase, report.ahead[0].what, report.ahead[0].at]).toEqual([
      ...['appealable', 'closeUnappealed', report.mayAppealUntil],
    ]);
    const appeal = (who: Person | undefined) =>
      as(who).post(`/v1/reports/${report.reportId}/appeal`, { commandId: randomUUID(), reasonText: '并没有解决' });
    expect(code(await appeal(neighbour))).toBe('403 not-your-report');
    expect(code(await appeal(stranger))).toBe('404 not-found');
    const command = { type: 'appealClosing', reasonText: '并没有解决' };
    const ofAnother = await as(neighbour).post(`/v1/problems/${id}/commands`, { commandId: randomUUID(), command });
    expect(code(ofAnother)).toBe('403 not-your-report');
    // There is no engine here: whoever is let in hears that the objection must wait for it.
    expect(code(await appeal(me))).toBe('503 unavailable');
    expect((await as(resident).get(suggestions('noise')).expect(200)).body.items).toEqual([]);
  });
});

describe('a comment', () => {
  it('stops no clock and is no event; everybody who sees the problem reads it', async () => {
    const { id } = await reported();
    const before = await world.db.pool.query('select seq, state from process_view where process_id = $1', [id]);
    const body = { commandId: randomUUID(), commentId: randomUUID(), bodyText: '还在漏，请快些' };
    const say = (who: Person | undefined, more: object = {}) =>
      as(who).post(`/v1/problems/${id}/comments`, { ...body, ...more });
    await say(neighbour).expect(201);
    await say(neighbour).expect(201);
    expect(code(await say(grid, { commandId: randomUUID() }))).toBe('409 id-already-used');
    expect(code(await say(stranger, { commandId: randomUUID(), commentId: randomUUID() }))).toBe('404 not-found');
    await close(id);
    await say(firm, { commandId: randomUUID(), commentId: randomUUID(), bodyText: '已处理' }).expect(201);
    const { items } = (await as(resident).get(`/v1/problems/${id}/comments`).expect(200)).body;
    expect(items.map(({ byRole, bodyText }: Record<string, string>) => [byRole, bodyText])).toEqual([
      ['owner', '还在漏，请快些'],
      ['firmManager', '已处理'],
    ]);
    const after = await world.db.pool.query('select seq, state from process_view where process_id = $1', [id]);
    expect(after.rows).toEqual(before.rows);
  });
});

const suggestions = (category: string, spot?: string) =>
  `/v1/estates/${world.city.e1.id}/problem-suggestions?category=${category}${spot === undefined ? '' : `&spotPlaceId=${spot}`}`;

describe('suggested duplicates', () => {
  const suggested = async (category: string, spot?: string, who = resident) =>
    (await as(who).get(suggestions(category, spot)).expect(200)).body.items.map(
      ({ processId, nearness, reportCount }: { processId: string; nearness: string; reportCount: number }) => [
        processId,
        nearness,
        reportCount,
      ],
    );

  it('are open problems of the category, the nearest first and then the most reported', async () => {
    const { b1, e1 } = world.city;
    const category = 'benches';
    const entrance = randomUUID();
    const otherBuilding = randomUUID();
    await world.db.pool.query(
      `insert into place (id, kind, parent_id, path, name, created_at) values
       ($1, 'entrance', $2, $3, '1单元', clock_timestamp()), ($4, 'building', $5, $6, '9号楼', clock_timestamp())`,
      [entrance, b1.id, `${b1.path}${entrance}/`, otherBuilding, e1.id, `${e1.path}${otherBuilding}/`],
    );
    const at = async (spotPlaceId: string) => (await reported(resident, { category, spotPlaceId })).id;
    const [atBuilding, atEntrance, elsewhere, atEstate] = [
      await at(b1.id),
      await at(entrance),
      await at(otherBuilding),
      await at(e1.id),
    ];
    await join(neighbour, atEstate).expect(201);
    expect(await suggested(category, entrance)).toEqual([
      [atEntrance, 'spot', 1],
      [atBuilding, 'building', 1],
      [atEstate, 'estate', 2],
      [elsewhere, 'estate', 1],
    ]);
    expect((await suggested(category))[0]).toEqual([atEstate, 'spot', 2]);
    await close(atEntrance);
    await world.db.pool.query('update problem_view set closed_at = clock_timestamp() where problem_id = $1', [
      atEntrance,
    ]);
    expect((await suggested(category, entrance)).map(([id]: string[]) => id)).not.toContain(atEntrance);
    expect(await suggested('welfare')).toEqual([]);
  });

  it('go back as far as the policy says, and not a day further', async () => {
    const { id, category } = await reported(resident, { category: 'pets' });
    // Fourteen days back, at the first instant of that day in China.
    await world.db.pool.query(
      `update problem_view set opened_at = date_trunc('day', clock_timestamp(), 'Asia/Shanghai') - interval '14 days' where problem_id = $1`,
      [id],
    );
    expect(await suggested(category)).toEqual([[id, 'spot', 1]]);
    // The last millisecond of the day before.
    await world.db.pool.query(
      `update problem_view set opened_at = opened_at - interval '1 millisecond' where problem_id = $1`,
      [id],
    );
    expect(await suggested(category)).toEqual([]);
    await inTransaction(world.db.pool, (tx) => rebuildView(tx, id));
  });

  it('need a category that the policy has, at a place of the estate', async () => {
    expect(code(await as(resident).get(suggestions('ufo')))).toBe('422 category-unknown');
    expect(code(await as(resident).get(suggestions('leak', world.city.e2.id)))).toBe('422 spot-outside-estate');
    expect(code(await as(stranger).get(suggestions('leak')))).toBe('404 not-found');
  });
});
