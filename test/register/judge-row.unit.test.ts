import { COLUMN_IDS, type ColumnId } from '../../domain/register/columns';
import { issueMessage } from '../../domain/register/issues';
import { type Cell, isBlank, judgeRow } from '../../domain/register/judge-row';
import { aRow, ID_A, ID_B } from './support';

const columns = Object.fromEntries(COLUMN_IDS.map((id, i) => [id, i]));
const judge = (cells: Partial<Record<ColumnId, Cell>> = {}) => {
  const row: Record<ColumnId, Cell> = { ...aRow(), ...cells };
  return judgeRow({ rowNo: 12, cells: COLUMN_IDS.map((id) => row[id]) }, columns);
};
const codes = (cells: Partial<Record<ColumnId, Cell>>) =>
  judge(cells).issues.map(({ column, code }) => `${column}: ${code}`);

it('reads a plain row', () => {
  expect(judge()).toMatchObject({
    address: { unitKey: '000001/000001/000101' },
    use: 'dwelling',
    areaDm2: 8_953,
    tenure: 'sold',
    capacity: 'owner',
    name: '张三',
    idKind: 'residentId',
    idNumber: ID_A,
    phone: '13800138000',
    isRepresentative: null,
    isPartyMember: null,
    issues: [],
  });
});

it.each<[string, Partial<Record<ColumnId, Cell>>, string]>([
  ['no building', { building: '' }, 'building: building-missing'],
  ['no room', { room: '　' }, 'room: room-missing'],
  ['an unknown use', { use: '飞船' }, 'use: value-unknown'],
  ['no use', { use: '' }, 'use: use-missing'],
  ['three decimals', { area: '89.535' }, 'area: area-three-decimals'],
  ['three decimals stored as a number', { area: { kind: 'number', value: 89.535 } }, 'area: area-three-decimals'],
  ['an area of nothing', { area: { kind: 'number', value: 0 } }, 'area: area-not-positive'],
  ['a negative area', { area: '-89.53' }, 'area: area-not-positive'],
  ['an absurd area', { area: { kind: 'number', value: 8.953e9 } }, 'area: area-absurd'],
  ['no holder', { holder: ' ' }, 'holder: holder-missing'],
  ['no document number', { idNumber: '' }, 'idNumber: id-missing'],
  ['a miscopied number', { idNumber: '110105194912310021' }, 'idNumber: id-checksum'],
  [
    'a number that the spreadsheet rounded',
    { idNumber: { kind: 'number', value: 110105194912310000 } },
    'idNumber: id-lost-digits',
  ],
  ['a room that became a date', { room: { kind: 'date', serial: 46_000 } }, 'room: cell-is-date'],
  ['a formula that failed', { holder: { kind: 'error', text: '#N/A' } }, 'holder: cell-is-error'],
  ['two phone numbers in one cell', { phone: '13800138000、13900139000' }, 'phone: phone-malformed'],
  ['an unclear representative', { representative: '可能' }, 'representative: value-unknown'],
  ['an unsold unit of a person', { tenure: '未售' }, 'tenure: developer-needs-code'],
  [
    'a tenant as representative',
    { capacity: '租户', representative: '是' },
    'representative: tenant-not-representative',
  ],
  ['a cell of a thousand characters', { holder: '张'.repeat(1_000) }, 'holder: cell-too-long'],
])('refuses %s', (_, cells, expected) => expect(codes(cells)).toEqual([expected]));

it('takes numbers as a spreadsheet stores and shows them', () => {
  expect(
    judge({
      area: { kind: 'number', value: 89.530000000000001 },
      room: { kind: 'number', value: 101 },
      phone: { kind: 'number', value: 13800138000 },
    }),
  ).toMatchObject({
    areaDm2: 8_953,
    phone: '13800138000',
    issues: [],
  });
  expect(judge({ area: { kind: 'number', value: 100.09999999999999 } }).areaDm2).toBe(10_010);
});

it('takes off what was put in front to keep a number from being one', () => {
  expect(judge({ idNumber: `'${ID_B}` }).idNumber).toBe(ID_B);
  expect(judge({ idNumber: `="${ID_B}"` }).idNumber).toBe(ID_B);
  expect(judge({ idNumber: `\t${ID_B}` }).idNumber).toBe(ID_B);
});

it('finds the kind of a document by its number where the cell is empty', () => {
  expect(judge({ idKind: '' }).idKind).toBe('residentId');
  expect(judge({ idKind: '', idNumber: '91110000600037341L' }).idKind).toBe('creditCode');
  expect(codes({ idKind: '', idNumber: 'E12345678' })).toEqual(['idNumber: id-malformed']);
});

it('asks of a tenant only the name and where', () => {
  expect(
    judge({ capacity: '租户', use: '', area: '', tenure: '', idNumber: '', idKind: '', phone: '' }).issues,
  ).toEqual([]);
});

it('never repeats personal data in a message', () => {
  const { issues } = judge({
    idNumber: '110105194912310021',
    phone: '1380013',
    holder: { kind: 'error', text: '张三' },
  });
  const said = JSON.stringify([issues, issues.map((found) => [issueMessage(found, 'zh'), issueMessage(found, 'en')])]);
  for (const secret of ['110105194912310021', '1380013', '张三']) expect(said).not.toContain(secret);
});

it('repeats nothing in a message that a database or a screen would choke on', () => {
  const [found] = judge({ use: `\u0000\ud800${'𠮷'.repeat(60)}` }).issues;
  expect(found?.params?.value).toBe(`${'𠮷'.repeat(40)}…`);
});

it('says row, column and what to do, in both languages', () => {
  const [found] = judge({ area: '89.535' }).issues;
  expect(found && issueMessage(found, 'zh')).toBe(
    '第 12 行“专有面积(㎡)”：专有面积“89.535”的小数超过两位。不动产登记的面积是两位小数，请按登记簿填写，系统不代为四舍五入。',
  );
  expect(found && issueMessage(found, 'en')).toMatch(
    /^Row 12, "Exclusive area \(m²\)": The area "89\.535" has more than two decimals/,
  );
});

it('knows a row in which nothing was typed', () => {
  expect(isBlank({ rowNo: 1, cells: ['', ' ', '\u200b　'] })).toBe(true);
  expect(isBlank({ rowNo: 1, cells: ['', { kind: 'number', value: 0 }] })).toBe(false);
});
