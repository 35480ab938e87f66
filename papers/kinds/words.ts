// Chinese words for the codes that stand in states and rows. A code without a word (an item that a street's policy adds) is printed as it is.
import type { ElectionRecord, PaperRecord, VoteRecord } from '../record';

const CAPACITIES: Record<string, string> = {
  owner: '业主代表',
  street: '街道办事处代表',
  community: '居民委员会代表',
  party: '党组织代表',
  police: '公安派出所代表',
  developer: '建设单位代表',
  oldCommittee: '原业主委员会代表',
};
const NOMINATED_BY: Record<string, string> = {
  self: '自荐',
  owners: '业主联名推荐',
  residentsCommittee: '居民委员会推荐',
  partyOrganisation: '党组织推荐',
  group: '工作小组推荐',
};
const HANDOVER_ITEMS: Record<string, string> = {
  seal: '业主委员会印章',
  accountBooks: '会计账簿及凭证',
  bankAccount: '银行账户及预留印鉴',
  archives: '档案资料',
  minutes: '会议记录及决定',
  rollRegister: '业主名册',
  contracts: '各类合同',
  commonIncomeLedger: '公共收益台账',
  repairFundRecords: '专项维修资金资料',
  assets: '共有财物',
  keys: '钥匙',
  electronicAccounts: '电子账号及密码',
};
const HANDOVER_STATUS: Record<string, string> = {
  pending: '待交接',
  provided: '已移交',
  missing: '缺失',
  disputed: '有争议',
  waived: '不需移交',
  claimed: '已追索',
  toCourt: '已诉至人民法院',
};
const SIDES: Record<string, string> = { from: '移交方', to: '接收方', witness: '见证方' };
const OCCASIONS: Record<string, string> = { custody: '移交保管', takeover: '换届移交', firm: '物业交接' };
const CHOICES: Record<string, string> = { yes: '同意', no: '反对', abstain: '弃权', spoiled: '该项无效' };
const OUTCOMES: Record<string, string> = {
  passed: '通过',
  rejected: '未通过',
  inquorate: '参与表决未达法定比例',
  partial: '部分当选',
  tied: '末位票数相同，待抽签',
  noResult: '未产生结果',
  mixed: '各议题结果不一',
  voided: '表决作废',
};
const NON_RETURN: Record<string, string> = {
  notCounted: '未投票的不计入参与，也不计入任何意见',
  deliveredIsParticipation: '已送达而未投票的，计入参与表决，不计入任何意见',
  followMajority: '已送达而未投票的，依本小区议事规则计入已表决的多数意见（法律规定的特别事项除外）',
};
const DELIVERY_RESULTS: Record<string, string> = {
  delivered: '已送达',
  undeliverable: '无法送达',
  announced: '已公告',
};
const CHANNELS: Record<string, string> = { paper: '入户', electronic: '电子', sms: '短信', announcement: '公告' };
const TRIGGERS: Record<string, string> = {
  termEnding: '任期届满',
  ownersDemand: '业主提议',
  streetMotion: '街道办事处组织',
};
const VARIANTS: Record<string, string> = {
  founding: '成立',
  reelection: '换届',
  early: '提前换届',
  byElection: '补选',
};
const GROUPS: Record<string, string> = {
  founding: '首次业主大会会议筹备组',
  reelection: '业主委员会换届改选小组',
  early: '业主委员会提前换届改选小组',
  byElection: '业主委员会补选工作小组',
};
const OFFICES: Record<string, string> = { chair: '主任', viceChair: '副主任', member: '委员' };
const PURPOSES: Record<string, string> = {
  foundAssembly: '成立业主大会',
  renewCommittee: '业主委员会换届',
  recallMembers: '罢免业主委员会委员',
  extraordinaryMeeting: '召开业主大会临时会议',
};
const PETITION_OUTCOMES: Record<string, string> = {
  accepted: '核实属实，达到法定比例',
  refused: '所提事项不予受理',
  lapsed: '期限届满未达到法定比例',
  withdrawn: '发起人已撤回',
};
const GROUNDS: Record<string, string> = {
  absentHalfYear: '长期无故缺席业主委员会会议',
  lostConditions: '不再具备委员任职条件',
  neglect: '不履行委员职责',
  selfDealing: '利用委员身份谋取私利',
  breachOfOwnerDuties: '不履行业主义务',
  infringement: '侵害他人合法权益',
  badActs: '其他不宜担任委员的行为',
  other: '其他事由',
};
const PROPOSERS: Record<string, string> = { petition: '业主联名', committee: '业主委员会', street: '街道办事处' };
const HELP: Record<string, string> = {
  readAloud: '朗读',
  operateDevice: '协助操作设备',
  fillPaper: '协助填写纸质表决票',
  explain: '解释说明',
};
const WILLS: Record<string, string> = { presentInPerson: '本人到场表示', signatureOnSlip: '在本单上签名' };

const word =
  (words: Record<string, string>) =>
  (code: string): string =>
    Object.hasOwn(words, code) ? (words[code] ?? code) : code;

export const sayCapacity = word(CAPACITIES);
export const sayNominatedBy = word(NOMINATED_BY);
export const sayHandoverItem = word(HANDOVER_ITEMS);
export const sayHandoverStatus = word(HANDOVER_STATUS);
export const saySide = word(SIDES);
export const sayOccasion = word(OCCASIONS);
export const sayChoice = word(CHOICES);
export const sayOutcome = word(OUTCOMES);
export const sayNonReturn = word(NON_RETURN);
export const sayChannel = word(CHANNELS);
export const sayDeliveryResult = word(DELIVERY_RESULTS);
export const sayTrigger = word(TRIGGERS);
export const sayVariant = word(VARIANTS);
/** A group's name without the estate's. */
export const sayGroup = word(GROUPS);
export const sayOffice = word(OFFICES);
export const sayPurpose = word(PURPOSES);
export const sayPetitionOutcome = word(PETITION_OUTCOMES);
export const sayGround = word(GROUNDS);
export const sayProposer = word(PROPOSERS);
export const sayHelp = word(HELP);
export const sayWill = word(WILLS);

/** A person's name; somebody who is in no table any more is called what they are, never left out. */
export const nameOf = ({ names }: Pick<PaperRecord<unknown>, 'names'>, id: string): string =>
  names.get(id) ?? '（姓名已不在册）';

export const textOf = ({ texts }: Pick<PaperRecord<unknown>, 'texts'>, hash: string): string =>
  texts.get(hash) ?? '（文字已依法删除）';

export const groupOf = ({ place, core }: ElectionRecord): string => place.estate + sayGroup(core.variant);

/** Who stands on a side of a handover, by the label of the launch. */
export function whoOf({ place }: Pick<PaperRecord<unknown>, 'place'>, who: string): string {
  const words: Record<string, string> = {
    oldCommittee: `${place.estate}原业主委员会`,
    newCommittee: `${place.estate}新一届业主委员会`,
    residentsCommittee: `${place.community}居民委员会`,
    housingOffice: '房屋行政主管部门',
    group: `${place.estate}换届改选小组`,
    street: `${place.street}办事处`,
    witness: `${place.street}办事处、${place.community}居民委员会`,
  };
  return word(words)(who);
}

/** Who convenes the assembly, by the place from which they act. */
export function convenorOf({ core, place }: VoteRecord): string {
  switch (core.convenor.role) {
    case 'streetOfficer':
    case 'districtSupervisor':
      return `${place.street}办事处`;
    case 'communitySecretary':
    case 'gridWorker':
      return `${place.community}居民委员会`;
    default:
      return `${place.estate}业主委员会`;
  }
}
