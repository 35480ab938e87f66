// Ogg with Opus (RFC 3533, 7845): the second packet holds comments. They are emptied in place, page by page, and the pages get new checksums. Pure.

interface Page {
  at: number;
  /** Where its content begins. */
  body: number;
  end: number;
  /** Lengths of its segments; a packet ends with the first that is shorter than 255. */
  lacing: Buffer;
}

/** Null: not a whole run of pages, or without the packet of comments. */
export function emptyOpusTags(bytes: Buffer): Buffer | null {
  const copy = Buffer.from(bytes);
  const pages = pagesOf(copy);
  // The first page holds the head alone, and the comments begin the second.
  if (pages === null || pages.length < 3) return null;
  let isFirst = true;
  for (const page of pages.slice(1)) {
    const { length, isEnd } = packetIn(page);
    if (isFirst && !emptyComments(copy, page.body, length)) return null;
    if (!isFirst) copy.fill(0, page.body, page.body + length);
    isFirst = false;
    copy.fill(0, page.at + 22, page.at + 26);
    copy.writeUInt32LE(crcOf(copy.subarray(page.at, page.end)), page.at + 22);
    if (isEnd) return copy;
  }
  return null;
}

function pagesOf(bytes: Buffer): Page[] | null {
  const pages: Page[] = [];
  let at = 0;
  while (at < bytes.length) {
    if (at + 27 > bytes.length || bytes.toString('latin1', at, at + 4) !== 'OggS') return null;
    const segments = bytes[at + 26] ?? 0;
    const lacing = bytes.subarray(at + 27, at + 27 + segments);
    const body = at + 27 + segments;
    const end = lacing.reduce((sum, length) => sum + length, body);
    if (end > bytes.length) return null;
    pages.push({ at, body, end, lacing });
    at = end;
  }
  return pages;
}

/** The part of the first packet that lies on this page, and whether it ends here. */
function packetIn({ lacing }: Page): { length: number; isEnd: boolean } {
  let length = 0;
  for (const segment of lacing) {
    length += segment;
    if (segment < 255) return { length, isEnd: true };
  }
  return { length, isEnd: false };
}

/** `OpusTags`, the encoder's name with its length, then how many comments follow: none; the rest is padding that players pass over. */
function emptyComments(bytes: Buffer, body: number, length: number): boolean {
  if (length < 16 || bytes.toString('latin1', body, body + 8) !== 'OpusTags') return false;
  bytes.fill(0, body + 8, body + length);
  return true;
}

/** CRC-32 with the polynomial 04c11db7, neither reflected nor inverted. */
function crcOf(page: Buffer): number {
  let crc = 0;
  for (const byte of page) {
    crc ^= byte << 24;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 0x80000000 ? (crc << 1) ^ 0x04c11db7 : crc << 1;
  }
  return crc >>> 0;
}
