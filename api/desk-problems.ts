// Refusals of the desk: help to people without a phone, calls that check it, rulings on denied ballots, kept checkpoints. Registered in
// problems.ts.
import type { ProblemKind } from './problems';

export const DESK_PROBLEMS = {
  'assistant-is-proxy': {
    status: 403,
    title: { zh: '受托人不得协助他人投票', en: 'Whoever acts as a proxy in this vote may not help others to vote' },
  },
  'assistant-is-candidate': {
    status: 403,
    title: { zh: '候选人不得协助他人投票', en: 'A candidate may not help others to vote' },
  },
  'assistant-is-counter': {
    status: 403,
    title: { zh: '计票人、监票人不得协助他人投票', en: 'A counter of the vote may not help others to vote' },
  },
  'assistance-for-oneself': {
    status: 422,
    title: { zh: '不能协助本人的票权', en: 'Nobody helps with a right of their own' },
  },
  'witness-is-assistant': {
    status: 422,
    title: { zh: '见证人须是另一人', en: 'The witness must be somebody else' },
  },
  'witness-unknown': { status: 422, title: { zh: '没有此见证人账号', en: 'No such account to be the witness' } },
  'assistance-cap-reached': {
    status: 409,
    title: { zh: '今日协助户数已达上限', en: 'No more help today: the cap per assistant is reached' },
  },
  'assistance-used': { status: 409, title: { zh: '此协助已用于一张选票', en: 'One ballot was cast with it already' } },
  'assistance-expired': { status: 409, title: { zh: '协助单已过期', en: 'The slip has expired' } },
  'assistance-on-paper': {
    status: 409,
    title: { zh: '此协助用于纸票，请按纸票录入', en: 'This help was for a paper, which is entered like all papers' },
  },
  'not-your-assistance': { status: 403, title: { zh: '不是您办理的协助', en: 'Somebody else gave this help' } },
  'confirmation-wrong': { status: 422, title: { zh: '业主确认码不正确', en: "The owner's code is wrong" } },
  'not-in-sample': { status: 422, title: { zh: '该选票不在回访名单内', en: 'This ballot is not to be called back' } },
  'caller-was-involved': {
    status: 403,
    title: { zh: '经手该选票的人不得回访', en: 'Whoever handled the ballot may not call back or rule on it' },
  },
  'call-back-settled': { status: 409, title: { zh: '该选票已有回访结果', en: 'The call has had its answer' } },
  'ballot-not-denied': { status: 409, title: { zh: '没有人否认该选票', en: 'Nobody denies this ballot' } },
  'ballot-ruled-on': { status: 409, title: { zh: '该选票已有处理决定', en: 'The ballot has been ruled on' } },
  'denied-ballot-open': {
    status: 409,
    title: {
      zh: '有业主否认的选票尚未处理，不能签字',
      en: 'A ballot that its owner denies has not been ruled on: the count cannot be signed',
    },
  },
  'counter-has-assisted': {
    status: 403,
    title: { zh: '协助过投票的人不得签字确认计票', en: 'Whoever helped somebody to vote may not sign the count' },
  },
  'checkpoint-unknown': { status: 404, title: { zh: '没有这个检查点', en: 'No checkpoint of this size' } },
  'checkpoint-differs': {
    status: 409,
    title: { zh: '您留存的检查点与本系统的不一致', en: 'The checkpoint that you hold is not ours: tell the district' },
  },
} satisfies Record<string, ProblemKind>;
