// Dry runs and commits on a real database: what a file would do, doing exactly that, and doing nothing in every other case.
import { makeRegister } from '../../scripts/register/make-register';
import { registerCsv, registerXlsx } from '../../scripts/register/write-register';
import { freshDatabase, type TestDatabase } from '../support/database';
import { aRow, AT, CREDIT_CODE, ID_A, ID_B, ID_C, Importer, someEstates } from './support';

jest.setTimeout(60_000);

let database: TestDatabase;
let importer: Importer;
let other: Importer;

beforeEach(async () => {
  database = await freshDatabase();
  const [estate = '', second = ''] = await someEstates(database, 2);
  importer = new Importer(database, estate);
  other = importer.at(second);
});
afterEach(() => database.drop());

const count = async (table: string, where = 'true'): Promise<number> =>
  Number((await database.pool.query<{ n: string }>(`select count(*) as n from ${table} where ${where}`)).rows[0]?.n);

/** Everything the register holds, in an order of its own. */
const contents = async (): Promise<string> => {
  const tables = ['place', 'unit', 'owner', 'ownership', 'tenancy'];
  const parts = await Promise.all(
    tables.map((table) =>
      database.pool.query<{ all: unknown }>(`select json_agg(t order by t.id) as all from ${table} t`),
    ),
  );
  return JSON.stringify(parts.map(({ rows }) => rows[0]?.all));
};

describe('the register of a 29-building, 976-unit estate', () => {
  const rows = makeRegister({ seed: 3, buildings: 29, units: 976 });

  it('comes in whole from a GB18030 file, and the same file again as a workbook changes nothing', async () => {
    const shown = await importer.dryRun(registerCsv(rows, 'gb18030'));
    expect(shown).toMatchObject({
      source: 'gb18030',
      rows: rows.length,
      created: rows.length,
      refused: 0,
      units: 976,
      newUnits: 976,
    });
    expect(await count('unit')).toBe(0);
    const done = await importer.commit(shown.importId);
    expect(done).toMatchObject({ newUnits: 976, newOwners: shown.newOwners, revision: 1 });
    expect(await count('unit')).toBe(976);
    expect(await count('place', "kind = 'building'")).toBe(29);
    expect(await count('owner')).toBe(shown.owners);

    const before = await contents();
    const again = await importer.dryRun(await registerXlsx(rows, { hasTitle: true }), 'xlsx');
    expect(again).toMatchObject({
      source: '业主名册',
      unchanged: rows.length,
      created: 0,
      changed: 0,
      refused: 0,
      newUnits: 0,
    });
    expect(await importer.commit(again.importId)).toMatchObject({
      newUnits: 0,
      newOwners: 0,
      newHoldings: 0,
      revision: 1,
    });
    expect(await contents()).toBe(before);
  });

  it('gives every unit exactly one representative', async () => {
    await importer.take(rows);
    const { rows: wrong } = await database.pool.query(
      `select unit_id from ownership where until_on is null group by unit_id having count(*) filter (where is_representative) <> 1`,
    );
    expect(wrong).toEqual([]);
  });
});

describe('a dry run', () => {
  it('stores identity and phone numbers sealed and hashed, never in the clear', async () => {
    const { importId } = await importer.dryRunRows([aRow()]);
    const { rows } = await database.pool.query<Record<string, string>>(
      'select * from register_import_row where import_id = $1',
      [importId],
    );
    const [row] = rows;
    expect(JSON.stringify(row)).not.toContain(ID_A);
    expect(JSON.stringify(row)).not.toContain('13800138000');
    expect(row).toMatchObject({ id_masked: '1101**********002X', phone_masked: '138****8000' });
    expect(importer.cipher.open('id', row?.['id_cipher'] ?? '')).toBe(ID_A);
  });

  it('refuses one document number under two names and tells each row of the other', async () => {
    const rows = [aRow(), aRow({ room: '102', idNumber: ID_B, holder: '李四' }), aRow({ room: '201', holder: '张叁' })];
    expect(await importer.complaints(rows)).toEqual([
      '第 2 行“权利人姓名”：与第 4 行的证件号码相同，姓名却不同。请核对后统一成一个写法。',
      '第 4 行“权利人姓名”：与第 2 行的证件号码相同，姓名却不同。请核对后统一成一个写法。',
    ]);
  });

  it('takes a name written with blanks or another middle dot for the same name', async () => {
    const rows = [
      aRow({ holder: '张　三' }),
      aRow({ room: '102', holder: ' 张三 ', idNumber: '１１０１０５１９４９１２３１００２ｘ' }),
      aRow({ room: '103', holder: '买买提·艾力', idNumber: ID_B }),
      aRow({ room: '104', holder: '买买提•艾力', idNumber: ID_B }),
    ];
    expect(await importer.dryRunRows(rows)).toMatchObject({ refused: 0, owners: 2 });
  });

  it('refuses a repeated room with different holders and no representative', async () => {
    const rows = [
      aRow({ room: '1-1-101' }),
      aRow({ room: '１－１－101', holder: '李四', idNumber: ID_B }),
      aRow({ room: '102', holder: '王五', idNumber: ID_C }),
    ];
    expect(await importer.complaints(rows)).toEqual([
      expect.stringContaining('第 2 行“房号”：与第 3 行是同一间房'),
      expect.stringContaining('第 3 行“房号”：与第 2 行是同一间房'),
    ]);
  });

  it('finds contradictions between rows however far apart they stand', async () => {
    const rows = makeRegister({ seed: 5, buildings: 6, units: 3_000, isAwkward: false });
    const first = rows[0] ?? aRow();
    rows.push({ ...first, area: '1.00' });
    const { importId, refused } = await importer.dryRunRows(rows);
    expect(refused).toBe(2);
    const answers = (await importer.answers(importId)).filter(({ verdict }) => verdict === 'refused');
    expect(answers.map(({ rowNo, issues }) => [rowNo, issues.map(({ code }) => code)])).toEqual([
      [2, ['unit-contradicts', 'row-repeated']],
      [rows.length + 1, ['unit-contradicts', 'row-repeated']],
    ]);
  });

  it('refuses every row of a room that hundreds of rows name', async () => {
    const rows = Array.from({ length: 2_600 }, (_, i) =>
      aRow({ idKind: '护照', idNumber: `E${10_000_000 + i}`, holder: `张${i}` }),
    );
    const { importId, refused } = await importer.dryRunRows([
      ...rows,
      aRow({ room: '102', idNumber: ID_B, holder: '李四' }),
    ]);
    expect(refused).toBe(2_600);
    const [first] = await importer.answers(importId);
    expect(first?.issues.map(({ code, params }) => [code, params?.value])).toEqual([['too-many-holders', '2600']]);
  });

  it('shows what would change, with numbers masked', async () => {
    await importer.take([aRow(), aRow({ room: '102', holder: '李四', idNumber: ID_B, phone: '' })]);
    const { importId, changed, created } = await importer.dryRunRows([
      aRow({ area: '90.00', phone: '13900139000' }),
      aRow({ room: '102', holder: '王五', idNumber: ID_C, phone: '' }),
    ]);
    expect({ changed, created }).toEqual({ changed: 1, created: 1 });
    expect((await importer.answers(importId)).map(({ verdict, changes }) => [verdict, changes])).toEqual([
      [
        'changed',
        [
          { field: 'phone', from: '138****8000', to: '139****9000' },
          { field: 'area', from: '8953', to: '9000' },
        ],
      ],
      ['created', [{ field: 'holderEnded', from: '李四', to: null }]],
    ]);
  });

  it('leaves nothing behind when the file turns out to be broken halfway', async () => {
    const good = registerCsv(Array.from({ length: 3_000 }, (_, i) => aRow({ room: String(i + 101) })));
    const broken = Buffer.concat([good, Buffer.from('"1栋,"x"y\r\n'), good]);
    await expect(importer.dryRun(broken)).rejects.toMatchObject({ code: 'csv-broken', params: { line: 3002 } });
    expect(await count('register_import')).toBe(0);
    expect(await count('register_import_row')).toBe(0);
  });

  it('forgets the rows of dry runs that nobody committed for a week, and refuses to commit them then', async () => {
    const old = await importer.dryRunRows([aRow()]);
    await importer.dryRun(registerCsv([aRow()]), 'csv', new Date(AT.getTime() + 7 * 86_400_000 + 1));
    expect(await importer.answers(old.importId)).toEqual([]);
    await expect(importer.commit(old.importId)).rejects.toMatchObject({ rejection: { code: 'import-expired' } });
  });
});

describe('a commit', () => {
  it('does nothing at all when one row of the file is refused', async () => {
    const { importId } = await importer.dryRunRows([aRow(), aRow({ room: '102', area: '0' })]);
    const before = await contents();
    await expect(importer.commit(importId)).rejects.toMatchObject({
      rejection: { code: 'import-has-refusals', params: { refused: 1 } },
    });
    expect(await contents()).toBe(before);
  });

  it('is refused when the register of the estate has changed since the dry run', async () => {
    const first = await importer.dryRunRows([aRow()]);
    await importer.take([aRow({ room: '102' })]);
    await expect(importer.commit(first.importId)).rejects.toMatchObject({ rejection: { code: 'register-changed' } });
    expect(await count('unit')).toBe(1);
  });

  it('is refused when another estate has since added or changed a person the file names', async () => {
    const unknown = await importer.dryRunRows([aRow()]);
    await other.take([aRow()]);
    await expect(importer.commit(unknown.importId)).rejects.toMatchObject({ rejection: { code: 'register-changed' } });
    const known = await importer.dryRunRows([aRow()]);
    await other.take([aRow({ phone: '13900139000' })]);
    await expect(importer.commit(known.importId)).rejects.toMatchObject({ rejection: { code: 'register-changed' } });
  });

  it('lets only one of two concurrent commits of the same dry run through', async () => {
    const { importId } = await importer.dryRunRows(makeRegister({ seed: 1, buildings: 5, units: 300 }));
    const outcomes = await Promise.allSettled([importer.commit(importId), importer.commit(importId)]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await count('unit')).toBe(300);
  });

  it('lets two estates that add the same person at once end with one person', async () => {
    const runs = await Promise.all([importer.dryRunRows([aRow()]), other.dryRunRows([aRow()])]);
    const outcomes = await Promise.allSettled([importer.commit(runs[0].importId), other.commit(runs[1].importId)]);
    const failed = outcomes.find((outcome) => outcome.status === 'rejected');
    expect(failed?.reason).toMatchObject({ rejection: { code: 'register-changed' } });
    expect(await count('owner')).toBe(1);
  });

  it('refuses to correct a name from an estate when another estate holds the same person', async () => {
    await importer.take([aRow()]);
    const renamed = await importer.dryRunRows([aRow({ holder: '章三' })]);
    expect(renamed).toMatchObject({ changed: 1, refused: 0 });
    await other.take([aRow()]);
    expect(await importer.complaints([aRow({ holder: '章三' })])).toEqual([
      expect.stringContaining('其他小区已登记为另一个姓名'),
    ]);
  });

  it('passes a unit on: the old owner ends, the new one begins, and its history stays', async () => {
    await importer.take([
      aRow({ representative: '是' }),
      aRow({ holder: '李四', idNumber: ID_B, representative: '否' }),
    ]);
    const day = 86_400_000;
    const sold = await importer.dryRunRows([aRow({ holder: '王五', idNumber: ID_C })]);
    const done = await importer.commit(sold.importId, new Date(AT.getTime() + day));
    expect(done).toMatchObject({ newHoldings: 1, endedHoldings: 2, newUnits: 0 });
    const { rows } = await database.pool.query(
      `select o.name, from_on::text as "fromOn", until_on::text as "untilOn", is_representative as "isRepresentative"
       from ownership h join owner o on o.id = h.owner_id order by o.name`,
    );
    expect(rows).toEqual([
      { name: '张三', fromOn: '2026-11-22', untilOn: '2026-11-23', isRepresentative: true },
      { name: '李四', fromOn: '2026-11-22', untilOn: '2026-11-23', isRepresentative: false },
      { name: '王五', fromOn: '2026-11-23', untilOn: null, isRepresentative: true },
    ]);
  });

  it('moves the representation from one joint owner to another', async () => {
    const joint = (a: string, b: string) => [
      aRow({ representative: a }),
      aRow({ holder: '李四', idNumber: ID_B, representative: b }),
    ];
    await importer.take(joint('是', '否'));
    const { importId } = await importer.dryRunRows(joint('否', '是'));
    expect((await importer.answers(importId)).map(({ changes }) => changes[0])).toEqual([
      { field: 'representative', from: 'true', to: 'false' },
      { field: 'representative', from: 'false', to: 'true' },
    ]);
    await importer.commit(importId);
    expect(await count('ownership h join owner o on o.id = h.owner_id', "is_representative and o.name = '李四'")).toBe(
      1,
    );
    expect(await count('ownership')).toBe(2);
  });

  it('keeps units that the file does not name, and says how many', async () => {
    await importer.take([aRow(), aRow({ room: '102' })]);
    expect(await importer.dryRunRows([aRow()])).toMatchObject({ unitsNotInFile: 1, unchanged: 1 });
  });

  it('records tenants without making them owners', async () => {
    await importer.take([
      aRow(),
      aRow({ holder: '赵六', capacity: '租户', idNumber: '', area: '', phone: '13700137000' }),
    ]);
    expect([await count('owner'), await count('ownership'), await count('tenancy')]).toEqual([1, 1, 1]);
    await importer.take([aRow(), aRow({ holder: '钱七', capacity: '租户', idNumber: '', area: '', phone: '' })]);
    expect(await count('tenancy', 'until_on is null')).toBe(1);
  });

  it('holds the unsold units of a developer under its credit code', async () => {
    const unsold = {
      tenure: '未售',
      holder: '海岸线置业有限公司',
      idKind: '统一社会信用代码',
      idNumber: CREDIT_CODE,
      phone: '',
    };
    await importer.take([aRow(unsold), aRow({ ...unsold, room: '102' })]);
    expect(await count('owner', "kind = 'organisation'")).toBe(1);
    expect(await count('unit', "tenure = 'developerUnsold'")).toBe(2);
    expect(await importer.complaints([aRow({ tenure: '未售', room: '103' })])).toEqual([
      expect.stringContaining('应当是建设单位'),
    ]);
  });

  it('keeps no second copy of personal numbers once the register has them', async () => {
    const { importId } = await importer.dryRunRows([aRow()]);
    await importer.commit(importId);
    expect(await count('register_import_row', 'id_cipher is not null or phone_cipher is not null')).toBe(0);
    expect(await count('owner', 'id_cipher is not null and phone_cipher is not null')).toBe(1);
  });

  it('cannot be given twice, nor for the import of another estate', async () => {
    const { importId } = await importer.dryRunRows([aRow()]);
    await expect(other.commit(importId)).rejects.toMatchObject({ rejection: { code: 'not-found' } });
    await importer.commit(importId);
    await expect(importer.commit(importId)).rejects.toMatchObject({ rejection: { code: 'import-already-committed' } });
  });
});

it('asks for the entrance where the register knows the room in one', async () => {
  await importer.take([aRow()]);
  expect(await importer.complaints([aRow({ entrance: '' })])).toEqual([
    '第 2 行“单元”：没有填写单元，而名册里同一楼栋同一房号在1单元。请补上单元。',
  ]);
  expect(
    await importer.complaints([
      aRow({ room: '301', entrance: '' }),
      aRow({ room: '301', holder: '李四', idNumber: ID_B }),
    ]),
  ).toEqual(['第 2 行“单元”：没有填写单元，而第 3 行的同一楼栋同一房号写了单元。请补上单元。']);
});
