// A recording is kept as it was spoken, not encoded anew; but what phones write beside the sound (place, device, title, pictures) is taken out.
// Each container has its own way: tags are cut off, boxes become free space, comments are emptied. Pure.
import { refused } from '../refused';
import { emptyOpusTags } from './ogg-pages';
import type { VoiceFormat } from './sniff';

export const VOICE_TYPES: Record<VoiceFormat, string> = {
  mp3: 'audio/mpeg',
  aac: 'audio/aac',
  m4a: 'audio/mp4',
  amr: 'audio/amr',
  oggOpus: 'audio/ogg',
  wav: 'audio/wav',
};

/** Refuses `not-a-recording` for a container that cannot be followed to its end, or that holds no sound. */
export function cleanVoice(bytes: Buffer, format: VoiceFormat): { bytes: Buffer; mediaType: string } {
  const cleaned = CLEAN[format](bytes);
  if (cleaned === null || cleaned.length === 0) throw refused('not-a-recording', { format, reason: 'broken' });
  return { bytes: cleaned, mediaType: VOICE_TYPES[format] };
}

/** Null: broken. */
const CLEAN: Record<VoiceFormat, (bytes: Buffer) => Buffer | null> = {
  mp3: (bytes) => framesOf(withoutId3(bytes), 0xe0),
  // ADTS streams may carry the same tags as MP3.
  aac: (bytes) => framesOf(withoutId3(bytes), 0xf0),
  m4a: withoutMetadataBoxes,
  // No room for anything but sound.
  amr: (bytes) => (bytes.length > '#!AMR-WB\n'.length ? bytes : null),
  oggOpus: emptyOpusTags,
  wav: withoutInfoChunks,
};

/** The first frame must follow at once: eleven set bits (MP3) or twelve (ADTS). */
const framesOf = (bytes: Buffer, mask: number): Buffer | null =>
  bytes.length > 4 && bytes[0] === 0xff && ((bytes[1] ?? 0) & mask) === mask ? bytes : null;

/** ID3v2 in front (its size is four times seven bits), ID3v1 and APE tags behind. */
function withoutId3(bytes: Buffer): Buffer {
  let start = 0;
  while (bytes.toString('latin1', start, start + 3) === 'ID3' && start + 10 <= bytes.length) {
    const size = [6, 7, 8, 9].reduce((sum, at) => sum * 128 + ((bytes[start + at] ?? 0) & 0x7f), 0);
    start += 10 + size;
  }
  let end = bytes.length;
  if (end - start > 128 && bytes.toString('latin1', end - 128, end - 125) === 'TAG') end -= 128;
  if (end - start > 32 && bytes.toString('latin1', end - 32, end - 24) === 'APETAGEX') {
    const size = bytes.readUInt32LE(end - 20);
    const hasHeader = (bytes.readUInt32LE(end - 12) & 0x80000000) !== 0;
    end -= Math.min(size + (hasHeader ? 32 : 0), end - start);
  }
  // Padding between tag and sound.
  while (start < end && bytes[start] === 0) start += 1;
  return bytes.subarray(start, Math.max(start, end));
}

const CONTAINERS = new Set(['moov', 'trak', 'mdia', 'minf', 'stbl', 'moof', 'traf']);
/** User data, metadata, and boxes of private kinds (XMP lies in one). */
const NOT_SOUND = new Set(['udta', 'meta', 'uuid']);

/** Boxes that are not sound become `free` and zero: nothing moves, so that the offsets into the sound stay right. */
function withoutMetadataBoxes(bytes: Buffer): Buffer | null {
  const copy = Buffer.from(bytes);
  return clearBoxes(copy, 0, copy.length, 0) ? copy : null;
}

function clearBoxes(bytes: Buffer, from: number, to: number, depth: number): boolean {
  let at = from;
  while (at < to) {
    if (at + 8 > to || depth > 8) return false;
    let size = bytes.readUInt32BE(at);
    let head = 8;
    if (size === 1) {
      if (at + 16 > to || bytes.readUInt32BE(at + 8) !== 0) return false;
      size = bytes.readUInt32BE(at + 12);
      head = 16;
    } else if (size === 0) size = to - at;
    if (size < head || at + size > to) return false;
    const type = bytes.toString('latin1', at + 4, at + 8);
    if (NOT_SOUND.has(type)) {
      bytes.write('free', at + 4, 'latin1');
      bytes.fill(0, at + head, at + size);
    } else if (CONTAINERS.has(type) && !clearBoxes(bytes, at + head, at + size, depth + 1)) return false;
    at += size;
  }
  return true;
}

/** What a player needs; LIST (with the place), bext, id3, _PMX and the like are left out. */
const WAV_CHUNKS = new Set(['fmt ', 'fact', 'data']);

function withoutInfoChunks(bytes: Buffer): Buffer | null {
  const kept: Buffer[] = [];
  let hasSound = false;
  let at = 12;
  while (at + 8 <= bytes.length) {
    const type = bytes.toString('latin1', at, at + 4);
    // A recorder that was cut off has not filled in the size of its sound: what there is, is meant.
    const size = Math.min(bytes.readUInt32LE(at + 4), bytes.length - at - 8);
    if (WAV_CHUNKS.has(type)) {
      const chunk = Buffer.from(bytes.subarray(at, at + 8 + size));
      chunk.writeUInt32LE(size, 4);
      kept.push(chunk, Buffer.alloc(size % 2));
      hasSound ||= type === 'data' && size > 0;
    }
    at += 8 + size + (size % 2);
  }
  if (!hasSound) return null;
  const body = Buffer.concat(kept);
  const head = Buffer.from('RIFF\0\0\0\0WAVE', 'latin1');
  head.writeUInt32LE(4 + body.length, 4);
  return Buffer.concat([head, body]);
}
