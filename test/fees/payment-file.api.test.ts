// A cashier's file over HTTP: the dry run answers every row and changes nothing; the commit takes what pays, and no payment twice.
import { randomUUID } from 'node:crypto';
import ExcelJS from 'exceljs';
import type { Response } from 'supertest';
import { apiWorld, type World } from '../support/api-world';
import { aFeeEstate, FEE_OF_UNIT, paymentsCsv, TRUST, type FeeEstate } from '../support/a-fee-estate';

let world: World;
let fees: FeeEstate;
beforeAll(async () => {
  world = await apiWorld();
  fees = await aFeeEstate(world);
  // Units of the small city have their label for a key; a file finds them as the register names them.
  for (const room of ['101', '102'])
    await world.db.pool.query('update unit set unit_key = $2, door_key = $2 where estate_id = $1 and label = $3', [
      ...[fees.estate.id, `000001/${room.padStart(6, '0')}`, room],
    ]);
  await fees.schedule(TRUST, fees.month(-1)).expect(201);
  await fees.bill(fees.month(-1)).expect(201);
});
afterAll(() => world.close());

const code = ({ status, body }: Response): string => `${status} ${(body as { code?: string }).code ?? ''}`;
const dryRun = (file: Buffer, format = 'csv', commandId: string = randomUUID()) =>
  world
    .as(fees.firm)
    .post(`/v1/estates/${fees.estate.id}/fee-payment-imports?commandId=${commandId}&format=${format}`)
    .set('Content-Type', 'application/octet-stream')
    .send(file as unknown as object);
const commit = (importId: string, commandId: string = randomUUID()) =>
  fees.post(fees.firm, `fee-payment-imports/${importId}/commit`, { commandId });
const answers = async (importId: string, query = '') =>
  (await fees.get(fees.firm, `fee-payment-imports/${importId}/rows${query}`).expect(200)).body.items.map(
    (row: { rowNo: number; verdict: string; issues: { code: string }[] }) =>
      [row.rowNo, row.verdict, ...row.issues.map((issue) => issue.code)].join(' '),
  );
const payments = async () =>
  (
    await world.db.pool.query<{ n: number; fen: number }>(
      'select count(*)::int as n, coalesce(sum(amount_fen), 0)::float8 as fen from fee_payment',
    )
  ).rows[0];
const row = (reference: string, room: string, amount: string, more: Partial<Record<'month' | 'day', string>> = {}) => [
  ...[reference, '1栋', room, more.month ?? '', amount, more.day ?? fees.today],
];

it('every row is answered before anything happens, and what pays is taken by the commit', async () => {
  await fees.pay(world.city.u1.id, 1_000, { reference: 'BEFORE', month: fees.month(-1) }).expect(201);
  const before = await payments();
  const file = paymentsCsv(
    row('A-1', '101', '100.00'),
    row('A-2', '102', '¥180'),
    row('A-3', '101', '70.01'),
    row('BEFORE', '101', '10.00', { month: fees.month(-1) }),
    row('BEFORE', '101', '10.00', { month: fees.month(-1) }),
    row('A-4', '999', '1'),
    row('A-5', '101', '1.005'),
    row('A-6', '101', '1', { day: '2999-01-01' }),
    row('A-7', '102', '0.01'),
    row('A-8', '101', '70.00'),
  );
  const { body } = await dryRun(file).expect(201);
  expect(body).toMatchObject({
    committedAt: null,
    summary: { source: 'utf-8', rows: 10, pays: 3, alreadyIn: 1, refused: 6, paysFen: 35_000, ignored: [] },
  });
  expect(await answers(body.importId)).toEqual([
    '2 pays',
    '3 pays',
    '4 refused payment-beyond-bill',
    '5 alreadyIn',
    '6 refused reference-twice-in-file',
    '7 refused unit-unknown',
    '8 refused amount-three-decimals',
    '9 refused date-in-future',
    '10 refused payment-beyond-bill',
    '11 pays',
  ]);
  expect(await answers(body.importId, '?verdict=alreadyIn')).toEqual(['5 alreadyIn']);
  expect(await payments()).toEqual(before);

  const commandId = randomUUID();
  const done = { paid: 3, alreadyIn: 1, refused: 6, paidFen: 35_000 };
  expect((await commit(body.importId, commandId).expect(200)).body).toEqual(done);
  expect((await commit(body.importId, commandId).expect(200)).body).toEqual(done);
  expect(code(await commit(body.importId))).toBe('409 import-already-committed');
  expect(await payments()).toEqual({ n: 4, fen: 2 * FEE_OF_UNIT });
  expect(code(await commit(randomUUID()))).toBe('404 not-found');

  // The same file once more: everything that paid is in, and nothing is paid twice.
  const again = (await dryRun(file).expect(201)).body;
  expect(again.summary).toMatchObject({ pays: 0, alreadyIn: 4, paysFen: 0 });
  expect((await commit(again.importId).expect(200)).body).toMatchObject({ paid: 0, paidFen: 0 });
  expect(await payments()).toEqual({ n: 4, fen: 2 * FEE_OF_UNIT });
});

it('a row that somebody was quicker with is refused at the commit, with its reason, and the others go on', async () => {
  await fees.bill(fees.month()).expect(201);
  const month = fees.month();
  const { body } = await dryRun(
    paymentsCsv(
      row('B-1', '101', '180.00', { month }),
      row('B-2', '102', '180.00', { month }),
      row('B-3', '102', '0.00', { month }),
    ),
  ).expect(201);
  expect(body.summary).toMatchObject({ pays: 2, refused: 1 });
  await fees.pay(world.city.u1.id, 1, { month }).expect(201);
  await fees.pay(world.city.u2.id, FEE_OF_UNIT, { month, reference: 'B-2' }).expect(201);
  expect((await commit(body.importId).expect(200)).body).toEqual({ paid: 0, alreadyIn: 1, refused: 2, paidFen: 0 });
  expect(await answers(body.importId)).toEqual([
    '2 refused payment-beyond-bill',
    '3 alreadyIn',
    '4 refused amount-not-positive',
  ]);
});

it('comes as a workbook, and in the GB18030 of Chinese Excel', async () => {
  const workbook = new ExcelJS.Workbook();
  const sheet = workbook.addWorksheet('收款');
  sheet.addRow(['流水号', '楼栋', '房号', '实收金额', '缴费日期']);
  sheet.addRow(['X-1', '1', '101', 0.5, new Date(`${fees.today}T00:00:00.000Z`)]);
  const xlsx = Buffer.from(await workbook.xlsx.writeBuffer());
  expect((await dryRun(xlsx, 'xlsx').expect(201)).body.summary).toMatchObject({ source: '收款', pays: 1, paysFen: 50 });
  // 流水号,楼栋,房号,金额,缴费日期
  const header = 'c1f7cbaebac52cc2a5b6b02cb7bfbac52cbdf0b6ee2cbdc9b7d1c8d5c6da';
  const gb = Buffer.concat([Buffer.from(header, 'hex'), Buffer.from(`\r\nG-1,1,101,0.50,${fees.today}\r\n`)]);
  expect((await dryRun(gb).expect(201)).body.summary).toMatchObject({ source: 'gb18030', pays: 1 });
});

it.each([
  ['no workbook', Buffer.from('this is no workbook'), 'xlsx'],
  ['no header', Buffer.from('a,b\n1,2\n'), 'csv'],
  ['a column missing', Buffer.from('流水号,楼栋,房号\nA,1,101\n'), 'csv'],
  ['no rows', paymentsCsv(), 'csv'],
  ['a torn line', Buffer.from('流水号,楼栋,房号,金额,缴费日期\nA,1,101,"1.00,2026-11-01\n'), 'csv'],
])('that is %s is refused as a whole with a sentence', async (_what, file, format) => {
  const answer = await dryRun(file, format);
  expect(code(answer)).toBe('422 payment-file-refused');
  expect(answer.body.errors[0].message).toMatch(/\p{Script=Han}/u);
});
