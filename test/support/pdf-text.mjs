// Reads a PDF from standard input and writes what stands on its pages, as JSON. A program of its own: pdf.js is an ES module that jest
// cannot load as it is.
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';

const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const document = await getDocument({ data: new Uint8Array(Buffer.concat(chunks)), verbosity: 0 }).promise;
const pages = [];
for (let number = 1; number <= document.numPages; number++) {
  const page = await document.getPage(number);
  const { width, height } = page.getViewport({ scale: 1 });
  const { items } = await page.getTextContent();
  pages.push({ width, height, text: items.map(({ str, hasEOL }) => str + (hasEOL ? '\n' : '')).join('') });
}
process.stdout.write(JSON.stringify(pages));
