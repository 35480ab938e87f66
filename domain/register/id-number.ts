// Identity and phone numbers: what is well-formed, and what of them may be shown. Keeping them safe is store/crypto.
import { compact } from './normalise';

export const ID_KINDS = [
  'residentId',
  'residencePermit',
  'creditCode',
  'passport',
  'hkMacaoPermit',
  'taiwanPermit',
  'foreignResidentId',
  'officerId',
  'other',
] as const;
export type IdKind = (typeof ID_KINDS)[number];

export type IdProblem = 'id-missing' | 'id-too-short' | 'id-malformed' | 'id-checksum' | 'id-fifteen-digits';

const RESIDENT_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const RESIDENT_CHECKS = '10X98765432';

/** The check character of the first 17 digits (GB 11643-1999, ISO 7064 MOD 11-2). */
export function residentIdCheck(first17: string): string {
  let sum = 0;
  for (const [i, weight] of RESIDENT_WEIGHTS.entries()) sum += weight * Number(first17[i]);
  return RESIDENT_CHECKS.charAt(sum % 11);
}

function isCalendarDate(yyyymmdd: string): boolean {
  const [year, month, day] = [yyyymmdd.slice(0, 4), yyyymmdd.slice(4, 6), yyyymmdd.slice(6, 8)].map(Number);
  if (year === undefined || month === undefined || day === undefined || year < 1800 || year > 2200) return false;
  if (month < 1 || month > 12 || day < 1) return false;
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  return day <= (lengths[month - 1] ?? 0);
}

function residentIdProblem(id: string): IdProblem | null {
  if (/^\d{15}$/.test(id)) return 'id-fifteen-digits';
  if (!/^[1-9]\d{16}[\dX]$/.test(id) || !isCalendarDate(id.slice(6, 14))) return 'id-malformed';
  return residentIdCheck(id.slice(0, 17)) === id[17] ? null : 'id-checksum';
}

const CREDIT_CHARACTERS = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/** The check character of the first 17 characters of a 统一社会信用代码 (GB 32100-2015, weights 3^i mod 31). */
export function creditCodeCheck(first17: string): string {
  let sum = 0;
  let weight = 1;
  for (const character of first17) {
    sum += CREDIT_CHARACTERS.indexOf(character) * weight;
    weight = (weight * 3) % 31;
  }
  return CREDIT_CHARACTERS.charAt((31 - (sum % 31)) % 31);
}

function creditCodeProblem(code: string): IdProblem | null {
  if (!/^[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/.test(code)) return 'id-malformed';
  return creditCodeCheck(code.slice(0, 17)) === code[17] ? null : 'id-checksum';
}

/** The number in its one canonical spelling (`x` and full-width digits included), or what is wrong with it. */
export function parseIdNumber(kind: IdKind, raw: string): { idNumber: string } | { problem: IdProblem } {
  const idNumber = compact(raw)
    .replace(/[-‐‑–—]/g, '')
    .toUpperCase();
  if (idNumber === '') return { problem: 'id-missing' };
  const problem = problemOf(kind, idNumber);
  return problem === null ? { idNumber } : { problem };
}

function problemOf(kind: IdKind, idNumber: string): IdProblem | null {
  switch (kind) {
    case 'residentId':
    case 'residencePermit':
      return residentIdProblem(idNumber);
    case 'creditCode':
      return creditCodeProblem(idNumber);
    default:
      if (!/^[0-9A-Z\u4e00-\u9fff()]{1,30}$/.test(idNumber)) return 'id-malformed';
      return idNumber.length < 5 ? 'id-too-short' : null;
  }
}

/** `3702**********1234`: at most the first four and the last four characters, and never more than half of a number. */
export function maskIdNumber(idNumber: string): string {
  const shown = Math.min(4, Math.floor(idNumber.length / 4));
  return idNumber.slice(0, shown) + '*'.repeat(idNumber.length - 2 * shown) + idNumber.slice(idNumber.length - shown);
}

/** A mobile, a landline with area code, or a foreign number in `+` form; null when it is none of these. */
export function parsePhone(raw: string): string | null {
  const text = compact(raw)
    .replace(/[-‐‑–—()]/g, '')
    .replace(/^(?:\+|00)86/, '');
  if (/^1[3-9]\d{9}$/.test(text)) return text;
  if (/^0(?:10|2\d|[3-9]\d{2})\d{7,8}$/.test(text)) return text;
  return /^\+[1-9]\d{6,14}$/.test(text) ? text : null;
}

/** `138****8000`. */
export const maskPhone = (phone: string): string =>
  phone.slice(0, Math.min(3, phone.length - 6)) + '****' + phone.slice(phone.length - 4);

/** `张*`, `欧***`: the first character, as rolls are published. Organisations are public and stay whole. */
export function maskName(name: string, kind: 'person' | 'organisation'): string {
  const characters = [...name];
  return kind === 'organisation' || characters.length === 0
    ? name
    : `${characters[0] ?? ''}${'*'.repeat(Math.max(1, Math.min(3, characters.length - 1)))}`;
}
