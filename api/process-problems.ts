// Status and label of every refusal that deciders and launches give; spread into the registry in problems.ts. `satisfies` makes a new
// rejection code in domain/rejection-codes.ts fail to compile until it has a status and a label here.
import type { RejectionCode } from '../domain/rejection-codes';
import type { ProblemKind } from './problems';
import { RESIDENT_PROBLEMS } from './resident-problems';

const conflict = (zh: string, en: string): ProblemKind => ({ status: 409, title: { zh, en } });
const rule = (zh: string, en: string): ProblemKind => ({ status: 422, title: { zh, en } });

/** What stands in the way whatever the command says: where the process is, or what was done already. */
const STANDING = {
  'process-closed': conflict('程序已经结束', 'The process is closed'),
  'process-suspended': conflict('程序已中止', 'The process is suspended'),
  'not-suspended': conflict('程序并未中止', 'The process is not suspended'),
  'wrong-phase': conflict('当前阶段不能办理此事', 'Not possible in this phase'),
  'already-running': conflict('该小区已有同类程序在进行', 'A process of this kind is already running at this estate'),
  'id-already-used': conflict('此编号已被使用', 'This id is already used'),
  'already-signed': conflict('您已签署', 'Already signed'),
  'already-contested': conflict('已标记为有争议', 'Already marked as contested'),
  'already-candidate': conflict('此人已是候选人', 'This person is already a candidate'),
  'objection-already-answered': conflict('该异议已答复', 'The objection has been answered'),
  'objection-period-over': conflict('异议期已过', 'The time for objections is over'),
  'objection-period-running': conflict('异议期未满', 'The time for objections is still running'),
  'objections-open': conflict('尚有异议未答复', 'Objections are still unanswered'),
  'opinion-already-given': conflict('该部门已就此人出具意见', 'This body has given its opinion on this candidate'),
  'offices-already-chosen': conflict('分工已经确定', 'The offices are already chosen'),
  'offices-not-chosen': conflict('尚未推选主任、副主任', 'The offices are not chosen yet'),
  'filing-already-applied': conflict('备案申请已提交', 'Filing has been applied for'),
  'filing-not-applied': conflict('尚未申请备案', 'Filing has not been applied for'),
  'counter-has-signed': conflict('已签字的计票人不能更换', 'A counter who has signed stays'),
  'counters-not-named': conflict('尚未指定计票人、监票人', 'The counters are not named yet'),
  'one-person-two-sides': conflict('一人不能代表交接的两方签字', 'One person cannot sign for two sides'),
  'election-not-awaited': conflict('并未等待此次换届的结果', 'The end of this election is not awaited'),
  'nudged-recently': conflict('刚刚催办过，请稍后再催', 'Somebody has just pushed; wait a while'),
  'no-vacant-seat': conflict('没有空缺席位', 'No seat is vacant'),
  'meeting-not-demanded': conflict('没有待召开的业主提议会议', 'No meeting of this demand is waited for'),
  'recall-not-awaited': conflict('并未等待此次罢免的结果', 'The end of this recall is not awaited'),
  'defence-already-given': conflict(
    '该委员的申辩已提交或期限已过',
    'This member has answered, or the time for it is over',
  ),
  'vote-not-awaited': conflict('并未等待此次表决的结果', 'The result of this vote is not awaited'),
  'vetting-not-finished': conflict('对此人的联审尚未结束', 'Vetting of this candidate is not finished'),
  'roll-needs-correction': conflict(
    '异议成立，名册须更正后重新固定',
    'An objection was upheld: correct and freeze the roll again',
  ),
  'joint-meeting-first': conflict('须先召开联席会议', 'The joint meeting comes first'),
  'estate-locked': conflict(
    '换届期间原业委会不得就此事项召集表决',
    'An outgoing committee may not bring this to a vote while its successor is elected',
  ),
  'no-substitute': conflict('目前没有代行机构', 'No substitute body acts now'),
  'filing-not-silent': conflict('备案并未逾期不决', 'The filing is not overdue'),
  'handover-not-awaited': conflict('并未等待此次交接的结果', 'The end of this handover is not awaited'),
  'audit-not-due': conflict('当前无须委托审计', 'No audit is to be commissioned now'),
  'audit-not-commissioned': conflict('尚未委托审计', 'No audit has been commissioned'),
  'agenda-not-fit': conflict('议题未通过合法性审查', 'The agenda did not pass the legality check'),
} satisfies Partial<Record<RejectionCode, ProblemKind>>;

/** What the command itself gets wrong. */
const RULES = {
  forbidden: { status: 403, title: { zh: '您的角色不能办理此事', en: 'Your role may not do this' } },
  'unknown-command': rule('没有这种操作', 'There is no such command'),
  'too-many-suspensions': rule('中止次数已达上限', 'No further suspension is allowed'),
  'suspension-reason-not-listed': rule('此中止理由不在准许之列', 'This is no listed reason to stand still'),
  'suspension-too-long': rule('中止时间超过上限', 'The suspension is longer than allowed'),
  'rehearsal-has-no-holidays': rule('演练没有节假日', 'A rehearsal has no holidays'),
  'no-such-clock': rule('没有正在计算的期限', 'No such deadline is running'),
  'no-extension-left': rule('延长次数已用完', 'No extension is left'),
  'seats-out-of-bounds': rule('席位数不符合规定', 'The number of seats is not allowed'),
  'group-member-twice': rule('小组成员重复', 'A member is listed twice'),
  'group-size': rule('小组人数不符合规定', 'The size of the group is not allowed'),
  'group-not-odd': rule('小组人数应为单数', 'The group must have an odd number of members'),
  'leader-not-member': rule('组长不在小组成员中', 'The leader is not a member of the group'),
  'too-few-owners-in-group': rule('小组中业主所占比例不足', 'Too few owners in the group'),
  'self-nomination-only': rule('自荐只能推荐本人', 'You can only nominate yourself this way'),
  'candidate-not-standing': rule('此人不在候选之列', 'This person is not standing'),
  'not-your-candidacy': rule('只能处理本人的候选资格', 'This is not your own candidacy'),
  'slate-too-small': rule('候选人少于席位', 'Fewer candidates than seats'),
  'not-your-body': rule('您不代表该部门', 'You do not speak for this body'),
  'body-not-asked': rule('该部门不在征询之列或已超期', 'This body was not asked or its time is over'),
  'no-opinion-to-answer': rule('没有待申辩的意见', 'There is no adverse opinion to answer'),
  'advice-cannot-exclude': rule('参考性意见不能作为排除候选人的依据', 'Advice alone cannot exclude a candidate'),
  'objection-not-found': rule('没有这项异议', 'There is no such objection'),
  'not-elected': rule('此人未当选', 'This person was not elected'),
  'one-person-two-offices': rule('一人不能兼任两职', 'One person cannot hold two offices'),
  'unknown-handover-item': rule('交接清单中没有此项', 'The handover list has no such item'),
  'handover-item-twice': rule('交接清单中事项重复', 'An item is on the handover list twice'),
  'no-gap-to-settle': rule('此项既无缺失也无争议', 'This item is neither missing nor disputed'),
  'handover-items-pending': rule('尚有交接事项未确认', 'Items of the handover are still open'),
  'duplicate-agenda-item': rule('议题编号重复', 'An agenda item is listed twice'),
  'duplicate-option': rule('选项重复', 'An option is listed twice'),
  'seats-below-minimum': rule('席位少于最低人数', 'Fewer seats than the minimum'),
  'window-out-of-bounds': rule('投票时间不在规定范围内', 'The voting window is outside the allowed bounds'),
  'tie-unresolved': rule('末位得票相同，须先抽签', 'A tie must be settled first'),
  'no-tie': rule('该议题没有并列', 'There is no tie in this item'),
  'lot-does-not-fit': rule('抽签结果与并列名单不符', 'The lot does not fit the tie'),
  'counter-named-twice': rule('计票人重复', 'A counter is named twice'),
  'too-few-counters': rule('计票人、监票人人数不足', 'Too few counters'),
  'not-a-counter': rule('您不是本次表决的计票人、监票人', 'You are not a counter of this vote'),
  'wrong-side': rule('您不能代表这一方签字', 'You cannot sign for this side'),
  'committee-member-twice': rule('委员或候补委员重复', 'A member or alternate is listed twice'),
  'more-members-than-seats': rule('委员人数多于席位', 'More members than seats'),
  'term-ends-before-it-starts': rule('任期届满日早于起始日', 'The term ends before it starts'),
  'term-length': rule('任期年限不符合规定', 'The length of the term is not allowed'),
  'not-a-member': rule('此人不是现任委员', 'This person is not a member now'),
  'not-an-alternate': rule('此人不是候补委员', 'This person is not an alternate'),
  'another-alternate-first': rule('候补委员须按得票次序递补', 'Another alternate comes first'),
  'substitute-not-provided': rule('当地规定没有这种代行机构', 'The place does not provide for such a substitute body'),
  'no-such-duty': rule('没有这项待办', 'There is no such duty'),
  'deadline-not-extendable': rule('这一期限不能延长', 'This deadline cannot be extended'),
  'role-cannot-do-this': rule(
    '该角色不能办理此事，不能改派给它',
    'This role cannot do it, so it cannot be given the duty',
  ),
  'cannot-take-over': rule('只能接办下级机关的待办', 'Only what an office below has to do can be taken over'),
  'not-handed-on': rule('此项待办并未改派或接办', 'This duty was not handed on'),
  'not-your-duty': rule('此项待办不在您名下', 'This duty is not yours'),
  'no-send-back-left': rule('退回次数已用完', 'It cannot be sent back again'),
  'leader-of-wrong-body': rule('组长应由规定的机构派员担任', 'The leader must come from the body that the place names'),
  'capacity-not-in-group': rule('小组中不应有此身份的成员', 'Nobody of this capacity belongs to this group'),
  'owners-called-first': rule(
    '须先再次征集业主，不足时方可由街道推荐',
    'Owners must be called again before the street may name any',
  ),
  'no-drafts-needed': rule('只有首次业主大会需要草案', 'Only a first assembly needs drafts'),
  'no-exclusion-to-appeal': rule('没有可申诉的排除决定', 'There is no exclusion to appeal against'),
  'no-appeal': rule('没有待处理的申诉', 'There is no appeal to decide'),
  'not-the-appeal-body': rule('该申诉应由上一级机关处理', 'Another office decides this appeal'),
  'own-decision': rule('不能复核自己作出的决定', 'Nobody decides an appeal against their own decision'),
  'audit-by-another': rule('此时应由另一方委托审计', 'It is for another to commission the audit now'),
  'no-such-act': rule('没有可撤销的这项决定', 'There is no such act to revoke'),
  'term-half-known': rule('任期起止日须同时填写或同时留空', 'Give both days of the term, or neither'),
  'members-without-term': rule('尚无业委会时不能登记委员', 'Where there is no committee there are no members'),
  'not-your-petition': rule('只有发起人可以撤回联名', 'Only the one who began this petition may take it back'),
  'recall-names-nobody': rule('罢免须写明委员', 'A recall names at least one member'),
  'members-not-asked-for': rule('此类联名不涉及具体委员', 'A petition for this names no members'),
  'signature-named-twice': rule('同一签名列了两次', 'A signature is named twice'),
  'defects-need-a-count': rule(
    '剔除签名须与核实一并提交',
    'Defective signatures are named when the others are confirmed',
  ),
  'petition-not-named': rule(
    '业主提议的罢免须附联名，其他提议不附',
    'A recall by petition names the petition, any other names none',
  ),
  'not-your-defence': rule('只能由本人申辩', 'Members answer for themselves'),
  'signatures-missing': rule('计票签字人数不足', 'Signatures of counters are missing'),
} satisfies Partial<Record<RejectionCode, ProblemKind>>;

/** Refusals of launches and of the command path itself. */
const LAUNCH = {
  'not-an-estate': rule('该地点不是住宅小区', 'This place is not an estate'),
  'register-empty': rule('尚未导入业主名册', "The estate's register is empty"),
  'scope-outside-estate': rule('表决范围不在该小区内', 'The scope lies outside the estate'),
  'policy-not-found': rule('没有这套规则', 'There is no such policy'),
  'policy-refused': rule('规则不完整或低于法定标准', 'The policy is malformed or below the floor of the law'),
  'rehearsal-in-production': rule('正式环境不能演练', 'Rehearsals are refused in production'),
  'process-busy': {
    status: 429,
    title: { zh: '此程序正忙，请稍后用同一编号重试', en: 'The process is busy; retry with the same commandId' },
  },
  'assistance-not-allowed': rule('此事不能代办', 'Nobody can do this for somebody else'),
  'not-an-owner-here': rule('此人不是该小区业主', 'This person owns nothing here'),
} satisfies Record<string, ProblemKind>;

/** Refusals about what is kept of a process. */
const ARCHIVE = {
  'already-on-hold': conflict('已处于诉讼保全', 'The process is on hold already'),
  'not-on-hold': conflict('并未处于诉讼保全', 'The process is not on hold'),
  'on-hold': conflict('诉讼保全期间不得删除', 'Nothing is erased while a lawsuit may need it'),
  'process-still-open': conflict('程序尚未结束，不得删除', 'Nothing of an open process is erased'),
  'text-not-found': rule('本程序中没有这段文本', 'This process has no such text'),
  'text-is-published': rule('已公示的文本不能删除', 'What was published to everybody is not erased'),
} satisfies Record<string, ProblemKind>;

export const PROCESS_PROBLEMS = { ...STANDING, ...RULES, ...LAUNCH, ...ARCHIVE, ...RESIDENT_PROBLEMS } satisfies Record<
  RejectionCode,
  ProblemKind
>;
