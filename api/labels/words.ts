// What roles, kinds of processes and steps of time are called where sentences are made for readers.
import type { Role } from '../../domain/process';
import type { Lang } from '../problems';
import { DUTY_LABELS, type Labels } from './duties';

const label = (zh: string, en: string): Record<Lang, string> => ({ zh, en });

export const ROLE_LABELS: Record<Role, Record<Lang, string>> = {
  districtSupervisor: label('区级监督员', 'the district supervisor'),
  streetOfficer: label('街道', 'the street'),
  communitySecretary: label('社区', 'the community'),
  gridWorker: label('网格员', 'the grid worker'),
  committeeMember: label('业委会', "the owners' committee"),
  firmManager: label('物业服务企业', 'the property firm'),
  owner: label('业主', 'the owner'),
  resident: label('居民', 'the resident'),
  expert: label('专家', 'the expert'),
  departmentOfficer: label('部门', 'the department'),
  auditor: label('审计员', 'the auditor'),
};

export const KIND_LABELS: Labels = {
  cofunding: label('微项目共筹', 'the co-funding'),
  committeeTerm: label('业委会任期', "the committee's term"),
  disclosure: label('阳光财务公示', 'the disclosure of accounts'),
  election: label('业委会选举', 'the election'),
  handover: label('移交', 'the handover'),
  ownersVote: label('业主表决', "the owners' vote"),
  petition: label('业主联名', 'the petition'),
  recall: label('罢免', 'the recall'),
  problem: label('居民诉求', 'the problem'),
  meeting: label('会议', 'the meeting'),
  rhythm: label('例会安排', 'the rhythm of meetings'),
  household: label('家庭走访', 'the visits'),
};

export const DEPARTMENT_LABELS: Labels = {
  court: label('法院', 'the court'),
  disciplineInspection: label('纪检', 'discipline inspection'),
  environment: label('生态环境', 'environment'),
  fire: label('消防', 'the fire station'),
  housing: label('住建', 'housing'),
  marketSupervision: label('市场监管', 'market supervision'),
  publicSecurity: label('公安', 'public security'),
  transport: label('交通', 'transport'),
  urbanManagement: label('城管', 'urban management'),
};

/** What the machine is about, or what time decides. */
export const DECISION_LABELS: Labels = {
  resume: label('恢复程序', 'resume'),
  openReport: label('要求报告任期届满', 'ask for the report'),
  missReport: label('认定未报告，转由街道启动', 'hold the report missed and turn to the street'),
  missConvening: label('认定逾期未召集，转由街道召集', 'hold the meeting missed and turn to the street'),
  expireTerm: label('任期届满', 'end the term'),
  endSubstitute: label('结束代行', "end the substitute's time"),
  reviewFounding: label('复核成立条件', 'look at the conditions of founding again'),
  recordDeveloperSilent: label('认定建设单位未报送', 'hold the developer silent'),
  settleGroupNotice: label('结束小组公示', "end the group's publicity"),
  closeNomination: label('结束提名', 'close nomination'),
  recordSilence: label('视为无不利意见', 'take silence for no objection'),
  recordNoDefence: label('视为放弃申辩', 'take silence for no defence'),
  recordNoAppeal: label('视为不申诉', 'take silence for no appeal'),
  settleSlateNotice: label('结束候选人公示', "end the slate's publicity"),
  recordFilingSilence: label('认定备案逾期不决', 'hold the filing undecided'),
  recordNoAudit: label('认定未委托审计，转由社区委托', 'turn to the community for the audit'),
  endAuditNotice: label('结束审计公示', 'end the publicity of the audit'),
  recordNotHandedOver: label('认定拒不移交', 'hold the handover refused'),
  recordUrgeIgnored: label('认定催交无效', 'hold the urging in vain'),
  settleRollObjections: label('结束名册异议期', 'end the time for objections to the roll'),
  openVoting: label('开始表决', 'open the vote'),
  closeVoting: label('截止表决', 'close the vote'),
  settleResultObjections: label('结束结果异议期', 'end the time for objections to the result'),
  endRevocationPeriod: label('结束可撤销期', 'end the time for a lawsuit'),
  closeCollection: label('截止签名', 'close the collection'),
  confirmBySilence: label('视为核实通过', 'take silence for confirmation'),
  raiseBySilence: label('升级到上一级', 'raise it a level'),
  recordOverdue: label('认定全程超期', 'hold the whole time over'),
  closeUnappealed: label('无人提出异议，办结', 'close it, nobody having objected'),
  endParking: label('恢复办理挂账事项', 'take up what was parked'),
  recordCallSilence: label('认定部门未报到', 'hold the department silent'),
  endGrantNotice: label('结束资金公示', 'end the publicity of the grant'),
  endPledging: label('截止认筹', 'close the pledging'),
  lapseBySilence: label('认定未达标，项目终止', 'let the project lapse'),
  endCollecting: label('截止归集', 'close the collecting'),
  countOnceMore: label(
    '再清点一次，仍不足则终止并退款',
    'count once more; if it is still short, give the project up and refund',
  ),
  endAccountsNotice: label('结束账目公示', 'end the publicity of the accounts'),
  prepareShares: label('固定名册并计算分摊', 'freeze the roll and work the shares out'),
  countPledges: label('核计认筹', 'count the pledges'),
  countReceipts: label('核计到账', 'count what has come in'),
  postSpending: label('登记支出', 'post the spending'),
  listRefunds: label('编制退款清单', 'list what goes back'),
  checkSplitting: label('核对拆分项目', 'look up other projects of this scope'),
  freezeRoll: label('固定名册', 'freeze the roll'),
  tallyVote: label('计票', 'count the votes'),
  countSignatures: label('清点签名', 'count the signatures'),
  openPeriod: label('开始编制本期报表', 'open the period that has ended'),
  recordDraftingSilence: label('认定逾期未编制，转由上一级编制', 'hold the body silent and turn to the office above'),
  endDisplay: label('公示期满', 'end the display'),
  draftDisclosure: label('固定报表数据', 'freeze the figures of a statement'),
  launchChild: label('启动子程序', 'launch a process of its own'),
};

const said = (labels: Labels, code: string, lang: Lang): string => labels[code]?.[lang] ?? code;

export const sayDuty = (duty: string, lang: Lang): string => said(DUTY_LABELS, duty, lang);
export const sayKind = (kind: string, lang: Lang): string => said(KIND_LABELS, kind, lang);
export const sayDepartment = (code: string, lang: Lang): string => said(DEPARTMENT_LABELS, code, lang);
export const sayDecision = (command: string, lang: Lang): string => said(DECISION_LABELS, command, lang);
