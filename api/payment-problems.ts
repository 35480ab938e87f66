// Refusals of money that comes in and goes back. Registered in problems.ts.
import type { ProblemKind } from './problems';

export const PAYMENT_PROBLEMS = {
  'holder-not-yours': {
    status: 403,
    title: { zh: '这笔资金不在贵公司托管账户', en: 'The money is not in the account of your firm' },
  },
  'not-collecting': { status: 409, title: { zh: '该项目尚未开始收款', en: 'The project does not collect money yet' } },
  'collecting-over': { status: 409, title: { zh: '收款已经截止', en: 'The time to pay is over' } },
  'project-takes-no-money': {
    status: 409,
    title: { zh: '该项目已终止，不再收款', en: 'The project has ended and takes no money' },
  },
  'payment-too-late': {
    status: 409,
    title: { zh: '施工合同已签，逾期款项应退回', en: 'The works are contracted: what comes late is sent back' },
  },
  'payer-not-found': {
    status: 422,
    title: { zh: '该户没有认筹，无需缴款', en: 'No money is awaited from this household' },
  },
  'received-in-future': { status: 422, title: { zh: '日期还没有到', en: 'The day has not come yet' } },
  'statement-refused': {
    status: 422,
    title: { zh: '文件不能作为银行流水读取', en: 'The file cannot be read as a bank statement' },
  },
  'money-differs': {
    status: 409,
    title: {
      zh: '同一笔款已按其他金额或日期入账',
      en: 'The same piece of money was booked with another amount or day',
    },
  },
  'money-matched': { status: 409, title: { zh: '这笔款已有归属', en: 'It is known whose this money is' } },
  'money-not-matched': { status: 409, title: { zh: '这笔款尚无归属', en: 'Nobody has this money yet' } },
  'money-being-returned': { status: 409, title: { zh: '这笔款正在退回', en: 'This money is on its way back' } },
  'transfer-stands': {
    status: 409,
    title: { zh: '划转款不能撤销，请退款', en: 'A transfer is not undone; it is refunded' },
  },
  'source-not-paid-in': {
    status: 422,
    title: { zh: '方案中没有这样缴入的来源', en: 'The plan has no source that is paid in this way' },
  },
  'more-than-planned': {
    status: 422,
    title: { zh: '超过方案中该来源的金额', en: 'More than the plan has of this source' },
  },
  'second-person-needed': {
    status: 409,
    title: { zh: '须由第二人确认', en: 'A second person must confirm it' },
  },
  'cash-already-confirmed': { status: 409, title: { zh: '该收据已复点入账', en: 'The receipt was confirmed' } },
  'cash-void': { status: 409, title: { zh: '该收据已作废', en: 'The receipt is void' } },
  'order-not-found': { status: 422, title: { zh: '没有此支付订单', en: 'There is no such order' } },
  'currency-not-cny': { status: 422, title: { zh: '只收人民币', en: 'Only yuan are taken' } },
  'amount-changed': {
    status: 422,
    title: { zh: '金额与订单不符，未入账', en: 'Another amount than was ordered: nothing was booked' },
  },
  'provider-refused': { status: 502, title: { zh: '支付平台未受理', en: 'The payment provider did not accept it' } },
  'refund-already-paid': { status: 409, title: { zh: '该退款已经支付', en: 'The refund was paid' } },
  'refund-already-listed': {
    status: 409,
    title: { zh: '该项目的退款已经列出', en: 'The refunds of this project are listed already' },
  },
  'refund-sent': { status: 409, title: { zh: '该退款已交支付平台办理', en: 'The provider was asked for this refund' } },
  'refund-held': { status: 409, title: { zh: '该退款已暂存', en: 'The refund is held already' } },
  'refund-disposed': { status: 409, title: { zh: '该退款已依规处置', en: 'It was decided where this refund goes' } },
  'not-paid-online': {
    status: 422,
    title: { zh: '不是经支付平台缴的款，不能原路退回', en: 'It was not paid through the provider' },
  },
} satisfies Record<string, ProblemKind>;
