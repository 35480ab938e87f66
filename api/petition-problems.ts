// Refusals of signatures under a petition, and of a recall that rests on one. Registered in problems.ts.
import type { ProblemKind } from './problems';

export const PETITION_PROBLEMS = {
  'signing-not-open': { status: 409, title: { zh: '联名尚未开始', en: 'Signing has not begun' } },
  'signing-over': { status: 409, title: { zh: '联名已经截止', en: 'The time to sign is over' } },
  'signing-suspended': { status: 409, title: { zh: '联名已中止', en: 'Signing is suspended' } },
  'right-already-signed': { status: 409, title: { zh: '此票权已经签名', en: 'This right has signed already' } },
  'signature-not-found': { status: 422, title: { zh: '没有此签名', en: 'There is no such signature' } },
  'signature-ended': {
    status: 409,
    title: { zh: '此签名已撤回或被剔除', en: 'This signature was withdrawn or struck' },
  },
  'signature-fixed': {
    status: 409,
    title: { zh: '签名正在清点或已清点，不能撤回', en: 'Signatures are counted, none can be withdrawn any more' },
  },
  'not-your-signature': { status: 403, title: { zh: '只能撤回自己的签名', en: 'This is not your signature' } },
  'petition-not-accepted': {
    status: 422,
    title: {
      zh: '没有针对这些委员并已核实成立的罢免联名',
      en: 'No accepted petition asks for the recall of these members',
    },
  },
} satisfies Record<string, ProblemKind>;
