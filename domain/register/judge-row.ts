// One row of a register file by itself: from cells to values, or to issues. Rows are compared with one another in judge-unit.ts
// and judge-owner.ts, with the register in the store.
import { parseAddress, type UnitAddress } from './address';
import { COLUMN_IDS, COLUMNS, type ColumnId, type ColumnMap } from './columns';
import { type IdKind, parseIdNumber, parsePhone } from './id-number';
import { issue, type Issue, type IssueCode } from './issues';
import { cleanName, cleanText, compact, nameKey, parseAreaDm2 } from './normalise';

/**
 * What a spreadsheet stored in a cell. Numbers are kept as such: only so can lost digits be noticed. Dates are days since 1899-12-30 on a local
 * clock; null: written in another way.
 */
export type Cell =
  | string
  | { kind: 'number'; value: number }
  | { kind: 'date'; serial: number | null }
  | { kind: 'error'; text: string };

export interface SheetRow {
  /** As the clerk sees it in the margin: from 1, title and header included. */
  rowNo: number;
  cells: readonly Cell[];
}

export type UnitUse = 'dwelling' | 'shop' | 'office' | 'parking' | 'storage' | 'other';
export type UnitTenure = 'sold' | 'developerUnsold' | 'developerUndelivered';
export type Capacity = 'owner' | 'tenant';

/** What could be read of a row; null: missing, refused, or not needed. */
export interface ParsedRow {
  rowNo: number;
  address: UnitAddress | null;
  use: UnitUse | null;
  areaDm2: number | null;
  tenure: UnitTenure | null;
  capacity: Capacity;
  name: string | null;
  nameKey: string | null;
  idKind: IdKind | null;
  idNumber: string | null;
  phone: string | null;
  /** null: the cell is empty. */
  isRepresentative: boolean | null;
  isPartyMember: boolean | null;
  issues: Issue[];
}

type Words<T> = readonly (readonly [T, readonly string[]])[];

export const USE_WORDS: Words<UnitUse> = [
  ['dwelling', ['住宅', '住房', '成套住宅', '居住', '别墅', '公寓']],
  ['shop', ['商铺', '商业', '店铺', '门市', '网点', '商业网点', '商业服务', '门面']],
  ['office', ['办公', '写字楼', '商务办公']],
  ['parking', ['车位', '车库', '停车位', '地下车位', '地下车库', '产权车位', '机动车位']],
  ['storage', ['储藏室', '储藏间', '储物间', '仓储', '地下室', '杂物间', '煤棚']],
  ['other', ['其他', '其它']],
];
export const TENURE_WORDS: Words<UnitTenure> = [
  ['sold', ['已售', '已交付', '已出售', '已售已交付', '自有', '已入住', '已登记']],
  ['developerUnsold', ['未售', '未出售', '待售', '开发商未售', '建设单位未售']],
  ['developerUndelivered', ['已售未交付', '未交付', '未交房', '已售未交']],
];
export const CAPACITY_WORDS: Words<Capacity> = [
  ['owner', ['业主', '产权人', '共有人', '权利人', '所有权人', '本人', '房主', '户主', '建设单位']],
  ['tenant', ['租户', '承租人', '租客', '使用人', '物业使用人', '非业主使用人']],
];
export const ID_KIND_WORDS: Words<IdKind> = [
  ['residentId', ['居民身份证', '身份证', '二代身份证', '中华人民共和国居民身份证']],
  ['residencePermit', ['港澳台居民居住证', '港澳居民居住证', '台湾居民居住证']],
  ['creditCode', ['统一社会信用代码', '营业执照', '社会信用代码', '统一信用代码', '信用代码']],
  ['passport', ['护照', '外国护照', '普通护照']],
  ['hkMacaoPermit', ['港澳居民来往内地通行证', '港澳通行证', '回乡证', '港澳居民通行证']],
  ['taiwanPermit', ['台湾居民来往大陆通行证', '台胞证', '台湾居民通行证']],
  ['foreignResidentId', ['外国人永久居留身份证', '外国人永久居留证', '永久居留身份证']],
  ['officerId', ['军官证', '士兵证', '警官证', '文职干部证', '军人证', '军人身份证']],
  ['other', ['其他', '其它', '其他证件']],
];
const YES = ['是', '√', '✓', '✔', 'Y', 'YES', '1', 'TRUE', '代表', '对'];
const NO = ['否', '×', 'X', 'N', 'NO', '0', 'FALSE', '非', '不是'];
const PARTY_YES = ['中共党员', '党员', '共产党员', '中共预备党员', '预备党员', '正式党员', '中国共产党党员', ...YES];
const PARTY_NO = [
  '群众',
  '无',
  '普通公民',
  '共青团员',
  '团员',
  '民主党派',
  '无党派',
  '无党派人士',
  '民革党员',
  '民盟盟员',
  '民建会员',
  '民进会员',
  '农工党党员',
  '致公党党员',
  '九三学社社员',
  '台盟盟员',
  '非党员',
  ...NO,
];

/** The word the template offers for each value. */
export const wordOf = <T>(words: Words<T>, value: T): string => words.find(([known]) => known === value)?.[1][0] ?? '';
const wordsZh = <T>(words: Words<T>): string => words.map(([, names]) => names[0]).join('、');

/** By the word as written, which is quick and almost always right, else by its canonical spelling. */
const lookup = <T>(words: Words<T>, written: string): T | undefined =>
  exact(words, written) ?? exact(words, compact(written));
const exact = <T>(words: Words<T>, text: string): T | undefined => words.find(([, names]) => names.includes(text))?.[0];

/** Longest text of a cell that is looked at; the longest name in the household register has 60 characters. */
const LONGEST_CELL = 200;
const LONGEST_NAME = 100;
/** Spreadsheets keep 15 digits of a number; a longer one has been changed. */
const FIRST_INEXACT = 1e15;

/** `89.53` also where the file says 89.530000000000001, as spreadsheets write it and show it. */
const numberText = (value: number): string => {
  const rounded = Number(value.toPrecision(15));
  return Math.abs(rounded) < FIRST_INEXACT && Math.abs(rounded) >= 1e-6
    ? String(rounded)
    : rounded === 0
      ? '0'
      : BigInt(Math.trunc(rounded)).toString();
};

/** Text that was guarded against being read as a number or formula: `'0371…`, `="370202…"`, and what our own exports write. */
const unguarded = (text: string): string => (/^\s*="(.*)"\s*$/s.exec(text)?.[1] ?? text).replace(/^\s*'/, '');

/** Whether a row holds nothing that anybody typed. */
export const isBlank = (row: SheetRow): boolean =>
  row.cells.every((cell) => typeof cell === 'string' && cleanText(cell) === '');

/** Reads one row by the columns of its header. Never throws: whatever stands there becomes a value or an issue. */
export function judgeRow({ rowNo, cells }: SheetRow, columns: ColumnMap): ParsedRow {
  const issues: Issue[] = [];
  const spoilt = new Set<ColumnId>();
  const texts: Partial<Record<ColumnId, string>> = {};
  const complain = (column: ColumnId, code: IssueCode, params?: Issue['params']): void => {
    spoilt.add(column);
    const shown = COLUMNS[column].isPersonal ? undefined : (params ?? { value: shorten(texts[column] ?? '') });
    issues.push(issue(rowNo, column, code, shown));
  };
  for (const column of COLUMN_IDS) {
    const position = columns[column];
    const cell = position === undefined ? '' : (cells[position] ?? '');
    if (typeof cell === 'string') {
      if (cell.length > LONGEST_CELL) complain(column, 'cell-too-long', {});
      else texts[column] = unguarded(cell);
    } else if (cell.kind === 'number') {
      if (column === 'idNumber' && Math.abs(cell.value) >= FIRST_INEXACT) complain(column, 'id-lost-digits');
      else texts[column] = numberText(cell.value);
    } else if (cell.kind === 'date') complain(column, 'cell-is-date', {});
    else complain(column, 'cell-is-error', { value: shorten(cell.text) });
  }
  const text = (column: ColumnId): string => texts[column] ?? '';
  const choice = <T>(column: ColumnId, words: Words<T>): T | null => {
    const written = text(column);
    if (written === '') return null;
    const value = lookup(words, written);
    if (value === undefined && compact(written) !== '')
      complain(column, 'value-unknown', { value: shorten(written), allowed: wordsZh(words) });
    return value ?? null;
  };
  const flag = (column: ColumnId, yes: readonly string[], no: readonly string[], allowed: string): boolean | null => {
    const written = compact(text(column)).toUpperCase();
    if (written === '') return null;
    if (yes.includes(written)) return true;
    if (!no.includes(written)) complain(column, 'value-unknown', { value: shorten(written), allowed });
    return no.includes(written) ? false : null;
  };

  const capacity = choice('capacity', CAPACITY_WORDS) ?? 'owner';
  const isTenant = capacity === 'tenant';

  let address: UnitAddress | null = null;
  if (!['building', 'entrance', 'room'].some((column) => spoilt.has(column as ColumnId))) {
    const parsed = parseAddress({ building: text('building'), entrance: text('entrance'), room: text('room') });
    if ('address' in parsed) address = parsed.address;
    else complain(parsed.problem === 'building-missing' ? 'building' : 'room', parsed.problem);
  }

  const use = choice('use', USE_WORDS);
  if (use === null && !isTenant && !spoilt.has('use')) complain('use', 'use-missing', {});

  let areaDm2: number | null = null;
  if (!spoilt.has('area')) {
    const area = parseAreaDm2(text('area'));
    if ('areaDm2' in area) areaDm2 = area.areaDm2;
    else if (!(isTenant && area.problem === 'area-missing')) complain('area', area.problem);
  }

  const tenure = choice('tenure', TENURE_WORDS) ?? (isTenant || spoilt.has('tenure') ? null : 'sold');

  const name = spoilt.has('holder') ? '' : cleanName(text('holder'));
  if (name.length > LONGEST_NAME) complain('holder', 'cell-too-long');
  else if (name === '' && !spoilt.has('holder')) complain('holder', 'holder-missing');

  const writtenKind = choice('idKind', ID_KIND_WORDS);
  const id = spoilt.has('idNumber') || spoilt.has('idKind') ? null : readId(writtenKind, text('idNumber'));
  if (id !== null && 'problem' in id && !(isTenant && id.problem === 'id-missing')) complain('idNumber', id.problem);
  const identity = id !== null && 'idNumber' in id ? id : null;

  let phone: string | null = null;
  if (!spoilt.has('phone') && compact(text('phone')) !== '') {
    phone = parsePhone(text('phone'));
    if (phone === null) complain('phone', 'phone-malformed');
  }

  const isRepresentative = flag('representative', YES, NO, '是、否');
  if (isTenant && isRepresentative === true) complain('representative', 'tenant-not-representative', {});
  const isPartyMember = flag('party', PARTY_YES, PARTY_NO, '中共党员、群众');

  if (!isTenant && tenure !== null && tenure !== 'sold' && identity !== null && identity.idKind !== 'creditCode')
    complain('tenure', 'developer-needs-code', {});

  return {
    rowNo,
    address,
    use,
    areaDm2,
    tenure,
    capacity,
    name: name === '' ? null : name,
    nameKey: name === '' ? null : nameKey(name),
    idKind: identity?.idKind ?? null,
    idNumber: identity?.idNumber ?? null,
    phone,
    isRepresentative: isTenant ? null : isRepresentative,
    isPartyMember,
    issues,
  };
}

/** A cell as a message may repeat it: no invisible characters, not too long, no character cut in half. */
const shorten = (text: string): string => {
  const characters = [...cleanText(text)];
  return characters.length > 40 ? `${characters.slice(0, 40).join('')}…` : characters.join('');
};

/** Without a kind, a number that is right as a resident id or as a credit code says its kind itself. */
function readId(kind: IdKind | null, raw: string): { idKind: IdKind; idNumber: string } | { problem: IssueCode } {
  if (kind !== null) {
    const parsed = parseIdNumber(kind, raw);
    return 'problem' in parsed ? parsed : { idKind: kind, idNumber: parsed.idNumber };
  }
  const resident = parseIdNumber('residentId', raw);
  if ('idNumber' in resident) return { idKind: 'residentId', idNumber: resident.idNumber };
  const code = parseIdNumber('creditCode', raw);
  return 'idNumber' in code ? { idKind: 'creditCode', idNumber: code.idNumber } : resident;
}
