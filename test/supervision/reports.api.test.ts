// Reports over HTTP: what a place adds up to, files for spreadsheets, what happens by itself, dry runs, saved lists; and who may see which.
import { randomUUID } from 'node:crypto';
import ExcelJS from 'exceljs';
import { parse } from 'csv-parse/sync';
import type { Response } from 'supertest';
import national from '../../domain/policy/presets/national.json';
import { rebuildViews } from '../../store/record/rebuild-views';
import { apiWorld, type Person, type World } from '../support/api-world';
import { launchElection } from '../support/record-command';

const NOW = new Date('2026-11-26T02:00:00.000Z');
let now = NOW;
let world: World;
let supervisor: Person;
let officer: Person;
let hidden: string;
let shown: string;

beforeAll(async () => {
  world = await apiWorld({ time: { now: async () => now } });
  const { city } = world;
  supervisor = await world.person([{ role: 'districtSupervisor', at: city.district }]);
  officer = await world.person([{ role: 'streetOfficer', at: city.s1 }]);
  shown = await launchElection(world, city.e1);
  hidden = await launchElection(world, city.e2);
  await launchElection(world, city.e4);
});
beforeEach(async () => {
  await world.db.pool.query('update process_view set hidden_from = array[$2::uuid] where process_id = $1', [
    hidden,
    officer.accountId,
  ]);
});
afterAll(() => world.close());
afterEach(() => {
  now = NOW;
});

const of = (place: { id: string }, rest: string) => `/v1/places/${place.id}/${rest}`;
const DAY_MS = 86_400_000;

interface Row {
  key: string | null;
  name: string | null;
  open: number;
  overdue: number;
  launched: number;
}

describe('a roll-up', () => {
  it.each([
    ['street', { 一街道: 2, 二街道: 1 }],
    ['community', { 一社区: 2, 二社区: 0, 三社区: 1 }],
    ['estate', { 一小区: 1, 二小区: 1, 三小区: 0, 四小区: 1 }],
  ])('of a district by %s has every one of them, also those where nothing is', async (by, expected) => {
    const { body } = await world
      .as(supervisor)
      .get(of(world.city.district, `rollup?by=${by}`))
      .expect(200);
    const { items, total } = body as { items: Row[]; total: Row };
    expect(Object.fromEntries(items.map(({ name, open }) => [name, open]))).toEqual(expected);
    expect([total.open, total.launched]).toEqual([3, 3]);
  });

  it('by duty says how many wait, and how many of them too long', async () => {
    now = new Date(NOW.getTime() + 90 * DAY_MS);
    const { body } = await world.as(supervisor).get(of(world.city.district, 'rollup?by=duty')).expect(200);
    expect((body as { items: Row[] }).items).toMatchObject([{ key: 'formGroup', open: 3, overdue: 3 }]);
    const byKind = await world.as(supervisor).get(of(world.city.s1, 'rollup?by=kind')).expect(200);
    expect((byKind.body as { items: Row[] }).items).toMatchObject([{ key: 'election', open: 2, overdue: 2 }]);
  });

  it('states the formulas of the three rates', async () => {
    const { body } = await world.as(supervisor).get(of(world.city.e1, 'rollup?by=kind')).expect(200);
    expect(JSON.stringify((body as { formulas: object }).formulas)).toContain('剔除');
  });

  it('takes a period of days that make one, both included', async () => {
    const ask = (period: string) => world.as(supervisor).get(of(world.city.e1, `rollup?by=kind&${period}`));
    const launched = async (period: string) => ((await ask(period).expect(200)).body as { total: Row }).total.launched;
    expect(await launched('from=2026-11-26&to=2026-11-26')).toBe(1);
    expect(await launched('from=2026-11-20&to=2026-11-25')).toBe(0);
    expect((await ask('from=2026-11-27&to=2026-11-26').expect(422)).body).toMatchObject({ code: 'period-refused' });
    expect((await ask('from=2001-01-01').expect(422)).body).toMatchObject({ code: 'period-refused' });
    await ask('from=2026-02-30').expect(400);
  });

  it('survives that the read models are lost and made again', async () => {
    const ask = async () =>
      (await world.as(supervisor).get(of(world.city.district, 'rollup?by=estate'))).body as object;
    const before = await ask();
    await world.db.pool.query('delete from process_fact');
    for await (const _ of rebuildViews(world.db.pool));
    expect(await ask()).toEqual(before);
  });
});

it('the trend has each week, the present one last, with what was overdue at its end', async () => {
  now = new Date(NOW.getTime() + 70 * DAY_MS);
  const { body } = await world.as(supervisor).get(of(world.city.district, 'trend?weeks=11')).expect(200);
  const { items } = body as { items: { week: string; from: string; launched: number; overdue: number }[] };
  expect(items).toHaveLength(11);
  expect(items.at(-1)).toMatchObject({ week: '2027-W05', from: '2027-02-01', launched: 0, overdue: 3 });
  expect(items[0]).toMatchObject({ week: '2026-W48', from: '2026-11-23', launched: 3, overdue: 0 });
  await world.as(supervisor).get(of(world.city.district, 'trend?weeks=54')).expect(400);
});

const binary = (response: Response, done: (error: Error | null, body: Buffer) => void): void => {
  const chunks: Buffer[] = [];
  const stream = response as unknown as NodeJS.ReadableStream;
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  stream.on('end', () => done(null, Buffer.concat(chunks)));
};

describe('a file', () => {
  const fileOf = async (who: Person, path: string): Promise<Buffer> =>
    (
      await world
        .as(who)
        .get(path)
        .buffer(true)
        .parse(binary as never)
        .expect(200)
    ).body as Buffer;

  it('of a roll-up opens in Chinese Excel, with no formula in it', async () => {
    await world.db.pool.query(`update place set name = '=cmd|calc' where id = $1`, [world.city.e3.id]);
    const csv = await fileOf(supervisor, of(world.city.district, 'rollup/file?by=estate&format=csv'));
    await world.db.pool.query(`update place set name = '三小区' where id = $1`, [world.city.e3.id]);
    expect(csv.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
    const rows = parse(csv, { bom: true }) as string[][];
    expect(rows[0]?.slice(0, 4)).toEqual(['编号', '名称', '在办', '逾期']);
    expect(rows.map(([, name]) => name)).toContain(`'=cmd|calc`);
    expect(rows.at(-1)?.slice(1, 3)).toEqual(['合计', '3']);
  });

  it.each(['rollup/file?by=street', 'trend/file?weeks=4', 'obligations/file?'])('%s is a workbook', async (path) => {
    const workbook = new ExcelJS.Workbook();
    await workbook.xlsx.load((await fileOf(supervisor, of(world.city.district, `${path}&format=xlsx`))) as never);
    expect(workbook.worksheets[0]?.rowCount).toBeGreaterThan(3);
  });

  it('of the duties names only processes that the caller may see', async () => {
    const ids = async (who: Person) => {
      const csv = await fileOf(who, of(world.city.s1, 'obligations/file?format=csv'));
      return (parse(csv, { bom: true, from: 2 }) as string[][]).map(([id]) => id).sort();
    };
    expect(await ids(supervisor)).toEqual([shown, hidden].sort());
    expect(await ids(officer)).toEqual([shown]);
  });
});

/** The group must be formed soon. */
const LATER = new Date(NOW.getTime() + 45 * DAY_MS);

describe('looking ahead', () => {
  beforeEach(() => {
    now = LATER;
  });
  interface Item {
    process: { id: string };
    events: { at: string; what: string; duty: string | null; tells: string | null }[];
  }
  const ahead = async (who: Person, query: string) =>
    (
      await world
        .as(who)
        .get(of(world.city.s1, `ahead?${query}`))
        .expect(200)
    ).body as {
      items: Item[];
      nextCursor: string | null;
    };

  it('says who is reminded of what within the days asked for, and nothing that lies beyond', async () => {
    const { items } = await ahead(supervisor, 'days=31');
    expect(items.map(({ process }) => process.id).sort()).toEqual([shown, hidden].sort());
    const until = new Date(LATER.getTime() + 31 * DAY_MS).toISOString();
    for (const { events } of items) {
      expect(events.length).toBeGreaterThan(0);
      for (const { at } of events) expect(LATER.toISOString() <= at && at <= until).toBe(true);
    }
    expect(items[0]?.events[0]).toMatchObject({ what: 'remind', duty: 'formGroup', tells: 'addressee' });
    const [first] = items[0]?.events ?? [];
    const days = (Date.parse(first?.at ?? '') - LATER.getTime()) / DAY_MS;
    expect((await ahead(supervisor, `days=${Math.ceil(days)}`)).items).toHaveLength(2);
    expect((await ahead(supervisor, `days=${Math.floor(days)}`)).items).toHaveLength(0);
  });

  it('goes page by page, and leaves out what the caller may not see', async () => {
    const first = await ahead(supervisor, 'days=31&limit=1');
    const second = await ahead(supervisor, `days=31&limit=1&cursor=${first.nextCursor}`);
    expect([first, second].flatMap(({ items }) => items.map(({ process }) => process.id)).sort()).toEqual(
      [shown, hidden].sort(),
    );
    expect(second.nextCursor).toBeNull();
    expect((await ahead(officer, 'days=31')).items.map(({ process }) => process.id)).toEqual([shown]);
  });
});

describe('a dry run', () => {
  interface Answer {
    processes: number;
    clocks: number;
    moved: number;
    later: number;
    earlier: number;
    unmatched: Record<string, number>;
    items: { process: { id: string }; clock: string; from: string; to: string; byMs: number }[];
  }
  const tryOut = async (who: Person, change: object, at = world.city.s1) =>
    (await world.as(who).post(of(at, 'dry-run'), change).expect(200)).body as Answer;

  it('of the policy that holds moves nothing, and every clock is found in it', async () => {
    const answer = await tryOut(supervisor, { policy: { kind: 'preset', id: 'national' } });
    expect(answer).toMatchObject({ processes: 2, clocks: 2, moved: 0 });
    expect(answer.unmatched).toEqual({ notFromPolicy: 0, absent: 0, ambiguous: 0 });
  });

  it('of another policy says which clock would be due when, and writes nothing', async () => {
    const before = await everything();
    const document = structuredClone(national);
    document.election.groupForm = { ...document.election.groupForm, n: document.election.groupForm.n - 10 };
    const answer = await tryOut(supervisor, { policy: { kind: 'document', document } });
    expect(answer).toMatchObject({ moved: 2, later: 0, earlier: 2 });
    for (const { clock, byMs } of answer.items) {
      expect(clock).toBe('groupForm');
      expect(byMs).toBeLessThan(-5 * DAY_MS);
    }
    expect(await everything()).toEqual(before);
  });

  it('of a holiday table says exactly what the command reviseCalendar would record', async () => {
    const { rows } = await world.db.pool.query<{ due: string }>(
      `select (state -> 'clocks' -> 'groupForm' ->> 'dueAt') as due from process_view where process_id = $1`,
      [shown],
    );
    // The last day becomes a holiday, and the two after it.
    const last = Date.parse(rows[0]?.due ?? '') - 1;
    const dates = [0, 1, 2].map((n) => new Date(last + 8 * 3_600_000 + n * DAY_MS).toISOString().slice(0, 10));
    const year = Number(dates[0]?.slice(0, 4));
    const holidays = dates.filter((date) => date.startsWith(String(year)));
    const answer = await tryOut(supervisor, { calendar: { year, holidays, makeUpDays: [], source: '试算' } });
    expect(answer.moved).toBe(2);
    expect(answer.items[0]).toMatchObject({ clock: 'groupForm', from: rows[0]?.due });
    expect(answer.items[0]?.byMs).toBeGreaterThanOrEqual(DAY_MS);
  });

  it('is refused for a table that is none, and for a policy below the floor of the law', async () => {
    const ask = (body: object) => world.as(supervisor).post(of(world.city.s1, 'dry-run'), body);
    const table = { year: 2027, holidays: ['2027-01-01'], makeUpDays: [], source: 's' };
    await ask({ calendar: { ...table, holidays: ['2028-01-01'] } }).expect(400);
    await ask({ calendar: { ...table, makeUpDays: ['2027-01-05'] } }).expect(400);
    await ask({ calendar: { ...table, holidays: ['2027-02-30'] } }).expect(400);
    await ask({ calendar: table, policy: { kind: 'preset', id: 'national' } }).expect(400);
    expect((await ask({ policy: { kind: 'preset', id: 'nowhere' } })).body).toMatchObject({ code: 'policy-not-found' });
    expect((await ask({ policy: { kind: 'document', document: {} } })).body).toMatchObject({ code: 'policy-refused' });
  });

  it('leaves out what the caller may not see', async () => {
    expect((await tryOut(officer, { policy: { kind: 'preset', id: 'national' } })).processes).toBe(1);
  });
});

async function everything() {
  const tables = ['process_view', 'obligation', 'process_event', 'process', 'outbox', 'process_fact'];
  const rows = tables.map(async (table) => (await world.db.pool.query(`select * from ${table} order by 1, 2`)).rows);
  return Promise.all(rows);
}

describe('a saved list', () => {
  const show = { list: 'obligations', filter: { isOverdue: true } };
  const body = (more: object = {}) => ({ commandId: randomUUID(), viewId: randomUUID(), name: '逾期', show, ...more });

  it('belongs to who saved it: listed, changed and deleted by nobody else', async () => {
    const [me, other] = [await world.ownerOf(world.city.u1), await world.ownerOf(world.city.u2)];
    const created = body();
    await world.as(me).post('/v1/saved-views', created).expect(201);
    // Sent again it is the same one.
    await world.as(me).post('/v1/saved-views', created).expect(201);
    const path = `/v1/saved-views/${created.viewId}`;
    const changed = { commandId: randomUUID(), name: '我的', show: { list: 'processes', filter: { isOpen: true } } };
    expect((await world.as(other).put(path, changed).expect(404)).body).toMatchObject({ code: 'not-found' });
    await world.as(other).post(`${path}/deletion`, { commandId: randomUUID() }).expect(204);
    await world
      .as(me)
      .put(path, { ...changed, commandId: randomUUID() })
      .expect(200);
    expect((await world.as(me).get('/v1/saved-views').expect(200)).body).toMatchObject({
      items: [{ id: created.viewId, name: '我的', show: changed.show }],
    });
    await world.as(me).post(`${path}/deletion`, { commandId: randomUUID() }).expect(204);
    await world.as(me).post(`${path}/deletion`, { commandId: randomUUID() }).expect(204);
    expect((await world.as(me).get('/v1/saved-views').expect(200)).body).toEqual({ items: [] });
  });

  it('has a name of its own, and there are at most so many', async () => {
    const me = await world.ownerOf(world.city.u3);
    const save = (more: object) => world.as(me).post('/v1/saved-views', body(more));
    await save({ name: '甲' }).expect(201);
    expect((await save({ name: '甲' }).expect(409)).body).toMatchObject({ code: 'view-name-taken' });
    await save({ name: '乙' }).expect(201);
    const race = await Promise.all([save({ name: '丙' }), save({ name: '丁' })]);
    expect(race.map(({ status }) => status).sort()).toEqual([201, 422]);
    expect((await save({ name: '戊' }).expect(422)).body).toMatchObject({ code: 'too-many-views', params: { max: 3 } });
  });

  it('takes only filters that its list knows', async () => {
    const me = await world.ownerOf(world.city.u4);
    const save = (wrong: object) => world.as(me).post('/v1/saved-views', body({ show: wrong }));
    await save({ list: 'processes', filter: { isOverdue: true } }).expect(400);
    await save({ list: 'everything', filter: {} }).expect(400);
    await save({ list: 'processes', filter: { kind: 'no-such' } }).expect(400);
  });
});
