// What a file is, by its first bytes alone: neither its name nor what the sender says about it is believed. Pure.

export type PhotoFormat = 'jpeg' | 'png' | 'webp' | 'heic';
export type VoiceFormat = 'mp3' | 'aac' | 'm4a' | 'amr' | 'oggOpus' | 'wav';
/** Known and not taken: named, so that the sender hears what to change. */
export type OtherFormat = 'gif' | 'bmp' | 'tiff' | 'avif' | 'svg' | 'pdf' | 'video' | 'zip' | 'unknown';

export type Sniffed =
  | { kind: 'photo'; format: PhotoFormat }
  | { kind: 'voice'; format: VoiceFormat }
  | { kind: 'other'; format: OtherFormat };

const text = (bytes: Buffer, from: number, length: number): string => bytes.toString('latin1', from, from + length);
const photo = (format: PhotoFormat): Sniffed => ({ kind: 'photo', format });
const voice = (format: VoiceFormat): Sniffed => ({ kind: 'voice', format });
const other = (format: OtherFormat): Sniffed => ({ kind: 'other', format });

/** Signatures that need only be looked for at the start. */
const BY_PREFIX: readonly [string, Sniffed][] = [
  ['\xff\xd8\xff', photo('jpeg')],
  ['\x89PNG\r\n\x1a\n', photo('png')],
  ['#!AMR', voice('amr')],
  ['ID3', voice('mp3')],
  ['GIF8', other('gif')],
  ['BM', other('bmp')],
  ['II*\0', other('tiff')],
  ['MM\0*', other('tiff')],
  ['%PDF', other('pdf')],
  ['PK\x03\x04', other('zip')],
];

export function sniff(bytes: Buffer): Sniffed {
  for (const [prefix, found] of BY_PREFIX) if (text(bytes, 0, prefix.length) === prefix) return found;
  if (text(bytes, 0, 4) === 'RIFF') return riff(text(bytes, 8, 4));
  if (text(bytes, 4, 4) === 'ftyp') return isoMedia(bytes);
  if (text(bytes, 0, 4) === 'OggS') return text(bytes, 28, 8) === 'OpusHead' ? voice('oggOpus') : other('unknown');
  const audio = mpegAudio(bytes);
  if (audio !== null) return audio;
  return /^\s*<(\?xml|!--|!DOCTYPE svg|svg)/i.test(text(bytes, 0, 200)) ? other('svg') : other('unknown');
}

function riff(form: string): Sniffed {
  if (form === 'WEBP') return photo('webp');
  return form === 'WAVE' ? voice('wav') : other('video');
}

const HEIC_BRANDS = new Set(['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'mif1', 'msf1']);
const AVIF_BRANDS = new Set(['avif', 'avis']);
const AUDIO_BRANDS = new Set(['M4A ', 'M4B ', 'F4A ']);

/** ISO base media files are told apart by their major brand; a phone's recorder may write a general one, and then its tracks decide. */
function isoMedia(bytes: Buffer): Sniffed {
  const brand = text(bytes, 8, 4);
  if (AVIF_BRANDS.has(brand)) return other('avif');
  if (HEIC_BRANDS.has(brand)) return photo('heic');
  if (AUDIO_BRANDS.has(brand)) return voice('m4a');
  const handlers = handlersOf(bytes);
  return handlers.length > 0 && handlers.every((handler) => handler === 'soun') ? voice('m4a') : other('video');
}

/** Types of the tracks, from their `hdlr` boxes: size, `hdlr`, version and flags, predefined, handler type. */
function handlersOf(bytes: Buffer): string[] {
  const found: string[] = [];
  for (let at = bytes.indexOf('hdlr', 0, 'latin1'); at >= 0; at = bytes.indexOf('hdlr', at + 4, 'latin1')) {
    const handler = text(bytes, at + 12, 4);
    if (/^[a-z]{4}$/.test(handler) && handler !== 'mdir') found.push(handler);
  }
  return found;
}

/** Bare frames without a container: eleven set bits, then version and layer. ADTS (AAC) has the layer 00. */
function mpegAudio(bytes: Buffer): Sniffed | null {
  const [first = 0, second = 0] = bytes;
  if (first !== 0xff) return null;
  if ((second & 0xf6) === 0xf0) return voice('aac');
  const isLayer3 = (second & 0xe6) === 0xe2;
  const hasVersion = (second & 0x18) !== 0x08;
  return isLayer3 && hasVersion ? voice('mp3') : null;
}
