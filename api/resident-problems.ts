// Status and label of every refusal that a problem's decider gives; spread into the registry of process-problems.ts.
import type { RejectionCode } from '../domain/rejection-codes';
import { conflict, rule, type ProblemKind } from './problem-kinds';

/** Of a resident's problem (domain/problem). */
export const RESIDENT_PROBLEMS = {
  'not-your-report': {
    status: 403,
    title: { zh: '只有上报人可以评价', en: 'Only whoever reported it says what became of it' },
  },
  'spot-outside-estate': rule('地点不在该小区内', 'The spot does not lie in this estate'),
  'class-not-yours': rule('等级和督办由街道、社区确定', 'Class and supervision are the offices’ to set'),
  'already-there': conflict('已在该处办理', 'It lies there already'),
  'call-already-answered': conflict('该部门已答复', 'This department has answered'),
  'call-is-the-streets': rule(
    '只有街道办理的事项才能由街道吹哨',
    'Only the street calls, for what lies with the street',
  ),
  'call-running': conflict('已经吹哨，部门正在办理', 'A joint call is already running'),
  'called-recently': conflict('刚刚回访过，请隔一段时间再打', 'Called just now; wait a while before the next call'),
  'category-unknown': rule('政策中没有这个类别', 'The policy has no such category'),
  'closing-already-proposed': conflict('已有待批准的特殊办结', 'A special closing is already proposed'),
  'complained-party': rule('被投诉方应当回避', 'Whoever the complaint is about does not handle it'),
  'delay-already-explained': conflict('已说明过超期原因', 'The delay has been explained'),
  'department-declined': rule('该部门已答复不承办', 'This department has declined'),
  'department-not-called': rule('没有召集该部门', 'This department was not called'),
  'department-not-silent': conflict('该部门答复期未满', 'This department still has time to answer'),
  'department-twice': rule('同一部门列了两次', 'A department is named twice'),
  'department-work': rule(
    '部门职责内的事项不得下派给社区或小区',
    'A department’s work may not be handed down to a community or an estate',
  ),
  'department-works-for-street': rule('部门只在街道一级承办', 'A department handles for the street only'),
  'extension-already-asked': conflict('已申请延期，等待答复', 'More time has been asked for already'),
  'extension-not-asked': conflict('没有待答复的延期申请', 'Nobody has asked for more time'),
  'extension-too-late': conflict('期限已过，不能再申请延期', 'The time is over; more can no longer be asked for'),
  'meeting-being-called': conflict('正在召集另一次会议', 'Another meeting is just being called'),
  'merged-into-itself': rule('不能并入自身', 'It cannot be merged into itself'),
  'merged-into-nothing': rule(
    '合并须指明并入哪一件，其他办结不得指明',
    'Merging names the problem that goes on; other closings do not',
  ),
  'must-own-it': rule(
    '退单次数已到上限，须由上一级自己承办',
    'After the last return the level above handles it itself',
  ),
  'no-closing-proposed': conflict('没有待批准的特殊办结', 'No special closing is proposed'),
  'no-desk-here': rule('该小区没有物业和业委会', 'Nobody at this estate takes problems in'),
  'no-higher-level': rule('已是最高一级', 'There is no level above'),
  'no-return-asked': conflict('没有待审的退单', 'No return waits for review'),
  'no-return-left': rule('退单次数已用完', 'No return is left'),
  'not-overdue': conflict('尚未超期', 'It is not overdue'),
  'not-supervised': conflict('此事不在督办之列', 'It is not on the supervised track'),
  'not-the-dispatcher': rule('只有派单的一级可以这样做', 'Only the level that dispatches may do this'),
  'not-the-handler': rule('您不是承办方', 'You do not speak for whoever has it'),
  'not-your-appeal': rule('异议由更上一级裁定', 'The appeal is for the level above those who agreed to the closing'),
  'took-part-in-closing': rule(
    '参与办结的人不能裁定对它的异议',
    'Whoever took part in the closing does not judge the appeal against it',
  ),
  'not-your-closing': rule('须由上一级的另一人批准', 'Another person of the level above must agree'),
  'not-your-department': rule('只有被召集的部门自己可以答复', 'Only the department that was called answers for itself'),
  'not-your-extension': rule('这次延期须由上一级批准', 'This extension is another level’s to give'),
  'own-proposal': rule('不能批准自己提出的办结', 'Nobody agrees to a proposal of their own'),
  'own-work': rule('承办方不能核查自己的办理结果', 'Nobody verifies their own work'),
  'parked-without-review': rule(
    '挂账须定复查日，其他办结不得有',
    'Parking needs a day of review; other closings have none',
  ),
  'return-reason-not-listed': rule('退单理由不在准许之列', 'This is no listed reason to send it back'),
  'return-under-review': conflict('退单正在审核', 'A return is under review'),
  'review-day-out-of-range': rule(
    '复查日须在将来且不超过上限',
    'The day of review must lie ahead and within the limit',
  ),
  'too-many-departments': rule('召集的部门过多', 'Too many departments are called'),
  'unsolved-is-no-satisfaction': rule('未解决的不能评为满意', 'What is not solved cannot be satisfying'),
} satisfies Partial<Record<RejectionCode, ProblemKind>> & Record<string, ProblemKind>;
