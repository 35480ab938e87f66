// Refusals of ballots, papers, deliveries and proxies. Registered in problems.ts.
import type { ProblemKind } from './problems';

export const VOTE_PROBLEMS = {
  'vote-not-open': { status: 409, title: { zh: '投票尚未开始', en: 'Voting is not open yet' } },
  'vote-closed': { status: 409, title: { zh: '投票已经截止', en: 'Voting is closed' } },
  'vote-suspended': { status: 409, title: { zh: '投票已中止', en: 'Voting is suspended' } },
  'night-time': { status: 409, title: { zh: '夜间不发送提醒', en: 'Nobody is reminded at night' } },
  'right-not-found': { status: 422, title: { zh: '名册中没有此票权', en: 'The roll has no such voting right' } },
  'right-has-no-voter': {
    status: 422,
    title: { zh: '共有人尚未推选表决代表', en: 'The joint owners have not named who votes' },
  },
  'not-your-right': { status: 403, title: { zh: '您不是此票权的表决人', en: 'You may not vote for this right' } },
  'unknown-agenda-item': { status: 422, title: { zh: '没有此议题', en: 'No such item on the agenda' } },
  'unknown-choice': { status: 422, title: { zh: '选项不在议题之内', en: 'Not one of the answers to this item' } },
  'too-many-choices': { status: 422, title: { zh: '所选人数超过应选名额', en: 'More candidates than seats' } },
  'duplicate-choice': { status: 422, title: { zh: '同一候选人选了两次', en: 'A candidate is named twice' } },
  'empty-ballot': { status: 422, title: { zh: '选票没有任何选择', en: 'The ballot says nothing' } },
  'changes-exhausted': { status: 409, title: { zh: '改票次数已用完', en: 'No change of the ballot is left' } },
  'counting-over': { status: 409, title: { zh: '计票已经结束', en: 'Counting is over' } },
  'counting-not-over': { status: 409, title: { zh: '计票尚未结束', en: 'Counting is not over yet' } },
  'log-diverged': {
    status: 409,
    title: { zh: '选票记录与先前签发的检查点不符', en: 'The ballots do not go on from the last signed checkpoint' },
  },
  'serial-not-found': { status: 422, title: { zh: '没有此编号的纸票', en: 'No paper has this serial number' } },
  'paper-wrong-state': {
    status: 409,
    title: { zh: '纸票当前状态不允许此操作', en: 'Not possible in the state of this paper' },
  },
  'paper-already-entered': { status: 409, title: { zh: '此纸票已有人录入', en: 'Somebody has entered this paper' } },
  'already-entered-by-you': {
    status: 409,
    title: { zh: '两次录入须由不同的人完成', en: 'The second entry must be made by somebody else' },
  },
  'too-late': { status: 422, title: { zh: '时间在投票截止之后', en: 'The instant is not before the close' } },
  'before-opening': { status: 422, title: { zh: '时间在投票开始之前', en: 'The instant is before the opening' } },
  'in-the-future': { status: 422, title: { zh: '时间在将来', en: 'The instant lies in the future' } },
  'proof-needed': { status: 422, title: { zh: '送达须有凭证', en: 'A delivery needs its proof' } },
  'proxies-not-allowed': { status: 422, title: { zh: '本次表决不接受委托', en: 'This vote takes no proxies' } },
  'principal-has-no-right': {
    status: 422,
    title: { zh: '委托人在名册中没有票权', en: 'The principal may cast no right of this roll' },
  },
  'proxy-is-principal': { status: 422, title: { zh: '不能委托本人', en: 'Nobody can be his own proxy' } },
  'proxy-is-firm-staff': {
    status: 422,
    title: { zh: '物业企业人员不得代理投票', en: "The property firm's people may not be proxies" },
  },
  'proxy-exists': { status: 409, title: { zh: '委托人已有有效委托', en: 'The principal has given another authority' } },
  'proxy-cap-reached': {
    status: 422,
    title: { zh: '受托人代理的业主已达上限', en: 'The agent acts for as many owners as allowed' },
  },
  'proxy-revoked': { status: 409, title: { zh: '委托已撤销', en: 'The authority has ended already' } },
  'agent-unknown': { status: 422, title: { zh: '名册中没有此受托人', en: 'No such owner to be the agent' } },
  'scope-has-no-units': {
    status: 422,
    title: { zh: '表决范围内没有可计的房屋', en: 'The scope holds no unit that counts' },
  },
} satisfies Record<string, ProblemKind>;
