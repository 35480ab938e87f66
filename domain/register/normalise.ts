// How cells of a register are spelled before they are compared: blanks, widths, names, Chinese numbers, areas.
// Addresses are address.ts, identity numbers id-number.ts; nothing here decides whether a row is accepted.

// Zero-width and direction marks, soft hyphen, BOM, control characters, halves of surrogate pairs: invisible in a spreadsheet,
// fatal in a comparison or in the database.
const INVISIBLE =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\p{Cs}]/gu;

const PLAIN = /^[\x21-\x7e]*$/;

/** NFKC (full-width digits and letters become plain, ㎡ becomes m2, U+3000 a blank), invisible characters out, blanks single, trimmed. */
export const cleanText = (raw: string): string =>
  // Most cells are plain numbers and words without a blank: nothing to do.
  PLAIN.test(raw) ? raw : raw.normalize('NFKC').replace(INVISIBLE, '').replace(/\s+/g, ' ').trim();

/** As cleanText, with every blank removed: for codes and numbers, where a blank never means anything. */
export const compact = (raw: string): string => cleanText(raw).replace(/ /g, '');

const HAS_HAN = /\p{Script=Han}/u;

/**
 * A name as it is shown: invisible characters out, and in Chinese names the blanks too (`张　三` is written so to align columns).
 * Rare characters stay as they are.
 */
export function cleanName(raw: string): string {
  const name = raw.normalize('NFC').replace(INVISIBLE, '').replace(/\s+/g, ' ').trim();
  return HAS_HAN.test(name) ? name.replace(/ /g, '') : name;
}

/** A name as it is compared: width, case, blanks and the many middle dots of transcribed names do not count. */
export const nameKey = (raw: string): string =>
  compact(raw)
    .replace(/[·•・‧∙⋅.]/g, '·')
    .toUpperCase();

const DIGITS: Record<string, number> = {
  〇: 0,
  零: 0,
  一: 1,
  二: 2,
  两: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
};

/** `十二` → `12`, for 0 to 99; anything else comes back unchanged. */
export function chineseNumber(text: string): string {
  const match = /^([一二两三四五六七八九])?(十)?([〇零一二三四五六七八九])?$/.exec(text);
  if (match === null || text === '') return text;
  const [, tens, ten, ones] = match;
  if (ten === undefined) return tens !== undefined && ones !== undefined ? text : String(DIGITS[tens ?? ones ?? '']);
  return String((tens === undefined ? 1 : (DIGITS[tens] ?? 0)) * 10 + (ones === undefined ? 0 : (DIGITS[ones] ?? 0)));
}

export type AreaProblem =
  'area-missing' | 'area-not-a-number' | 'area-three-decimals' | 'area-not-positive' | 'area-absurd';

/** No exclusive part is larger: 1 000 000 m². A figure above it has lost its decimal point. */
const LARGEST_DM2 = 100_000_000;

/**
 * Exclusive area in 0.01 m² from text such as `1,234.5 ㎡`. More than two decimals are refused, not rounded: the register of
 * title has two, so a third says that the figure comes from elsewhere.
 */
export function parseAreaDm2(raw: string): { areaDm2: number } | { problem: AreaProblem } {
  const text = compact(raw).replace(/(?:m2|平方米|平米|平方|平)$/i, '');
  if (text === '') return { problem: 'area-missing' };
  const match = /^([+-]?)(\d+|\d{1,3}(?:,\d{3})+)(?:\.(\d*))?$/.exec(text);
  if (match === null) return { problem: 'area-not-a-number' };
  const decimals = (match[3] ?? '').replace(/0+$/, '');
  const whole = (match[2] ?? '').replaceAll(',', '');
  if (match[1] === '-') return { problem: 'area-not-positive' };
  if (whole.length > 10) return { problem: 'area-absurd' };
  if (decimals.length > 2) return { problem: 'area-three-decimals' };
  const areaDm2 = Number(whole) * 100 + Number(decimals.padEnd(2, '0'));
  if (areaDm2 === 0) return { problem: 'area-not-positive' };
  return areaDm2 > LARGEST_DM2 ? { problem: 'area-absurd' } : { areaDm2 };
}

/** `12345` → `123.45`. */
export const formatArea = (areaDm2: number): string =>
  `${Math.floor(areaDm2 / 100)}.${String(areaDm2 % 100).padStart(2, '0')}`;
