// A look at a zip file before anything of it is trusted, and reading its entries under limits. What the entries mean is read-xlsx.ts.
import { createInflateRaw } from 'node:zlib';
import { FileProblem } from '../../domain/register/file-problem';

export interface ZipEntry {
  name: string;
  isStored: boolean;
  compressedSize: number;
  /** As declared; reading enforces it. */
  size: number;
  dataStart: number;
}

export interface ZipLimits {
  entries: number;
  /** Of all entries together, unpacked. */
  totalBytes: number;
  /** Unpacked over packed, for entries above a megabyte. A register's sheet stays below 40. */
  ratio: number;
}

export const WORKBOOK_LIMITS: ZipLimits = { entries: 500, totalBytes: 400 * 2 ** 20, ratio: 200 };

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const END_SIZE = 22;
const CENTRAL_SIZE = 46;
const LOCAL_SIZE = 30;
const RATIO_FROM = 2 ** 20;

/**
 * Reads the central directory and refuses what a workbook never is: encrypted, split, zip64 (above 4 GB), with too many or too large
 * entries, with names that lead out of a folder, or with entries that overlap or hide outside the directory (where different readers
 * would see different files).
 */
export function scanZip(bytes: Buffer, limits: ZipLimits = WORKBOOK_LIMITS): ZipEntry[] {
  const end = findEnd(bytes);
  const count = bytes.readUInt16LE(end + 10);
  const directorySize = bytes.readUInt32LE(end + 12);
  const directoryStart = bytes.readUInt32LE(end + 16);
  const isWhole = bytes.readUInt16LE(end + 4) === 0 && bytes.readUInt16LE(end + 8) === count;
  if (!isWhole || count === 0xffff || directoryStart + directorySize > end) throw new FileProblem('broken');
  if (count > limits.entries) throw new FileProblem('too-complex');
  const entries: { entry: ZipEntry; start: number; hasDescriptor: boolean }[] = [];
  let at = directoryStart;
  let total = 0;
  for (let i = 0; i < count; i += 1) {
    if (at + CENTRAL_SIZE > end || bytes.readUInt32LE(at) !== CENTRAL) throw new FileProblem('broken');
    const flags = bytes.readUInt16LE(at + 8);
    const method = bytes.readUInt16LE(at + 10);
    const compressedSize = bytes.readUInt32LE(at + 20);
    const size = bytes.readUInt32LE(at + 24);
    const nameLength = bytes.readUInt16LE(at + 28);
    const start = bytes.readUInt32LE(at + 42);
    const name = bytes.toString('utf8', at + CENTRAL_SIZE, at + CENTRAL_SIZE + nameLength);
    if ((flags & 1) !== 0) throw new FileProblem('old-or-encrypted');
    if ((method !== 0 && method !== 8) || isUnsafeName(name)) throw new FileProblem('broken');
    total += size;
    if (total > limits.totalBytes || (size > RATIO_FROM && size > compressedSize * limits.ratio))
      throw new FileProblem('too-complex');
    entries.push({
      entry: { name, isStored: method === 0, compressedSize, size, dataStart: localDataStart(bytes, start, name) },
      start,
      hasDescriptor: (flags & 8) !== 0,
    });
    at += CENTRAL_SIZE + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  assertContiguous(entries, directoryStart);
  return entries.map(({ entry }) => entry);
}

/** The last end record whose comment reaches exactly to the end of the file. */
function findEnd(bytes: Buffer): number {
  for (let at = bytes.length - END_SIZE; at >= Math.max(0, bytes.length - END_SIZE - 0xffff); at -= 1)
    if (bytes.readUInt32LE(at) === END && at + END_SIZE + bytes.readUInt16LE(at + 20) === bytes.length) return at;
  throw new FileProblem('broken');
}

function localDataStart(bytes: Buffer, start: number, name: string): number {
  if (start + LOCAL_SIZE > bytes.length || bytes.readUInt32LE(start) !== LOCAL) throw new FileProblem('broken');
  const nameLength = bytes.readUInt16LE(start + 26);
  if (bytes.toString('utf8', start + LOCAL_SIZE, start + LOCAL_SIZE + nameLength) !== name)
    throw new FileProblem('broken');
  return start + LOCAL_SIZE + nameLength + bytes.readUInt16LE(start + 28);
}

const isUnsafeName = (name: string): boolean =>
  name === '' || /[\\\0]/.test(name) || /^(?:\/|[A-Za-z]:)/.test(name) || name.split('/').includes('..');

/** From byte 0 to the directory, entry after entry with nothing between but data descriptors. */
function assertContiguous(
  entries: readonly { entry: ZipEntry; start: number; hasDescriptor: boolean }[],
  directoryStart: number,
): void {
  let expected = 0;
  for (const { entry, start, hasDescriptor } of entries.toSorted((a, b) => a.start - b.start)) {
    if (start !== expected) throw new FileProblem('broken');
    expected = entry.dataStart + entry.compressedSize;
    if (hasDescriptor) expected += descriptorSize(entries, expected, directoryStart);
  }
  if (expected !== directoryStart) throw new FileProblem('broken');
}

/** A descriptor has 12 bytes, 16 with its signature, 20 or 24 in zip64 form: whichever leads to the next entry. */
function descriptorSize(entries: readonly { start: number }[], at: number, directoryStart: number): number {
  const next = Math.min(directoryStart, ...entries.filter(({ start }) => start >= at).map(({ start }) => start));
  const size = next - at;
  if (![0, 12, 16, 20, 24].includes(size)) throw new FileProblem('broken');
  return size;
}

/** The unpacked bytes of an entry, in chunks; stops with an error at the declared size, whatever the packed data would still give. */
export async function* readEntry(bytes: Buffer, entry: ZipEntry): AsyncGenerator<Buffer> {
  const packed = bytes.subarray(entry.dataStart, entry.dataStart + entry.compressedSize);
  if (entry.isStored) {
    if (entry.size !== entry.compressedSize) throw new FileProblem('broken');
    yield packed;
    return;
  }
  const inflate = createInflateRaw({ chunkSize: 64 * 1024 });
  inflate.end(packed);
  let size = 0;
  try {
    for await (const chunk of inflate as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > entry.size) throw new FileProblem('too-complex');
      yield chunk;
    }
  } catch (error) {
    throw error instanceof FileProblem ? error : new FileProblem('broken');
  }
  if (size !== entry.size) throw new FileProblem('broken');
}
