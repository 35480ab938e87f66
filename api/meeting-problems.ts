// Status and label of every refusal of meetings and rhythms; spread into process-problems.ts.
import type { MeetingRejection } from '../domain/meeting/rejection-codes';
import { conflict, rule, type ProblemKind } from './problem-kinds';

export const MEETING_PROBLEMS = {
  'agreement-of-mediation': rule(
    '调解须写明是否达成一致，其他会议不写',
    'A mediation says whether the sides agreed, and no other meeting does',
  ),
  'covenant-needs-residents-meeting': rule(
    '只有楼栋会和议事会的决议可以标记为写入管理规约',
    'Only a building meeting or a council wants a resolution in the covenant',
  ),
  'expert-chairs-mediation': rule('调解记录由主持的专家填写', 'The minutes of a mediation are its expert’s'),
  'form-already-paused': conflict('该类会议已暂停', 'Meetings of this form are paused already'),
  'form-not-in-rhythm': rule('该会议制度中没有这类会议', 'The rhythm keeps no such meeting'),
  'form-not-paused': conflict('该类会议并未暂停', 'Meetings of this form are not paused'),
  'mediation-needs-expert': rule('调解须有主持的专家', 'A mediation needs an expert who chairs it'),
  'meeting-not-ahead': rule('会议时间须在将来', 'A meeting is called for an instant that lies ahead'),
  'meeting-not-awaited': conflict('并未等待此次会议的结果', 'The end of this meeting is not awaited'),
  'meeting-not-begun': conflict('会议尚未到召开时间', 'The meeting has not begun yet'),
  'meeting-not-held': conflict(
    '会议尚未召开，不能形成记录和决议',
    'The meeting has not been held: it has neither minutes nor resolutions',
  ),
  'meeting-not-missed': conflict(
    '会议并未缺席，或已作说明',
    'The meeting was not missed, or that is explained already',
  ),
  'meeting-party-twice': rule('参会方重复', 'A party of the meeting is named twice'),
  'minutes-already-recorded': conflict('会议记录已提交', 'The minutes are recorded already'),
  'minutes-missing': conflict('尚无会议记录', 'The minutes are missing'),
  'no-postponement-left': rule('延期次数已用完', 'The meeting cannot be postponed again'),
  'nobody-present': rule('无人到会，不能记为召开', 'A meeting to which nobody came was not held'),
  'not-a-community-or-street': rule(
    '只有社区和街道有会议制度',
    'Only a community or street keeps a rhythm of meetings',
  ),
  'not-the-convenor': rule('只有召集人或其上级可以办理', 'Only the convenor, or an office above, may do this'),
  'not-your-resolution': rule('该决议不由您办理', 'This resolution is not yours to carry out'),
  'own-report': rule('报告人不能确认本人的报告', 'Nobody confirms their own report'),
  'party-has-no-office': rule(
    '该角色在此地没有机构，须指名到人',
    'This role holds no office at the place; name a person',
  ),
  'party-may-not-know': rule(
    '会议所议投诉不向该方公开，不能请其参会或办理',
    'What the meeting is about is hidden from this party, which is neither called nor given work by it',
  ),
  'resolution-already-known': conflict('决议编号重复', 'A resolution of this id is known already'),
  'resolution-not-open': conflict('该决议不在办理中', 'The resolution is not open'),
  'resolution-not-reported': conflict('该决议尚未报告完成', 'Nobody has reported the resolution as carried out'),
  'resolution-too-long': rule('决议办理时限超过上限', 'The time for the resolution is longer than allowed'),
  'resolutions-open': conflict('尚有决议未办结', 'Resolutions are still open'),
  'unknown-meeting-party': rule('没有这个参会方', 'The meeting has no such party'),
  'unknown-resolution': rule('没有这项决议', 'There is no such resolution'),
  'pack-not-ready': conflict('会议材料尚未生成', 'The pack of this meeting is not written yet'),
  'party-not-known': rule('没有这个账号', 'There is no such account'),
} satisfies Record<MeetingRejection | 'pack-not-ready' | 'party-not-known', ProblemKind>;
