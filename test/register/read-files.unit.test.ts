// Real and hostile files through the reader, in this thread; the thread with its caps is read-in-worker.unit.test.ts.
import ExcelJS from 'exceljs';
import { COLUMN_IDS, COLUMNS } from '../../domain/register/columns';
import { FileProblem } from '../../domain/register/file-problem';
import type { ParsedRow } from '../../domain/register/judge-row';
import { makeRegister } from '../../scripts/register/make-register';
import { registerCsv, registerXlsx } from '../../scripts/register/write-register';
import { readRegister, type RegisterFormat, type RegisterHead } from '../../store/register/read-register';
import { registerTemplate } from '../../store/register/template';
import { inlineRow, makeZip, workbookParts, type ZipPart } from './make-zip';
import { aRow, ID_A } from './support';

jest.setTimeout(60_000);

const HEADER = COLUMN_IDS.map((id) => COLUMNS[id].label.zh);
const values = (row = aRow()) => COLUMN_IDS.map((id) => row[id]);

async function read(bytes: Buffer, format: RegisterFormat): Promise<{ head: RegisterHead; rows: ParsedRow[] }> {
  let head: RegisterHead | undefined;
  const rows: ParsedRow[] = [];
  for await (const part of readRegister(bytes, format)) {
    if (part.kind === 'head') head = part.head;
    else rows.push(...part.rows);
  }
  if (head === undefined) throw new Error('no head');
  return { head, rows };
}
const reason = async (bytes: Buffer, format: RegisterFormat = 'xlsx'): Promise<string> => {
  try {
    await read(bytes, format);
    return 'accepted';
  } catch (error) {
    if (error instanceof FileProblem) return error.code;
    throw error;
  }
};
const sheetOf = (...rows: string[]) => makeZip(workbookParts(inlineRow(1, HEADER) + rows.join('')));

describe('the same register in every format', () => {
  const rows = makeRegister({ seed: 11, buildings: 7, units: 200 });
  const expected = read(registerCsv(rows), 'csv').then((found) => found.rows);

  it.each([
    ['UTF-8 with a mark', () => registerCsv(rows, 'utf-8-bom'), 'csv' as const, 'utf-8'],
    ['GB18030', () => registerCsv(rows, 'gb18030'), 'csv' as const, 'gb18030'],
    ['UTF-16 with tabs', () => registerCsv(rows, 'utf-16le'), 'csv' as const, 'utf-16le'],
  ])('reads alike from %s', async (_, make, format, source) => {
    const found = await read(make(), format);
    expect(found.head.source).toBe(source);
    expect(found.rows).toEqual(await expected);
    expect(found.rows.flatMap(({ issues }) => issues)).toEqual([]);
  });

  it('reads alike from a workbook, two rows lower for its title', async () => {
    const found = await read(await registerXlsx(rows, { hasTitle: true }), 'xlsx');
    expect(found.rows.map((row) => ({ ...row, rowNo: row.rowNo - 2 }))).toEqual(await expected);
  });

  it('keeps rare characters through GB18030', async () => {
    const names = ['王龑', '李䶮', '赵㛃', '𠮷田'];
    const found = await read(
      registerCsv(
        names.map((holder) => aRow({ holder })),
        'gb18030',
      ),
      'csv',
    );
    expect(found.rows.map(({ name }) => name)).toEqual(names);
  });
});

describe('a CSV', () => {
  const line = values().join(',');
  it.each([
    ['semicolons', [HEADER, values()].map((cells) => cells.join(';')).join('\n')],
    [
      'a line that declares its separator',
      `sep=;\r\n${[HEADER, values()].map((cells) => cells.join(';')).join('\r\n')}`,
    ],
    [
      'quotes, and a line break inside them',
      `${HEADER.join(',')}\n${line.replace('张三', '"张三"').replace('已售', '"已售\n"')}`,
    ],
    ['fewer cells than columns', `${HEADER.join(',')}\n${line.replace(/,业主,$/, '')}`],
    ['blank lines above and below', `\n\n${HEADER.join(',')}\n\n${line}\n,,,\n`],
  ])('with %s is read', async (_, text) => {
    const { rows } = await read(Buffer.from(text), 'csv');
    expect(rows).toMatchObject([{ name: '张三', idNumber: ID_A, issues: [] }]);
  });
  it('counts rows as a spreadsheet shows them', async () => {
    const text = `\n${HEADER.join(',')}\n${line}\n\n${line.replace('张三', '"李\n四"')}\n${line}`;
    expect((await read(Buffer.from(text), 'csv')).rows.map(({ rowNo }) => rowNo)).toEqual([3, 5, 6]);
  });
  it.each<[string, Buffer, string]>([
    ['of nothing', Buffer.alloc(0), 'empty'],
    ['of blank lines', Buffer.from('\n\n,,\n'), 'empty'],
    ['without a header', Buffer.from('a,b,c\n1,2,3\n'), 'header-not-found'],
    ['without rows', Buffer.from(`${HEADER.join(',')}\n,,,\n`), 'no-rows'],
    ['of random bytes', Buffer.from('ff00fe81ff80ff', 'hex'), 'encoding-unknown'],
    ['in UTF-16 without its mark', Buffer.from(`${HEADER.join(',')}\n${line}`, 'utf16le'), 'encoding-unknown'],
    [
      'with half a character',
      Buffer.concat([Buffer.from(HEADER.join(',')), Buffer.from([0x0a, 0xd5])]),
      'encoding-unknown',
    ],
    ['with an open quote', Buffer.from(`${HEADER.join(',')}\n"${line}`), 'csv-broken'],
    [
      'whose open quote would swallow a long file',
      Buffer.from(`${HEADER.join(',')}\n"${`${line}\n`.repeat(5_000)}`),
      'csv-broken',
    ],
    ['that is a workbook', makeZip(workbookParts('')), 'not-csv'],
  ])('%s is refused', async (_, bytes, expected) => expect(await reason(bytes, 'csv')).toBe(expected));
});

describe('a workbook', () => {
  it('is read from the template as it was downloaded, once rows are filled in', async () => {
    const workbook = new ExcelJS.Workbook();
    // exceljs still types its input as the Buffer of an older Node.
    await workbook.xlsx.load((await registerTemplate()) as unknown as ArrayBuffer);
    expect(await reason(Buffer.from(await workbook.xlsx.writeBuffer()))).toBe('no-rows');
    workbook.getWorksheet('业主名册')?.insertRow(2, values(aRow({ holder: '钱七' })));
    const { head, rows } = await read(Buffer.from(await workbook.xlsx.writeBuffer()), 'xlsx');
    expect(head.source).toBe('业主名册');
    expect(rows).toMatchObject([{ name: '钱七', issues: [] }]);
  });
  it('offers lists to choose from in its template', async () => {
    const workbook = new ExcelJS.Workbook();
    await workbook.xlsx.load((await registerTemplate()) as unknown as ArrayBuffer);
    expect(workbook.worksheets.map(({ name }) => name)).toEqual(['业主名册', '填写示例', '填写说明']);
    expect(workbook.getWorksheet('业主名册')?.getCell('D17').dataValidation).toMatchObject({
      type: 'list',
      formulae: ['"住宅,商铺,办公,车位,储藏室,其他"'],
    });
  });
  it('has an example in its template that would be accepted', async () => {
    const workbook = new ExcelJS.Workbook();
    await workbook.xlsx.load((await registerTemplate()) as unknown as ArrayBuffer);
    workbook.removeWorksheet(workbook.getWorksheet('业主名册')?.id ?? 0);
    const { rows } = await read(Buffer.from(await workbook.xlsx.writeBuffer()), 'xlsx');
    expect(rows).toHaveLength(5);
    expect(rows.flatMap(({ issues }) => issues)).toEqual([]);
  });
  it('gives the name and not the pinyin that stands above it, and joins rich text', async () => {
    const shared =
      '<si><t>张三</t><rPh sb="0" eb="1"><t>zhāng sān</t></rPh></si><si><r><rPr><b/></rPr><t>李</t></r><r><t>四</t></r></si>';
    const cells = (name: string) =>
      values()
        .map((text, i) => (i === 6 ? name : `<c t="inlineStr"><is><t>${text}</t></is></c>`))
        .join('');
    const data = `${inlineRow(1, HEADER)}<row>${cells('<c t="s"><v>0</v></c>')}</row><row>${cells('<c t="s"><v>1</v></c>')}</row><row>${cells('<c t="s"><v>7</v></c>')}</row>`;
    const { rows } = await read(makeZip(workbookParts(data, { shared })), 'xlsx');
    expect(rows.map(({ name, rowNo, issues }) => [rowNo, name, issues.map(({ code }) => code)])).toEqual([
      [2, '张三', []],
      [3, '李四', []],
      [4, null, ['cell-is-error']],
    ]);
  });
  it('is read when every element has a prefix', async () => {
    const parts = workbookParts(inlineRow(1, HEADER) + inlineRow(2, values())).map((part) => ({
      ...part,
      data: part.name.endsWith('sheet1.xml') ? String(part.data).replace(/<(\/?)(\w)/g, '<$1x:$2') : part.data,
    }));
    expect((await read(makeZip(parts), 'xlsx')).rows).toMatchObject([{ name: '张三' }]);
  });
  it('counts formulas by the result the clerk saw, and notices dates', async () => {
    const styles = '<cellXfs><xf numFmtId="0"/><xf numFmtId="58"/></cellXfs>';
    const cells = values().map((text, i) =>
      i === 2
        ? '<c s="1"><v>45000</v></c>'
        : i === 4
          ? '<c><f>80+9.53</f><v>89.53</v></c>'
          : i === 6
            ? '<c t="str"><f>A1&amp;B1</f><v>张三</v></c>'
            : `<c t="inlineStr"><is><t>${text}</t></is></c>`,
    );
    const { rows } = await read(
      makeZip(workbookParts(`${inlineRow(1, HEADER)}<row r="9">${cells.join('')}</row>`, { styles })),
      'xlsx',
    );
    expect(rows).toMatchObject([
      { rowNo: 9, name: '张三', areaDm2: 8_953, issues: [{ column: 'room', code: 'cell-is-date' }] },
    ]);
  });
  it('passes over hundreds of thousands of empty rows', async () => {
    const empty = Array.from({ length: 300_000 }, (_, i) => `<row r="${i + 3}" spans="1:13"/>`).join('');
    expect((await read(sheetOf(inlineRow(2, values()), empty), 'xlsx')).rows).toHaveLength(1);
  });

  const lying = (change: Partial<ZipPart>): Buffer =>
    makeZip(
      workbookParts(inlineRow(1, HEADER)).map((part) => (part.name.includes('sheet1') ? { ...part, ...change } : part)),
    );
  it.each<[string, Buffer, string]>([
    ['of nothing', Buffer.alloc(0), 'empty'],
    ['that is text', Buffer.from('楼栋,房号'), 'not-xlsx'],
    ['that is an old .xls or has a password', Buffer.from('d0cf11e0a1b11ae1000000', 'hex'), 'old-or-encrypted'],
    ['cut off in the middle', sheetOf(inlineRow(2, values())).subarray(0, 900), 'broken'],
    ['without a workbook inside', makeZip([{ name: 'a.txt', data: 'a' }]), 'not-xlsx'],
    ['with macros', makeZip([...workbookParts(''), { name: 'xl/vbaProject.bin', data: 'x' }]), 'with-macros'],
    ['with an encrypted entry', lying({ flags: 1 }), 'old-or-encrypted'],
    [
      'with a name that leads out of the folder',
      makeZip([...workbookParts(''), { name: '../../etc/passwd', data: 'x' }]),
      'broken',
    ],
    [
      'with a name that begins at the root',
      makeZip([...workbookParts(''), { name: '/etc/passwd', data: 'x' }]),
      'broken',
    ],
    ['with a name of another system', makeZip([...workbookParts(''), { name: 'C:\\x', data: 'x' }]), 'broken'],
    ['with bytes the directory does not mention', lying({ gap: Buffer.alloc(100) }), 'broken'],
    ['whose entries are called otherwise inside', lying({ localName: 'xl/worksheets/sheet2.xml' }), 'broken'],
    ['with more entries than it lists', makeZip(workbookParts(''), { count: 3 }), 'broken'],
    [
      'with a thousand entries',
      makeZip(Array.from({ length: 1_000 }, (_, i) => ({ name: `f${i}`, data: 'x' }))),
      'too-complex',
    ],
    ['that unpacks to a thousand times its size', lying({ data: Buffer.alloc(20_000_000, 0x20) }), 'too-complex'],
    [
      'that says it is small and is not',
      lying({ data: Buffer.alloc(2_000_000, 0x20), declaredSize: 1_000 }),
      'too-complex',
    ],
    ['that says it is larger than it is', lying({ declaredSize: 5_000 }), 'broken'],
    ['that says it unpacks to gigabytes', lying({ declaredSize: 4_000_000_000 }), 'too-complex'],
    ['whose XML ends early', makeZip(workbookParts('<row><c>')), 'broken'],
    [
      'with its own entities',
      lying({ data: '<!DOCTYPE x [<!ENTITY a "b">]><worksheet><sheetData>&a;</sheetData></worksheet>' }),
      'broken',
    ],
    ['with a row number of nonsense', makeZip(workbookParts('<row r="-4"><c/></row>')), 'broken'],
    ['without a header', makeZip(workbookParts(inlineRow(1, ['a', 'b']))), 'header-not-found'],
  ])('%s is refused', async (_, bytes, expected) => expect(await reason(bytes)).toBe(expected));

  it('with an entity that refers outside reads nothing from there', async () => {
    const data =
      '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><worksheet><sheetData><row><c t="inlineStr"><is><t>&a;</t></is></c></row></sheetData></worksheet>';
    expect(await reason(lying({ data }))).toBe('broken');
  });
});

it('refuses one row more than it may take, and not one fewer', async () => {
  const bytes = registerCsv([aRow(), aRow(), aRow()]);
  const all = async (maxRows: number): Promise<number> => {
    let count = 0;
    for await (const part of readRegister(bytes, 'csv', maxRows)) count += part.kind === 'rows' ? part.rows.length : 0;
    return count;
  };
  await expect(all(3)).resolves.toBe(3);
  await expect(all(2)).rejects.toMatchObject({ code: 'too-many-rows', params: { limit: 2 } });
});
