// A hotline's file over HTTP: the dry run answers every row and changes nothing; the commit takes the good ones, and no ticket twice.
import { randomUUID } from 'node:crypto';
import ExcelJS from 'exceljs';
import type { Response } from 'supertest';
import { aSource, aTicket, call, ticketsCsv, type TestSource } from '../support/a-source';
import { apiWorld, type Person, type World } from '../support/api-world';

let world: World;
let officer: Person;
let hotline: TestSource;
beforeAll(async () => {
  world = await apiWorld();
  officer = await world.person([{ role: 'streetOfficer', at: world.city.s1 }]);
  hotline = await aSource(world, officer, 'hotline');
});
afterAll(() => world.close());

const code = ({ status, body }: Response): string => `${status} ${(body as { code?: string }).code ?? ''}`;
const imports = () => `/v1/places/${world.city.s1.id}/hotline-imports`;

const dryRun = (file: Buffer, format = 'csv', source = hotline.code, commandId: string = randomUUID()) =>
  world
    .as(officer)
    .post(`${imports()}?commandId=${commandId}&source=${source}&format=${format}`)
    .set('Content-Type', 'application/octet-stream')
    .send(file as unknown as object);
const rowsOf = async (importId: string, query = '') =>
  (await world.as(officer).get(`${imports()}/${importId}/rows${query}`).expect(200)).body.items;
const commit = (importId: string, commandId: string = randomUUID()) =>
  world.as(officer).post(`${imports()}/${importId}/commit`, { commandId });
const problemCount = async () =>
  Number(
    (await world.db.pool.query<{ count: string }>(`select count(*) from process where kind = 'problem'`)).rows[0]
      ?.count,
  );

it('every row is answered before anything happens, and the good ones are taken by the commit', async () => {
  await call(world, hotline, 'tickets', {
    ...{ ticketNo: 'A-0', calledAt: '2026-01-05T09:30:00+08:00', address: '二小区', category: '照明', text: '灯不亮' },
  });
  const file = ticketsCsv(
    aTicket('A-1', { address: '一小区1号楼3单元' }),
    aTicket('A-2', { address: '一小区1号楼301', phone: '' }),
    aTicket('A-3', { address: '二小区', category: '照明' }),
    aTicket('A-0', { address: '二小区', category: '照明' }),
    aTicket('A-4', { category: '外星人' }),
    aTicket('A-5', { address: '四小区' }),
    aTicket('A-1', { category: '绿化' }),
    aTicket('A-6', { phone: '12' }),
    aTicket('A-7', { category: 'greening', address: '三小区' }),
  );
  const before = await problemCount();
  const { body } = await dryRun(file).expect(201);
  expect(body).toMatchObject({
    status: 'ready',
    summary: { source: 'utf-8', rows: 9, opens: 2, joins: 2, alreadyIn: 1, refused: 4, ignored: [] },
  });
  const answers = await rowsOf(body.importId);
  expect(
    answers.map(
      ({
        rowNo,
        verdict,
        ticketNo,
        issues,
      }: {
        rowNo: number;
        verdict: string;
        ticketNo: string;
        issues: { code: string }[];
      }) => [rowNo, ticketNo, verdict, ...issues.map((issue) => issue.code)].join(' '),
    ),
  ).toEqual([
    '2 A-1 opens',
    '3 A-2 joins',
    '4 A-3 joins',
    '5 A-0 alreadyIn',
    '6 A-4 refused category-unknown',
    '7 A-5 refused estate-unknown',
    '8 A-1 refused ticket-twice-in-file',
    '9 A-6 refused phone-malformed',
    '10 A-7 opens',
  ]);
  expect(answers[4].issues[0].message).toContain('外星人');
  expect(await problemCount()).toBe(before);

  const commandId = randomUUID();
  const done = await commit(body.importId, commandId).expect(200);
  expect(done.body).toEqual({ opened: 2, joined: 2, alreadyIn: 1, refused: 4 });
  expect((await commit(body.importId, commandId).expect(200)).body).toEqual(done.body);
  expect(code(await commit(body.importId))).toBe('409 import-already-committed');
  expect(await problemCount()).toBe(before + 2);
  const taken = await rowsOf(body.importId);
  const of = (ticketNo: string) =>
    taken.find((row: { ticketNo: string }) => row.ticketNo === ticketNo)?.processId as string;
  expect([of('A-1') === of('A-2'), of('A-3') === of('A-0'), of('A-4')]).toEqual([true, true, null]);
  const reports = (
    await world
      .as(officer)
      .get(`/v1/problems/${of('A-1')}/reports`)
      .expect(200)
  ).body.items;
  expect(reports.map(({ channel, phoneMasked }: Record<string, string>) => `${channel} ${phoneMasked}`).sort()).toEqual(
    ['hotline 138****8000', 'hotline null'],
  );
  // Nothing personal stays with the rows.
  const { rows: kept } = await world.db.pool.query('select sealed from hotline_import_row where sealed is not null');
  expect(kept).toEqual([]);

  const again = await dryRun(file).expect(201);
  expect(again.body.summary).toMatchObject({ opens: 0, joins: 0, alreadyIn: 6, refused: 3 });
  expect((await commit(again.body.importId).expect(200)).body).toEqual({
    opened: 0,
    joined: 0,
    alreadyIn: 6,
    refused: 3,
  });
  expect(await problemCount()).toBe(before + 2);
});

it('two dry runs of one file, both committed, take each ticket once', async () => {
  const file = ticketsCsv(aTicket('B-1', { category: '停车' }), aTicket('B-2', { category: '保洁' }));
  const [one, other] = [await dryRun(file).expect(201), await dryRun(file).expect(201)];
  const answers = await Promise.all([commit(one.body.importId), commit(other.body.importId)]);
  const sum = (key: string) => answers.reduce((total, { body }) => total + (body as Record<string, number>)[key]!, 0);
  expect([sum('opened'), sum('joined'), sum('alreadyIn')]).toEqual([2, 0, 2]);
});

it('a workbook is read like a text, with its times as the spreadsheet keeps them', async () => {
  const book = new ExcelJS.Workbook();
  const sheet = book.addWorksheet('工单');
  sheet.addRow(['12345 工单导出']);
  sheet.addRow(['受理编号', '受理时间', '诉求人', '联系方式', '事发地点', '诉求类型', '诉求内容', '备注']);
  const row = sheet.addRow([
    'C-1',
    new Date(Date.UTC(2026, 0, 5, 9, 30)),
    '王五',
    13800138001,
    '二小区1号楼',
    '绿化',
    '树倒了',
    '',
  ]);
  row.getCell(2).numFmt = 'yyyy-mm-dd hh:mm';
  const { body } = await dryRun(Buffer.from(await book.xlsx.writeBuffer()), 'xlsx').expect(201);
  expect(body.summary).toMatchObject({ source: '工单', rows: 1, opens: 1, ignored: ['备注'] });
  const { rows } = await world.db.pool.query<{ at: Date }>(
    'select called_at as at from hotline_import_row where import_id = $1',
    [body.importId],
  );
  expect(rows[0]?.at.toISOString()).toBe('2026-01-05T01:30:00.000Z');
  expect(await rowsOf(body.importId, '?verdict=refused')).toEqual([]);
});

it('a file that is no list of tickets is refused with what to do', async () => {
  const refusal = async (file: Buffer, format = 'csv') => {
    const answer = await dryRun(file, format);
    return [code(answer), answer.body.params?.reason, answer.body.errors?.[0]?.message];
  };
  expect(await refusal(Buffer.alloc(0))).toEqual(['422 ticket-file-refused', 'empty', expect.any(String)]);
  const noHeader = await refusal(Buffer.from('a,b\n1,2\n'));
  expect(noHeader).toEqual(['422 ticket-file-refused', 'ticket-header-not-found', expect.stringContaining('工单编号')]);
  const missing = await refusal(Buffer.from('工单编号,来电时间,地址\n1,2,3\n'));
  expect(missing).toEqual(['422 ticket-file-refused', 'columns-missing', expect.stringContaining('问题类别、内容')]);
  expect((await refusal(ticketsCsv(), 'csv'))[1]).toBe('no-rows');
  expect((await refusal(ticketsCsv(aTicket('x')), 'xlsx'))[1]).toBe('not-xlsx');
});

it('only a hotline of the place brings files, and what nobody commits loses its words after a week', async () => {
  const sensors = await aSource(world, officer, 'sensors');
  expect(code(await dryRun(ticketsCsv(aTicket('y')), 'csv', sensors.code))).toBe('422 source-not-here');
  expect(code(await dryRun(ticketsCsv(aTicket('y')), 'csv', 'nobody'))).toBe('422 source-not-here');
  const { body } = await dryRun(ticketsCsv(aTicket('D-1'))).expect(201);
  await world.db.pool.query(`update hotline_import set created_at = created_at - interval '8 days' where id = $1`, [
    body.importId,
  ]);
  await dryRun(ticketsCsv(aTicket('D-2'))).expect(201);
  expect(await rowsOf(body.importId)).toEqual([]);
  expect(code(await commit(body.importId))).toBe('409 import-expired');
  expect(code(await commit(randomUUID()))).toBe('404 not-found');
});
