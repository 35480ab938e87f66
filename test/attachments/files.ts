// Files as phones make them, built byte by byte where a library would not write what a test is about: the place in a photo, the tags of a recording.
import sharp from 'sharp';

/** A red picture with a white corner at its top left, so that turning it is seen. */
export async function aPhoto(
  { width = 64, height = 48 } = {},
  format: 'jpeg' | 'png' | 'webp' = 'jpeg',
): Promise<Buffer> {
  const corner = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#fff' } })
    .raw()
    .toBuffer();
  const picture = sharp({ create: { width, height, channels: 3, background: '#c81e1e' } }).composite([
    { input: corner, raw: { width: 8, height: 8, channels: 3 }, left: 0, top: 0 },
  ]);
  return picture.toFormat(format).toBuffer();
}

export const CAMERA = 'SecretCamera-9';
export const OWNER_NAME = 'Zhang San';

/**
 * An EXIF block (TIFF, little-endian) with maker, orientation and a place in Hangzhou: 30° 15' 12" N, 120° 9' 1" E. Each entry is tag, type,
 * count, value or offset.
 */
export function exifWithPlace(orientation = 1): Buffer {
  const entry = (tag: number, type: number, count: number, value: number | string): Buffer => {
    const bytes = Buffer.alloc(12);
    bytes.writeUInt16LE(tag, 0);
    bytes.writeUInt16LE(type, 2);
    bytes.writeUInt32LE(count, 4);
    if (typeof value === 'string') bytes.write(value, 8, 'latin1');
    else bytes.writeUInt32LE(value, 8);
    return bytes;
  };
  const directory = (...entries: Buffer[]): Buffer => {
    const count = Buffer.alloc(2);
    count.writeUInt16LE(entries.length, 0);
    return Buffer.concat([count, ...entries, Buffer.alloc(4)]);
  };
  const degrees = (...parts: number[]): Buffer => {
    const bytes = Buffer.alloc(24);
    for (const [index, part] of parts.entries()) {
      bytes.writeUInt32LE(part, index * 8);
      bytes.writeUInt32LE(1, index * 8 + 4);
    }
    return bytes;
  };
  const maker = Buffer.from(`${CAMERA}\0${OWNER_NAME}\0`, 'latin1');
  const first = 8;
  const firstLength = 2 + 3 * 12 + 4;
  const gps = first + firstLength;
  const gpsLength = 2 + 4 * 12 + 4;
  const data = gps + gpsLength;
  return Buffer.concat([
    Buffer.from('II*\0\x08\0\0\0', 'latin1'),
    directory(entry(0x010f, 2, maker.length, data + 48), entry(0x0112, 3, 1, orientation), entry(0x8825, 4, 1, gps)),
    directory(entry(1, 2, 2, 'N\0'), entry(2, 5, 3, data), entry(3, 2, 2, 'E\0'), entry(4, 5, 3, data + 24)),
    degrees(30, 15, 12),
    degrees(120, 9, 1),
    maker,
  ]);
}

/** A JPEG with that block (APP1), an XMP packet (APP1) and a comment (COM) behind its first marker. */
export function withMetadata(jpeg: Buffer, exif = exifWithPlace()): Buffer {
  const segment = (marker: number, body: Buffer): Buffer => {
    const head = Buffer.from([0xff, marker, 0, 0]);
    head.writeUInt16BE(body.length + 2, 2);
    return Buffer.concat([head, body]);
  };
  const xmp = '<x:xmpmeta><exif:GPSLatitude>30,15.2N</exif:GPSLatitude></x:xmpmeta>';
  return Buffer.concat([
    jpeg.subarray(0, 2),
    segment(0xe1, Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), exif])),
    segment(0xe1, Buffer.from(`http://ns.adobe.com/xap/1.0/\0${xmp}`, 'latin1')),
    segment(0xfe, Buffer.from(OWNER_NAME, 'latin1')),
    jpeg.subarray(2),
  ]);
}

/** A PNG whose header announces a picture of this size; its pixels are a few bytes. */
export async function aBomb(side: number): Promise<Buffer> {
  const png = Buffer.from(await aPhoto({ width: 16, height: 16 }, 'png'));
  png.writeUInt32BE(side, 16);
  png.writeUInt32BE(side, 20);
  // The header's checksum, so that nothing but the size is wrong.
  png.writeUInt32BE(crc32(png.subarray(12, 29)), 29);
  return png;
}

function crc32(bytes: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}

/** 64 × 48 pixels of red, encoded as an iPhone does (HEVC), with an EXIF place inside. */
export const aHeic = (): Buffer => Buffer.from(HEIC, 'base64');
const HEIC =
  'AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAb5tZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAA' +
  'ADRpbG9jAAAAAERAAAIAAQAAAAAB4gABAAAAAAAAAB0AAgAAAAAB/wABAAAAAAAAAKIAAAA4aWluZgAAAAAAAgAAABVpbmZlAgAA' +
  'AAABAABodmMxAAAAABVpbmZlAgAAAQACAABFeGlmAAAAAA5waXRtAAAAAAABAAAA/WlwcnAAAADdaXBjbwAAAHZodmNDAQNwAAAA' +
  'kAAAAAAAHvAA/P34+AAADwNgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAHroCQGEAAQAqQgEBA3AAAAMAkAAAAwAAAwAeoCCBBZbq' +
  '5Ka5uAhoMCAAAAMDIAAAAwAhYgABAAZEAcFzwIkAAAATY29scm5jbHgAAQANAAaAAAAAFGlzcGUAAAAAAAAAQAAAAEAAAAAoY2xh' +
  'cAAAAEAAAAABAAAAMAAAAAEAAAAAAAAAAv////AAAAACAAAAEHBpeGkAAAAAAwgICAAAABhpcG1hAAAAAAAAAAEAAQWBAgMFhAAA' +
  'ABppcmVmAAAAAAAAAA5jZHNjAAIAAQABAAAAx21kYXQAAAAZKAGvE4D1J4E//+ClR/+61nh+Dwt+efLU8AAAAAZFeGlmAABNTQAq' +
  'AAAACAACAQ8AAgAAAAwAAAAmiCUABAAAAAEAAAAyAAAAAFNlY3JldE1ha2VyAAAEAAEAAgAAAAJOAAAAAAIABQAAAAMAAABoAAMA' +
  'AgAAAAJFAAAAAAQABQAAAAMAAACAAAAAAAAAAB4AAAABAAAADwAAAAEAAAAMAAAAAQAAAHgAAAABAAAACQAAAAEAAAABAAAAAQ==';

// ---- recordings: containers around a few frames of silence ----

const silence = (length: number): Buffer => Buffer.alloc(length, 0x55);
const frame = (second: number): Buffer => Buffer.concat([Buffer.from([0xff, second, 0x50, 0xc0]), silence(64)]);

/** ID3v2 with a title, two frames, ID3v1 behind. */
export const anMp3 = (): Buffer => {
  const tag = Buffer.from(`TPE1\0\0\0\x0b\0\0\0${OWNER_NAME}\0`, 'latin1');
  const head = Buffer.from([0x49, 0x44, 0x33, 4, 0, 0, 0, 0, 0, tag.length]);
  const trailer = Buffer.alloc(128);
  trailer.write(`TAG${OWNER_NAME}`, 'latin1');
  return Buffer.concat([head, tag, frame(0xfb), frame(0xfb), trailer]);
};

export const anAac = (): Buffer => Buffer.concat([frame(0xf1), frame(0xf1)]);

export const anAmr = (): Buffer => Buffer.concat([Buffer.from('#!AMR\n', 'latin1'), silence(64)]);

const box = (type: string, ...content: Buffer[]): Buffer => {
  const body = Buffer.concat(content);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(8 + body.length, 0);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, body]);
};

/** As a phone's recorder writes it: the sound first, then the index with the place (`©xyz`) among the user data. */
export const anM4a = (brand = 'M4A '): Buffer =>
  Buffer.concat([
    box('ftyp', Buffer.from(`${brand}\0\0\0\0${brand}`, 'latin1')),
    box('mdat', silence(80)),
    box(
      'moov',
      box('mvhd', Buffer.alloc(20)),
      box('trak', box('mdia', box('hdlr', Buffer.from('\0\0\0\0\0\0\0\0soun', 'latin1'), Buffer.alloc(12)))),
      box('udta', box('\xa9xyz', Buffer.from('\0\x12\x15\xc7+30.2533+120.1503/', 'latin1'))),
    ),
    box('uuid', Buffer.alloc(16), Buffer.from(OWNER_NAME)),
  ]);

/** The place and the name stand in LIST/INFO behind the format. */
export const aWav = (): Buffer => {
  const chunk = (type: string, body: Buffer): Buffer => {
    const head = Buffer.from(`${type}\0\0\0\0`, 'latin1');
    head.writeUInt32LE(body.length, 4);
    return Buffer.concat([head, body, Buffer.alloc(body.length % 2)]);
  };
  const body = Buffer.concat([
    chunk('fmt ', Buffer.from('010001003f1f00007e3e000002001000', 'hex')),
    chunk('LIST', Buffer.from(`INFOIART\x0a\0\0\0${OWNER_NAME}\0`, 'latin1')),
    chunk('data', silence(33)),
  ]);
  const head = Buffer.from('RIFF\0\0\0\0WAVE', 'latin1');
  head.writeUInt32LE(4 + body.length, 4);
  return Buffer.concat([head, body]);
};

/** Head, a comment with a name that runs over two pages, sound. */
export const anOpus = (): Buffer => {
  const comment = Buffer.alloc(400);
  comment.write('OpusTags', 0, 'latin1');
  comment.writeUInt32LE(4, 8);
  comment.write('test', 12, 'latin1');
  comment.writeUInt32LE(1, 16);
  comment.writeUInt32LE(370, 20);
  comment.write(`ARTIST=${OWNER_NAME}`, 24, 'latin1');
  comment.write(`LOCATION=${OWNER_NAME}`, 300, 'latin1');
  return Buffer.concat([
    oggPage(0, 2, [19], Buffer.from(`OpusHead${'\x01'.repeat(11)}`, 'latin1')),
    oggPage(1, 0, [255], comment.subarray(0, 255)),
    oggPage(2, 1, [145], comment.subarray(255)),
    oggPage(3, 4, [60], silence(60)),
  ]);
};

/** Checksum included; `crcOfPage` below is a second, tabled implementation. */
function oggPage(no: number, flags: number, lacing: number[], body: Buffer): Buffer {
  const head = Buffer.alloc(27);
  head.write('OggS', 0, 'latin1');
  head[5] = flags;
  head.writeUInt32LE(7, 14);
  head.writeUInt32LE(no, 18);
  head[26] = lacing.length;
  const page = Buffer.concat([head, Buffer.from(lacing), body]);
  page.writeUInt32LE(crcOfPage(page), 22);
  return page;
}

const OGG_TABLE = Array.from({ length: 256 }, (_, index) => {
  let value = index << 24;
  for (let bit = 0; bit < 8; bit += 1) value = value < 0 ? (value << 1) ^ 0x04c11db7 : value << 1;
  return value >>> 0;
});

/** Of a page whose checksum field is taken as zero. */
export const crcOfPage = (page: Buffer): number =>
  page.reduce((crc, byte, at) => {
    const meant = at >= 22 && at < 26 ? 0 : byte;
    return ((crc << 8) ^ (OGG_TABLE[((crc >>> 24) ^ meant) & 0xff] ?? 0)) >>> 0;
  }, 0);
