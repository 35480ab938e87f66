// Sheets as a Word file: A4, one section for each sheet with its own footer. Same blocks, same words as the PDF.
import {
  AlignmentType,
  BorderStyle,
  Document,
  Footer as DocxFooter,
  ImageRun,
  Packer,
  PageBreak,
  PageNumber,
  Paragraph,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  WidthType,
  type FileChild,
  type IParagraphOptions,
  type IRunOptions,
} from 'docx';
import type { Block, Footer, Sheet } from './blocks';
import { footerLines } from './footer';
import { qrPicture } from './qr';
import type { LineStyle } from './template';

/** Twentieths of a point. */
const A4 = { width: 11_906, height: 16_838 };
const MARGIN = 1_120;
const ROOM = A4.width - 2 * MARGIN;
const FONT = { ascii: 'Times New Roman', hAnsi: 'Times New Roman', eastAsia: '宋体', cs: 'Times New Roman' };

/** `size` in half points. */
const STYLES: Record<LineStyle, { paragraph: IParagraphOptions; run: IRunOptions }> = {
  title: { paragraph: { alignment: AlignmentType.CENTER, spacing: { after: 240 } }, run: { bold: true, size: 36 } },
  heading: { paragraph: { spacing: { before: 160, after: 80 }, keepNext: true }, run: { bold: true, size: 25 } },
  paragraph: { paragraph: { spacing: { before: 40, after: 80 } }, run: {} },
  right: { paragraph: { alignment: AlignmentType.RIGHT, spacing: { before: 40, after: 40 } }, run: {} },
  bullet: { paragraph: { indent: { left: 240 }, spacing: { before: 20, after: 20 } }, run: {} },
  note: { paragraph: { spacing: { before: 40, after: 40 } }, run: { size: 18, color: '444444' } },
};

export async function renderDocx(sheets: readonly Sheet[]): Promise<Buffer> {
  const sections = [];
  for (const { blocks, footer } of sheets) {
    const children: FileChild[] = [];
    for (const block of blocks) children.push(await childOf(block));
    sections.push({
      properties: {
        page: { size: A4, margin: { top: 1040, bottom: 1440, left: MARGIN, right: MARGIN, footer: 400 } },
      },
      footers: { default: footerOf(footer) },
      children,
    });
  }
  const document = new Document({
    title: sheets[0]?.footer.title ?? '',
    creator: 'Gongzhi',
    lastModifiedBy: 'Gongzhi',
    styles: { default: { document: { run: { font: FONT, size: 22 }, paragraph: { spacing: { line: 320 } } } } },
    sections,
  });
  return Packer.toBuffer(document);
}

async function childOf(block: Block): Promise<FileChild> {
  switch (block.kind) {
    case 'line': {
      const { paragraph, run } = STYLES[block.style];
      const text = (block.style === 'bullet' ? '·  ' : '') + block.text;
      return new Paragraph({ ...paragraph, children: [new TextRun({ ...run, text })] });
    }
    case 'signatures':
      return tableOf(
        [block.labels.map((label) => `${label}：`)],
        block.labels.map(() => 1),
        { hasHead: false, border: BorderStyle.NONE },
      );
    case 'qr':
      return new Paragraph({
        children: [
          new ImageRun({
            type: 'png',
            data: await qrPicture(block.code),
            transformation: { width: 120, height: 120 },
            altText: { name: 'QR', description: block.code, title: 'QR' },
          }),
          new TextRun({ text: `  ${block.caption}`, size: 18 }),
        ],
      });
    case 'page':
      return new Paragraph({ children: [new PageBreak()] });
    case 'table':
      return tableOf(
        [block.columns.map(({ title }) => title), ...block.rows],
        block.columns.map(({ width }) => width),
        { hasHead: true, border: BorderStyle.SINGLE },
      );
  }
}

type Border = (typeof BorderStyle)[keyof typeof BorderStyle];

function tableOf(
  rows: readonly (readonly string[])[],
  shares: readonly number[],
  { hasHead, border }: { hasHead: boolean; border: Border },
): Table {
  const whole = shares.reduce((sum, share) => sum + share, 0);
  const widths = shares.map((share) => Math.floor((ROOM * share) / whole));
  const line = { style: border, size: 4, color: '000000' };
  return new Table({
    columnWidths: widths,
    width: { size: ROOM, type: WidthType.DXA },
    layout: TableLayoutType.FIXED,
    borders: { top: line, bottom: line, left: line, right: line, insideHorizontal: line, insideVertical: line },
    rows: rows.map((row, index) => {
      const isHead = hasHead && index === 0;
      return new TableRow({
        tableHeader: isHead,
        cantSplit: true,
        children: row.map(
          (text, column) =>
            new TableCell({
              width: { size: widths[column] ?? 0, type: WidthType.DXA },
              margins: { left: 80, right: 80 },
              children: text
                .split('\n')
                .map((part) => new Paragraph({ children: [new TextRun({ text: part, bold: isHead, size: 20 })] })),
            }),
        ),
      });
    }),
  });
}

/** The page numbers are fields that Word fills in, so the line that has them is cut at their place. */
function footerOf(footer: Footer): DocxFooter {
  const [first = '', ...rest] = footerLines(footer, '第 ');
  const run = (more: IRunOptions) => new TextRun({ size: 14, color: '333333', ...more });
  const numbers = run({ children: [PageNumber.CURRENT, ' / ', PageNumber.TOTAL_PAGES, ' 页'] });
  return new DocxFooter({
    children: [
      new Paragraph({ spacing: { line: 200 }, children: [run({ text: first }), numbers] }),
      ...rest.map((text) => new Paragraph({ spacing: { line: 200 }, children: [run({ text })] })),
    ],
  });
}
