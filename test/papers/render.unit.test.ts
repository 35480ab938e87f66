// Printed files opened again: the words, the glyphs, the size of the page, the hash at its foot.
import type { Block, Sheet } from '../../papers/blocks';
import { cleanText } from '../../papers/clean-text';
import { cleanData, paperHash, type Paper } from '../../papers/paper';
import { renderDocx } from '../../papers/render-docx';
import { pdfPrinter } from '../../papers/render-pdf';
import { readFonts } from '../../store/papers/fonts';
import { glyphsDrawn, pdfPages, pdfText, readDocx } from '../support/read-paper';

// Each reads fonts of 15 MB and opens what it printed in a program of its own.
jest.setTimeout(60_000);

const renderPdf = pdfPrinter(readFonts());
const HASH = 'ab'.repeat(32);
const RARE = '龑䶮㛃𬭚';

const sheetOf = (blocks: Block[], hash = HASH): Sheet => ({
  blocks,
  footer: {
    title: '通知',
    processId: 'process-1',
    hash,
    article: '《民法典》第二百七十八条',
    issuedAt: '2026年3月2日 10:00',
  },
});
const say = (text: string): Block => ({ kind: 'line', style: 'paragraph', text });
const tableOf = (...rows: string[][]): Block => ({
  kind: 'table',
  columns: [
    { title: '姓名', width: 30 },
    { title: '说明', width: 70 },
  ],
  rows,
});

describe('a paper as PDF', () => {
  it('is A4 and has its rare characters as glyphs, none as an empty box', async () => {
    const bytes = await renderPdf([sheetOf([{ kind: 'line', style: 'title', text: RARE }, tableOf([RARE, '业主'])])]);
    const [page] = await pdfPages(bytes);
    expect([page?.width, page?.height]).toEqual([595.28, 841.89]);
    expect(page?.text.split(RARE)).toHaveLength(3);
    const glyphs = glyphsDrawn(bytes);
    expect(glyphs.length).toBeGreaterThan(50);
    expect(glyphs).not.toContain(0);
  });

  it('says which character it is where the font lacks one', async () => {
    const bytes = await renderPdf([sheetOf([say('李𪚥')])]);
    expect(await pdfText(bytes)).toContain('李〔U+2A6A5〕');
    expect(glyphsDrawn(bytes)).not.toContain(0);
  });

  it('has hash, article, instant and page on every page', async () => {
    const pages = await pdfPages(await renderPdf([sheetOf(Array.from({ length: 90 }, (_, n) => say(`第${n}行`)))]));
    expect(pages.length).toBeGreaterThan(1);
    for (const [index, { text }] of pages.entries()) {
      expect(text).toContain(HASH);
      expect(text).toContain('《民法典》第二百七十八条');
      expect(text).toContain('2026年3月2日 10:00');
      expect(text.replace(/\s/g, '')).toContain(`第${index + 1}/${pages.length}页`);
    }
  });

  it('binds several papers into one file, each with its own hash', async () => {
    const hashes = ['01', '02', '03'].map((byte) => byte.repeat(32));
    const pages = await pdfPages(await renderPdf(hashes.map((hash) => sheetOf([say(hash.slice(0, 2))], hash))));
    expect(pages.map(({ text }) => hashes.filter((hash) => text.includes(hash)))).toEqual(hashes.map((hash) => [hash]));
  });

  it('stays small: only the glyphs it uses are in it', async () => {
    expect((await renderPdf([sheetOf([say('通知')])])).length).toBeLessThan(40_000);
  });

  it('keeps very long names and words without spaces inside their columns', async () => {
    const [long, latin] = ['很'.repeat(300), 'W'.repeat(200)];
    expect(await pdfText(await renderPdf([sheetOf([tableOf([long, latin])])]))).toContain('W'.repeat(200));
    expect(await pdfText(await renderPdf([sheetOf([tableOf([long, ''])])]))).toContain('很'.repeat(300));
  });

  it('prints a cell that is longer than a page to its end', async () => {
    const long = Array.from({ length: 700 }, (_, n) => String(n).padStart(4, '0')).join('，');
    const text = await pdfText(await renderPdf([sheetOf([tableOf(['', long])])]));
    expect(text).toContain('0699');
  });

  it('fetches and reads nothing that a text names', async () => {
    const text = 'https://example.invalid/a.png file:///etc/passwd';
    expect(await pdfText(await renderPdf([sheetOf([say(text)])]))).toContain('file:///etc/passwd');
  });
});

describe('a paper as docx', () => {
  const blocks: Block[] = [
    { kind: 'line', style: 'title', text: RARE },
    tableOf([`<b>&"'`, RARE]),
    { kind: 'signatures', labels: ['计票人'] },
    { kind: 'qr', code: '/v1/votes/x/papers/1', caption: '票号' },
    { kind: 'page' },
    say('完'),
  ];

  it('opens again as well-formed XML with the same words, on A4', async () => {
    const docx = readDocx(await renderDocx([sheetOf(blocks)]));
    expect(docx.body.split(RARE)).toHaveLength(3);
    expect(docx.body).toContain(`<b>&"'`);
    expect(docx.body).toContain('计票人：');
    expect(docx.pictures).toBe(1);
    expect(docx.pageSizes).toEqual([{ w: '11906', h: '16838' }]);
    expect(docx.footers).toContain(HASH);
    expect(docx.footers).toContain('《民法典》第二百七十八条');
  });

  it('has a section for each paper that is bound into it', async () => {
    const docx = readDocx(
      await renderDocx([sheetOf([say('一')], '01'.repeat(32)), sheetOf([say('二')], '02'.repeat(32))]),
    );
    expect(docx.pageSizes).toHaveLength(2);
    expect(docx.footers).toContain('01'.repeat(32));
    expect(docx.footers).toContain('02'.repeat(32));
  });
});

describe('a text of somebody', () => {
  it('loses what would turn the line round, break the file or hide, and keeps the rest', () => {
    expect(cleanText('甲\u202e乙\u2066\u200b\u0000\u0007\ufeff\uffff丙')).toBe('甲乙丙');
    expect(cleanText('一\r\n二\r三\u2028四\t五')).toBe('一\n二\n三\n四 五');
    expect(cleanText('坏\ud800了')).toBe('坏\ufffd了');
    expect(cleanText(RARE)).toBe(RARE);
  });

  it('can be printed in both formats once it is clean', async () => {
    const nasty = Array.from({ length: 0x300 }, (_, code) => String.fromCharCode(code)).join('') + '\ud800\uffff𬭚';
    const sheet = sheetOf([say(cleanText(nasty))]);
    expect(readDocx(await renderDocx([sheet])).body).toContain('𬭚');
    expect(glyphsDrawn(await renderPdf([sheet]))).not.toContain(0);
  });
});

describe('the hash of a paper', () => {
  const paper: Paper = {
    ...{ kind: 'resultNotice', processId: 'p', part: '', article: '民法典' },
    data: { estate: '一小区', items: [{ title: '甲', heads: '12' }] },
  };

  it('is the same for the same data, in whatever order they come', () => {
    const { data, ...rest } = paper;
    const turned: Paper = { data: { items: data['items'] ?? [], estate: '一小区' }, ...rest };
    expect(paperHash(turned, HASH)).toBe(paperHash(paper, HASH));
    expect(paperHash(paper, HASH)).toMatch(/^[0-9a-f]{64}$/);
  });

  it('is another one when one datum, the article, the copy or the template is another', () => {
    const others: [Paper, string][] = [
      [{ ...paper, data: { ...paper.data, items: [{ title: '甲', heads: '13' }] } }, HASH],
      [{ ...paper, data: { ...paper.data, estate: '二小区' } }, HASH],
      [{ ...paper, article: '条例' }, HASH],
      [{ ...paper, part: 'serial:1' }, HASH],
      [{ ...paper, processId: 'q' }, HASH],
      [paper, 'cd'.repeat(32)],
    ];
    const hashes = [paperHash(paper, HASH), ...others.map(([other, template]) => paperHash(other, template))];
    expect(new Set(hashes).size).toBe(hashes.length);
  });

  it('stands for the cleaned text', () => {
    const dirty = { ...paper, data: cleanData({ ...paper.data, estate: '一\u202e小区' }) };
    expect(paperHash(dirty, HASH)).toBe(paperHash(paper, HASH));
  });
});
