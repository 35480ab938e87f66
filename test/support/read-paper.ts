// Opens printed papers again: the text of a PDF's pages and the glyphs it uses, and the parts of a docx.
import { execFile } from 'node:child_process';
import path from 'node:path';
import { inflateSync } from 'node:zlib';
import { strFromU8, unzipSync } from 'fflate';
import { SaxesParser } from 'saxes';

export interface PdfPage {
  width: number;
  height: number;
  text: string;
}

export const pdfPages = (bytes: Buffer): Promise<PdfPage[]> =>
  new Promise((resolve, reject) => {
    const child = execFile(
      process.execPath,
      [path.join(__dirname, 'pdf-text.mjs')],
      { maxBuffer: 64 * 1024 * 1024 },
      (error, stdout) => (error ? reject(error) : resolve(JSON.parse(stdout) as PdfPage[])),
    );
    child.stdin?.end(bytes);
  });

/** All pages as one text without white space: where lines break is the printer's matter. */
export const pdfText = async (bytes: Buffer): Promise<string> =>
  (await pdfPages(bytes))
    .map(({ text }) => text)
    .join('')
    .replace(/\s/g, '');

/** Numbers of all glyphs that are drawn (two bytes each, as every font here is CID-keyed); 0 is the box for what a font lacks. */
export function glyphsDrawn(bytes: Buffer): number[] {
  const glyphs: number[] = [];
  for (let at = bytes.indexOf('stream\n'); at >= 0; at = bytes.indexOf('stream\n', at + 1)) {
    let content: string;
    try {
      content = inflateSync(bytes.subarray(at + 7)).toString('latin1');
    } catch {
      continue;
    }
    for (const [, shown = ''] of content.matchAll(/\[([^\]]*)\] TJ/g))
      for (const [, hex = ''] of shown.matchAll(/<([0-9a-f]+)>/g))
        for (let i = 0; i < hex.length; i += 4) glyphs.push(parseInt(hex.slice(i, i + 4), 16));
  }
  return glyphs;
}

export interface Docx {
  /** Text of the body, a line for each paragraph. */
  body: string;
  footers: string;
  pageSizes: { w: string; h: string }[];
  pictures: number;
}

/** Throws where any XML part is not well-formed. */
export function readDocx(bytes: Buffer): Docx {
  const parts = unzipSync(new Uint8Array(bytes));
  const docx: Docx = { body: '', footers: '', pageSizes: [], pictures: 0 };
  for (const [name, part] of Object.entries(parts)) {
    if (name.startsWith('word/media/')) docx.pictures++;
    if (!/\.(xml|rels)$/.test(name)) continue;
    const { text, pageSizes } = readXml(strFromU8(part));
    if (name === 'word/document.xml') Object.assign(docx, { body: text, pageSizes });
    if (name.startsWith('word/footer')) docx.footers += text;
  }
  return docx;
}

function readXml(xml: string): { text: string; pageSizes: { w: string; h: string }[] } {
  const parser = new SaxesParser();
  let text = '';
  let isText = false;
  const pageSizes: { w: string; h: string }[] = [];
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    isText = name === 'w:t';
    if (name === 'w:pgSz') pageSizes.push({ w: String(attributes['w:w']), h: String(attributes['w:h']) });
  });
  parser.on('text', (piece) => {
    if (isText) text += piece;
  });
  parser.on('closetag', ({ name }) => {
    isText = false;
    if (name === 'w:p') text += '\n';
  });
  parser.write(xml).close();
  return { text, pageSizes };
}
