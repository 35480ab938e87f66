// Sheets as PDF: A4, fonts embedded as subsets. Fonts come as bytes; nothing is read from disk or fetched, whatever a text says.
import { create as openFont } from 'fontkit';
import pdfmake from 'pdfmake';
import type { Content, ContentSection, TableLayout } from 'pdfmake/interfaces';
import type { Block, Footer, Sheet } from './blocks';
import { footerLines } from './footer';
import { qrRuns } from './qr';
import type { LineStyle } from './template';

/** TrueType files. */
export interface Fonts {
  regular: Buffer;
  bold: Buffer;
}

export type RenderPdf = (sheets: readonly Sheet[]) => Promise<Buffer>;

const FILES = { regular: 'regular.ttf', bold: 'bold.ttf' };
const MARGIN = 56;
const QR_SIZE = 92;
/** Characters of a cell that surely fit on one page. */
const LONGEST_WHOLE = 150;

const STYLES: Record<LineStyle, object> = {
  title: { fontSize: 18, bold: true, alignment: 'center', margin: [0, 0, 0, 12] },
  heading: { fontSize: 12.5, bold: true, margin: [0, 8, 0, 4] },
  paragraph: { margin: [0, 2, 0, 4] },
  right: { alignment: 'right', margin: [0, 2, 0, 2] },
  bullet: { margin: [12, 1, 0, 1] },
  note: { fontSize: 9, color: '#444444', margin: [0, 2, 0, 2] },
};

const LAYOUT: TableLayout = {
  hLineWidth: () => 0.6,
  vLineWidth: () => 0.6,
  fillColor: (row) => (row === 0 ? '#eeeeee' : null),
};

/** A printer with these fonts. One at a time in each thread: pdfmake keeps its fonts for the whole of it. */
export function pdfPrinter(fonts: Fonts): RenderPdf {
  // The published types know these for the browser only.
  const { virtualfs } = pdfmake as unknown as { virtualfs: { writeFileSync(name: string, bytes: Buffer): void } };
  virtualfs.writeFileSync(FILES.regular, fonts.regular);
  virtualfs.writeFileSync(FILES.bold, fonts.bold);
  pdfmake.setUrlAccessPolicy(() => false);
  pdfmake.setLocalAccessPolicy(() => false);
  pdfmake.addFonts({ song: { normal: FILES.regular, bold: FILES.bold } });
  const drawn = drawnBy(fonts.regular);
  return async (sheets) => {
    const content = sheets.map(({ blocks, footer }): ContentSection => ({
      section: blocks.map((block) => contentOf(block, drawn)),
      footer: (page, pages) => footerOf(footer, page, pages, drawn),
    }));
    const document = pdfmake.createPdf({
      content,
      pageSize: 'A4',
      pageMargins: [MARGIN, 52, MARGIN, 72],
      info: { title: sheets[0]?.footer.title ?? '', creator: 'Gongzhi', producer: 'Gongzhi' },
      defaultStyle: { font: 'song', fontSize: 11, lineHeight: 1.25 },
    });
    return document.getBuffer();
  };
}

/** A character that the font lacks is printed as what it is, so that nobody's name becomes an empty box. */
function drawnBy(file: Buffer): (text: string) => string {
  const font = openFont(file);
  if (!('hasGlyphForCodePoint' in font)) throw new Error('a single font is needed, not a collection');
  const known = new Map<string, boolean>([['\n', true]]);
  const isKnown = (character: string): boolean => {
    let has = known.get(character);
    if (has === undefined) known.set(character, (has = font.hasGlyphForCodePoint(character.codePointAt(0) ?? 0)));
    return has;
  };
  return (text) =>
    Array.from(text, (character) =>
      isKnown(character) ? character : `〔U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase()}〕`,
    ).join('');
}

function contentOf(block: Block, drawn: (text: string) => string): Content {
  switch (block.kind) {
    case 'line':
      return {
        text: breakable((block.style === 'bullet' ? '·  ' : '') + drawn(block.text)),
        ...STYLES[block.style],
      };
    case 'signatures':
      return {
        columns: block.labels.map((label) => ({ text: `${drawn(label)}：`, width: '*' })),
        columnGap: 8,
        margin: [0, 14, 0, 14],
      };
    case 'qr':
      return {
        columns: [
          { width: QR_SIZE, stack: [qrOf(block.code)] },
          { text: drawn(block.caption), fontSize: 9, margin: [6, 34, 0, 0] },
        ],
      };
    case 'page':
      return { text: '', pageBreak: 'after' };
    case 'table': {
      // A row that is longer than a page must break, or its end would be cut off.
      const isShort = block.rows.every((row) => row.every((text) => text.length <= LONGEST_WHOLE));
      return {
        table: {
          headerRows: 1,
          keepWithHeaderRows: isShort ? 1 : 0,
          dontBreakRows: isShort,
          widths: widthsOf(block.columns),
          body: [
            block.columns.map(({ title }) => ({ text: drawn(title), bold: true, fontSize: 10 })),
            ...block.rows.map((row) => row.map((text) => ({ text: breakable(drawn(text)), fontSize: 10 }))),
          ],
        },
        layout: LAYOUT,
        margin: [0, 4, 0, 8],
      };
    }
  }
}

/**
 * A long word of Latin letters may break anywhere, or it would run out of its column. Only such words: breaking anywhere would cut
 * characters beyond U+FFFF in two.
 */
const breakable = (text: string) =>
  text
    .split(/([!-~]{16,})/)
    .map((piece, index) => (index % 2 === 1 ? { text: piece, wordBreak: 'break-all' as const } : { text: piece }));

function widthsOf(columns: readonly { width: number }[]): number[] {
  const whole = columns.reduce((sum, { width }) => sum + width, 0);
  // A4 less margins, less what each column needs for its padding and lines.
  const room = 595.28 - 2 * MARGIN - columns.length * 8.6 - 1;
  return columns.map(({ width }) => (room * width) / whole);
}

function qrOf(code: string): Content {
  const { size, runs } = qrRuns(code);
  const unit = QR_SIZE / size;
  return {
    canvas: runs.map(([x, y, length]) => ({
      type: 'rect',
      x: x * unit,
      y: y * unit,
      w: length * unit,
      // A hair more than a module, so that no viewer shows a gap between two rows.
      h: unit * 1.02,
      color: 'black',
      lineWidth: 0,
    })),
  };
}

const footerOf = (footer: Footer, page: number, pages: number, drawn: (text: string) => string): Content => ({
  stack: footerLines(footer, `第 ${page} / ${pages} 页`).map((text) => ({ text: drawn(text) })),
  fontSize: 6.8,
  lineHeight: 1.2,
  color: '#333333',
  margin: [MARGIN, 12, MARGIN, 0],
});
