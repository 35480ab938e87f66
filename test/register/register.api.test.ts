// The register through HTTP: who may, what a clerk is told, and what is and is not shown.
import { randomUUID } from 'node:crypto';
import ExcelJS from 'exceljs';
import request from 'supertest';
import { registerCsv, registerXlsx } from '../../scripts/register/write-register';
import type { RegisterRow } from '../../scripts/register/make-register';
import { createPlace } from '../../store/register/places';
import { inTransaction } from '../../store/transaction';
import { apiWorld, type Person, type World } from '../support/api-world';
import { aRow, ID_A, ID_B } from './support';

jest.setTimeout(120_000);

let world: World;
let clerk: Person;
let estate: string;

beforeEach(async () => {
  world = await apiWorld();
  clerk = await world.person([{ role: 'streetOfficer', at: world.city.s1 }]);
  const body = { commandId: randomUUID(), kind: 'estate', name: `小区 ${randomUUID()}` };
  const made = await world.as(clerk).post(`/v1/places/${world.city.c1.id}/children`, body).expect(201);
  estate = made.body.placeId;
});

afterEach(() => world.close());

const imports = () => `/v1/places/${estate}/register-imports`;
const upload = (
  bytes: Buffer,
  { commandId = randomUUID() as string, format = 'csv', person = clerk, at = imports() } = {},
) =>
  request(world.app)
    .post(`${at}?commandId=${commandId}&format=${format}`)
    .set('Authorization', `Bearer ${person.token}`)
    .set('Content-Type', 'application/octet-stream')
    .send(bytes);
const take = async (rows: RegisterRow[]) => {
  const { body } = await upload(registerCsv(rows)).expect(201);
  return world.as(clerk).post(`${imports()}/${body.importId}/commit`, { commandId: randomUUID() }).expect(200);
};

it('takes a file through dry run, rows, commit and lists', async () => {
  const shown = await upload(await registerXlsx([aRow(), aRow({ room: '102', holder: '李四', idNumber: ID_B })]), {
    format: 'xlsx',
  }).expect(201);
  expect(shown.body).toMatchObject({
    status: 'ready',
    isCommittable: true,
    summary: { rows: 2, created: 2, refused: 0, areaDm2: 17_906 },
  });
  const { importId } = shown.body;
  const rows = await world.as(clerk).get(`${imports()}/${importId}/rows?limit=1`).expect(200);
  expect(rows.body.items).toMatchObject([
    { rowNo: 2, verdict: 'created', unit: '1栋1单元101', idMasked: '1101**********002X', issues: [] },
  ]);
  const next = await world
    .as(clerk)
    .get(`${imports()}/${importId}/rows?limit=1&cursor=${rows.body.nextCursor}`)
    .expect(200);
  expect(next.body).toMatchObject({ items: [{ rowNo: 3 }], nextCursor: null });
  const commit = { commandId: randomUUID() };
  const done = await world.as(clerk).post(`${imports()}/${importId}/commit`, commit).expect(200);
  expect(done.body).toMatchObject({ newUnits: 2, newOwners: 2, revision: 1 });
  const again = await world.as(clerk).post(`${imports()}/${importId}/commit`, commit).expect(200);
  expect(again.body).toEqual(done.body);
  const units = await world.as(clerk).get(`/v1/places/${estate}/units?limit=1`).expect(200);
  expect(units.body.items).toMatchObject([
    { label: '1栋1单元101', areaDm2: 8_953, holders: [{ name: '张三', isRepresentative: true }] },
  ]);
  const more = await world
    .as(clerk)
    .get(`/v1/places/${estate}/units?limit=1&cursor=${units.body.nextCursor}`)
    .expect(200);
  expect(more.body).toMatchObject({ items: [{ label: '1栋1单元102' }], nextCursor: null });
  const listed = await world.as(clerk).get(imports()).expect(200);
  expect(listed.body.items).toMatchObject([{ importId, status: 'committed', isCommittable: false }]);
});

it('tells the clerk row and column of what is wrong, in the language asked for, and refuses the commit', async () => {
  const { body } = await upload(registerCsv([aRow(), aRow({ room: '102', area: '89.535', idNumber: ID_B })])).expect(
    201,
  );
  expect(body).toMatchObject({ isCommittable: false, summary: { refused: 1 } });
  const path = `${imports()}/${body.importId}/rows?verdict=refused`;
  const zh = await world.as(clerk).get(path).expect(200);
  expect(zh.body.items).toHaveLength(1);
  expect(zh.body.items[0].issues[0]).toMatchObject({
    column: 'area',
    code: 'area-three-decimals',
    message: expect.stringContaining('第 3 行“专有面积(㎡)”'),
  });
  const en = await world.as(clerk).get(path).set('Accept-Language', 'en').expect(200);
  expect(en.body.items[0].issues[0].message).toContain('Row 3');
  const refusal = await world
    .as(clerk)
    .post(`${imports()}/${body.importId}/commit`, { commandId: randomUUID() })
    .expect(409);
  expect(refusal.body).toMatchObject({ code: 'import-has-refusals', params: { refused: 1 } });
});

it('answers the same upload with the same command id once, and refuses another file under it', async () => {
  const commandId = randomUUID();
  const first = await upload(registerCsv([aRow()]), { commandId }).expect(201);
  const second = await upload(registerCsv([aRow()]), { commandId }).expect(201);
  expect(second.body).toEqual(first.body);
  const other = await upload(registerCsv([aRow({ room: '102' })]), { commandId }).expect(409);
  expect(other.body.code).toBe('command-id-reused');
});

it('refuses a file that is no register with a sentence, and leaves nothing behind', async () => {
  const refusal = await upload(Buffer.from('楼栋,房号\n1,101\n')).expect(422);
  expect(refusal.body).toMatchObject({
    code: 'register-file-refused',
    params: { reason: 'columns-missing' },
    errors: [{ code: 'columns-missing', message: '表头缺少这些列：用途、专有面积(㎡)、权利人姓名、证件号码。' }],
  });
  await upload(Buffer.from('PK not really'), { format: 'xlsx' }).expect(422);
  expect((await world.as(clerk).get(imports()).expect(200)).body.items).toEqual([]);
});

it('refuses files above 20 MB, other formats, and places that are no estate', async () => {
  expect((await upload(Buffer.alloc(20 * 1024 * 1024 + 1, 0x2c))).body.code).toBe('too-large');
  await upload(registerCsv([aRow()]), { format: 'xls' }).expect(400);
  const elsewhere = await upload(registerCsv([aRow()]), {
    at: `/v1/places/${world.city.s1.id}/register-imports`,
  }).expect(422);
  expect(elsewhere.body).toMatchObject({ code: 'place-kind-mismatch', params: { kind: 'street' } });
});

it('is closed to people of another street, and to roles that do not keep registers', async () => {
  const stranger = await world.person([{ role: 'streetOfficer', at: world.city.s2 }]);
  const firm = await world.person([{ role: 'firmManager', at: world.city.e1 }]);
  await upload(registerCsv([aRow()]), { person: stranger }).expect(404);
  await upload(registerCsv([aRow()]), { person: firm }).expect(403);
  const { body } = await upload(registerCsv([aRow()])).expect(201);
  await world.as(stranger).get(`${imports()}/${body.importId}/rows`).expect(404);
  // An import is found only below its own estate.
  await world.as(clerk).get(`/v1/places/${world.city.e1.id}/register-imports/${body.importId}`).expect(404);
});

it('finds owners by a whole number however it is spelled, shows it masked, and opens it only on the record', async () => {
  await take([aRow()]);
  const search = (body: object) => world.as(clerk).post(`/v1/places/${estate}/owners/search`, body).expect(200);
  const found = await search({ field: 'id', value: '１１０１０５ 19491231 002ｘ' });
  expect(found.body.items).toMatchObject([
    { name: '张三', idMasked: '1101**********002X', phoneMasked: '138****8000', unitCount: 1 },
  ]);
  expect((await search({ field: 'phone', value: '+86 138-0013-8000' })).body.items).toHaveLength(1);
  expect((await search({ field: 'phone', value: '13800138001' })).body.items).toEqual([]);
  expect((await search({ field: 'id', value: '11010519491231' })).body.items).toEqual([]);
  const owner = `/v1/owners/${found.body.items[0].ownerId}`;
  expect((await world.as(clerk).get(owner).expect(200)).body).toMatchObject({ units: [{ label: '1栋1单元101' }] });

  const ask = { commandId: randomUUID(), field: 'id', reasonText: '核对产权证原件' };
  const opened = await world.as(clerk).post(`${owner}/unmask`, ask).expect(200);
  expect(opened.body).toEqual({ value: ID_A });
  await world.as(clerk).post(`${owner}/unmask`, ask).expect(200);
  expect(
    (
      await world
        .as(clerk)
        .post(`${owner}/unmask`, { ...ask, field: 'phone' })
        .expect(409)
    ).body.code,
  ).toBe('command-id-reused');
  const record = await world.as(clerk).get(`${owner}/unmaskings`).expect(200);
  const entry = { field: 'id', byAccountId: clerk.accountId, reason: '核对产权证原件' };
  expect(record.body.items).toMatchObject([entry, entry]);
  const stranger = await world.person([{ role: 'streetOfficer', at: world.city.s2 }]);
  await world
    .as(stranger)
    .post(`${owner}/unmask`, { ...ask, commandId: randomUUID() })
    .expect(404);
  expect((await world.as(clerk).get(`${owner}/unmaskings`)).body.items).toHaveLength(2);
  const { rows } = await world.db.pool.query<{ all: string }>('select json_agg(r)::text as all from command_receipt r');
  expect(rows[0]?.all).not.toContain(ID_A);
  expect(JSON.stringify(world.logLines)).not.toContain(ID_A);
});

it('says so when there is no number to open', async () => {
  await take([aRow({ phone: '' })]);
  const { body } = await world.as(clerk).get(`/v1/places/${estate}/owners`).expect(200);
  const ask = { commandId: randomUUID(), field: 'phone', reasonText: '联系业主' };
  const refusal = await world.as(clerk).post(`/v1/owners/${body.items[0].ownerId}/unmask`, ask).expect(409);
  expect(refusal.body.code).toBe('number-not-recorded');
});

it('exports with numbers masked and formulas defused, in both formats', async () => {
  await take([
    aRow({ holder: "'=cmd|'/C calc'!A0", phone: '+85291234567' }),
    aRow({ room: '102', holder: "'@SUM(1+1)", idNumber: ID_B }),
    aRow({ room: '102', holder: '赵六', capacity: '租户', idNumber: '', area: '' }),
  ]);
  const download = (format: string) =>
    world
      .as(clerk)
      .get(`/v1/places/${estate}/register?format=${format}`)
      .buffer(true)
      .parse((response, done) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => done(null, Buffer.concat(chunks)));
      });
  const csv = (await download('csv').expect(200)).body as Buffer;
  const text = csv.toString('utf8');
  expect(text.startsWith('\ufeff楼栋,单元,房号')).toBe(true);
  expect(text).toContain("'=cmd|'/C calc'!A0,居民身份证,1101**********002X,'+85****4567");
  expect(text).toContain("'@SUM(1+1)");
  expect(text).toContain(',租户,');
  const xlsx = await download('xlsx').expect(200);
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.load(xlsx.body as ArrayBuffer);
  const sheet = workbook.getWorksheet('业主名册');
  expect(sheet?.rowCount).toBe(4);
  expect(sheet?.getCell('G2').value).toBe("'=cmd|'/C calc'!A0");
  expect(sheet?.getCell('C3').value).toBe('102');
});

it('hands out a template to anybody who is signed in', async () => {
  const owner = await world.ownerOf(world.city.u1);
  const answer = await world.as(owner).get('/v1/register-template.xlsx').expect(200);
  expect(answer.headers['content-type']).toContain('spreadsheetml');
  expect(decodeURIComponent(answer.headers['content-disposition'] ?? '')).toContain('业主名册模板.xlsx');
  await world.as(null).get('/v1/register-template.xlsx').expect(401);
});

describe('places', () => {
  const below = (id: string, body: object) =>
    world.as(clerk).post(`/v1/places/${id}/children`, { commandId: randomUUID(), ...body });
  it('grow one kind at a time and take no name twice, nor another spelling of a building', async () => {
    const { body } = await below(estate, { kind: 'building', name: '1栋' }).expect(201);
    expect(body.path).toMatch(new RegExp(`/${estate}/${body.placeId}/$`));
    expect((await below(estate, { kind: 'building', name: '１号楼' }).expect(409)).body.code).toBe('place-name-taken');
    expect((await below(estate, { kind: 'entrance', name: '1单元' }).expect(422)).body.code).toBe(
      'place-kind-mismatch',
    );
    await below(body.placeId, { kind: 'entrance', name: '1单元' }).expect(201);
  });
  it('are districts of different names, though no place above tells them apart', async () => {
    const add = (name: string) =>
      inTransaction(world.db.pool, (tx) =>
        createPlace(tx, { placeId: randomUUID(), kind: 'district', parentId: null, name, at: new Date() }),
      );
    await add('丙区');
    await expect(add(' 丙区 ')).rejects.toMatchObject({ rejection: { code: 'place-name-taken' } });
    expect((await add('丁区')).parentId).toBeNull();
  });
  it('are listed in natural order, page by page', async () => {
    for (const name of ['10栋', '2栋', '1栋']) await below(estate, { kind: 'building', name }).expect(201);
    const first = await world.as(clerk).get(`/v1/places/${estate}/children?limit=2`).expect(200);
    expect(first.body.items.map(({ name }: { name: string }) => name)).toEqual(['1栋', '2栋']);
    const second = await world
      .as(clerk)
      .get(`/v1/places/${estate}/children?limit=2&cursor=${first.body.nextCursor}`)
      .expect(200);
    expect(second.body.items.map(({ name }: { name: string }) => name)).toEqual(['10栋']);
    await world.as(clerk).get(`/v1/places/${randomUUID()}/children`).expect(404);
  });
});
