// Bank statements over HTTP: every line is answered before anything is booked, a line is booked once however often it comes, and what is doubtful
// waits for a person.
import { randomUUID } from 'node:crypto';
import ExcelJS from 'exceljs';
import type { Response } from 'supertest';
import { encodeGb18030 } from '../../scripts/register/encode-gb18030';
import { standingCheck } from '../../store/ledger/standing-check';
import { aCollectingProject } from '../support/a-collecting';
import { apiWorld, type Person, type World } from '../support/api-world';

let world: World;
let bookkeeper: Person;
let processId: string;
let codes: string[];
beforeAll(async () => {
  world = await apiWorld();
  bookkeeper = await world.person([{ role: 'committeeMember', at: world.city.e1 }]);
  processId = await aCollectingProject(world, world.city.e1);
  codes = (await payers()).map(({ reference }) => reference);
});
afterAll(() => world.close());

const HEADER = '交易日期,摘要,贷方金额,借方金额,对方户名,对方账号,交易流水号,余额';
const base = () => `/v1/estates/${world.city.e1.id}`;
const code = ({ status, body }: Response): string => `${status} ${(body as { code?: string }).code ?? ''}`;
const csv = (...lines: string[]): Buffer => Buffer.from([HEADER, ...lines].join('\n'));
const preview = (file: Buffer, more: { who?: Person; format?: string; holder?: string; commandId?: string } = {}) => {
  const { who = bookkeeper, format = 'csv', holder = 'committee', commandId = randomUUID() } = more;
  return world
    .as(who)
    .post(`${base()}/bank-statements?commandId=${commandId}&holder=${holder}&format=${format}`)
    .set('Content-Type', 'application/octet-stream')
    .send(file as unknown as object);
};
const rowsOf = async (
  importId: string,
): Promise<
  { rowNo: number; verdict: string; why: string[]; doubt: string; issues: { code: string; message: string }[] }[]
> => (await world.as(bookkeeper).get(`${base()}/bank-statements/${importId}/rows`).expect(200)).body.items;
const commit = (importId: string, commandId: string = randomUUID()) =>
  world.as(bookkeeper).post(`${base()}/bank-statements/${importId}/commit`, { commandId });
const payers = async (): Promise<{ reference: string; paidFen: number; outstandingFen: number; dueFen: number }[]> =>
  (await world.as(bookkeeper).get(`/v1/cofundings/${processId}/payers`).expect(200)).body.items;
const waiting = async (): Promise<
  {
    moneyId: string;
    holder: string;
    doubt: string | null;
    amountFen: number;
    paidBy: { name: string; accountMasked: string } | null;
    suggestion: { rightNo: number } | null;
  }[]
> => (await world.as(bookkeeper).get(`${base()}/waiting-money`).expect(200)).body.items;
const isWhole = async () => (await standingCheck(world.db.pool, { projectId: processId })).isWhole;

test('whoever pledged is asked for exactly that, under a code of their own', async () => {
  expect((await payers()).map(({ dueFen, paidFen, outstandingFen }) => [dueFen, paidFen, outstandingFen])).toEqual([
    [5_001, 0, 5_001],
    [5_000, 0, 5_000],
  ]);
  expect(codes.every((one) => /^[A-HJKMNP-Z]{4}-[A-HJKMNP-Z]{4}$/.test(one))).toBe(true);
  const mine = await world
    .as(await world.ownerOf(world.city.u1))
    .get(`/v1/cofundings/${processId}/own-payments`)
    .expect(200);
  expect(mine.body).toMatchObject({
    window: { state: 'open' },
    items: [{ rightNo: 1, reference: codes[0], outstandingFen: 5_001 }],
  });
});

test('every line is answered first; then those that bring money are booked, once, and the others stay out', async () => {
  const file = csv(
    `2026-11-20,转账 ${codes[0]},50.00,,业主101,62220001,S1,50.00`,
    `2026-11-21,门禁款,50.00,,业主102,62220002,S2,100.00`,
    `2026-11-21,1号楼102室 门禁,50.00,,业主102,62220002,S3,150.00`,
    `2026-11-22,手续费,,1.00,银行,,S4,149.00`,
    `2026-11-22,转账 ${codes[1]},0.001,,业主102,62220002,S5,`,
    `2026-11-22,转账,-5.00,,业主102,62220002,S6,`,
    `2026-11-22,转账 ${codes[0]},0.01,,她女儿,62220003,S1,`,
    `昨天,转账,1.00,,某人,,S8,`,
    `2026-11-22,,,,,,,`,
  );
  const { body } = await preview(file).expect(201);
  expect(body).toMatchObject({
    status: 'ready',
    summary: {
      source: 'utf-8',
      rows: 9,
      matched: 2,
      unmatched: 1,
      outgoing: 1,
      alreadyIn: 0,
      refused: 5,
      balanceBreaks: 0,
      incomingFen: 15_000,
    },
  });
  expect(
    (await rowsOf(body.importId)).map(({ rowNo, verdict, why, doubt, issues }) =>
      [rowNo, verdict, ...why, doubt ?? '', ...issues.map((one) => one.code)].join(' '),
    ),
  ).toEqual([
    '2 matched reference ',
    '3 unmatched amount name not-enough-known',
    '4 matched amount unit name ',
    '5 outgoing ',
    '6 refused  amount-below-fen',
    '7 refused  amount-negative',
    '8 refused  serial-twice-in-file',
    '9 refused  date-unreadable',
    '10 refused  amount-missing',
  ]);
  expect((await payers()).map(({ paidFen }) => paidFen)).toEqual([0, 0]);
  const commandId = randomUUID();
  const done = await commit(body.importId, commandId).expect(200);
  expect(done.body).toEqual({ matched: 2, unmatched: 1, alreadyIn: 0, refused: 5, outgoing: 1 });
  expect((await commit(body.importId, commandId).expect(200)).body).toEqual(done.body);
  expect(code(await commit(body.importId))).toBe('409 import-already-committed');
  expect((await payers()).map(({ paidFen, outstandingFen }) => [paidFen, outstandingFen])).toEqual([
    [5_000, 1],
    [5_000, 0],
  ]);
  // Nothing personal stays with the rows, and the log has nothing of it.
  const { rows: kept } = await world.db.pool.query('select sealed from statement_row where sealed is not null');
  expect(kept).toEqual([]);
  expect(JSON.stringify(world.logLines)).not.toMatch(/62220|业主10/);

  const again = await preview(file).expect(201);
  expect(again.body.summary).toMatchObject({ matched: 0, unmatched: 0, alreadyIn: 3, refused: 5, incomingFen: 0 });
  expect((await commit(again.body.importId).expect(200)).body).toMatchObject({
    matched: 0,
    unmatched: 0,
    alreadyIn: 3,
  });
  expect((await payers()).map(({ paidFen }) => paidFen)).toEqual([5_000, 5_000]);
  expect(await isWhole()).toBe(true);
});

test('what waits is shown with who paid it, the account masked; a person says whose it is, and takes it back', async () => {
  const [one] = await waiting();
  expect(one).toMatchObject({
    ...{ doubt: 'not-enough-known', amountFen: 5_000, suggestion: { rightNo: 2 } },
    paidBy: { name: '业主102', accountMasked: '****0002' },
  });
  const money = `${base()}/money/${one?.moneyId}`;
  const match = (to: object) => world.as(bookkeeper).post(`${money}/match`, { commandId: randomUUID(), processId, to });
  const undo = () => world.as(bookkeeper).post(`${money}/undo`, { commandId: randomUUID(), reasonText: '认错人了' });
  expect(code(await match({ kind: 'household', rightNo: 9 }))).toBe('422 payer-not-found');
  expect(code(await match({ kind: 'source', sourceId: 'household' }))).toBe('422 source-not-paid-in');
  expect((await match({ kind: 'household', rightNo: 2 }).expect(200)).body).toMatchObject({
    class: { amount: 'paidTwice', paidBy: 'self', excessFen: 5_000 },
  });
  expect(code(await match({ kind: 'household', rightNo: 1 }))).toBe('409 money-matched');
  await undo().expect(204);
  expect(code(await undo())).toBe('409 money-not-matched');
  expect((await waiting()).map(({ moneyId }) => moneyId)).toEqual([one?.moneyId]);
  expect((await match({ kind: 'source', sourceId: 'sponsor' }).expect(200)).body).toEqual({ class: null });
  const { body } = await world.as(bookkeeper).get(`/v1/cofundings/${processId}/received-money`).expect(200);
  expect((body as { items: { sourceId: string; why: string[] }[] }).items.at(-1)).toMatchObject({
    sourceId: 'sponsor',
    why: ['person'],
  });
  await undo().expect(204);
});

test.each([
  ['UTF-8 with its mark', (text: string) => Buffer.from(`\ufeff${text}`), 'utf-8'],
  ['GB18030', encodeGb18030, 'gb18030'],
])('a statement in %s is read', async (_name, encode, source) => {
  const serial = randomUUID();
  const { body } = await preview(
    encode(`${HEADER}\n2026-11-20,𠮷𠮷 电费 ${codes[1]},1.00,,业主102,,${serial},`),
  ).expect(201);
  expect(body.summary).toMatchObject({ source, rows: 1, matched: 1 });
  expect((await rowsOf(body.importId))[0]).toMatchObject({ verdict: 'matched', why: ['reference'] });
});

test('a workbook is read with its dates and amounts as the spreadsheet keeps them', async () => {
  const book = new ExcelJS.Workbook();
  const sheet = book.addWorksheet('明细');
  sheet.addRow(['账户交易明细']);
  sheet.addRow(['记账日期', '附言', '收入（元）', '支出（元）', '对方账户名称', '凭证号', '账户余额']);
  const row = sheet.addRow([new Date(Date.UTC(2026, 10, 20)), codes[1], 0.1 + 0.2, '', '业主102', 'V-1', 99.3]);
  row.getCell(1).numFmt = 'yyyy-mm-dd';
  const { body } = await preview(Buffer.from(await book.xlsx.writeBuffer()), { format: 'xlsx' }).expect(201);
  expect(body.summary).toMatchObject({ source: '明细', rows: 1, matched: 1, incomingFen: 30 });
});

test('lines without a number are told apart by all they say, and two that say the same are two, however often the file comes', async () => {
  const file = Buffer.from('交易日期,摘要,收入\n2026-11-20,利息,0.07\n2026-11-20,利息,0.07\n2026-11-21,利息,0.07\n');
  const first = await preview(file).expect(201);
  expect((await commit(first.body.importId).expect(200)).body).toMatchObject({ unmatched: 3, alreadyIn: 0 });
  const again = await preview(file).expect(201);
  expect(again.body.summary).toMatchObject({ unmatched: 0, alreadyIn: 3 });
});

test('the same serial number with another amount is refused by its line, also when both previews were made before', async () => {
  const line = (yuan: string) => csv(`2026-11-20,押金,${yuan},,,,SAME,`);
  const [one, other] = [await preview(line('1.00')).expect(201), await preview(line('2.00')).expect(201)];
  expect((await commit(one.body.importId).expect(200)).body).toMatchObject({ unmatched: 1 });
  expect((await commit(other.body.importId).expect(200)).body).toMatchObject({ unmatched: 0, refused: 1 });
  const third = await preview(line('3.00')).expect(201);
  expect((await rowsOf(third.body.importId))[0]).toMatchObject({
    verdict: 'refused',
    issues: [{ code: 'serial-reused' }],
  });
});

test('two commits of one file at the same moment book each line once', async () => {
  const file = csv('2026-11-20,物业,3.00,,,,T1,', '2026-11-20,物业,4.00,,,,T2,');
  const [one, other] = [await preview(file).expect(201), await preview(file).expect(201)];
  const answers = await Promise.all([commit(one.body.importId), commit(other.body.importId)]);
  const sum = (key: string) => answers.reduce((total, { body }) => total + (body as Record<string, number>)[key]!, 0);
  expect([sum('unmatched'), sum('alreadyIn')]).toEqual([2, 2]);
});

test('a balance that does not follow on is told, and the lines are booked all the same', async () => {
  const { body } = await preview(
    csv('2026-11-20,甲,1.00,,,,B1,1.00', '2026-11-20,乙,1.00,,,,B2,2.01', '2026-11-20,丙,1.00,,,,B3,3.01'),
  ).expect(201);
  expect(body.summary).toMatchObject({ unmatched: 3, refused: 0, balanceBreaks: 1 });
  expect((await rowsOf(body.importId))[1]?.issues).toMatchObject([
    { code: 'balance-breaks', message: expect.stringContaining('余额') as string },
  ]);
});

test('a file that is no statement is refused with what to do, and a torn one as a whole', async () => {
  const refusal = async (file: Buffer, format = 'csv') => {
    const answer = await preview(file, { format });
    return [code(answer), answer.body.params?.reason, answer.body.errors?.[0]?.message];
  };
  expect(await refusal(Buffer.alloc(0))).toEqual(['422 statement-refused', 'empty', expect.any(String)]);
  expect(await refusal(Buffer.from('a,b\n1,2\n'))).toEqual([
    '422 statement-refused',
    'statement-header-not-found',
    expect.stringContaining('交易日期'),
  ]);
  expect(await refusal(Buffer.from('交易日期,摘要\n2026-11-20,x\n'))).toEqual([
    '422 statement-refused',
    'columns-missing',
    expect.stringContaining('贷方金额'),
  ]);
  expect((await refusal(csv()))[1]).toBe('no-rows');
  expect((await refusal(csv('2026-11-20,"没有收尾的引号,1.00')))[1]).toBe('csv-broken');
  expect((await refusal(csv(), 'xlsx'))[1]).toBe('not-xlsx');
});

test('what nobody commits loses its names after a week', async () => {
  const { body } = await preview(csv('2026-11-20,甲,1.00,,某人,6222,W1,')).expect(201);
  await world.db.pool.query(`update statement_import set created_at = created_at - interval '8 days' where id = $1`, [
    body.importId,
  ]);
  await preview(csv('2026-11-20,甲,1.00,,某人,6222,W2,')).expect(201);
  expect(await rowsOf(body.importId)).toEqual([]);
  expect(code(await commit(body.importId))).toBe('409 import-expired');
  expect(code(await commit(randomUUID()))).toBe('404 not-found');
});

test('a firm keeps the books of its own escrow account and sees nothing of another', async () => {
  const firm = await world.person([{ role: 'firmManager', at: world.city.e1 }]);
  const file = csv('2026-11-20,甲,1.00,,,,F1,');
  expect(code(await preview(file, { who: firm }))).toBe('403 holder-not-yours');
  expect(code(await world.as(firm).get(`/v1/cofundings/${processId}/payers`))).toBe('403 holder-not-yours');
  const own = await preview(file, { who: firm, holder: 'firmEscrow' }).expect(201);
  await world
    .as(firm)
    .post(`${base()}/bank-statements/${own.body.importId}/commit`, { commandId: randomUUID() })
    .expect(200);
  const { body } = await world.as(firm).get(`${base()}/waiting-money`).expect(200);
  expect((body as { items: { holder: string }[] }).items.map(({ holder }) => holder)).toEqual(['firmEscrow']);
  const other = (await waiting()).find((one) => one.holder === 'committee');
  const match = { commandId: randomUUID(), processId, to: { kind: 'household', rightNo: 1 } };
  expect(code(await world.as(firm).post(`${base()}/money/${other?.moneyId}/match`, match))).toBe(
    '403 holder-not-yours',
  );
});
