// What is kept of a file: told by its bytes, without place, name and camera. The files are built in files.ts.
import sharp from 'sharp';
import { cleanFile, type AttachmentKind } from '../../store/attachments/attachments';
import { sniff } from '../../store/attachments/sniff';
import { Refused } from '../../store/refused';
import {
  aBomb,
  aHeic,
  anAac,
  anAmr,
  anM4a,
  anMp3,
  anOpus,
  aPhoto,
  aWav,
  CAMERA,
  crcOfPage,
  exifWithPlace,
  OWNER_NAME,
  withMetadata,
} from './files';

const LIMITS = { maxPixels: 1_000_000, maxSide: 400 };
const clean = (bytes: Buffer, kind: AttachmentKind = 'photo') => cleanFile(bytes, kind, LIMITS);

async function refusal(work: Promise<unknown>) {
  try {
    await work;
  } catch (error) {
    if (error instanceof Refused) return error.rejection;
    throw error;
  }
  return 'taken';
}

/** The pixel at this place, of a photo that was kept. */
async function pixel(bytes: Buffer, left: number, top: number): Promise<number[]> {
  return [...(await sharp(bytes).extract({ left, top, width: 1, height: 1 }).raw().toBuffer())];
}

describe('a photo', () => {
  it('loses the place where it was taken, the camera and every name in it', async () => {
    const given = withMetadata(await aPhoto());
    const before = await sharp(given).metadata();
    expect(before.exif?.includes(CAMERA)).toBe(true);
    expect(before.xmp).toBeDefined();
    expect(before.exif?.includes(exifWithPlace().subarray(-60, -36))).toBe(true);
    const { bytes, mediaType } = await clean(given);
    const after = await sharp(bytes).metadata();
    expect([after.exif, after.xmp, after.iptc, after.icc, after.orientation]).toEqual(Array(5).fill(undefined));
    for (const secret of [CAMERA, OWNER_NAME, 'Exif', 'GPS', 'xmpmeta']) expect(bytes.includes(secret)).toBe(false);
    expect(mediaType).toBe('image/jpeg');
  });

  it('stands upright although the note which way is up is gone', async () => {
    // 6: turned a quarter to the right; the white corner comes to the top right.
    const { bytes, width, height } = await clean(withMetadata(await aPhoto(), exifWithPlace(6)));
    expect([width, height]).toEqual([48, 64]);
    expect((await pixel(bytes, 45, 2)).every((value) => value > 200)).toBe(true);
    const [red = 0, green = 0] = await pixel(bytes, 2, 2);
    expect(red - green).toBeGreaterThan(100);
  });

  it.each(['jpeg', 'png', 'webp'] as const)('as %s is kept as JPEG, whatever it was called', async (format) => {
    const kept = await clean(await aPhoto({}, format));
    expect([sniff(kept.bytes), kept.width, kept.height]).toEqual([{ kind: 'photo', format: 'jpeg' }, 64, 48]);
  });

  it('of an iPhone (HEIC) is kept as JPEG, without its place', async () => {
    expect(aHeic().includes('SecretMaker')).toBe(true);
    const { bytes, width, height } = await clean(aHeic());
    expect([sniff(bytes), width, height]).toEqual([{ kind: 'photo', format: 'jpeg' }, 64, 48]);
    expect(bytes.includes('SecretMaker')).toBe(false);
    const [red = 0, green = 0] = await pixel(bytes, 30, 20);
    expect(red - green).toBeGreaterThan(100);
  });

  it('is scaled down to the longest side that is kept, and never up', async () => {
    expect(await clean(await aPhoto({ width: 800, height: 401 }))).toMatchObject({ width: 400, height: 201 });
    expect(await clean(await aPhoto({ width: 400, height: 300 }))).toMatchObject({ width: 400, height: 300 });
  });

  it('with more pixels than may be unpacked is refused before it is, and with just as many it is not', async () => {
    const rejection = { code: 'photo-too-many-pixels', params: { width: 1001, height: 1000, maxPixels: 1_000_000 } };
    expect(await refusal(clean(await aPhoto({ width: 1001, height: 1000 })))).toEqual(rejection);
    expect(await refusal(clean(await aPhoto({ width: 1000, height: 1000 })))).toBe('taken');
    const bomb = await aBomb(60_000);
    expect(bomb.length).toBeLessThan(1_000);
    expect(await refusal(clean(bomb))).toMatchObject({ code: 'photo-too-many-pixels', params: { width: 60_000 } });
    expect(await refusal(cleanFile(aHeic(), 'photo', { maxPixels: 64 * 48 - 1, maxSide: 400 }))).toMatchObject({
      code: 'photo-too-many-pixels',
    });
  });

  it('that is cut off, or hides something behind its end, gives no photo of it', async () => {
    const whole = await aPhoto({ width: 300, height: 300 });
    const broken = { code: 'not-a-photo', params: { reason: 'broken' } };
    expect(await refusal(clean(whole.subarray(0, whole.length / 2)))).toEqual(broken);
    expect(await refusal(clean(aHeic().subarray(0, 300)))).toEqual(broken);
    const { bytes } = await clean(Buffer.concat([whole, Buffer.from('<script>alert(1)</script>PK\x03\x04')]));
    expect(bytes.includes('script')).toBe(false);
  });

  it.each([
    ['a recording', anMp3(), 'mp3'],
    ['a page', Buffer.from('<!DOCTYPE html><script>'), 'unknown'],
    ['a drawing with script in it', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'), 'svg'],
    ['a moving picture', Buffer.from('GIF89a and more'), 'gif'],
    ['a paper', Buffer.from('%PDF-1.7'), 'pdf'],
    ['a workbook', Buffer.from('PK\x03\x04'), 'zip'],
    ['a film', Buffer.from('\0\0\0\x18ftypmp42\0\0\0\0mp42', 'latin1'), 'video'],
    ['nothing', Buffer.alloc(0), 'unknown'],
  ])('is not %s', async (_what, bytes, format) => {
    expect(await refusal(clean(bytes))).toEqual({ code: 'not-a-photo', params: { format } });
  });
});

describe('a recording', () => {
  it.each([
    ['MP3', anMp3(), 'audio/mpeg'],
    ['AAC', anAac(), 'audio/aac'],
    ['M4A', anM4a(), 'audio/mp4'],
    ['M4A of a general brand', anM4a('mp42'), 'audio/mp4'],
    ['AMR', anAmr(), 'audio/amr'],
    ['Opus', anOpus(), 'audio/ogg'],
    ['WAV', aWav(), 'audio/wav'],
  ])('as %s is told by its bytes and keeps its sound, without names and places', async (_format, given, mediaType) => {
    const kept = await clean(given, 'voice');
    expect(kept.mediaType).toBe(mediaType);
    for (const secret of [OWNER_NAME, '+30.2533']) expect(kept.bytes.includes(secret)).toBe(false);
    const sound = Buffer.alloc(33, 0x55);
    expect(given.includes(sound)).toBe(true);
    expect(kept.bytes.includes(sound)).toBe(true);
    // What was cleaned is the same kind of file still, and cleaning it again changes nothing.
    expect((await clean(kept.bytes, 'voice')).bytes.equals(kept.bytes)).toBe(true);
  });

  it('in MP4 keeps its sound where its index says it lies', async () => {
    const given = anM4a();
    const { bytes } = await clean(given, 'voice');
    expect(bytes.length).toBe(given.length);
    expect(bytes.indexOf('mdat')).toBe(given.indexOf('mdat'));
  });

  it('in Ogg has pages whose checksums are right, and says that it has no comments', async () => {
    const { bytes } = await clean(anOpus(), 'voice');
    const starts = [...bytes.toString('latin1').matchAll(/OggS/g)].map(({ index }) => index);
    expect(starts).toHaveLength(4);
    for (const [index, start] of starts.entries()) {
      const page = bytes.subarray(start, starts[index + 1] ?? bytes.length);
      expect(page.readUInt32LE(22)).toBe(crcOfPage(page));
    }
    const tags = bytes.indexOf('OpusTags');
    expect(bytes.subarray(tags + 8, tags + 100).every((byte) => byte === 0)).toBe(true);
  });

  it('that is a photo, or broken, is refused', async () => {
    expect(await refusal(clean(await aPhoto(), 'voice'))).toEqual({
      code: 'not-a-recording',
      params: { format: 'jpeg' },
    });
    const cut = (bytes: Buffer) => bytes.subarray(0, bytes.length - 40);
    for (const bytes of [
      cut(anM4a()),
      cut(anOpus()),
      aWav().subarray(0, 60),
      Buffer.from('ID3\x04\0\0\0\0\0\x05hello'),
    ])
      expect(await refusal(clean(bytes, 'voice'))).toMatchObject({ code: 'not-a-recording' });
  });
});
