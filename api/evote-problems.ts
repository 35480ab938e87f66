// Refusals of voting platforms and of what they bring. Registered in problems.ts.
import type { ProblemKind } from './problems';

export const EVOTE_PROBLEMS = {
  // One code for every fault, so that nobody learns which platforms there are.
  'bad-signature': { status: 401, title: { zh: '签名无效', en: 'The signature is not valid' } },
  'platform-code-taken': { status: 409, title: { zh: '平台代码已被使用', en: 'This code of a platform is taken' } },
  'platform-not-here': {
    status: 422,
    title: { zh: '该平台未登记用于此处的表决', en: 'The platform is not registered for votes here' },
  },
  'evote-file-refused': { status: 422, title: { zh: '无法作为选票文件读取', en: 'Not a file of ballots' } },
  'file-not-checked': { status: 409, title: { zh: '请先预检同一文件', en: 'Check this very file first' } },
  'row-unreadable': { status: 422, title: { zh: '此行无法读取', en: 'The row cannot be read' } },
  'right-ambiguous': {
    status: 422,
    title: { zh: '名册中有多个同名票权，请用票权号', en: 'Several rights have this name: give the number' },
  },
  'reference-reused': {
    status: 409,
    title: { zh: '平台编号已用于另一张选票', en: 'The reference belongs to another ballot' },
  },
  'platform-delivered-late': {
    status: 409,
    title: {
      zh: '截止之后才送达，平台所称时间不予采信',
      en: 'Delivered after the close; the instant told is not taken',
    },
  },
  'voting-not-over': { status: 409, title: { zh: '投票尚未结束', en: 'Voting is not over yet' } },
  'comparison-changed': {
    status: 409,
    title: { zh: '数字已有变化，请重新核对', en: 'The figures have changed: look again' },
  },
  'nothing-to-explain': { status: 409, title: { zh: '没有差异需要说明', en: 'There is no difference to explain' } },
  'already-explained': { status: 409, title: { zh: '该差异已有说明', en: 'The difference has been explained' } },
  'platform-difference-unexplained': {
    status: 409,
    title: {
      zh: '平台统计与本系统不一致且未说明，不能签字',
      en: "A platform's totals differ and nobody has said why: the count cannot be signed",
    },
  },
} satisfies Record<string, ProblemKind>;
