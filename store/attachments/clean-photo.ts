// A photo is taken apart into pixels and encoded anew as JPEG: place, camera and time (EXIF, XMP, IPTC, colour profile), thumbnails and whatever
// else was hidden in the file are gone, and what is kept can hold nothing but a picture. Pixels are counted before they are unpacked.
import sharp, { type Sharp } from 'sharp';
import { refused } from '../refused';
import { decodeHeic } from './decode-heic';
import type { PhotoFormat } from './sniff';

export interface CleanPhoto {
  bytes: Buffer;
  mediaType: 'image/jpeg';
  width: number;
  height: number;
}

export interface PhotoLimits {
  /** More are not unpacked: a few kilobytes may announce gigabytes. */
  maxPixels: number;
  /** The longer side of what is kept. */
  maxSide: number;
}

const JPEG_QUALITY = 82;

// Of all loaders only those of the formats that are taken, so that a fault in any other cannot be reached.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer', 'VipsForeignLoadWebpBuffer'],
});
// Photos come in bursts of different ones: nothing to gain, and memory to lose.
sharp.cache(false);

/** Refuses `photo-too-many-pixels`, and `not-a-photo` for whatever cannot be decoded to the end. */
export async function cleanPhoto(bytes: Buffer, format: PhotoFormat, limits: PhotoLimits): Promise<CleanPhoto> {
  const source = format === 'heic' ? await fromHeic(bytes, limits) : await fromBytes(bytes, limits);
  try {
    const { data, info } = await source
      // Turned as the camera says, since what says it is stripped.
      .autoOrient()
      .resize({ width: limits.maxSide, height: limits.maxSide, fit: 'inside', withoutEnlargement: true })
      .flatten({ background: '#fff' })
      .jpeg({ quality: JPEG_QUALITY })
      .toBuffer({ resolveWithObject: true });
    return { bytes: data, mediaType: 'image/jpeg', width: info.width, height: info.height };
  } catch {
    throw refused('not-a-photo', { reason: 'broken' });
  }
}

async function fromBytes(bytes: Buffer, { maxPixels }: PhotoLimits): Promise<Sharp> {
  const source = sharp(bytes, { limitInputPixels: maxPixels, failOn: 'error', pages: 1 });
  const { width, height } = await sharp(bytes, { limitInputPixels: false })
    .metadata()
    .catch(() => {
      throw refused('not-a-photo', { reason: 'broken' });
    });
  assertPixels(width, height, maxPixels);
  return source;
}

async function fromHeic(bytes: Buffer, { maxPixels }: PhotoLimits): Promise<Sharp> {
  const decoded = await decodeHeic(bytes, maxPixels);
  if (decoded.kind === 'broken') throw refused('not-a-photo', { reason: 'broken' });
  const { width, height } = decoded;
  assertPixels(width, height, maxPixels);
  if (decoded.kind === 'tooLarge') throw new Error('the decoder met a limit that its picture does not');
  return sharp(decoded.pixels, { raw: { width, height, channels: 4 } });
}

function assertPixels(width: number, height: number, maxPixels: number): void {
  if (width * height > maxPixels) throw refused('photo-too-many-pixels', { width, height, maxPixels });
}
