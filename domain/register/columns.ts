// The columns of a register file: their names, the other names that offices use for them, and where a sheet's header is.
import { compact } from './normalise';

export const COLUMN_IDS = [
  'building',
  'entrance',
  'room',
  'use',
  'area',
  'tenure',
  'holder',
  'idKind',
  'idNumber',
  'phone',
  'representative',
  'capacity',
  'party',
] as const;
export type ColumnId = (typeof COLUMN_IDS)[number];

export interface ColumnKind {
  /** The header in the template. */
  label: { zh: string; en: string };
  /** Other headers for the same thing, in the spelling of headerKey. */
  aliases: readonly string[];
  /** Without it a file is not a register. */
  isRequired: boolean;
  /** Never repeated in a message. */
  isPersonal: boolean;
}

export const COLUMNS: Record<ColumnId, ColumnKind> = {
  building: {
    label: { zh: '楼栋', en: 'Building' },
    aliases: ['楼', '楼号', '栋', '栋号', '幢', '幢号', '楼幢', '楼栋号', '楼宇', '座', '座号', '号楼', '楼栋名称'],
    isRequired: true,
    isPersonal: false,
  },
  entrance: {
    label: { zh: '单元', en: 'Entrance' },
    aliases: ['单元号', '门洞', '门', '梯', '梯号', '单元名称'],
    isRequired: false,
    isPersonal: false,
  },
  room: {
    label: { zh: '房号', en: 'Room' },
    aliases: [
      '房间号',
      '室',
      '室号',
      '房屋',
      '房屋号',
      '房屋编号',
      '门牌',
      '门牌号',
      '户号',
      '房间',
      '房产号',
      '房室号',
      '车位号',
    ],
    isRequired: true,
    isPersonal: false,
  },
  use: {
    label: { zh: '用途', en: 'Use' },
    aliases: ['房屋用途', '规划用途', '性质', '房屋性质', '房屋类型', '类型', '物业类型', '业态'],
    isRequired: true,
    isPersonal: false,
  },
  area: {
    label: { zh: '专有面积(㎡)', en: 'Exclusive area (m²)' },
    aliases: [
      '专有面积',
      '专有部分面积',
      '建筑面积',
      '面积',
      '产权面积',
      '房屋面积',
      '登记面积',
      '房产面积',
      '专有部分建筑面积',
    ],
    isRequired: true,
    isPersonal: false,
  },
  tenure: {
    label: { zh: '产权状态', en: 'Tenure' },
    aliases: ['销售状态', '交付状态', '房屋状态', '状态', '权属状态', '售出状态'],
    isRequired: false,
    isPersonal: false,
  },
  holder: {
    label: { zh: '权利人姓名', en: 'Right holder' },
    aliases: [
      '姓名',
      '业主',
      '业主姓名',
      '业主名称',
      '权利人',
      '权利人名称',
      '产权人',
      '产权人姓名',
      '所有权人',
      '房主',
      '户主',
      '名称',
      '住户姓名',
    ],
    isRequired: true,
    isPersonal: true,
  },
  idKind: {
    label: { zh: '证件类型', en: 'Kind of document' },
    aliases: ['证件种类', '证件名称', '证照类型', '证件类别'],
    isRequired: false,
    isPersonal: false,
  },
  idNumber: {
    label: { zh: '证件号码', en: 'Document number' },
    aliases: [
      '证件号',
      '身份证',
      '身份证号',
      '身份证号码',
      '居民身份证号',
      '居民身份证号码',
      '统一社会信用代码',
      '证照号码',
      '证件编号',
    ],
    isRequired: true,
    isPersonal: true,
  },
  phone: {
    label: { zh: '手机号', en: 'Phone' },
    aliases: ['手机', '手机号码', '电话', '电话号码', '联系电话', '联系方式', '移动电话', '联系手机'],
    isRequired: false,
    isPersonal: true,
  },
  representative: {
    label: { zh: '是否代表', en: 'Representative' },
    aliases: ['代表', '表决代表', '是否表决代表', '是否推选代表', '推选代表', '共有人代表', '投票代表', '是否投票代表'],
    isRequired: false,
    isPersonal: false,
  },
  capacity: {
    label: { zh: '身份', en: 'Capacity' },
    aliases: ['人员身份', '住户身份', '业主/租户', '身份类别', '人员类别', '人员类型', '住户类型', '与房屋关系'],
    isRequired: false,
    isPersonal: false,
  },
  party: {
    label: { zh: '政治面貌', en: 'Political status' },
    aliases: ['党员', '是否党员', '是否中共党员', '党派'],
    isRequired: false,
    isPersonal: true,
  },
};

/** Headers are compared without blanks, marks of obligation, and remarks in brackets: `* 专有面积（㎡）` is `专有面积`. */
const headerKey = (text: string): string =>
  compact(text)
    .replace(/[*:?]/g, '')
    .replace(/[([【][^)\]】]*[)\]】]/g, '')
    .replace(/m2$/i, '')
    .toUpperCase();

/** Headers as in the template: where a sheet has both 专有面积 and 建筑面积, the first of these is meant. */
const OWN_HEADERS = new Set(COLUMN_IDS.map((id) => headerKey(COLUMNS[id].label.zh)));

const BY_HEADER = new Map<string, ColumnId>(
  COLUMN_IDS.flatMap((id) =>
    [COLUMNS[id].label.zh, COLUMNS[id].label.en, ...COLUMNS[id].aliases].map((name): [string, ColumnId] => [
      headerKey(name),
      id,
    ]),
  ),
);

/** Column → position in the row, from 0. */
export type ColumnMap = Partial<Record<ColumnId, number>>;

export type HeaderProblem =
  | { code: 'header-not-found' }
  | { code: 'columns-missing'; columns: ColumnId[] }
  | { code: 'column-twice'; columns: ColumnId[] };

export interface Header {
  columns: ColumnMap;
  /** Rows of the given head that belong to title and header; data begin after them. */
  rows: number;
  /** Headers that name no column of ours; they are not read, and the clerk is told. */
  ignored: string[];
}

/** How many rows from the top may hold titles, remarks and the header. */
export const HEAD_ROWS = 15;

/**
 * Finds the header among the first rows of a sheet. A header may span several rows with merged cells: a group title above
 * (`产权信息` over three columns) or a name merged downwards; the lowest known name in a column counts.
 * Chosen is the run of up to three rows that names the most columns.
 */
export function findHeader(head: readonly (readonly string[])[]): { header: Header } | { problem: HeaderProblem } {
  let best: { score: number; rows: number; header: Header; twice: ColumnId[] } | undefined;
  for (let first = 0; first < Math.min(head.length, HEAD_ROWS); first += 1)
    for (let depth = 1; depth <= 3 && first + depth <= head.length; depth += 1) {
      const found = readHeader(head.slice(first, first + depth));
      const score = Object.keys(found.columns).length;
      // A deeper run must name more: otherwise it would swallow rows of data below the header.
      if (score > (best?.score ?? 1))
        best = { score, rows: first + depth, header: { ...found, rows: first + depth }, twice: found.twice };
    }
  if (best === undefined) return { problem: { code: 'header-not-found' } };
  if (best.twice.length > 0) return { problem: { code: 'column-twice', columns: best.twice } };
  const { columns, ignored, rows } = best.header;
  const missing = COLUMN_IDS.filter((id) => COLUMNS[id].isRequired && columns[id] === undefined);
  return missing.length === 0
    ? { header: { columns, ignored, rows } }
    : { problem: { code: 'columns-missing', columns: missing } };
}

function readHeader(rows: readonly (readonly string[])[]): {
  columns: ColumnMap;
  ignored: string[];
  twice: ColumnId[];
} {
  const found = new Map<ColumnId, { position: number; text: string; isOwn: boolean }[]>();
  const ignored: string[] = [];
  const ignore = (text: string): void => {
    if (ignored.length < 20) ignored.push(compact(text).slice(0, 20));
  };
  const width = Math.max(0, ...rows.map((row) => row.length));
  for (let position = 0; position < width; position += 1) {
    const texts = rows.map((row) => row[position] ?? '').filter((text) => compact(text) !== '');
    const text = texts.findLast((candidate) => BY_HEADER.has(headerKey(candidate)));
    const id = text === undefined ? undefined : BY_HEADER.get(headerKey(text));
    if (text !== undefined && id !== undefined)
      found.set(id, [...(found.get(id) ?? []), { position, text, isOwn: OWN_HEADERS.has(headerKey(text)) }]);
    else if (texts.length > 0) ignore(texts.at(-1) ?? '');
  }
  const columns: ColumnMap = {};
  const twice: ColumnId[] = [];
  for (const [id, places] of found) {
    const own = places.filter((place) => place.isOwn);
    const [chosen, other] = own.length > 0 ? own : places;
    if (chosen === undefined) continue;
    columns[id] = chosen.position;
    if (other !== undefined) twice.push(id);
    else for (const place of places) if (place !== chosen) ignore(place.text);
  }
  return { columns, ignored, twice };
}
