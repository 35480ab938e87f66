// Chinese words for the codes in the pack of a meeting.
import type { RhythmForm } from '../../domain/meeting/forms';
import type { ProcessKind, Role } from '../../domain/process';

const FORMS: Record<RhythmForm, string> = {
  weekly: '周议事',
  monthly: '月研判',
  quarterly: '季调度',
  yearly: '年考评',
};
const KINDS: Record<ProcessKind, string> = {
  cofunding: '微项目共筹',
  committeeTerm: '任期管理',
  disclosure: '阳光财务公示',
  election: '换届选举',
  handover: '移交',
  household: '上门随访',
  meeting: '会议',
  ownersVote: '业主大会表决',
  petition: '业主联名',
  problem: '居民问题',
  recall: '罢免',
  rhythm: '会议制度',
};
const OFFICES: Record<Role, string> = {
  districtSupervisor: '区级督办',
  streetOfficer: '街道办事处',
  communitySecretary: '社区党组织',
  gridWorker: '网格员',
  committeeMember: '业主委员会',
  firmManager: '物业服务企业',
  owner: '业主',
  resident: '住户',
  expert: '专家',
  departmentOfficer: '职能部门',
  auditor: '审计',
};

export const sayMeetingForm = (form: RhythmForm): string => FORMS[form];
export const sayKind = (kind: ProcessKind): string => KINDS[kind];
/** Duties of one person are not named. */
export const sayOfficeOf = (role: Role | null): string => (role === null ? '个人' : OFFICES[role]);
