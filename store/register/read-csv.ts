// Reads a CSV as rows of cells: finds its encoding by decoding strictly, and its separator by looking. Excel's own habits are known:
// GB18030 without a mark from Chinese Excel, UTF-16 with tabs as "Unicode text", a first line `sep=;`.
import { isUtf8 } from 'node:buffer';
import { pipeline, Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { FileProblem } from '../../domain/register/file-problem';
import type { SheetRow } from '../../domain/register/judge-row';
import type { Sheet } from './sheet-source';

const CHUNK = 64 * 1024;
const PAGE = 500;
/** Characters of one record: a quote that is never closed would otherwise swallow the file. */
const MAX_RECORD = 100_000;

type Encoding = 'utf-8' | 'gb18030' | 'utf-16le' | 'utf-16be';

export function openCsv(bytes: Buffer): Sheet[] {
  const start = bytes.subarray(0, 8);
  if (start.toString('latin1').startsWith('PK\u0003\u0004') || start.toString('hex') === 'd0cf11e0a1b11ae1')
    throw new FileProblem('not-csv');
  const encoding = encodingOf(bytes);
  return [{ name: encoding, pages: () => readRecords(bytes, encoding) }];
}

/** By its mark; else UTF-8 if every byte is; else GB18030, which the strict decoder then confirms or refuses. */
function encodingOf(bytes: Buffer): Encoding {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return isUtf8(bytes) ? 'utf-8' : 'gb18030';
}

/** The decoder drops a byte order mark by itself. NUL means binary data, or UTF-16 without its mark. */
function* decode(bytes: Buffer, encoding: Encoding): Generator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  try {
    for (let at = 0; at < bytes.length; at += CHUNK) {
      const text = decoder.decode(bytes.subarray(at, at + CHUNK), { stream: true });
      if (text.includes('\0')) throw new FileProblem('encoding-unknown');
      yield text;
    }
    yield decoder.decode();
  } catch {
    throw new FileProblem('encoding-unknown');
  }
}

/** The separator that stands most often in the first lines, outside quotes. */
function separatorOf(head: string): string {
  const bare = head.slice(0, 8_000).replace(/"[^"]*"/g, '');
  const count = (separator: string): number => bare.split(separator).length;
  return [',', '\t', ';'].reduce((best, separator) => (count(separator) > count(best) ? separator : best));
}

async function* readRecords(bytes: Buffer, encoding: Encoding): AsyncGenerator<SheetRow[]> {
  const chunks = decode(bytes, encoding);
  const first = chunks.next();
  const head = first.done === true ? '' : first.value;
  const declared = /^sep=(.)\r?\n/i.exec(head);
  const text = function* (): Generator<string> {
    yield declared === null ? head : head.slice(declared[0].length);
    yield* chunks;
  };
  const parser = parse({
    delimiter: declared?.[1] ?? separatorOf(head),
    relax_column_count: true,
    max_record_size: MAX_RECORD,
  });
  // An error of the decoder reaches the loop below through the parser, which pipeline destroys with it.
  const records: AsyncIterable<string[]> = pipeline(Readable.from(text()), parser, () => {});
  let rowNo = 0;
  let page: SheetRow[] = [];
  try {
    for await (const cells of records) {
      rowNo += 1;
      page.push({ rowNo, cells });
      if (page.length < PAGE) continue;
      yield page;
      page = [];
    }
  } catch (error) {
    // The parser reads ahead of this loop and counts the records it has finished.
    if (error instanceof CsvError) throw new FileProblem('csv-broken', { line: Number(error['records']) + 1 });
    throw error;
  }
  if (page.length > 0) yield page;
}
