// The columns of a register file: their names, the other names that offices use for them, and where a sheet's header is.
import { headerFinder, type ColumnMap as MapOf, type NamedColumn } from './header';

export { HEAD_ROWS } from './header';

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

export interface ColumnKind extends NamedColumn {
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

/** Column → position in the row, from 0. */
export type ColumnMap = MapOf<ColumnId>;

/** Finds the header among the first rows of a sheet (header.ts). */
export const findHeader = headerFinder(COLUMNS, COLUMN_IDS);
